# === dictionaries notice a changed size ===
d = {1: 1, 2: 2, 3: 3}
for k in d: d[k + 100] = 0                  # raises: RuntimeError: dictionary changed size during iteration
for k in list(d): d.pop(k)
print(d)                                    # prints: {}
d = {1: 1, 2: 2}
for v in d.values(): d.clear()              # raises: RuntimeError: dictionary changed size during iteration
d = {1: 1, 2: 2}
for k, v in d.items(): d[99] = 0            # raises: RuntimeError: dictionary changed size during iteration
d = {1: 1, 2: 2}
for k in reversed(d): d[98] = 0             # raises: RuntimeError: dictionary changed size during iteration
d = {i: i for i in range(4)}
for k in d: d[k] = k * 10
print(d)                                    # prints: {0: 0, 1: 10, 2: 20, 3: 30}
it = iter(d)
print(next(it))                             # prints: 0
d["new"] = 1
next(it)                                    # raises: RuntimeError: dictionary changed size during iteration
next(it)                                    # raises: RuntimeError: dictionary changed size during iteration
[d.pop(k, None) for k in d]                 # raises: RuntimeError: dictionary changed size during iteration
print(sorted(d.pop("zz", k) for k in list(d) if k != "new"))  # prints: [1, 2, 3]

# === sets too ===
s = {1, 2, 3}
for x in s: s.add(x + 100)                  # raises: RuntimeError: Set changed size during iteration
s = {1}
for x in s: s.discard(x)                    # raises: RuntimeError: Set changed size during iteration
print(s)                                    # prints: set()
it = iter({1, 2})
print(next(it) in (1, 2))                   # prints: True

# === lists go by index ===
l = [1, 2, 3, 4]
out = []
for x in l:
    out.append(x)
    if x == 2: l.insert(0, "front")
    if len(out) > 10: break
print((out, l))                             # prints: ([1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2], ['front', 'front', 'front', 'front', 'front', 'front', 'front', 'front', 'front', 'front', 1, 2, 3, 4])
l = [1, 2, 3, 4, 5, 6]
for x in l:
    if x % 2 == 0: l.remove(x)
print(l)                                    # prints: [1, 3, 5]
l = [1, 2, 3]
for x in l: l.pop()
print(l)                                    # prints: [1]
l = [3, 2, 1]
for i, x in enumerate(l): l[i] = x * 10
print(l)                                    # prints: [30, 20, 10]
l = [1, 2]
[l.append(x) for x in l if len(l) < 5]
print(l)                                    # prints: [1, 2, 1, 2, 1]
r = reversed(l)
l.clear()
print(list(r))                              # prints: []
l = [1, 2, 3]
z = zip(l, l)
print(next(z))                              # prints: (1, 1)
l.append(4)
print(list(z))                              # prints: [(2, 2), (3, 3), (4, 4)]

# === methods whose callbacks change the container ===
l = [3, 1, 2]
class Meddler:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        l.append(0)
        return self.v < o.v
l[:] = [Meddler(2), Meddler(1)]
l.sort()                                    # raises: ValueError: list modified during sort
class Clearing:
    def __eq__(self, o):
        l.clear()
        return True
l = [1, 2, 3, 4]
l.remove(Clearing())
print(l)                                    # prints: []
l = [1, 2, 3]
print(l == [Clearing(), 2, 3])              # prints: False
print(l)                                    # prints: []
l = [1, 2, 3]
print((l.index(Clearing()), l))             # prints: (0, [])
l = [Clearing(), Clearing()]
print((5 in l, l))                          # prints: (True, [])
class Idx:
    def __index__(self):
        l.clear()
        return 0
l = [1, 2]
l[Idx()]                                    # raises: IndexError: list index out of range
l = [1, 2, 3]
l[Idx()] = 5                                # raises: IndexError: list assignment index out of range
l = [1, 2, 3]
del l[Idx()]                                # raises: IndexError: list assignment index out of range
l = [1, 2, 3]
l.insert(Idx(), "x")
print(l)                                    # prints: ['x']
l = [1, 2, 3]
l.pop(Idx())                                # raises: IndexError: pop from empty list
l = [1, 2, 3]
print((l[Idx():], l))                       # prints: ([], [])
l = [1, 2, 3]
print(l * Idx())                            # prints: []

# === a dictionary changed by the key's hash or equality ===
class H:
    def __init__(self, d): self.d = d
    def __hash__(self):
        self.d.clear()
        return 5
d = {1: 1}
print((d.get(H(d)), d))                     # prints: (None, {})
d = {1: 1}
d[H(d)] = 1
print(len(d))                               # prints: 1
d.clear()
class Eq:
    def __init__(self, act): self.act = act
    def __hash__(self): return 7
    def __eq__(self, o):
        self.act()
        return False
d = {}
d[Eq(lambda: None)] = 0
print((d.get(7), 7 in d))                   # prints: (None, False)
print((d.setdefault(7, "seven"), d[7], len(d)))  # prints: ('seven', 'seven', 2)
d.clear()

# === list.extend with itself and from an iterator over itself ===
l = [1, 2]
l.extend(l)
print(l)                                    # prints: [1, 2, 1, 2]
l += l
print(l)                                    # prints: [1, 2, 1, 2, 1, 2, 1, 2]
l[1:1] = l
print(len(l))                               # prints: 16
l = [1, 2]
def own():
    for x in l:
        if len(l) < 6: yield x
l.extend(own())
print(len(l))                               # prints: 6
l = [1, 2, 3]
l[:] = reversed(l)
print(l)                                    # prints: [3, 2, 1]
l[::2] = l[1:3]
print(l)                                    # prints: [2, 2, 1]
