# === slots hold references ===
import sys
import weakref
class S:
    __slots__ = ("a", "b", "__weakref__")
class N:
    pass
n = N()
s = S()
s.a = n
s.b = n
print(sys.getrefcount(n))                   # prints: 4
del s.a
print(sys.getrefcount(n))                   # prints: 3
del s
print(sys.getrefcount(n))                   # prints: 2

# === __dict__ is the instance's own store ===
o = N()
o.x = n
d = o.__dict__
print(d["x"] is n)                          # prints: True
d["y"] = n
print(o.y is n)                             # prints: True
print(sys.getrefcount(n))                   # prints: 4
del o
print(sys.getrefcount(n))                   # prints: 4
d.clear()
print(sys.getrefcount(n))                   # prints: 2
o = N()
o.__dict__ = {"z": n}
print(o.z is n)                             # prints: True
del o
print(sys.getrefcount(n))                   # prints: 2

# === class attributes ===
class C:
    shared = n
print(sys.getrefcount(n))                   # prints: 3
C.shared = None
print(sys.getrefcount(n))                   # prints: 2

# === a property's value is not kept ===
class P:
    @property
    def fresh(self):
        return N()
r = weakref.ref(P().fresh)
print(r() is None)                          # prints: True

# === instances with many attributes ===
big = N()
for i in range(100):
    setattr(big, "a" + str(i), n)
print(sys.getrefcount(n))                   # prints: 102
for i in range(0, 100, 2):
    delattr(big, "a" + str(i))
print(sys.getrefcount(n))                   # prints: 52
print(len(big.__dict__))                    # prints: 50
del big
print(sys.getrefcount(n))                   # prints: 2
