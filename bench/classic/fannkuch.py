"""Counts prefix reversals for every permutation of small numbers, visited in the order of Heap's algorithm.

That order swaps two elements at a time, so the sign of the permutation simply alternates.
"""
import time

SIZE = 9


def by_slices(permutation):
    cards = permutation[:]
    count = 0
    while first := cards[0]:
        cards[: first + 1] = cards[first::-1]
        count += 1
    return count


def by_swaps(permutation):
    cards = permutation[:]
    count = 0
    while last := cards[0]:
        first = 0
        while first < last:
            cards[first], cards[last] = cards[last], cards[first]
            first += 1
            last -= 1
        count += 1
    return count


def run(size, flips):
    permutation = list(range(size))
    counters = [0] * size
    sign = 1
    most = flips(permutation)
    checksum = most
    level = 1
    while level < size:
        if counters[level] < level:
            other = counters[level] if level % 2 else 0
            permutation[other], permutation[level] = permutation[level], permutation[other]
            sign = -sign
            count = flips(permutation)
            checksum += sign * count
            if count > most:
                most = count
            counters[level] += 1
            level = 1
        else:
            counters[level] = 0
            level += 1
    return most, checksum


results = []
for flips in (by_slices, by_swaps):
    started = time.process_time()
    results.extend(run(SIZE, flips))
    print("PHASE", flips.__name__, time.process_time() - started)
print("CHECK fannkuch", *results)
