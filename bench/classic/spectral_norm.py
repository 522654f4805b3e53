"""Estimates the largest singular value of an infinite matrix, cut off, by the power method.

The matrix is never stored: its entry at (i, j) is one over the number of the cell on the anti-diagonals.
"""
import math

SIZE = 360
ROUNDS = 8


def entry(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector):
    return [sum([entry(i, j) * x for j, x in enumerate(vector)]) for i in range(len(vector))]


def transposed_times(vector):
    return [sum([entry(j, i) * x for j, x in enumerate(vector)]) for i in range(len(vector))]


def dot(left, right):
    return sum([x * y for x, y in zip(left, right)])


u = [1.0] * SIZE
for _ in range(ROUNDS):
    v = transposed_times(times(u))
    u = transposed_times(times(v))
print("CHECK spectral_norm", f"{math.sqrt(dot(u, v) / dot(v, v)):.9f}")
