"""Integrates bodies under their mutual attraction with the leapfrog scheme; the energy must hold.

One heavy body is circled by light ones on slightly tilted rings.
"""
import math

BODIES = 6
STEPS = 80_000
STEP = 0.002


def make_bodies():
    bodies = [[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 100.0]]
    for i in range(1, BODIES):
        radius = 1.0 + 0.75 * i
        speed = math.sqrt(100.0 / radius)
        sign = 1.0 if i % 2 else -1.0
        bodies.append([[sign * radius, 0.0, 0.05 * i], [0.0, sign * speed, 0.01 * i], 0.02 * i])
    return bodies


def kick(pairs, step):
    for (p1, v1, m1), (p2, v2, m2) in pairs:
        dx = p1[0] - p2[0]
        dy = p1[1] - p2[1]
        dz = p1[2] - p2[2]
        square = dx * dx + dy * dy + dz * dz
        strength = step / (square * math.sqrt(square))
        pull1 = m2 * strength
        pull2 = m1 * strength
        v1[0] -= dx * pull1
        v1[1] -= dy * pull1
        v1[2] -= dz * pull1
        v2[0] += dx * pull2
        v2[1] += dy * pull2
        v2[2] += dz * pull2


def drift(bodies, step):
    for position, velocity, _ in bodies:
        position[0] += step * velocity[0]
        position[1] += step * velocity[1]
        position[2] += step * velocity[2]


def energy(bodies, pairs):
    total = 0.0
    for _, velocity, mass in bodies:
        total += 0.5 * mass * (velocity[0] ** 2 + velocity[1] ** 2 + velocity[2] ** 2)
    for (p1, _, m1), (p2, _, m2) in pairs:
        total -= m1 * m2 / math.dist(p1, p2)
    return total


bodies = make_bodies()
pairs = [(bodies[i], bodies[j]) for i in range(BODIES) for j in range(i + 1, BODIES)]
before = energy(bodies, pairs)
for _ in range(STEPS):
    drift(bodies, STEP * 0.5)
    kick(pairs, STEP)
    drift(bodies, STEP * 0.5)
print("CHECK nbody", f"{before:.9f} {energy(bodies, pairs):.9f}")
