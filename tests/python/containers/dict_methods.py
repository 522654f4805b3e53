# === construction ===
print(({}, {"a": 1}, dict(), dict(a=1), dict([("a", 1), ("b", 2)])))  # prints: ({}, {'a': 1}, {}, {'a': 1}, {'a': 1, 'b': 2})
print((dict({"a": 1}, b=2), dict(zip("ab", [1, 2])), dict(["ab", "cd"])))
    # prints: ({'a': 1, 'b': 2}, {'a': 1, 'b': 2}, {'a': 'b', 'c': 'd'})
print(({1: "int", 1.0: "float", True: "bool"}, dict.fromkeys("ab")))  # prints: ({1: 'bool'}, {'a': None, 'b': None})
print(dict.fromkeys([1, 2], 0))             # prints: {1: 0, 2: 0}
dict(5)                                     # raises: TypeError: 'int' object is not iterable
dict([1])                                   # raises: TypeError: object is not iterable
dict(["abc"])                               # raises: ValueError: dictionary update sequence element #0 has length 3; 2 is required
dict([("a",)])                              # raises: ValueError: dictionary update sequence element #0 has length 1; 2 is required
dict({}, {})                                # raises: TypeError: dict expected at most 1 argument, got 2
dict(**{1: 2})                              # raises: TypeError: keywords must be strings

# === access ===
d = {"a": 1, "b": 2}
print((d["a"], d.get("a"), d.get("z"), d.get("z", 0), "a" in d, "z" not in d))  # prints: (1, 1, None, 0, True, True)
print((len(d), d.setdefault("a", 9), d.setdefault("c", 3), str(d.setdefault("n"))))  # prints: (2, 1, 3, 'None')
print(d)                                    # prints: {'a': 1, 'b': 2, 'c': 3, 'n': None}
d["zz"]                                     # raises: KeyError: 'zz'
d[[]]                                       # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
{}[1, 2]                                    # raises: KeyError: (1, 2)
d.get([])                                   # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
[] in d                                     # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
d.get()                                     # raises: TypeError: get expected at least 1 argument, got 0
d.setdefault()                              # raises: TypeError: setdefault expected at least 1 argument, got 0

# === order is that of insertion ===
d = {}
d["z"] = 1; d["a"] = 2; d["m"] = 3
print(d)                                    # prints: {'z': 1, 'a': 2, 'm': 3}
d["z"] = 9
del d["a"]
d["a"] = 4
print((d, list(d), list(reversed(d))))      # prints: ({'z': 9, 'm': 3, 'a': 4}, ['z', 'm', 'a'], ['a', 'm', 'z'])

# === removal ===
print((d.pop("z"), d, d.pop("none", "default")))  # prints: (9, {'m': 3, 'a': 4}, 'default')
d.pop("none")                               # raises: KeyError: 'none'
print((d.popitem(), d.popitem(), d))        # prints: (('a', 4), ('m', 3), {})
d.popitem()                                 # raises: KeyError: 'popitem(): dictionary is empty'
del d["x"]                                  # raises: KeyError: 'x'
d.clear()
print(d)                                    # prints: {}

# === update and merge ===
d = {"a": 1}
d.update({"b": 2}); d.update([("c", 3)]); d.update(d=4); d.update(); d.update({"a": 0}, e=5)
print(d)                                    # prints: {'a': 0, 'b': 2, 'c': 3, 'd': 4, 'e': 5}
print((d | {"z": 1}, {"z": 1} | d == {"z": 1, **d}))  # prints: ({'a': 0, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'z': 1}, True)
d |= {"q": 1}
d |= [("r", 2)]
print(d)                                    # prints: {'a': 0, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'q': 1, 'r': 2}
d.update(5)                                 # raises: TypeError: 'int' object is not iterable
d.update([1])                               # raises: TypeError: object is not iterable
{} | 5                                      # raises: TypeError: unsupported operand type(s) for |: 'dict' and 'int'
{} | [("a", 1)]                             # raises: TypeError: unsupported operand type(s) for |: 'dict' and 'list'
class Keys:
    def keys(self): return ["k1", "k2"]
    def __getitem__(self, k): return k.upper()
print((dict(Keys()), {**Keys()}))           # prints: ({'k1': 'K1', 'k2': 'K2'}, {'k1': 'K1', 'k2': 'K2'})

# === copies ===
e = d.copy()
e["a"] = 100
print((d["a"], e["a"], dict(d) == d, d == {}))  # prints: (0, 100, True, False)
print(({"a": 1, "b": 2} == {"b": 2, "a": 1}, {1: 1} != {1: 2}))  # prints: (True, True)
{} < {}                                     # raises: TypeError: '<' not supported between instances of 'dict' and 'dict'

# === views ===
d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print((k, v, i))                            # prints: (dict_keys(['a', 'b', 'c']), dict_values([1, 2, 3]), dict_items([('a', 1), ('b', 2), ('c', 3)]))
print((len(k), "a" in k, 1 in v, ("a", 1) in i, ("a", 2) in i, list(v)))  # prints: (3, True, True, True, False, [1, 2, 3])
print((list(reversed(k)), list(reversed(v)), list(reversed(i))))
    # prints: (['c', 'b', 'a'], [3, 2, 1], [('c', 3), ('b', 2), ('a', 1)])
d["d"] = 4
print((k, list(i)[-1]))                     # prints: (dict_keys(['a', 'b', 'c', 'd']), ('d', 4))
print((sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"})))  # prints: (['a'], ['a', 'b', 'c', 'd', 'z'], ['b', 'c', 'd'])
print((sorted(k ^ {"a", "z"}), k == {"a", "b", "c", "d"}))  # prints: (['b', 'c', 'd', 'z'], True)
print((k <= {"a", "b", "c", "d", "e"}, k.isdisjoint({"q"}), sorted({"a"} | k)))  # prints: (True, True, ['a', 'b', 'c', 'd'])
print(k > {"a"})                            # prints: True
print((sorted(i & {("a", 1)}), k == d.keys(), v == d.values()))  # prints: ([('a', 1)], True, False)
k[0]                                        # raises: TypeError: 'dict_keys' object is not subscriptable
print(k.mapping["a"])                       # prints: 1
print(repr(type(k.mapping).__name__))       # prints: 'mappingproxy'

# === changing the size while iterating ===
d = {1: 1, 2: 2}
for x in d: d[x + 10] = 0                   # raises: RuntimeError: dictionary changed size during iteration
d = {1: 1, 2: 2}
for x in d: del d[x]                        # raises: RuntimeError: dictionary changed size during iteration
d = {1: 1, 2: 2}
for x in d: d[x] = 5
print(d)                                    # prints: {1: 5, 2: 5}
d = {1: 1, 2: 2}
for x in d: d.pop(x); d[x + 5] = 0          # raises: RuntimeError: dictionary keys changed during iteration
it = iter({1: 1})
print(next(it))                             # prints: 1
next(it)                                    # raises: StopIteration
it = iter(d)
d.clear()
next(it)                                    # raises: RuntimeError: dictionary changed size during iteration

# === repr and recursion ===
print({"a": [1], 2: {}, (1, 2): None, 1.5: "x"})  # prints: {'a': [1], 2: {}, (1, 2): None, 1.5: 'x'}
d = {}
d["self"] = d
print(d)                                    # prints: {'self': {...}}
d["v"] = d.values()
d.clear()
