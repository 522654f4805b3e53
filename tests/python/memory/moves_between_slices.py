# === references that change their places while old objects are collected are not lost ===
# Each rotation takes objects out of one container and puts them into another, without a count going up and down. Each object is a cycle,
# so that whoever overlooks its one other holder takes it for garbage. Afterwards everything is asked for.


class Node:
    def __init__(self, number):
        self.number = number
        self.partner = self


def linked(count):
    nodes = [Node(number) for number in range(count)]
    for node in nodes:
        node.partner = Node(None)
        node.partner.back = node
    return nodes


def whole(nodes, count):
    return sorted(node.number for node in nodes) == list(range(count)) and all(
        node.partner.back is node for node in nodes
    )


def pause():
    return [None]


def take(box):
    pause()
    return box.pop()


def lists(count, rounds):
    here, there = linked(count), []
    for round in range(rounds):
        while here:
            there.append(take(here))
        here, there = there, here
        if round % 3 == 0:
            here.insert(round % count, here.pop(0))
            here.sort(key=lambda node: (node.number * 7919 + round) % count)
            here.reverse()
            here[1:3] = here[1:3][::-1]
    return whole(here, count)


def dicts(count, rounds):
    here, there = {}, {}
    for node in linked(count):
        here[node.number] = [node]
    for round in range(rounds):
        for number in list(here):
            there[number] = here.pop(number)
            pause()
        here, there = there, here
        key, value = here.popitem()
        here.setdefault(key, value)
        here.update({key: here.pop(key) for key in list(here)[:3]})
    return whole([node for [node] in here.values()], count)


def sets(count, rounds):
    here, there = set(linked(count)), set()
    for round in range(rounds):
        while here:
            there.add(here.pop())
            pause()
        here, there = there, here
        here ^= set(list(here)[:2])
        here |= there or set()
    # Two nodes leave in each round, and nobody else knows them.
    return len(here) == count - 2 * rounds and all(node.partner.back is node for node in here)


def attributes(count, rounds):
    nodes = linked(count)
    for round in range(rounds):
        for left, right in zip(nodes, reversed(nodes)):
            left.load, right.load = getattr(right, "load", [right]), getattr(left, "load", [left])
            pause()
        for node in nodes[: count // 2]:
            node.__dict__["load"] = node.__dict__.pop("load")
    return whole([load[0] for load in (node.load for node in nodes)], count)


def generators(count, rounds):
    def rotate(box):
        while True:
            mine = box.pop()
            kept = [mine, mine.partner]
            yield
            box.insert(0, kept.pop(0))
            mine = kept = None

    nodes = linked(count)
    running = [rotate(nodes) for _ in range(5)]
    for round in range(rounds):
        for generator in running:
            next(generator)
            pause()
    for generator in running:
        frame = generator.gi_frame
        nodes.append(frame.f_locals["mine"])
        generator.close()
    return whole(nodes, count)


def cells(count, rounds):
    nodes = linked(count)

    def holder(node):
        def exchange(other):
            nonlocal node
            node, other = other, node
            return other

        return exchange

    holders = [holder(node) for node in nodes]
    carried = holders[0](None)
    for round in range(rounds):
        for hold in holders[1:]:
            carried = hold(carried)
            pause()
    carried = holders[0](carried)
    return carried is None and whole([hold(None) for hold in holders], count)


def weakly(count, rounds):
    import weakref

    nodes = linked(count)
    ways = [weakref.ref(node) for node in nodes]
    for round in range(rounds):
        index = round % count
        held = nodes.pop(index)
        pause()
        node = ways[index]()
        held = None
        pause()
        nodes.insert(index, node)
    return whole(nodes, count) and all(way() is node for way, node in zip(ways, nodes))


print(lists(40, 30))  # prints: True
print(dicts(40, 30))  # prints: True
print(sets(60, 25))  # prints: True
print(attributes(40, 30))  # prints: True
print(generators(40, 60))  # prints: True
print(cells(40, 30))  # prints: True
print(weakly(40, 200))  # prints: True

# === while a list is sorted, its items are nowhere else ===
import gc


def sorting(count):
    nodes = linked(count)

    def key(node):
        garbage = [node]
        garbage.append(garbage)
        return -node.number

    nodes.sort(key=key)
    return whole(nodes, count)


print(sorting(200))  # prints: True
gc.collect()
