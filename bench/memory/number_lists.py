"""Fills long lists with numbers that are objects of their own: small integers, large integers, floats.

Every element of the second and third kind is one small block that is made, read once and freed.
"""
import time

LENGTH = 60_000
ROUNDS = 40


def small_integers():
    values = [i % 200 for i in range(LENGTH)]
    values.sort()
    return values[LENGTH // 3]


def large_integers():
    values = [i * 1_000_003 for i in range(LENGTH)]
    doubled = [value + value for value in values]
    values.extend(doubled)
    return values[LENGTH] + values[-1] - values[LENGTH // 2]


def huge_integers():
    values = [(i << 70) + i for i in range(LENGTH // 3)]
    return sum(value >> 65 for value in values) + max(values)


def floats():
    values = [i * 0.5 for i in range(LENGTH)]
    shifted = [value + 0.25 for value in values]
    values[::2] = shifted[::2]
    return int(sum(values) * 4.0)


results = []
for work in (small_integers, large_integers, huge_integers, floats):
    started = time.process_time()
    for _ in range(ROUNDS):
        result = work()
    results.append(result)
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK number_lists", *results)
