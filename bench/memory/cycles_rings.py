"""Makes doubly linked rings of many lengths and drops them: only the collector can free them.

Automatic collection does most of the work; a last explicit one has to leave nothing behind.
"""
import gc
import time
import weakref

RINGS = 150_000
LENGTHS = (1, 2, 5, 40)


class Link:
    def __init__(self, payload):
        self.payload = payload
        self.previous = self
        self.next = self


def ring(length, number):
    first = last = Link([number])
    for i in range(1, length):
        link = Link([number, i])
        link.previous, last.next = last, link
        last = link
    last.next, first.previous = first, last
    return first


def perimeter(first):
    total = first.payload[0]
    link = first.next
    while link is not first:
        total += len(link.payload)
        link = link.next
    return total


started = time.process_time()
checksum = 0
watched = []
for number in range(RINGS):
    current = ring(LENGTHS[number % 4], number)
    checksum += perimeter(current)
    if number % 100 == 0:
        watched.append(weakref.ref(current))
print("PHASE automatic", time.process_time() - started)
started = time.process_time()
del current
gc.collect()
print("PHASE explicit", time.process_time() - started)
print("CHECK cycles_rings", checksum, sum(watcher() is not None for watcher in watched))
