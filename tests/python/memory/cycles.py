# === a list that holds itself is freed by the collector, not by its count ===
import gc
gc.disable()
print(gc.collect() >= 0)                    # prints: True
box = []
box.append(box)
del box
print(gc.collect())                         # prints: 1
print(gc.collect())                         # prints: 0

# === two dictionaries ===
a = {}
b = {"a": a}
a["b"] = b
del a, b
print(gc.collect())                         # prints: 2

# === instances, whose attributes are part of them ===
class Node:
    def __init__(self):
        self.next = None
n = Node()
n.next = n
del n
print(gc.collect())                         # prints: 1
n = Node()
m = Node()
n.next, m.next = m, n
del n, m
print(gc.collect())                         # prints: 2

# === what is reached from outside lives ===
keep = Node()
keep.next = Node()
keep.next.next = keep
print(gc.collect())                         # prints: 0
print(keep.next.next is keep)               # prints: True

# === what hangs on a cycle dies with it ===
import weakref
a = Node()
a.next = a
a.leaf = Node()
r = weakref.ref(a.leaf)
del a
print(r() is None)                          # prints: False
print(gc.collect() > 0)                     # prints: True
print(r() is None)                          # prints: True

# === a cycle through a closure cell ===
def make():
    def inner():
        return inner
    return weakref.ref(inner)
r = make()
print(r() is None)                          # prints: False
print(gc.collect() > 0)                     # prints: True
print(r() is None)                          # prints: True

# === a cycle through a bound method ===
class Button:
    def __init__(self):
        self.callback = self.press
    def press(self):
        return "pressed"
button = Button()
print(repr(button.callback()))              # prints: 'pressed'
r = weakref.ref(button)
del button
print(r() is None)                          # prints: False
print(gc.collect() > 0)                     # prints: True
print(r() is None)                          # prints: True

# === a class refers to itself, and goes too ===
class Temporary:
    pass
r = weakref.ref(Temporary)
del Temporary
print(gc.collect() > 0)                     # prints: True
print(r() is None)                          # prints: True

# === a generator that is stored in what it reads ===
class Holder:
    pass
holder = Holder()
def numbers(source):
    yield 1
    yield source
holder.stream = numbers(holder)
next(holder.stream)
r = weakref.ref(holder)
del holder
print(r() is None)                          # prints: False
print(gc.collect() >= 0)                    # prints: True
print(r() is None)                          # prints: True

# === long chains of cycles go at once ===
head = None
for i in range(1000):
    n = Node()
    n.next = head or n
    n.back = n
    head = n
r = weakref.ref(head)
del head, n
print(r() is None)                          # prints: False
print(gc.collect() >= 1000)                 # prints: True
print(r() is None)                          # prints: True
