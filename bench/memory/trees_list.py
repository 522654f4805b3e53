"""Grows lists of lists level by level, and splices subtrees from one tree into another.

The children of a node grow by append, so the slot buffers are resized many times.
"""
import time

FANOUT = 9
DEPTH = 4
ROUNDS = 100


def grow(depth):
    node = []
    if depth > 0:
        for _ in range(FANOUT):
            node.append(grow(depth - 1))
    return node


def size(node):
    total = 1
    for child in node:
        total += size(child)
    return total


def exchange(left, right):
    """Swaps every second child of the two roots, then moves the last leaves of the left to the front."""
    left[::2], right[::2] = right[::2], left[::2]
    for child in left:
        for grandchild in child:
            for parent in grandchild:
                parent.insert(0, [parent.pop()])


grown = sized = 0.0
total = 0
kept = grow(DEPTH)
for _ in range(ROUNDS):
    started = time.process_time()
    fresh = grow(DEPTH)
    exchange(fresh, kept)
    kept = fresh
    built = time.process_time()
    total += size(kept)
    sized += time.process_time() - built
    grown += built - started
print("PHASE grow", grown)
print("PHASE size", sized)
print("CHECK trees_list", total)
