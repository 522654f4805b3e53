# === what was taken out of a container is held by the program alone for a while ===
# Each node is a cycle that only one place knows. It leaves that place without a count, and is not touched while a run over the heap
# goes on: whoever trusts what was counted before takes it for garbage.
import gc


class Node:
    def __init__(self, number):
        self.number = number
        self.me = self

    def __hash__(self):
        return self.number * 8


def pause(count):
    # Cycles, so that what was made before grows old.
    for _ in range(count):
        loop = []
        loop.append(loop)


def rotate(box, take, give, rounds=40):
    pause(40)
    for round in range(rounds):
        node = take(box)
        pause(17 + round * 23 % 140)
        assert node.me is node
        give(box, node)
        node = None
        pause(9 + round * 7 % 60)
    return True


def numbered(count):
    return [Node(n) for n in range(count)]


print(rotate(numbered(3), lambda box: box.pop(), lambda box, node: box.append(node)))  # prints: True
print(rotate(numbered(3), lambda box: box.pop(0), lambda box, node: box.append(node)))  # prints: True
print(rotate({"a": 1, "c": Node(1)}, lambda box: box.pop("c"), lambda box, node: box.setdefault("c", node)))  # prints: True
print(rotate(set(numbered(3)), lambda box: box.pop(), lambda box, node: box.add(node)))  # prints: True


def popitem(box):
    return box.popitem()[1]


print(rotate({"a": Node(1)}, popitem, lambda box, node: box.update(b=node)))  # prints: True


# === the items of a list that is being sorted ===
def sorting(rounds):
    nodes = numbered(4)
    first = []

    def key(node):
        if not first:
            first.append(1)
            pause(90)
        return -node.number

    for round in range(rounds):
        pause(13 + round * 37 % 141)
        first.clear()
        nodes.sort(key=key)
        assert [node.me.number for node in nodes] == [3, 2, 1, 0]
        nodes.reverse()
    return True


print(sorting(40))  # prints: True


# === what a running generator holds ===
def running(rounds):
    def hold(node):
        while True:
            yield
            pause(90)

    generators = [hold(Node(n)) for n in range(3)]
    for generator in generators:
        next(generator)
    for round in range(rounds):
        pause(17 + round * 29 % 140)
        next(generators[round % 3])
    return all(generator.gi_frame.f_locals["node"].me.number == n for n, generator in enumerate(generators))


print(running(30))  # prints: True


# === what lies in large containers changes its place while a part of them is looked at ===
def large_list(length, change, rounds):
    rows = [None] * length
    for n in range(0, length, 3000):
        rows[n] = Node(n)
    pause(100)
    for round in range(rounds):
        pause(5 + round % 4)
        change(rows)
    found = sorted(row.me.number for row in rows if row is not None)
    return found == list(range(0, length, 3000))


def rotate_slice(rows):
    rows[:0] = [None] * 9000
    pause(2)
    del rows[:9000]


def insert(rows):
    for _ in range(3):
        rows.insert(0, rows.pop())


print(large_list(60000, list.reverse, 120))  # prints: True
print(large_list(60000, insert, 60))  # prints: True
print(large_list(60000, rotate_slice, 60))  # prints: True


def large_dict(length, rounds, before):
    rows = {n: None for n in range(length)}
    for n in range(length - 1, 0, -500):
        rows[n] = Node(n)
    pause(before)
    for round in range(rounds):
        pause(1 + round % 3)
        # Entries in front go, and new ones are added until the others move down.
        doomed = [key for key in list(rows)[:15000] if rows[key] is None]
        for key in doomed:
            del rows[key]
        pause(1)
        fresh = -round * 100000
        while len(rows) < length:
            fresh -= 1
            rows[fresh] = None
    found = sorted(row.me.number for row in rows.values() if row is not None)
    return found == sorted(range(length - 1, 0, -500))


print(all(large_dict(49000, 3, 100 + trial * 3) for trial in range(20)))  # prints: True
gc.collect()
