"""Finds primes in four styles: a byte array with slices, a list of flags, a set, a chain of wheel steps."""
import time


def with_bytes(limit):
    flags = bytearray([1]) * (limit + 1)
    flags[0] = flags[1] = 0
    for number in range(2, int(limit**0.5) + 1):
        if flags[number]:
            flags[number * number :: number] = bytes(len(range(number * number, limit + 1, number)))
    return sum(flags)


def with_list(limit):
    flags = [True] * (limit + 1)
    primes = []
    for number in range(2, limit + 1):
        if flags[number]:
            primes.append(number)
            for multiple in range(number * number, limit + 1, number):
                flags[multiple] = False
    return sum(primes)


def with_set(limit):
    candidates = set(range(3, limit + 1, 2))
    for number in range(3, int(limit**0.5) + 1, 2):
        if number in candidates:
            candidates.difference_update(range(number * number, limit + 1, 2 * number))
    return 2 + sum(candidates)


def with_steps(limit):
    """Keeps for each next composite the prime that reaches it."""
    reached = {}
    total = 2
    for number in range(3, limit + 1, 2):
        step = reached.pop(number, None)
        if step is None:
            total += number
            reached[number * number] = 2 * number
        else:
            composite = number + step
            while composite in reached:
                composite += step
            reached[composite] = step
    return total


results = []
for work, limit in ((with_bytes, 4_000_000), (with_list, 2_000_000), (with_set, 1_600_000), (with_steps, 1_200_000)):
    started = time.process_time()
    results.append(work(limit))
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK sieve", *results)
