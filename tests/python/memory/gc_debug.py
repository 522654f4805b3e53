# === DEBUG_SAVEALL keeps what would be freed ===
import gc
gc.disable()
print(gc.collect() >= 0)                    # prints: True
gc.set_debug(gc.DEBUG_SAVEALL)
print(gc.get_debug() == gc.DEBUG_SAVEALL)   # prints: True
l = ["marked"]
l.append(l)
del l
print(gc.collect() >= 1)                    # prints: True
print(any(type(x) is list and x[:1] == ["marked"] for x in gc.garbage))  # prints: True
gc.set_debug(0)
gc.garbage.clear()
print(gc.collect() >= 1)                    # prints: True
print(gc.garbage)                           # prints: []

# === a collection inside a finalizer and inside a callback ===
class Collects:
    def __init__(self): self.me = self
    def __del__(self):
        print("inner", gc.collect() >= 0)
c = Collects()
del c
print(gc.collect() >= 1)                    # prints: inner True
                                            #       : True

# === callbacks see what was collected ===
info = []
def watch(phase, d):
    if phase == "stop": info.append((d["generation"], d["collected"] >= 1, d["uncollectable"]))
gc.callbacks.append(watch)
l = []
l.append(l)
del l
print(gc.collect() >= 1)                    # prints: True
gc.callbacks.remove(watch)
print(info)                                 # prints: [(2, True, 0)]
print(gc.callbacks)                         # prints: []

# === objects created in a finalizer during a collection survive it ===
made = []
class Maker:
    def __init__(self): self.me = self
    def __del__(self):
        inner = []
        inner.append(inner)
        made.append(inner)
m = Maker()
del m
print(gc.collect() >= 1)                    # prints: True
print(made[0][0] is made[0])                # prints: True
made.clear()
print(gc.collect())                         # prints: 1

# === young collections find young garbage ===
import weakref
class N: pass
n = N()
n.me = n
r = weakref.ref(n)
del n
print(gc.collect(0) >= 0)                   # prints: True
print(gc.collect() >= 0)                    # prints: True
print(r() is None)                          # prints: True

# === the number counts what was unreachable ===
print(gc.collect() >= 0)                    # prints: True
cycles = []
for i in range(10):
    a = []
    b = [a]
    a.append(b)
a = b = None
print(gc.collect())                         # prints: 20
d = {}
d["self"] = d
del d
print(gc.collect())                         # prints: 1
class P: __slots__ = "x"
p = P()
p.x = p
del p
print(gc.collect())                         # prints: 1
t = ([],)
t[0].append(t)
del t
print(gc.collect())                         # prints: 2
s = [1, 2, 3, "a", 1.5]
del s
print(gc.collect())                         # prints: 0
