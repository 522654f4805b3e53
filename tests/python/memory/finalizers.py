# === a finalizer runs once, at the last reference ===
import gc
gc.disable()
log = []
class Item:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        log.append(self.name)
a = Item("a")
b = a
del a
print(log)                                  # prints: []
del b
print(log)                                  # prints: ['a']

# === a finalizer may look at what it still holds ===
class Pair:
    def __init__(self, left, right):
        self.left, self.right = left, right
    def __del__(self):
        log.append((self.left.name, self.right.name))
log.clear()
p = Pair(Item("left"), Item("right"))
del p
print(log)                                  # prints: [('left', 'right'), 'left', 'right']

# === resurrection: the object lives on and is not finalized twice ===
saved = []
class Phoenix:
    count = 0
    def __del__(self):
        Phoenix.count += 1
        saved.append(self)
p = Phoenix()
p.tag = "feathers"
del p
print(len(saved))                           # prints: 1
print(repr(saved[0].tag))                   # prints: 'feathers'
saved.clear()
print(Phoenix.count)                        # prints: 1
print(len(saved))                           # prints: 0

# === resurrection out of a cycle ===
class Ring:
    def __init__(self, name):
        self.me = self
        self.name = name
    def __del__(self):
        saved.append(self.name)
        if self.name == "back":
            saved.append(self)
r = Ring("gone")
del r
print(gc.collect() > 0)                     # prints: True
print(saved)                                # prints: ['gone']
saved.clear()
r = Ring("back")
del r
print(gc.collect())                         # prints: 0
print((saved[0], saved[1].name, saved[1].me is saved[1]))  # prints: ('back', 'back', True)
saved.clear()
print(gc.collect() > 0)                     # prints: True
print(saved)                                # prints: []

# === a chain of finalizers runs from its head ===
log.clear()
class Link:
    def __init__(self, number, next):
        self.number, self.next = number, next
    def __del__(self):
        log.append(self.number)
chain = None
for i in range(5):
    chain = Link(i, chain)
del chain
print(log)                                  # prints: [4, 3, 2, 1, 0]

# === all members of a dead cycle are finalized before any is cleared ===
log.clear()
class Member:
    def __del__(self):
        log.append(self.other.name)
x = Member()
y = Member()
x.name, y.name = "x", "y"
x.other, y.other = y, x
del x, y
print(gc.collect() > 0)                     # prints: True
print(sorted(log))                          # prints: ['x', 'y']

# === an error in a finalizer is reported and does not propagate ===
import sys
class Broken:
    def __del__(self):
        raise ValueError("in del")
def hook(args):
    print("unraisable:", args.exc_type.__name__, args.exc_value)
sys.unraisablehook = hook
b = Broken()
del b                                       # prints: unraisable: ValueError in del
sys.unraisablehook = sys.__unraisablehook__
print("goes on")                            # prints: goes on

# === a finalizer defined in a base class, and one set later ===
class Base:
    def __del__(self):
        print("base", type(self).__name__)
class Derived(Base):
    pass
d = Derived()
del d                                       # prints: base Derived
class Late:
    pass
l = Late()
Late.__del__ = lambda self: print("late")
del l                                       # prints: late

# === a finalizer may create objects and call functions ===
class Maker:
    def __del__(self):
        made = [Item(str(i)) for i in range(3)]
        log.append(len(made))
log.clear()
m = Maker()
del m
print(sorted(map(str, log)))                # prints: ['0', '1', '2', '3']
