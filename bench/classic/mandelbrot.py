"""Counts the escape times of a grid of points, once with complex numbers and once with pairs of floats."""
import time

WIDTH = 480
HEIGHT = 352
LIMIT = 60


def with_complex():
    total = 0
    for row in range(HEIGHT):
        for column in range(WIDTH):
            c = complex(column * 3.0 / WIDTH - 2.25, row * 2.5 / HEIGHT - 1.25)
            z = 0j
            steps = 0
            while steps < LIMIT and abs(z) <= 2.0:
                z = z * z + c
                steps += 1
            total += steps
    return total


def with_floats():
    total = 0
    for row in range(HEIGHT):
        imaginary = row * 2.5 / HEIGHT - 1.25
        for column in range(WIDTH):
            real = column * 3.0 / WIDTH - 2.25
            x = y = xx = yy = 0.0
            steps = 0
            while steps < LIMIT and xx + yy <= 4.0:
                y = 2.0 * x * y + imaginary
                x = xx - yy + real
                xx = x * x
                yy = y * y
                steps += 1
            total += steps
    return total


results = []
for work in (with_complex, with_floats):
    started = time.process_time()
    results.append(work())
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK mandelbrot", *results)
