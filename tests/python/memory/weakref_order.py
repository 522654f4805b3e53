# === clearing comes before finalizers' callbacks are seen ===
import gc
import weakref
gc.disable()
log = []
class Node:
    def __init__(self, name): self.name = name
    def __del__(self): log.append("del " + self.name)
n = Node("n")
r = weakref.ref(n, lambda ref: log.append("callback"))
del n
print(log)                                  # prints: ['del n', 'callback']

# === a chain: callbacks of inner objects follow those of outer ones ===
log.clear()
outer = Node("outer")
outer.inner = Node("inner")
r1 = weakref.ref(outer, lambda ref: log.append("outer gone"))
r2 = weakref.ref(outer.inner, lambda ref: log.append("inner gone"))
del outer
print(log)                                  # prints: ['del outer', 'outer gone', 'del inner', 'inner gone']

# === a resurrected object keeps no weak references ===
saved = []
class Phoenix:
    def __del__(self): saved.append(self)
p = Phoenix()
r = weakref.ref(p, lambda ref: log.append("phoenix callback"))
log.clear()
del p
print((log, r() is None, len(saved)))       # prints: ([], False, 1)
r2 = weakref.ref(saved[0])
print(r2() is saved[0])                     # prints: True
saved.clear()
print(r2() is None)                         # prints: True

# === the same in a cycle ===
class Ring:
    def __init__(self): self.me = self
    def __del__(self): saved.append(self)
p = Ring()
r = weakref.ref(p)
del p
print(gc.collect() >= 0)                    # prints: True
print((r() is None, len(saved)))            # prints: (True, 1)
print(saved[0].me is saved[0])              # prints: True
saved.clear()
print(gc.collect() > 0)                     # prints: True

# === a callback may drop and create references ===
class Plain: pass
registry = {}
def register(name):
    obj = Plain()
    registry[name] = weakref.ref(obj, lambda ref: registry.pop(name))
    return obj
a, b = register("a"), register("b")
print(sorted(registry))                     # prints: ['a', 'b']
del a
print(sorted(registry))                     # prints: ['b']
del b
print(registry)                             # prints: {}

# === an error in a callback is reported, not raised ===
import sys
sys.unraisablehook = lambda args: print("unraisable", args.exc_type.__name__, args.exc_value)
x = Plain()
r = weakref.ref(x, lambda ref: 1 / 0)
del x                                       # prints: unraisable ZeroDivisionError division by zero
sys.unraisablehook = sys.__unraisablehook__
print("on")                                 # prints: on

# === weak references in containers ===
x, y = Plain(), Plain()
refs = {weakref.ref(x): "x", weakref.ref(y): "y"}
print(repr(refs[weakref.ref(x)]))           # prints: 'x'
print(weakref.ref(x) in refs)               # prints: True
gone = weakref.ref(y)
del y
print(([k() is None for k in refs], refs[gone]))  # prints: ([False, True], 'y')
refs.clear()

# === many references to many objects ===
objs = [Plain() for _ in range(500)]
refs = [weakref.ref(o) for o in objs]
print(sum(r() is not None for r in refs))   # prints: 500
del objs[::5]
print(sum(r() is not None for r in refs))   # prints: 400
del objs
print(sum(r() is not None for r in refs))   # prints: 0

# === weak references to functions, methods and classes ===
def f(): pass
r = weakref.ref(f)
del f
print(r() is None)                          # prints: True
class M:
    def m(self): pass
o = M()
r = weakref.ref(o.m)
print(r() is None)                          # prints: True
print(weakref.ref(M.m)() is M.m)            # prints: True
g = (x for x in [1])
r = weakref.ref(g)
print(r() is g)                             # prints: True
del g
print(r() is None)                          # prints: True
