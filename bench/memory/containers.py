"""Allocates and drops one container type at a time: empty and small lists, tuples, dicts, sets, instances.

Every round drops what the round before made, so the allocator sees a steady state of one size class.
"""
import time

ROUNDS = 70
COUNT = 15_000


class Pair:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def empty_lists():
    return [[] for _ in range(COUNT)]


def lists():
    return [[i, i, i] for i in range(COUNT)]


def tuples():
    return [(i, i, i) for i in range(COUNT)]


def dicts():
    return [{"left": i, "right": i} for i in range(COUNT)]


def sets():
    return [{i, -1} for i in range(COUNT)]


def instances():
    return [Pair(i, i) for i in range(COUNT)]


total = 0
for make in (empty_lists, lists, tuples, dicts, sets, instances):
    started = time.process_time()
    for _ in range(ROUNDS):
        kept = make()
        total += len(kept)
    del kept
    print("PHASE", make.__name__, time.process_time() - started)
print("CHECK containers", total)
