# === a weak reference answers its referent while that lives ===
import gc
import weakref
gc.disable()
class Node:
    pass
n = Node()
r = weakref.ref(n)
print(r() is n)                             # prints: True
del n
print(r() is None)                          # prints: True

# === callbacks run when the referent dies, with the reference itself ===
log = []
def gone(reference):
    log.append((reference is r, reference()))
n = Node()
r = weakref.ref(n, gone)
del n
print(log)                                  # prints: [(True, None)]

# === the newest callback runs first ===
n = Node()
refs = [weakref.ref(n, lambda ref, i=i: log.append(i)) for i in range(4)]
log.clear()
del n
print(log)                                  # prints: [3, 2, 1, 0]

# === a reference that dies first never calls ===
n = Node()
r = weakref.ref(n, lambda ref: print("called"))
del r
del n

# === references without a callback are shared ===
n = Node()
print(weakref.ref(n) is weakref.ref(n))     # prints: True
a = weakref.ref(n)
b = weakref.ref(n)
print(a is b)                               # prints: True
c = weakref.ref(n, print)
print(a is c)                               # prints: False
print(weakref.getweakrefcount(n))           # prints: 2
print(len(weakref.getweakrefs(n)))          # prints: 2
print(weakref.getweakrefs(n)[0] is a)       # prints: True

# === equality and hash follow the referent while it lives ===
class Value:
    def __init__(self, v):
        self.v = v
    def __eq__(self, other):
        return self.v == other.v
    def __hash__(self):
        return hash(self.v)
x, y = Value(1), Value(1)
rx, ry = weakref.ref(x), weakref.ref(y)
print(rx == ry)                             # prints: True
print(hash(rx) == hash(1))                  # prints: True
del x
print(rx == ry)                             # prints: False
print(hash(rx) == hash(1))                  # prints: True
del y
hash(ry)                                    # raises: TypeError: weak object has gone away

# === what can be referred to weakly ===
def function(): pass
print(weakref.ref(function)() is function)  # prints: True
print(weakref.ref(Node)() is Node)          # prints: True
print(weakref.ref({1, 2})() is None)        # prints: True
weakref.ref([])                             # raises: TypeError: cannot create weak reference to 'list' object
weakref.ref({})                             # raises: TypeError: cannot create weak reference to 'dict' object
weakref.ref(())                             # raises: TypeError: cannot create weak reference to 'tuple' object
weakref.ref(1)                              # raises: TypeError: cannot create weak reference to 'int' object
weakref.ref("text")                         # raises: TypeError: cannot create weak reference to 'str' object
weakref.ref(None)                           # raises: TypeError: cannot create weak reference to 'NoneType' object
class Slotted:
    __slots__ = ("a",)
weakref.ref(Slotted())                      # raises: TypeError: cannot create weak reference to 'Slotted' object
class WithWeak:
    __slots__ = ("a", "__weakref__")
w = WithWeak()
print(weakref.ref(w)() is w)                # prints: True
class List(list):
    pass
l = List()
print(weakref.ref(l)() is l)                # prints: True

# === the collector clears weak references before finalizers see the cycle ===
class Ring:
    def __del__(self):
        log.append(self.ref() is None)
log.clear()
ring = Ring()
ring.me = ring
ring.ref = weakref.ref(ring)
del ring
print(gc.collect() > 0)                     # prints: True
print(log)                                  # prints: [True]

# === a callback on a member of dead cycle is called when the reference is outside ===
log.clear()
ring = Node()
ring.me = ring
outside = weakref.ref(ring, lambda ref: log.append("outside"))
ring.inside = weakref.ref(ring, lambda ref: log.append("inside"))
del ring
print(gc.collect() > 0)                     # prints: True
print(log)                                  # prints: ['outside']
print(outside() is None)                    # prints: True

# === __callback__ and subclassing ===
del c
n = Node()
r = weakref.ref(n, print)
print(r.__callback__ is print)              # prints: True
class Tagged(weakref.ref):
    pass
t = Tagged(n)
t.tag = 5
print((t() is n, t.tag))                    # prints: (True, 5)
weakref.ref()                               # raises: TypeError: __new__ expected at least 1 argument, got 0
print(weakref.ref(n, None)() is n)          # prints: True
