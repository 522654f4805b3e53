# === construction ===
print((set(), {1, 2} == {2, 1}, set("aab") == {"a", "b"}, set([1, 1])))  # prints: (set(), True, True, {1})
print(({1, 1.0, True}, frozenset(), frozenset([1]), len({1, 2, 3}), {1}))  # prints: ({1}, frozenset(), frozenset({1}), 3, {1})
print(frozenset({1}))                       # prints: frozenset({1})
set(5)                                      # raises: TypeError: 'int' object is not iterable
{[]}                                        # raises: TypeError: cannot use 'list' as a set element (unhashable type: 'list')
set([[]])                                   # raises: TypeError: cannot use 'list' as a set element (unhashable type: 'list')
set(1, 2)                                   # raises: TypeError: set expected at most 1 argument, got 2
print({1: 2} == {1, 2})                     # prints: False

# === changing ===
s = {1}
s.add(2); s.add(2); s.discard(5); s.discard(1)
print(s)                                    # prints: {2}
s.update([3], {4}, "a")
print(len(s))                               # prints: 4
s.remove(99)                                # raises: KeyError: 99
s.remove("a")
print(sorted(s))                            # prints: [2, 3, 4]
print((s.pop() in (2, 3, 4), len(s)))       # prints: (True, 2)
s.clear()
print(s)                                    # prints: set()
s.pop()                                     # raises: KeyError: 'pop from an empty set'
s.add([])                                   # raises: TypeError: cannot use 'list' as a set element (unhashable type: 'list')
s.remove([])                                # raises: TypeError: cannot use 'list' as a set element (unhashable type: 'list')
s.add({1})                                  # raises: TypeError: cannot use 'set' as a set element (unhashable type: 'set')

# === operators ===
a, b = {1, 2, 3}, {2, 3, 4}
print((a | b == {1, 2, 3, 4}, a & b == {2, 3}, a - b == {1}, a ^ b == {1, 4}, b - a))  # prints: (True, True, True, True, {4})
print((a < b, {2} < a, a <= a, a < a, a >= {1}, a > {1}, a == b, a != b))
    # prints: (False, True, True, False, True, True, False, True)
print((a.isdisjoint({9}), a.isdisjoint(b)))  # prints: (True, False)
print((a.union([9], "x") == {1, 2, 3, 9, "x"}, a.intersection([1, 2], [2])))  # prints: (True, {2})
print((a.difference([1], [2]), a.symmetric_difference([1, 9]) == {2, 3, 9}))  # prints: ({3}, True)
print((a.issubset(range(5)), a.issuperset([1]), a.union(), a.intersection()))  # prints: (True, True, {1, 2, 3}, {1, 2, 3})
a | [1]                                     # raises: TypeError: unsupported operand type(s) for |: 'set' and 'list'
a - [1]                                     # raises: TypeError: unsupported operand type(s) for -: 'set' and 'list'
a < [1]                                     # raises: TypeError: '<' not supported between instances of 'set' and 'list'
a & "x"                                     # raises: TypeError: unsupported operand type(s) for &: 'set' and 'str'
c = a.copy()
c |= {10}; c &= {1, 10, 5}; c -= {5}; c ^= {10, 11}
print((sorted(c), sorted(a)))               # prints: ([1, 11], [1, 2, 3])
c.update(5)                                 # raises: TypeError: 'int' object is not iterable
c.intersection_update([1]); c.difference_update([1]); c.symmetric_difference_update([7])
print(c)                                    # prints: {7}
c |= [1]                                    # raises: TypeError: unsupported operand type(s) for |=: 'set' and 'list'
s = t = {1}
s |= {2}
print((t is s, sorted(t)))                  # prints: (True, [1, 2])

# === frozen sets ===
f = frozenset([1, 2])
print((f | {3} == {1, 2, 3}, type(f | {3}).__name__, type({3} | f).__name__))  # prints: (True, 'frozenset', 'set')
print((f == {1, 2}, hash(f) == hash(frozenset([2, 1])), {f: 1}[frozenset([2, 1])]))  # prints: (True, True, 1)
print((f.copy() is f, frozenset(f) is f))   # prints: (True, True)
f.add(1)                                    # raises: AttributeError: 'frozenset' object has no attribute 'add'
print({1, 2} in {frozenset([1, 2])})        # prints: True
hash({1})                                   # raises: TypeError: unhashable type: 'set'

# === membership ===
print((1 in {1}, 1.0 in {1}, "a" not in {1}, {1} in [{1}], None in {None}))  # prints: (True, True, True, True, True)
[] in {1}                                   # raises: TypeError: cannot use 'list' as a set element (unhashable type: 'list')

# === iteration ===
print((sorted({3, 1, 2}), sum({1, 2, 3}), max({1, 5})))  # prints: ([1, 2, 3], 6, 5)
print((sorted(x * 2 for x in {1, 2}), list({7}), sorted({(1, 2), (0, 5)})))  # prints: ([2, 4], [7], [(0, 5), (1, 2)])
s = {1, 2, 3}
for x in s: s.add(x + 10)                   # raises: RuntimeError: Set changed size during iteration
for x in {1, 2}: s.discard(x)
print(len(s))                               # prints: 2

# === collisions and churn ===
class K:
    def __init__(self, v): self.v = v
    def __hash__(self): return 1
    def __eq__(self, o): return self.v == o.v
s = {K(i) for i in range(30)}
print((len(s), K(5) in s, K(99) in s))      # prints: (30, True, False)
for i in range(0, 30, 2): s.remove(K(i))
print((len(s), sorted(k.v for k in s)[:4]))  # prints: (15, [1, 3, 5, 7])
s = set()
for i in range(5000):
    s.add(i)
    if i % 3: s.discard(i // 2)
print((len(s), sum(s)))                     # prints: (2500, 9373750)

# === repr ===
print((set(), {1}, frozenset(), frozenset({1}), {"a"}, [set()], {()}, {frozenset()}))
    # prints: (set(), {1}, frozenset(), frozenset({1}), {'a'}, [set()], {()}, {frozenset()})
class S(set): pass
print((S([1]), S(), type(S([1]) | {2}).__name__, S([1]) == {1}))  # prints: (S({1}), S(), 'set', True)
class F(frozenset): pass
print((F([1]), F()))                        # prints: (F({1}), F())
