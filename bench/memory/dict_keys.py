"""Fills, probes, thins out and refills dictionaries of many keys: integers, texts, tuples.

The tables grow through all their sizes, and deleted entries have to be swept out.
"""
import time

KEYS = 40_000
ROUNDS = 12


def integers():
    return [number * 7919 % 1_000_003 for number in range(KEYS)]


def texts():
    return ["key-" + str(number) for number in range(KEYS)]


def tuples():
    return [(number % 200, number // 200) for number in range(KEYS)]


def exercise(keys):
    table = {}
    for i, key in enumerate(keys):
        table[key] = i
    total = sum(table[key] for key in keys)
    for key in keys[::3]:
        del table[key]
    total += sum(1 for key in keys if key in table)
    for key in keys[::6]:
        table[key] = table.get(key, -1)
    for key in keys[1::2]:
        table.setdefault(key, 5)
    return total + len(table) + sum(table.values())


results = []
for make in (integers, texts, tuples):
    keys = make()
    started = time.process_time()
    results.append(sum(exercise(keys) for _ in range(ROUNDS)))
    print("PHASE", make.__name__, time.process_time() - started)
print("CHECK dict_keys", *results)
