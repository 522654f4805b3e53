"""Places queens on a board in three styles: bit masks, sets with recursion, and permutations from itertools."""
import itertools
import time


def with_masks(size):
    full = (1 << size) - 1

    def place(columns, left, right):
        if columns == full:
            return 1
        count = 0
        free = full & ~(columns | left | right)
        while free:
            bit = free & -free
            free ^= bit
            count += place(columns | bit, (left | bit) << 1, (right | bit) >> 1)
        return count

    return place(0, 0, 0)


def with_sets(size):
    columns, rising, falling = set(), set(), set()
    placed = []

    def place(row):
        if row == size:
            yield tuple(placed)
            return
        for column in range(size):
            if column in columns or row + column in rising or row - column in falling:
                continue
            columns.add(column)
            rising.add(row + column)
            falling.add(row - column)
            placed.append(column)
            yield from place(row + 1)
            placed.pop()
            falling.remove(row - column)
            rising.remove(row + column)
            columns.remove(column)

    return sum(1 for _ in place(0))


def with_permutations(size):
    count = 0
    rows = range(size)
    for columns in itertools.permutations(rows):
        if len({column + row for row, column in zip(rows, columns)}) == size:
            if len({column - row for row, column in zip(rows, columns)}) == size:
                count += 1
    return count


results = []
for solve, size in ((with_masks, 12), (with_sets, 10), (with_permutations, 9)):
    started = time.process_time()
    results.append(solve(size))
    print("PHASE", solve.__name__, time.process_time() - started)
print("CHECK queens", *results)
