# === a list nested deeply dies without recursion ===
import gc
gc.disable()
nest = []
for i in range(200000):
    nest = [nest]
del nest
print("done")                               # prints: done

# === tuples, dictionaries and instances too ===
nest = ()
for i in range(100000):
    nest = (nest,)
del nest
nest = {}
for i in range(100000):
    nest = {"n": nest}
del nest
class Node:
    def __init__(self, next):
        self.next = next
head = None
for i in range(100000):
    head = Node(head)
del head
print("done")                               # prints: done

# === a chain of objects with slots ===
class Slot:
    __slots__ = ("next",)
head = None
for i in range(100000):
    new = Slot()
    new.next = head
    head = new
del head, new
print("done")                               # prints: done

# === a chain of closures ===
def wrap(inner):
    return lambda: inner
f = None
for i in range(50000):
    f = wrap(f)
del f
print("done")                               # prints: done

# === a chain of finalizers, in order ===
seen = []
class Loud:
    def __init__(self, n, next):
        self.n, self.next = n, next
    def __del__(self):
        seen.append(self.n)
head = None
for i in range(2000):
    head = Loud(i, head)
del head
print((len(seen), seen[0], seen[-1], seen == sorted(seen, reverse=True)))  # prints: (2000, 1999, 0, True)

# === a deep cycle is collected without recursion ===
first = []
last = first
for i in range(100000):
    last = [last]
first.append(last)
del first, last
print(gc.collect() >= 100001)               # prints: True

# === the repr of deep nesting is refused, not a crash ===
nest = []
for i in range(100000):
    nest = [nest]
try:
    repr(nest)
except RecursionError as e:
    print(type(e).__name__)                 # prints: RecursionError
# How deep a comparison may go depends on the machine stack.
try:
    nest == [nest]
except RecursionError:
    pass
print("compared")                           # prints: compared
del nest
