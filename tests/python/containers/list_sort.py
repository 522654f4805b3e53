# === order, key and reverse ===
print((sorted([3, 1, 2]), sorted([3, 1, 2], reverse=True), sorted("hello")))
    # prints: ([1, 2, 3], [3, 2, 1], ['e', 'h', 'l', 'l', 'o'])
print((sorted({"b": 1, "a": 2}), sorted((2, 1)), sorted([]), sorted([1])))  # prints: (['a', 'b'], [1, 2], [], [1])
print(sorted(["bb", "a", "ccc"], key=len))  # prints: ['a', 'bb', 'ccc']
print(sorted(["b", "A", "c"], key=str.lower))  # prints: ['A', 'b', 'c']
print((sorted([1, -2, 3], key=abs, reverse=True), sorted([3, 1], key=None)))  # prints: ([3, -2, 1], [1, 3])
l = [3, 1, 2]
print((str(l.sort()), l))                   # prints: ('None', [1, 2, 3])
l.sort(key=lambda x: -x)
print(l)                                    # prints: [3, 2, 1]

# === stability ===
pairs = [("b", 2), ("a", 2), ("c", 1), ("d", 1)]
print(sorted(pairs, key=lambda p: p[1]))    # prints: [('c', 1), ('d', 1), ('b', 2), ('a', 2)]
print(sorted(pairs, key=lambda p: p[1], reverse=True))  # prints: [('b', 2), ('a', 2), ('c', 1), ('d', 1)]
print(sorted(sorted(pairs), key=lambda p: p[1]))  # prints: [('c', 1), ('d', 1), ('a', 2), ('b', 2)]
data = [(i * 7919 % 10, i) for i in range(200)]
s = sorted(data, key=lambda p: p[0])
print(all(s[i][0] < s[i + 1][0] or (s[i][0] == s[i + 1][0] and s[i][1] < s[i + 1][1]) for i in range(199)))  # prints: True

# === mixed numbers ===
print(sorted([3, 1.5, True, -2, 2 ** 70, -(2 ** 70), 0.0]))
    # prints: [-1180591620717411303424, -2, 0.0, True, 1.5, 3, 1180591620717411303424]
print((sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([[2], [1, 5], [1]])))
    # prints: ([(0, 'z'), (1, 'a'), (1, 'b')], [[1], [1, 5], [2]])
print((sorted([b"b", b"a"]), sorted([True, False])))  # prints: ([b'a', b'b'], [False, True])

# === patterns: ascending, descending, runs, equal ===
r = list(range(500))
print((sorted(r) == r, sorted(r[::-1]) == r, sorted(r[250:] + r[:250]) == r))  # prints: (True, True, True)
print(sorted([5] * 100) == [5] * 100)       # prints: True
x = 12345
shuffled = []
for i in range(1000):
    x = (x * 1103515245 + 12345) % 2 ** 31
    shuffled.append(x)
t = sorted(shuffled)
print((all(t[i] <= t[i + 1] for i in range(999)), len(t), sum(t) == sum(shuffled)))  # prints: (True, 1000, True)
print(sorted(shuffled, reverse=True) == t[::-1])  # prints: True
print(sorted(map(str, shuffled))[:2])       # prints: ['1001915255', '1009738238']
print(sorted([v / 7 for v in shuffled[:300]])[0] == min(shuffled[:300]) / 7)  # prints: True

# === errors leave the items in the list ===
l = [3, "a", 1]
l.sort()                                    # raises: TypeError: '<' not supported between instances of 'str' and 'int'
print(sorted(l, key=str))                   # prints: [1, 3, 'a']
sorted([1, None])                           # raises: TypeError: '<' not supported between instances of 'NoneType' and 'int'
sorted([1j, 2j])                            # raises: TypeError: '<' not supported between instances of 'complex' and 'complex'
sorted([object(), object()])                # raises: TypeError: '<' not supported between instances of 'object' and 'object'
sorted(5)                                   # raises: TypeError: 'int' object is not iterable
sorted()                                    # raises: TypeError: sorted expected 1 argument, got 0
sorted([1], 2)                              # raises: TypeError: sorted expected 1 argument, got 2
[2, 1].sort(lambda x: x)                    # raises: TypeError: sort() takes no positional arguments
[2, 1].sort(foo=1)                          # raises: TypeError: sort() got an unexpected keyword argument 'foo'
def bad_key(x):
    if x == 2: raise ValueError("key")
    return x
l = [3, 2, 1]
l.sort(key=bad_key)                         # raises: ValueError: key
print(l)                                    # prints: [3, 2, 1]

# === only __lt__ is used ===
class V:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        return self.v < o.v
    def __repr__(self): return f"V{self.v}"
print((sorted([V(3), V(1), V(2)]), sorted([V(3), V(1)], reverse=True), min([V(2), V(1)])))  # prints: ([V1, V2, V3], [V3, V1], V1)

# === the list is empty while it is sorted ===
l = [2, 1, 3]
seen = []
def spy(x):
    seen.append(len(l))
    return x
l.sort(key=spy)
print((seen, l))                            # prints: ([0, 0, 0], [1, 2, 3])
def grow(x):
    l.append(x)
    return x
l.sort(key=grow)                            # raises: ValueError: list modified during sort
print(l)                                    # prints: [1, 2, 3]

# === keys are computed once ===
calls = []
def k(x):
    calls.append(x)
    return -x
print((sorted([1, 2, 3], key=k), calls))    # prints: ([3, 2, 1], [1, 2, 3])
