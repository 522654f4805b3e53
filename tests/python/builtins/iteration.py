# === enumerate, zip, map, filter ===
print((list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], start=3))))
    # prints: ([(0, 'a'), (1, 'b')], [(5, 'a'), (6, 'b')], [])
print((list(zip("ab", [1, 2, 3])), list(zip()), list(zip("a"))))  # prints: ([('a', 1), ('b', 2)], [], [('a',)])
print(list(zip("ab", "xy", strict=True)))   # prints: [('a', 'x'), ('b', 'y')]
list(zip("ab", "x", strict=True))           # raises: ValueError: zip() argument 2 is shorter than argument 1
list(zip("a", "xy", strict=True))           # raises: ValueError: zip() argument 2 is longer than argument 1
list(zip("ab", "xy", "z", strict=True))     # raises: ValueError: zip() argument 3 is shorter than arguments 1-2
print(list(map(abs, [-1, 2])))              # prints: [1, 2]
print((list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(str, ()))))  # prints: ([11, 22], [])
list(map(lambda a, b: 0, [1], [1, 2], strict=True))  # raises: ValueError: map() argument 2 is longer than argument 1
print(list(filter(None, [0, 1, "", "a"])))  # prints: [1, 'a']
print(list(filter(lambda x: x > 1, [1, 2, 3])))  # prints: [2, 3]
print(list(filter(str.isdigit, "a1b2")))    # prints: ['1', '2']
zip(1)                                      # raises: TypeError: 'int' object is not iterable
map(1)                                      # raises: TypeError: map() must have at least two arguments.
list(map(1, [1]))                           # raises: TypeError: 'int' object is not callable
map()                                       # raises: TypeError: map() must have at least two arguments.
filter(None)                                # raises: TypeError: filter expected 2 arguments, got 1
enumerate()                                 # raises: TypeError: enumerate() missing required argument 'iterable'
list(map(int, ["1", "x"]))                  # raises: ValueError: invalid literal for int() with base 10: 'x'
zip("a", strict=1, foo=2)                   # raises: TypeError: zip() takes at most 1 keyword argument (2 given)

# === they are lazy and single use ===
m = map(print, "ab")
next(m)                                     # prints: a
print(list(m))                              # prints: b
                                            #       : [None]
print(list(m))                              # prints: []
z = zip([1, 2], "ab")
print((iter(z) is z, next(z), list(z), list(z)))  # prints: (True, (1, 'a'), [(2, 'b')], [])

# === zip stops at the shortest and has consumed from the earlier ones ===
a, b = iter([1, 2, 3]), iter([10])
print((list(zip(a, b)), next(a)))           # prints: ([(1, 10)], 3)

# === sum, min, max, any, all ===
print((sum([]), sum([1, 2.5]), sum([[1], [2]], []), sum(range(5), 100)))  # prints: (0, 3.5, [1, 2], 110)
print((sum([1], start=5), sum((True, True))))  # prints: (6, 2)
sum(["a"])                                  # raises: TypeError: unsupported operand type(s) for +: 'int' and 'str'
sum(["a"], "")                              # raises: TypeError: sum() can't sum strings [use ''.join(seq) instead]
sum(5)                                      # raises: TypeError: 'int' object is not iterable
sum([b"a"], b"")                            # raises: TypeError: sum() can't sum bytes [use b''.join(seq) instead]
print((min(1, 2), max([1, 3, 2]), min("bca"), max([], default=5)))  # prints: (1, 3, 'a', 5)
print((max([1, -5], key=abs), min("a", "B", key=str.lower), max(1, 1.0)))  # prints: (-5, 'a', 1)
print((max(1.0, 1), min([[2], [1, 5]]), max("ab", "b")))  # prints: (1.0, [1, 5], 'b')
min([])                                     # raises: ValueError: min() iterable argument is empty
max(1)                                      # raises: TypeError: 'int' object is not iterable
max()                                       # raises: TypeError: max expected at least 1 argument, got 0
max(1, "a")                                 # raises: TypeError: '>' not supported between instances of 'str' and 'int'
max(1, 2, default=3)                        # raises: TypeError: Cannot specify a default for max() with multiple positional arguments
min(5, key=1)                               # raises: TypeError: 'int' object is not iterable
print((any([]), all([]), any([0, 1]), all([1, 0]), any(x for x in ()), all("ab")))
    # prints: (False, True, True, False, False, True)
any(5)                                      # raises: TypeError: 'int' object is not iterable
calls = []
def note(x):
    calls.append(x)
    return x
print((any(note(x) for x in (0, 1, 2)), all(note(x) for x in (1, 0, 2)), calls))  # prints: (True, False, [0, 1, 1, 0])

# === reversed, sorted, iter, next, len ===
print((list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3)))))  # prints: ([2, 1], ['b', 'a'], [2, 1, 0])
print((list(reversed({1: 2, 3: 4})), list(reversed((1,)))))  # prints: ([3, 1], [1])
reversed(5)                                 # raises: TypeError: 'int' object is not reversible
reversed({1})                               # raises: TypeError: 'set' object is not reversible
print((sorted("ba"), sorted({2: 0, 1: 0})))  # prints: (['a', 'b'], [1, 2])
it = iter([1, 2])
print((next(it), next(it), next(it, "none")))  # prints: (1, 2, 'none')
next(it)                                    # raises: StopIteration
next(5)                                     # raises: TypeError: 'int' object is not an iterator
iter(5)                                     # raises: TypeError: 'int' object is not iterable
iter(5, 1)                                  # raises: TypeError: iter(v, w): v must be callable
count = iter([1, 2, 0, 3])
print(list(iter(lambda: next(count), 0)))   # prints: [1, 2]
print((len("é"), len(range(3)), len({1: 1}), len(b"ab")))  # prints: (1, 3, 1, 2)
len(5)                                      # raises: TypeError: object of type 'int' has no len()
len(iter([]))                               # raises: TypeError: object of type 'list_iterator' has no len()
print((list(iter({"a": 1}.items())), next(iter((7,)))))  # prints: ([('a', 1)], 7)

# === slices of iterators do not exist ===
iter([1])[0]                                # raises: TypeError: 'list_iterator' object is not subscriptable

# === unpacking any iterator ===
print(([*map(str, range(3))], dict(zip("ab", map(abs, (-1, -2)))), tuple(filter(None, (0, 5)))))
    # prints: (['0', '1', '2'], {'a': 1, 'b': 2}, (5,))
