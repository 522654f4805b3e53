# === views are live ===
d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
d["c"] = 3
print((list(k), list(v), list(i)))          # prints: (['a', 'b', 'c'], [1, 2, 3], [('a', 1), ('b', 2), ('c', 3)])
del d["a"]
print((len(k), "a" in k, 1 in v, ("b", 2) in i, ("b", 9) in i, "b" in i, ("b",) in i))
    # prints: (2, False, False, True, False, False, False)
d.clear()
print((list(k), k, v, i, bool(k)))          # prints: ([], dict_keys([]), dict_values([]), dict_items([]), False)

# === keys as sets ===
d = {"a": 1, "b": 2, "c": 3}
k = d.keys()
print((k & ["a", "z"], sorted(k | ["z"]), sorted(k - ["a"])))  # prints: ({'a'}, ['a', 'b', 'c', 'z'], ['b', 'c'])
print((sorted(k ^ ["a", "z"]), k & set() == set(), type(k & k).__name__))  # prints: (['b', 'c', 'z'], True, 'set')
print((sorted(["a", "q"] | k), sorted({"a", "q"} - k), sorted({"a"} ^ k)))  # prints: (['a', 'b', 'c', 'q'], ['q'], ['b', 'c'])
print((k == {"a", "b", "c"}, k == ["a", "b", "c"], k < {"a", "b", "c", "d"}))  # prints: (True, False, True)
print((k >= {"a"}, k != {"a"}, {"a"} < k, k.isdisjoint("xy"), k.isdisjoint(["a"])))  # prints: (True, True, True, True, False)
k & 5                                       # raises: TypeError: 'int' object is not iterable
k < 5                                       # raises: TypeError: '<' not supported between instances of 'dict_keys' and 'int'
k + k                                       # raises: TypeError: unsupported operand type(s) for +: 'dict_keys' and 'dict_keys'
k.isdisjoint(5)                             # raises: TypeError: 'int' object is not iterable

# === items as sets ===
i = d.items()
print((i & {("a", 1), ("b", 9)}, i - {("a", 1)} == {("b", 2), ("c", 3)}))  # prints: ({('a', 1)}, True)
print((i == {("a", 1), ("b", 2), ("c", 3)}, i >= {("a", 1)}, ("a", 1) in i))  # prints: (True, True, True)
print(i.isdisjoint({("z", 0)}))             # prints: True
{"l": []}.items() & {("l", 1)}              # raises: TypeError: unhashable type: 'list'
{"l": []}.items() | {1}                     # raises: TypeError: cannot use 'tuple' as a set element (unhashable type: 'list')
print({"l": []}.items() == {"l": []}.items())  # prints: True
hash(k)                                     # raises: TypeError: unhashable type: 'dict_keys'
hash(i)                                     # raises: TypeError: unhashable type: 'dict_items'

# === values are compared by identity ===
v = d.values()
print((v == d.values(), v == v, list(v) == list(d.values()), sum(v), max(v)))  # prints: (False, True, True, 6, 3)
v & v                                       # raises: TypeError: unsupported operand type(s) for &: 'dict_values' and 'dict_values'

# === reversed and iteration ===
print((list(reversed(d)), list(reversed(d.items())), next(iter(k))))
    # prints: (['c', 'b', 'a'], [('c', 3), ('b', 2), ('a', 1)], 'a')
print((next(reversed(v)), [a + str(b) for a, b in i]))  # prints: (3, ['a1', 'b2', 'c3'])
it = iter(i)
print((next(it), it.__length_hint__(), list(it), list(it)))  # prints: (('a', 1), 2, [('b', 2), ('c', 3)], [])

# === mapping proxies ===
m = k.mapping
print((m["a"], len(m), list(m), "a" in m, m.get("zz", 0), m == d, m.copy() is d))
    # prints: (1, 3, ['a', 'b', 'c'], True, 0, True, False)
print(m | {"z": 1} == {**d, "z": 1})        # prints: True
m["a"] = 2                                  # raises: TypeError: 'mappingproxy' object does not support item assignment
del m["a"]                                  # raises: TypeError: 'mappingproxy' object does not support item deletion
d["new"] = 1
print((m["new"], repr(m)))                  # prints: (1, "mappingproxy({'a': 1, 'b': 2, 'c': 3, 'new': 1})")
class C: x = 1
print((C.__dict__["x"], "x" in vars(C)))    # prints: (1, True)
vars(C)["y"] = 1                            # raises: TypeError: 'mappingproxy' object does not support item assignment

# === updating while holding a view ===
for key in list(k): d[key + key] = d.pop(key)
print(d)                                    # prints: {'aa': 1, 'bb': 2, 'cc': 3, 'newnew': 1}
d.update((key.upper(), value) for key, value in list(d.items()))
print((list(d), len(k)))                    # prints: (['aa', 'bb', 'cc', 'newnew', 'AA', 'BB', 'CC', 'NEWNEW'], 8)

# === unpacking and merging keep order ===
print(({**d, "first": 0}, list({"z": 0, **d})[0]))
    # prints: ({'aa': 1, 'bb': 2, 'cc': 3, 'newnew': 1, 'AA': 1, 'BB': 2, 'CC': 3, 'NEWNEW': 1, 'first': 0}, 'z')
a, *rest = d.items()
print((a, len(rest)))                       # prints: (('aa', 1), 7)
print((dict(d.items()) == d, dict(sorted(d.items(), key=lambda kv: -kv[1]))))
    # prints: (True, {'cc': 3, 'CC': 3, 'bb': 2, 'BB': 2, 'aa': 1, 'newnew': 1, 'AA': 1, 'NEWNEW': 1})
print(({v: k for k, v in d.items()}, min(d.items(), key=lambda kv: kv[1])))  # prints: ({1: 'NEWNEW', 2: 'BB', 3: 'CC'}, ('aa', 1))
print((type(k), type(v), type(i), type(iter(k)), type(iter(v)), type(iter(i)), type(reversed(k))))
    # prints: (<class 'dict_keys'>, <class 'dict_values'>, <class 'dict_items'>, <class 'dict_keyiterator'>, <class 'dict_valueiterator'>, <class 'dict_itemiterator'>, <class 'dict_reversekeyiterator'>)
