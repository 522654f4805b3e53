"""Renders spheres over a chequered floor with mirrors and shadows; every vector is an instance with operators.

Nearly all the objects live for one expression only.
"""
import math

WIDTH = 280
HEIGHT = 210
BOUNCES = 3


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor, self.z * factor)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self * (1.0 / math.sqrt(self @ self))

    def mirrored(self, normal):
        return self - normal * (2.0 * (self @ normal))


class Sphere:
    def __init__(self, centre, radius, colour, mirror):
        self.centre = centre
        self.radius = radius
        self.colour = colour
        self.mirror = mirror

    def distance(self, origin, direction):
        offset = self.centre - origin
        along = offset @ direction
        square = self.radius * self.radius - (offset @ offset - along * along)
        if square < 0.0:
            return None
        near = along - math.sqrt(square)
        return near if near > 1e-6 else None

    def normal(self, point):
        return (point - self.centre) * (1.0 / self.radius)

    def colour_at(self, point):
        return self.colour


class Floor:
    mirror = 0.1

    def distance(self, origin, direction):
        if direction.y > -1e-6:
            return None
        return -origin.y / direction.y if origin.y > 1e-6 else None

    def normal(self, point):
        return Vector(0.0, 1.0, 0.0)

    def colour_at(self, point):
        dark = (math.floor(point.x) + math.floor(point.z)) % 2
        return Vector(0.2, 0.2, 0.2) if dark else Vector(0.9, 0.9, 0.9)


class Scene:
    def __init__(self):
        self.things = [Floor()]
        for i in range(5):
            colour = Vector(0.2 + 0.15 * i, 0.9 - 0.15 * i, 0.5)
            self.things.append(Sphere(Vector(1.5 * i - 3.0, 0.8 + 0.1 * i, 5.0 + i % 2), 0.7, colour, 0.2 + 0.1 * i))
        self.light = Vector(-5.0, 8.0, -2.0)

    def nearest(self, origin, direction):
        best = None
        for thing in self.things:
            distance = thing.distance(origin, direction)
            if distance is not None and (best is None or distance < best[0]):
                best = (distance, thing)
        return best

    def trace(self, origin, direction, bounces):
        hit = self.nearest(origin, direction)
        if hit is None:
            return Vector(0.4, 0.6, 0.9) * (0.5 + 0.5 * max(direction.y, 0.0))
        distance, thing = hit
        point = origin + direction * distance
        normal = thing.normal(point)
        raised = point + normal * 1e-4
        to_light = (self.light - point).unit()
        brightness = 0.15
        if self.nearest(raised, to_light) is None:
            brightness += 0.85 * max(0.0, normal @ to_light)
        colour = thing.colour_at(point) * brightness
        if bounces == 0:
            return colour
        reflected = self.trace(raised, direction.mirrored(normal), bounces - 1)
        return colour * (1.0 - thing.mirror) + reflected * thing.mirror


scene = Scene()
eye = Vector(0.0, 1.5, -3.0)
total = Vector(0.0, 0.0, 0.0)
for row in range(HEIGHT):
    for column in range(WIDTH):
        direction = Vector((column - WIDTH / 2) / WIDTH, (HEIGHT / 2 - row) / WIDTH, 1.0).unit()
        total = total + scene.trace(eye, direction, BOUNCES)
print("CHECK ray_tracer", f"{total.x:.6f} {total.y:.6f} {total.z:.6f}")
