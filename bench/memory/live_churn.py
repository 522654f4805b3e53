"""Replaces random entries of a large live heap and reports how long single requests take.

The percentiles show the pauses of a collector whose work grows with the heap that it walks.
"""
import time

LIVE = 80_000
REQUESTS = 4_000
PER_REQUEST = 16


class Entry:
    def __init__(self, key):
        self.key = key
        self.fields = {"key": key, "parts": [key, key + 1]}
        self.itself = self if key % 8 == 0 else None


def percentile(ordered, permille):
    return ordered[min(len(ordered) - 1, len(ordered) * permille // 1000)]


started = time.process_time()
heap = [Entry(key) for key in range(LIVE)]
print("PHASE fill", time.process_time() - started)

state = 1
total = 0
latencies = []
clock = time.process_time
for request in range(REQUESTS):
    started = clock()
    for _ in range(PER_REQUEST):
        state = (state * 1103515245 + 12345) % 2147483648
        slot = (state >> 8) % LIVE
        total += heap[slot].fields["parts"][1]
        heap[slot] = Entry(slot ^ request)
    latencies.append(clock() - started)

checksum = sum(entry.key for entry in heap)
started = clock()
heap.clear()
print("PHASE drop", clock() - started)
latencies.sort()
print("PHASE churn", sum(latencies))
print("PHASE p50", percentile(latencies, 500))
print("PHASE p99", percentile(latencies, 990))
print("PHASE p99.9", percentile(latencies, 999))
print("PHASE longest", latencies[-1])
print("CHECK live_churn", total, checksum)
