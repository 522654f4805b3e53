"""Numerical kernels on plain lists: LU, fast Fourier transform, over-relaxation, Monte Carlo, sparse product."""
import math
import random
import time


def lu():
    """Solves a dense system with partial pivoting; the error of the known solution is the result."""
    size = 180
    rows = [[1.0 / (i + j + 1) + (size if i == j else 0.0) for j in range(size)] for i in range(size)]
    right = [sum(row) for row in rows]
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        right[k], right[pivot] = right[pivot], right[k]
        head = rows[k]
        for i in range(k + 1, size):
            row = rows[i]
            factor = row[k] / head[k]
            for j in range(k, size):
                row[j] -= factor * head[j]
            right[i] -= factor * right[k]
    for k in range(size - 1, -1, -1):
        row = rows[k]
        right[k] = (right[k] - sum([row[j] * right[j] for j in range(k + 1, size)])) / row[k]
    return max([abs(value - 1.0) for value in right]) < 1e-9


def fft():
    """Transforms a signal there and back in place; the real and imaginary parts are separate lists."""
    size = 32768
    real = [float(i % 17) for i in range(size)]
    imaginary = [0.0] * size
    for direction in (-1.0, 1.0):
        j = 0
        for i in range(size - 1):
            if i < j:
                real[i], real[j] = real[j], real[i]
                imaginary[i], imaginary[j] = imaginary[j], imaginary[i]
            bit = size >> 1
            while j & bit:
                j ^= bit
                bit >>= 1
            j |= bit
        half = 1
        while half < size:
            for k in range(half):
                angle = direction * math.pi * k / half
                c, s = math.cos(angle), math.sin(angle)
                for i in range(k, size, 2 * half):
                    m = i + half
                    x = real[m] * c - imaginary[m] * s
                    y = real[m] * s + imaginary[m] * c
                    real[m], imaginary[m] = real[i] - x, imaginary[i] - y
                    real[i] += x
                    imaginary[i] += y
            half *= 2
    return max([abs(value / size - i % 17) for i, value in enumerate(real)]) < 1e-9


def relaxation():
    size, omega = 120, 1.25
    grid = [[float(i * j % 5) for j in range(size)] for i in range(size)]
    for _ in range(60):
        for i in range(1, size - 1):
            above, row, below = grid[i - 1], grid[i], grid[i + 1]
            for j in range(1, size - 1):
                around = above[j] + below[j] + row[j - 1] + row[j + 1]
                row[j] = omega * 0.25 * around + (1.0 - omega) * row[j]
    return f"{grid[size // 2][size // 2]:.9f}"


def monte_carlo():
    generator = random.Random(2024)
    inside = 0
    for _ in range(1_500_000):
        x, y = generator.random(), generator.random()
        if x * x + y * y <= 1.0:
            inside += 1
    return inside


def sparse():
    size = 1_000
    columns = [[(i * 13 + k * 101) % size for k in range(8)] for i in range(size)]
    vector = [1.0] * size
    for _ in range(120):
        vector = [sum([vector[j] * 0.125 for j in row]) + i * 0.001 for i, row in enumerate(columns)]
    return f"{sum(vector):.6f}"


results = []
for work in (lu, fft, relaxation, monte_carlo, sparse):
    started = time.process_time()
    results.append(work())
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK kernels", *results)
