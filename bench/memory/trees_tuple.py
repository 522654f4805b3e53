"""Builds, walks and drops complete binary trees of tuples, over one tree that stays alive.

A tuple tree has no cycles and cannot change: the counting alone frees it.
"""
import time

LONG_LIVED_DEPTH = 15
DEPTHS = (6, 9, 12)
NODES = 1_600_000


def build(depth):
    if depth == 0:
        return (None, None)
    return (build(depth - 1), build(depth - 1))


def count(tree):
    left, right = tree
    if left is None:
        return 1
    return 1 + count(left) + count(right)


long_lived = build(LONG_LIVED_DEPTH)
results = []
for depth in DEPTHS:
    started = time.process_time()
    total = 0
    for _ in range(NODES >> depth):
        total += count(build(depth))
    results.append(total)
    print(f"PHASE depth{depth}", time.process_time() - started)
print("CHECK trees_tuple", *results, count(long_lived))
