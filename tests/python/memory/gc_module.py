# === switching the collector ===
import gc
gc.enable()
print(gc.isenabled())                       # prints: True
gc.disable()
print(gc.isenabled())                       # prints: False
gc.enable()
print(gc.isenabled())                       # prints: True
gc.disable()

# === thresholds ===
old = gc.get_threshold()
print(len(old))                             # prints: 3
gc.set_threshold(500, 5, 5)
print(gc.get_threshold()[:2])               # prints: (500, 5)
gc.set_threshold(*old)
print(gc.get_threshold() == old)            # prints: True
gc.set_threshold()                          # raises: TypeError: gc.set_threshold requires 1 to 3 arguments

# === collect takes a generation ===
print(gc.collect(0) >= 0)                   # prints: True
print(gc.collect(1) >= 0)                   # prints: True
print(gc.collect(2) >= 0)                   # prints: True
print(gc.collect(generation=2) >= 0)        # prints: True
gc.collect(3)                               # raises: ValueError: invalid generation
gc.collect(-1)                              # raises: ValueError: invalid generation
gc.collect("x")                             # raises: TypeError: 'str' object cannot be interpreted as an integer

# === which objects are tracked ===
print(gc.is_tracked(0))                     # prints: False
print(gc.is_tracked("a"))                   # prints: False
print(gc.is_tracked([]))                    # prints: True
print(gc.is_tracked(1.5))                   # prints: False
class A: pass
print(gc.is_tracked(A()))                   # prints: True
print(gc.is_tracked(A))                     # prints: True
print(gc.is_tracked(None))                  # prints: False

# === referents and referrers ===
class Node: pass
n = Node()
holder = [n]
print(any(x is holder for x in gc.get_referrers(n)))  # prints: True
print(any(x is n for x in gc.get_referents(holder)))  # prints: True
print(gc.get_referents([1, 2]))             # prints: [2, 1]
print(gc.get_referents())                   # prints: []
print(gc.get_referents(5))                  # prints: []
print(len(gc.get_referrers()))              # prints: 0
print(sorted(gc.get_referents({"a": 1}, [2]), key=str))  # prints: [1, 2]

# === finalized objects ===
class F:
    def __del__(self):
        keep.append(self)
keep = []
f = F()
print(gc.is_finalized(f))                   # prints: False
del f
print(gc.is_finalized(keep[0]))             # prints: True
keep.clear()

# === all objects ===
marker = []
print(any(x is marker for x in gc.get_objects()))  # prints: True
print(len(gc.get_objects()) > 10)           # prints: True

# === counters and statistics ===
counts = gc.get_count()
print((len(counts), all(isinstance(c, int) for c in counts)))  # prints: (3, True)
stats = gc.get_stats()
print((len(stats), sorted(stats[0])))       # prints: (3, ['collected', 'collections', 'uncollectable'])
before = gc.get_stats()[2]["collections"]
print(gc.collect() >= 0)                    # prints: True
print(gc.get_stats()[2]["collections"] - before)  # prints: 1

# === callbacks are told of each collection ===
phases = []
def watch(phase, info):
    phases.append((phase, sorted(info)[:3]))
gc.callbacks.append(watch)
print(gc.collect() >= 0)                    # prints: True
gc.callbacks.remove(watch)
print(phases)                               # prints: [('start', ['collected', 'generation', 'uncollectable']), ('stop', ['collected', 'generation', 'uncollectable'])]
print(gc.garbage)                           # prints: []

# === frozen objects ===
gc.freeze()
print(gc.get_freeze_count() > 0)            # prints: True
gc.unfreeze()
print(gc.get_freeze_count())                # prints: 0
