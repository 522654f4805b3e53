"""Makes, reads and clears weak references: plain ones, ones with callbacks, and caches that forget by callback.

A referent dies at the statement that drops it, and its callbacks have run when that statement is over.
"""
import time
import weakref

COUNT = 12_000
ROUNDS = 16


class Thing:
    def __init__(self, number):
        self.number = number


def plain():
    things = [Thing(i) for i in range(COUNT)]
    references = [weakref.ref(thing) for thing in things]
    total = 0
    for _ in range(3):
        for reference in references:
            total += reference().number
    del things[::2]
    return total + sum(1 for reference in references if reference() is None)


def callbacks():
    calls = []
    things = [Thing(i) for i in range(COUNT)]
    references = [weakref.ref(thing, calls.append) for thing in things for _ in range(2)]
    while things:
        things.pop()
    return len(calls) + len(references)


def weak_values():
    cache = {}
    things = [Thing(i) for i in range(COUNT)]
    for thing in things:
        key = thing.number
        cache[key] = weakref.ref(thing, lambda reference, key=key: cache.pop(key))
    hits = sum(1 for i in range(0, 2 * COUNT, 2) if i in cache and cache[i]() is not None)
    del things[: COUNT // 2], thing
    return hits + len(cache)


def weak_keys():
    notes = {}
    things = [Thing(i) for i in range(COUNT)]
    for thing in things:
        notes[weakref.ref(thing, notes.pop)] = thing.number
    total = sum(notes[weakref.ref(thing)] for thing in things)
    del things[::3], thing
    return total + len(notes)


results = []
for work in (plain, callbacks, weak_values, weak_keys):
    started = time.process_time()
    results.append(sum(work() for _ in range(ROUNDS)))
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK weakrefs", *results)
