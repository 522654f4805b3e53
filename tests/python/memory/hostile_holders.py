# === generators, exceptions and frames in cycles, looked at in slices ===
import gc
import sys
import weakref


class Node:
    def __init__(self, number):
        self.number = number
        self.me = self


def pause():
    return [[None]]


def pipeline(count):
    def source(nodes):
        while nodes:
            node = nodes.pop()
            pause()
            yield node

    def stage(inner, box):
        for node in inner:
            box[:] = [node]
            got = yield from hand_on(box)
            assert got is node

    def hand_on(box):
        node = box.pop()
        pause()
        yield node
        return node

    nodes = [Node(n) for n in range(count)]
    flow = source(nodes)
    for _ in range(5):
        flow = stage(flow, [])
    seen = []
    for node in flow:
        seen.append(node)
        if len(seen) > 20:
            assert seen.pop(0).me.number >= 0
    return [node.number for node in seen] == list(range(19, -1, -1)) and all(node.me is node for node in seen)


print(pipeline(80))  # prints: True


def raising(count):
    kept = []

    def deep(n, node):
        local = Node(n)
        local.peer = node
        if n == 0:
            pause()
            raise ValueError(local)
        try:
            deep(n - 1, local)
        except ValueError as error:
            pause()
            raise KeyError(n, local) from error

    for n in range(count):
        try:
            deep(6, Node(n))
        except KeyError as error:
            error.mine = error
            kept.append(error)
        pause()
        if len(kept) > 8:
            error = kept.pop(0)
            while error is not None:
                frame = error.__traceback__.tb_frame
                assert isinstance(error.args[-1], Node) and error.args[-1].me is error.args[-1]
                pause()
                names = frame.f_locals
                error = error.__cause__
            if n % 3 == 0:
                frame.f_back and frame.f_back.clear
    return len(kept)


print(raising(40))  # prints: 8


def suspended(count):
    def holder(node):
        mine = [node]
        try:
            while True:
                mine = [(yield mine.pop())]
        finally:
            closed.append(1)

    closed = []
    out = []
    for n in range(count):
        node = Node(n)
        node.generator = holder(node)
        out.append(next(node.generator))
        pause()
        if n % 4 == 0:
            out[-1].generator.send(Node(n))
        if n % 2:
            out.pop()
        node = None
    whole = all(node.me is node and node.generator.gi_frame is not None for node in out)
    for node in out:
        pause()
        node.generator.close()
    out.clear()
    gc.collect()
    gc.collect()
    return whole, len(closed) == count


print(suspended(60))  # prints: (True, True)

# === everything that the module gc shows, between slices ===
def shown(count):
    events = []
    gc.callbacks.append(lambda phase, info: events.append(phase))
    alive = []
    for n in range(count):
        node = Node(n)
        node.loop = [node, lambda: node]
        alive.append(weakref.ref(node))
        kind = n % 6
        if kind == 0:
            found = [one for one in gc.get_objects() if type(one) is Node]
            pause()
            assert all(one.me is one for one in found)
        elif kind == 1:
            found = gc.get_referrers(node)
            pause()
            assert any(one is node.loop for one in found)
        elif kind == 2:
            gc.freeze()
            pause()
            gc.unfreeze()
        elif kind == 3:
            gc.collect(n // 6 % 2)
        elif kind == 4:
            found = None
        else:
            node.loop.append(gc.get_referents(node.loop))
        del node
        pause()
    gc.callbacks.clear()
    found = None
    gc.collect()
    return [ref() for ref in alive] == [None] * count and set(events) == {"start", "stop"}


print(shown(50))  # prints: True


def saved_all():
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    for n in range(3):
        node = Node(n)
        node.loop = [node]
        del node
        pause()
    gc.collect()
    gc.set_debug(0)
    saved = [one for one in gc.garbage if type(one) is Node]
    gc.garbage.clear()
    whole = sorted(one.number for one in saved) == [0, 1, 2] and all(one.loop[0] is one for one in saved)
    del saved
    gc.collect()
    return whole, [one for one in gc.get_objects() if type(one) is Node]


print(saved_all())  # prints: (True, [])

# === callbacks of weak references that collect, and dictionaries that empty themselves ===
def calling(count):
    table, keys = {}, {}
    heard = []

    def gone(ref):
        heard.append(1)
        if len(heard) % 7 == 0:
            gc.collect(len(heard) % 3)
        pause()

    refs = []
    for n in range(count):
        node = Node(n)
        node.other = other = Node(-n)
        other.other = node
        table[n] = weakref.ref(node, lambda ref, n=n: table.pop(n))
        keys[weakref.ref(other, keys.pop)] = [n]
        refs.append(weakref.ref(node, gone))
        del node, other
        pause()
        for way in list(table.values()):
            one = way()
            if one is not None:
                assert one.other.other is one and keys[weakref.ref(one.other)] == [one.number]
        one = None
    gc.collect()
    gc.collect()
    return len(heard), len(table), len(keys)


print(calling(40))  # prints: (40, 0, 0)

# === deep structures that die ===
def deep(count):
    first = last = Node(0)
    for n in range(count):
        node = Node(n)
        node.before, last.next = last, node
        last = node
    ref = weakref.ref(first)
    last.next = first
    del first, last, node
    for _ in range(30):
        pause()
    gc.collect()
    return ref() is None


print(deep(1500))  # prints: True
