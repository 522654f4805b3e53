# === references are shared until copied ===
a = [1, [2, 3]]
b = a
c = a[:]
d = list(a)
b.append(4)
c[1].append(5)
print((a, c, d, a is b, c is a, c[1] is a[1]))  # prints: ([1, [2, 3, 5], 4], [1, [2, 3, 5]], [1, [2, 3, 5]], True, False, True)
def deep(x):
    return [deep(i) for i in x] if isinstance(x, list) else {k: deep(v) for k, v in x.items()} if isinstance(x, dict) else x
e = deep(a)
e[1].append("only e")
print((a[1], e[1]))                         # prints: ([2, 3, 5], [2, 3, 5, 'only e'])
grid = [[0] * 3] * 2
grid[0][0] = 1
print(grid)                                 # prints: [[1, 0, 0], [1, 0, 0]]
grid = [[0] * 3 for _ in range(2)]
grid[0][0] = 1
print(grid)                                 # prints: [[1, 0, 0], [0, 0, 0]]

# === nested structures ===
data = {"users": [{"name": "a", "tags": {"x", }}, {"name": "b", "tags": set()}], "n": (1, [2])}
print((data["users"][0]["name"], data["n"][1][0], len(data["users"][1]["tags"])))  # prints: ('a', 2, 0)
data["users"][1]["tags"].add("y")
data["n"][1].append(3)
print(data)                                 # prints: {'users': [{'name': 'a', 'tags': {'x'}}, {'name': 'b', 'tags': {'y'}}], 'n': (1, [2, 3])}
data["n"][1] += [4] if False else []        # raises: TypeError: 'tuple' object does not support item assignment
print(data["n"])                            # prints: (1, [2, 3])
d = {"a": {"b": {"c": 1}}}
d["a"]["b"]["d"] = [1, 2]
del d["a"]["b"]["c"]
print(d)                                    # prints: {'a': {'b': {'d': [1, 2]}}}

# === equality of nested structures ===
print([1, [2, {3: (4, {5})}]] == [1, [2, {3: (4, {5})}]])  # prints: True
print(({"a": [1]} == {"a": [1.0]}, [[]] == [()], [1, [2]] < [1, [3]]))  # prints: (True, False, True)

# === recursive structures ===
l = [1]
l.append(l)
print((l[1][1][1][0], len(l), l))           # prints: (1, 2, [1, [...]])
d = {}
d["d"] = d
print((d["d"]["d"] is d, d))                # prints: (True, {'d': {...}})
l2 = [d, l]
print(l2)                                   # prints: [{'d': {...}}, [1, [...]]]
l.pop()
d.clear()
m, n = [], []
m.append(n); n.append(m)
print((m, n))                               # prints: ([[[...]]], [[[...]]])
m.clear()
p, q = [], []
p.append(q); q.append(p)
try:
    p == q
except RecursionError:
    print("refused")                        # prints: refused
p.clear()

# === lists of many types ===
mixed = [None, True, 1, 1.5, 1j, "s", b"b", (1,), [2], {3: 4}, {5}, range(2), slice(1), int, len, ...]
print([type(x).__name__ for x in mixed])    # prints: ['NoneType', 'bool', 'int', 'float', 'complex', 'str', 'bytes', 'tuple', 'list', 'dict', 'set', 'range', 'slice', 'type', 'builtin_function_or_method', 'ellipsis']
print((mixed == mixed[:], len(mixed), mixed.index(1.5), mixed.count(1)))  # prints: (True, 16, 3, 2)

# === argument and default sharing ===
def add(x, to=[]):
    to.append(x)
    return to
print(add(1) is add(2))                     # prints: True
def fresh(x, to=None):
    to = [] if to is None else to
    to.append(x)
    return to
print((fresh(1) is fresh(2), add(3)))       # prints: (False, [1, 2, 3])
class Shared:
    items = []
    def __init__(self): self.own = []
s, t = Shared(), Shared()
s.items.append(1); s.own.append(2)
print((t.items, t.own))                     # prints: ([1], [])
s.items += [9]
print((t.items, "items" in vars(s), "items" in vars(t)))  # prints: ([1, 9], True, False)

# === sorting and grouping records ===
rows = [("b", 3), ("a", 1), ("b", 1), ("c", 2), ("a", 9)]
groups = {}
for k, v in rows: groups.setdefault(k, []).append(v)
print((groups, {k: sum(v) for k, v in sorted(groups.items())}))
    # prints: ({'b': [3, 1], 'a': [1, 9], 'c': [2]}, {'a': 10, 'b': 4, 'c': 2})
print(list(map(list, zip(*rows))))          # prints: [['b', 'a', 'b', 'c', 'a'], [3, 1, 1, 2, 9]]
print(dict(sorted(((v, k) for k, v in rows), reverse=True)))  # prints: {9: 'a', 3: 'b', 2: 'c', 1: 'a'}
print([x for g in groups.values() for x in g])  # prints: [3, 1, 1, 9, 2]
