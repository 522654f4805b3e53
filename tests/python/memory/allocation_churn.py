# === many short-lived objects leave nothing behind ===
import gc
import weakref
class P:
    live = 0
    def __init__(self, x):
        P.live += 1
        self.x = x
    def __del__(self):
        P.live -= 1
total = 0
for i in range(2000):
    total += P(i).x
print((total, P.live))                      # prints: (1999000, 0)

# === many live at once ===
many = [P(i) for i in range(3000)]
print(P.live)                               # prints: 3000
del many[::2]
print(P.live)                               # prints: 1500
print(sum(p.x for p in many))               # prints: 2250000
many.reverse()
print(many[0].x)                            # prints: 2999
many.clear()
print(P.live)                               # prints: 0

# === strings and lists of all sizes ===
sizes = [len(bytes(n)) + len([None] * n) + len("x" * n) for n in range(0, 3000, 97)]
print(sum(sizes))                           # prints: 135315
big = [bytearray(n * 100) for n in range(100)]
print(sum(map(len, big)))                   # prints: 495000
big = None

# === garbage cycles made while collections may happen ===
def ring(n):
    items = [[] for i in range(n)]
    for i in range(n):
        items[i].append(items[(i + 1) % n])
    return items
kept = []
for i in range(200):
    r = ring(5)
    if i % 50 == 0:
        kept.append(r)
print((len(kept), [len(k) for k in kept]))  # prints: (4, [5, 5, 5, 5])
print(all(k[i][0] is k[(i + 1) % 5] for k in kept for i in range(5)))  # prints: True
kept = r = None
print(gc.collect() >= 0)                    # prints: True

# === a tree is built and walked intact ===
def tree(depth):
    return (tree(depth - 1), tree(depth - 1)) if depth else ()
def count(t):
    return 1 + sum(map(count, t))
t = tree(10)
print(count(t))                             # prints: 2047
t = None

# === dictionaries that grow and shrink ===
d = {}
for i in range(5000):
    d[i] = [i]
    if i >= 100:
        del d[i - 100]
print((len(d), min(d), max(d)))             # prints: (100, 4900, 4999)
