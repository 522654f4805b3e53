# === lists, sets and dictionaries ===
print([x * 2 for x in range(4)])            # prints: [0, 2, 4, 6]
print([x for x in range(10) if x % 2 if x > 3])  # prints: [5, 7, 9]
print([(x, y) for x in range(2) for y in range(x, 3)])  # prints: [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2)]
print({x % 3 for x in range(10)} == {0, 1, 2})  # prints: True
print({k: v for k, v in zip("abc", range(3))})  # prints: {'a': 0, 'b': 1, 'c': 2}
print({x: [y for y in range(x)] for x in range(3)})  # prints: {0: [], 1: [0], 2: [0, 1]}
print([[i * j for j in range(3)] for i in range(3)])  # prints: [[0, 0, 0], [0, 1, 2], [0, 2, 4]]
print([a + b for a, b in [(1, 2), (3, 4)]])  # prints: [3, 7]
print([first for first, *rest in ["abc", "de"]])  # prints: ['a', 'd']
print([x if x > 1 else -x for x in range(3)])  # prints: [0, -1, 2]
print({**{i: i for i in range(2)}, "z": 1})  # prints: {0: 0, 1: 1, 'z': 1}

# === the variable is local ===
x = "kept"
[x for x in range(3)]
print(repr(x))                              # prints: 'kept'
[y for y in range(2)]
y                                           # raises: NameError: name 'y' is not defined

# === the first iterable is evaluated outside ===
def f(n):
    return [n for n in range(n)]
print(f(3))                                 # prints: [0, 1, 2]
class C:
    items = [1, 2]
    doubled = [i * 2 for i in items]
print(C.doubled)                            # prints: [2, 4]
class D:
    k = 2
    bad = lambda: [k for _ in range(1)]
D.bad()                                     # raises: NameError: name 'k' is not defined

# === closures inside ===
print([f() for f in [lambda: i for i in range(3)]])  # prints: [2, 2, 2]
print([f(1) for f in [lambda x, i=i: x + i for i in range(3)]])  # prints: [1, 2, 3]
def outer(n):
    return [m + n for m in range(n)]
print(outer(3))                             # prints: [3, 4, 5]

# === walrus leaks into the enclosing scope ===
print([last := i for i in range(3)])        # prints: [0, 1, 2]
print(last)                                 # prints: 2
def w():
    values = [y := v * v for v in range(4)]
    return y, values
print(w())                                  # prints: (9, [0, 1, 4, 9])
print((any((hit := n) > 2 for n in [1, 2, 3, 4]), hit))  # prints: (True, 3)

# === errors ===
[x for x in 5]                              # raises: TypeError: 'int' object is not iterable
[1 / x for x in [1, 0]]                     # raises: ZeroDivisionError: division by zero
[a for a, b in [(1, 2), (3,)]]              # raises: ValueError: not enough values to unpack (expected 2, got 1)
{[]: 1 for _ in range(1)}                   # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
{{} for _ in range(1)}                      # raises: TypeError: cannot use 'dict' as a set element (unhashable type: 'dict')

# === order of evaluation ===
log = []
def t(v):
    log.append(v)
    return v
print({t(k): t(v) for k, v in [("k1", "v1"), ("k2", "v2")]})  # prints: {'k1': 'v1', 'k2': 'v2'}
print(log)                                  # prints: ['k1', 'v1', 'k2', 'v2']

# === a long one ===
print(sum([i for i in range(1000) if i % 7 == 0]))  # prints: 71071
print(sorted({c for c in "mississippi"}))   # prints: ['i', 'm', 'p', 's']
print(repr("".join(c.upper() for c in "abc")))  # prints: 'ABC'
