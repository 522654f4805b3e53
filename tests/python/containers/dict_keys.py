# === equal keys are one key, the first one stays ===
d = {1: "a"}
d[1.0] = "b"
d[True] = "c"
print(d)                                    # prints: {1: 'c'}
print({"a": 1, "a": 2})                     # prints: {'a': 2}

# === user keys ===
class K:
    def __init__(self, v): self.v = v
    def __hash__(self): return hash(self.v) % 3
    def __eq__(self, o):
        return isinstance(o, K) and self.v == o.v
    def __repr__(self): return f"K{self.v}"
d = {K(i): i for i in range(20)}
print((len(d), d[K(7)], K(50) in d, [d[K(i)] for i in (0, 3, 6)]))  # prints: (20, 7, False, [0, 3, 6])
for i in range(0, 20, 2): del d[K(i)]
print(list(d))                              # prints: [K1, K3, K5, K7, K9, K11, K13, K15, K17, K19]
d[K(4)] = "again"
print((list(d)[-1], d[K(4)]))               # prints: (K4, 'again')

# === errors in hash and comparison go through ===
class BadHash:
    def __hash__(self): raise ValueError("hash")
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise KeyError("eq")
{}[BadHash()]                               # raises: ValueError: hash
{BadHash(): 1}                              # raises: ValueError: hash
BadHash() in {}                             # raises: ValueError: hash
d = {BadEq(): 1}
d[BadEq()]                                  # raises: KeyError: 'eq'
d[1]                                        # raises: KeyError: 'eq'
print(len(d))                               # prints: 1

# === a comparison that changes the dictionary ===
class Evil:
    def __init__(self, d): self.d = d
    def __hash__(self): return 1
    def __eq__(self, o):
        self.d.clear()
        return False
d = {}
d[Evil(d)] = 1
d[1] = "one"
print(len(d) <= 2)                          # prints: True
d.clear()

# === identity before equality ===
nan = float("nan")
d = {nan: 1}
print((d[nan], nan in d))                   # prints: (1, True)
class NeverEqual:
    def __eq__(self, o): return False
    def __hash__(self): return 5
n = NeverEqual()
print(({n: 1}[n], n in {n: 1}, n in [n], n == n))  # prints: (1, True, True, False)

# === missing keys ===
class M(dict):
    def __missing__(self, k): return f"no {k}"
m = M(a=1)
print((m["a"], m["b"], m.get("b"), "b" in m, len(m)))  # prints: (1, 'no b', None, False, 1)

# === a KeyError shows the key's repr ===
{}["text"]                                  # raises: KeyError: 'text'
{}[5]                                       # raises: KeyError: 5
{}[(1, 2)]                                  # raises: KeyError: (1, 2)
{}[None]                                    # raises: KeyError: None
{}.pop(("a",))                              # raises: KeyError: ('a',)

# === many keys ===
d = {}
for i in range(10000): d[i * 7919 % 10007] = i
print((len(d), d[7919], 0 in d, sum(d.values())))  # prints: (10000, 1, True, 49995000)
for i in range(9990): del d[i * 7919 % 10007]
print((len(d), sorted(d.values())))         # prints: (10, [9990, 9991, 9992, 9993, 9994, 9995, 9996, 9997, 9998, 9999])
for i in range(100): d[str(i)] = i
print((len(d), d["57"]))                    # prints: (110, 57)

# === keys of mixed types ===
d = {None: 1, "": 2, 0: 3, (): 4, b"": 5, 0.5: 6, frozenset(): 7, int: 8, len: 9, ...: 10}
print([d[k] for k in (None, "", 0, (), b"", 0.5, frozenset(), int, len, ...)])  # prints: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
print((d[False], d[-0.0]))                  # prints: (3, 3)

# === churn keeps the order ===
d = {}
for i in range(300):
    d[i] = i
    if i >= 3: del d[i - 3]
print(d)                                    # prints: {297: 297, 298: 298, 299: 299}
d = dict.fromkeys(range(5))
d[2] = d.pop(2)
print(d)                                    # prints: {0: None, 1: None, 3: None, 4: None, 2: None}
d.update(dict.fromkeys([1, 9], 0))
print(list(d.items()))                      # prints: [(0, None), (1, 0), (3, None), (4, None), (2, None), (9, 0)]
