# === large lists of cycles that shrink, grow and change places while they are looked at ===
import gc
import weakref


class Node:
    def __init__(self, number):
        self.number = number
        self.me = self


def pause():
    return [[None]]


def shrinking(length, keep):
    rows = [Node(n) if n % 500 == 0 else n for n in range(length)]
    while len(rows) > keep:
        rows.pop()
        if len(rows) % 16 == 0:
            pause()
    return all(row.number == n if n % 500 == 0 else row == n for n, row in enumerate(rows))


print(shrinking(16500, 16000))  # prints: True


def table(length, keep):
    rows = {n: Node(n) if n % 500 == 0 else n for n in range(length)}
    while len(rows) > keep:
        rows.popitem()
        if len(rows) % 16 == 0:
            pause()
    for n in range(0, keep, 3):
        if n % 500:
            del rows[n]
    rows["more"] = Node("more")
    pause()
    rows.update({-n: n for n in range(1, 8000)})
    return rows["more"].me is rows["more"] and all(rows[n].number == n for n in range(0, keep, 500))


print(table(16500, 16000))  # prints: True


def holding_itself(make, add):
    for _ in range(3):
        box = make()
        holder = Node(box)
        add(box, holder)
        pause()
        del box, holder
        for _ in range(40):
            pause()


class Bag(set):
    __hash__ = object.__hash__


holding_itself(lambda: [None] * 20000, lambda box, holder: box.append(holder))
holding_itself(lambda: dict.fromkeys(range(20000)), lambda box, holder: box.__setitem__("me", holder))
holding_itself(lambda: Bag(range(20000)), lambda box, holder: box.add(holder))
gc.collect()


def sorting():
    rows = [Node(n) if n % 1000 == 0 else n for n in range(17000)]
    rows.sort(key=lambda row: (row.me and pause() and row.number) if isinstance(row, Node) else -row)
    pause()
    rows[5:5] = [Node("x")]
    pause()
    rows.insert(3, Node("y"))
    rows[::2] = rows[::2][::-1]
    pause()
    rows.reverse()
    del rows[1::2000]
    pause()
    return sum(row.me is row for row in rows if isinstance(row, Node)) >= 10


print(sorting())  # prints: True

# === a reference that is part of the garbage does not call, and is not found ===
def watched():
    log = []
    targets = [Node(n) for n in range(120)]

    def watch():
        ring = []
        for target in targets:
            ring.append(weakref.ref(target, lambda ref, ring=ring: log.append(len(ring))))
        ring.append(ring)

    watch()
    found = []
    for target in targets:
        pause()
        found.extend(weakref.getweakrefs(target))
        found.append(target.__weakref__)
    assert all(ref is None or ref() in targets for ref in found)
    found.clear()
    while targets:
        targets.pop().me = None
        pause()
    gc.collect()
    return set(log) <= {121}


print(watched())  # prints: True

# === classes that die ===
def classes():
    class Base:
        pass

    for round in range(30):
        class Derived(Base):
            size = round

            def __len__(self):
                return self.size

        class Further(Derived):
            pass

        kept = Further()
        Derived.sample = Derived()
        del Derived, Further
        pause()
        for one in Base.__subclasses__():
            pause()
            assert len(one()) == one.size == len(one.sample)
            assert [len(other()) for other in one.__subclasses__()] in ([], [one.size])
        Base.__len__ = lambda self: 7
        pause()
        Base.__bool__ = lambda self: True
        assert len(kept) == round and len(Base()) == 7
    gc.collect()
    return len(Base.__subclasses__())


print(classes())  # prints: 1

# === finalizers that look at the heap, collect, resurrect and break what is being buried ===
class Loud:
    saved = []
    count = 0

    def __init__(self, number):
        self.number = number

    def __del__(self):
        Loud.count += 1
        self.next = None
        kind = self.number % 5
        if kind == 0:
            gc.collect(self.number % 3)
        elif kind == 1:
            assert all(type(one).__name__ for one in gc.get_referrers(self))
        elif kind == 2:
            Loud.saved.append(self)
        elif kind == 3:
            self.new = Loud(-1)
            self.new.__class__ = Node
        else:
            pause()


def ring(count):
    loud = [Loud(n) for n in range(count)]
    for one, other in zip(loud, loud[1:] + loud[:1]):
        one.next = other
        one.payload = [one, other]


for _ in range(4):
    ring(15)
    for _ in range(60):
        pause()
gc.collect()
gc.collect()
print(Loud.count)  # prints: 60
print(sorted({one.number % 5 for one in Loud.saved}), len(Loud.saved))  # prints: [2] 12
print(all(one.payload[0] is one for one in Loud.saved))  # prints: True
Loud.saved.clear()
gc.collect()
