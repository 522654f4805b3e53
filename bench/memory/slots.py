"""Allocates and rewrites instances with `__slots__`: particles in a box, replaced as they leave it.

Each coordinate is a float that dies when the next one is stored.
"""
import time

PARTICLES = 1_200
STEPS = 3_000


class Particle:
    __slots__ = ("x", "y", "dx", "dy", "age")

    def __init__(self, x, y, dx, dy):
        self.x = x
        self.y = y
        self.dx = dx
        self.dy = dy
        self.age = 0

    def step(self):
        self.x += self.dx
        self.y += self.dy
        self.age += 1

    def outside(self):
        return self.x < 0.0 or self.x > 64.0 or self.y < 0.0 or self.y > 64.0


def born(number):
    return Particle(32.0, 32.0, (number * 37 % 129 - 64) * 0.0625, (number * 53 % 113 - 56) * 0.0625)


started = time.process_time()
particles = [born(number) for number in range(PARTICLES)]
births = PARTICLES
ages = 0
for _ in range(STEPS):
    for i, particle in enumerate(particles):
        particle.step()
        if particle.outside():
            ages += particle.age
            particles[i] = born(births)
            births += 1
print("PHASE steps", time.process_time() - started)
print("CHECK slots", births, ages, sum(particle.x - particle.y for particle in particles))
