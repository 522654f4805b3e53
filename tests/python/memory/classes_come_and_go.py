# === classes that die leave nothing, and what comes in their place is not taken for them ===
# The instructions of `work` remember where the attributes of an instance lie. Every class that they meet is a new one.
import gc
import weakref


def make(names):
    class Thing:
        def __init__(self, value):
            for name in names:
                setattr(self, name, value)
                value += 1

        def total(self):
            return sum(getattr(self, name) for name in names)

    return Thing


def work(thing):
    thing.extra = thing.first + 1
    return thing.first, thing.second, thing.total(), thing.extra


ORDERS = [("first", "second"), ("second", "first"), ("a", "second", "b", "first"), ("first", "a", "second")]


def rounds(count):
    for number in range(count):
        names = ORDERS[number % len(ORDERS)]
        thing = make(names)(number)
        expected = {name: number + place for place, name in enumerate(names)}
        first, second = expected["first"], expected["second"]
        assert work(thing) == (first, second, sum(expected.values()), first + 1), (number, names)
        if number % 50 == 49:
            gc.collect()


rounds(240)
print("attributes are found")  # prints: attributes are found


# === slots, builtin bases, dicts, finalizers, weak references ===
log = []


def kinds(number):
    class Slotted:
        __slots__ = ("x", "y", "__weakref__")

    class Stack(list):
        pass

    class Failure(Exception):
        pass

    class Final:
        def __del__(self):
            log.append(self.number)

    class Sub(Final):
        pass

    slotted, stack, final, sub = Slotted(), Stack([number]), Final(), Sub()
    slotted.x, slotted.y = number, -number
    stack.name = f"stack {number}"
    final.number, sub.number = number, -number
    final.__dict__["late"] = sub.other = number * 2
    final.me, sub.me = final, sub
    references = weakref.ref(slotted), weakref.ref(stack), weakref.ref(Sub)
    try:
        raise Failure(number)
    except Failure as failure:
        failure.note = number
        assert (failure.args, failure.note) == ((number,), number)
    assert (slotted.x + slotted.y, stack, stack.name) == (0, [number], f"stack {number}")
    assert (final.late, sub.other) == (number * 2, number * 2)
    return references


def many(count):
    dead = 0
    for number in range(1, count + 1):
        references = kinds(number)
        if number % 20 == 0:
            gc.collect()
            dead += sum(reference() is None for reference in references)
    return dead


dead = many(200)
gc.collect()
print(dead)  # prints: 30
print(sorted(log) == sorted([*range(1, 201), *range(-200, 0)]))  # prints: True


# === an instance that is brought back by its finalizer keeps its class ===
kept = []


def resurrect(number):
    class Phoenix:
        def __del__(self):
            kept.append(self)

    phoenix = Phoenix()
    phoenix.number, phoenix.me = number, phoenix


for number in range(150):
    resurrect(number)
    if number % 10 == 9:
        gc.collect()
gc.collect()
for phoenix in kept:
    phoenix.later = phoenix.number + 1
print(len(kept), sorted(phoenix.later for phoenix in kept) == list(range(1, 151)))  # prints: 150 True
print(len({type(phoenix) for phoenix in kept}))  # prints: 150
kept.clear()


# === changing a class while others come and go ===
def changed(number):
    class Base:
        def method(self):
            return "base"

    class Derived(Base):
        pass

    one = Derived()
    one.value = number
    before = one.method()
    Base.method = lambda self: self.value
    Base.__len__ = lambda self: number
    return before, one.method(), len(one)


results = set()
for number in range(120):
    before, after, length = changed(number)
    results.add((before, after == number, length == number))
    if number % 40 == 39:
        gc.collect()
print(results)  # prints: {('base', True, True)}
