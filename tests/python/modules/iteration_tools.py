# === infinite iterators ===
import itertools as it
print((list(it.islice(it.count(5), 3)), list(it.islice(it.count(1, 0.5), 3))))  # prints: ([5, 6, 7], [1, 1.5, 2.0])
print((list(it.islice(it.cycle("ab"), 5)), list(it.repeat(1, 3))))  # prints: (['a', 'b', 'a', 'b', 'a'], [1, 1, 1])
print((list(it.islice(it.repeat("x"), 2)), it.count(3), it.repeat(1, 2)))  # prints: (['x', 'x'], count(3), repeat(1, 2))
print((list(it.cycle("")), list(it.islice(it.count(2 ** 63), 2))))  # prints: ([], [9223372036854775808, 9223372036854775809])
it.count("a")                               # raises: TypeError: a number is required

# === terminating ones ===
print((list(it.chain("ab", [1])), list(it.chain.from_iterable(["ab", "c"]))))  # prints: (['a', 'b', 1], ['a', 'b', 'c'])
print(list(it.compress("abcd", [1, 0, 1])))  # prints: ['a', 'c']
print(list(it.dropwhile(lambda x: x < 3, [1, 3, 2])))  # prints: [3, 2]
print(list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])))  # prints: [1, 2]
print(list(it.filterfalse(None, [0, 1, ""])))  # prints: [0, '']
print((list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.pairwise("abc"))))  # prints: ([8, 9], [('a', 'b'), ('b', 'c')])
print((list(it.zip_longest("ab", [1], fillvalue="-")), list(it.zip_longest())))  # prints: ([('a', 1), ('b', '-')], [])
print(list(it.accumulate([1, 2, 3])))       # prints: [1, 3, 6]
print(list(it.accumulate([1, 2, 3], lambda a, b: a * b)))  # prints: [1, 2, 6]
print((list(it.accumulate([1, 2], initial=10)), list(it.accumulate([]))))  # prints: ([10, 11, 13], [])
print(list(it.accumulate("abc")))           # prints: ['a', 'ab', 'abc']
print((list(it.islice("abcdef", 2)), list(it.islice("abcdef", 1, 4))))  # prints: (['a', 'b'], ['b', 'c', 'd'])
print((list(it.islice("abcdef", 1, None, 2)), list(it.islice("abc", 10))))  # prints: (['b', 'd', 'f'], ['a', 'b', 'c'])
print(list(it.islice("abc", 0)))            # prints: []
print((list(it.batched("abcde", 2)), list(it.batched([], 3))))  # prints: ([('a', 'b'), ('c', 'd'), ('e',)], [])
it.batched("a", 0)                          # raises: ValueError: n must be at least one
list(it.batched("abc", 2, strict=True))     # raises: ValueError: batched(): incomplete batch
it.islice("a", -1)                          # raises: ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
it.islice("a", "x")                         # raises: ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
it.chain.from_iterable(5)                   # raises: TypeError: 'int' object is not iterable
list(it.chain(5))                           # raises: TypeError: 'int' object is not iterable
list(it.starmap(pow, [1]))                  # raises: TypeError: 'int' object is not iterable

# === groupby ===
print([(k, list(g)) for k, g in it.groupby("aabbba")])  # prints: [('a', ['a', 'a']), ('b', ['b', 'b', 'b']), ('a', ['a'])]
print([(k, len(list(g))) for k, g in it.groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)])  # prints: [(1, 2), (0, 2), (1, 1)]
groups = [g for k, g in it.groupby("aab")]
print([list(g) for g in groups])            # prints: [[], []]
g = it.groupby("aab")
k, first = next(g)
print((next(first), next(g)[0], list(first)))  # prints: ('a', 'b', [])

# === combinatorics ===
print((list(it.product("ab", [1, 2])), list(it.product("ab", repeat=2))))
    # prints: ([('a', 1), ('a', 2), ('b', 1), ('b', 2)], [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')])
print((list(it.product()), list(it.product("a", []))))  # prints: ([()], [])
print((list(it.permutations("abc", 2)), len(list(it.permutations(range(5))))))
    # prints: ([('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')], 120)
print((list(it.permutations([1, 2])), list(it.combinations("abcd", 2))))
    # prints: ([(1, 2), (2, 1)], [('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')])
print(list(it.combinations("ab", 3)))       # prints: []
print(list(it.combinations_with_replacement("abc", 2)))
    # prints: [('a', 'a'), ('a', 'b'), ('a', 'c'), ('b', 'b'), ('b', 'c'), ('c', 'c')]
print(list(it.combinations([], 0)))         # prints: [()]
it.permutations("a", -1)                    # raises: ValueError: r must be non-negative
it.combinations("a")                        # raises: TypeError: combinations() missing required argument 'r' (pos 2)
print(list(it.permutations("abc", 5)))      # prints: []

# === tee ===
a, b = it.tee([1, 2, 3])
print((next(a), list(b), list(a)))          # prints: (1, [1, 2, 3], [2, 3])
x, y, z = it.tee("ab", 3)
print((list(x), list(y), next(z)))          # prints: (['a', 'b'], ['a', 'b'], 'a')
print(it.tee([], 0))                        # prints: ()
it.tee(5)                                   # raises: TypeError: 'int' object is not iterable
it.tee([], -1)                              # raises: ValueError: n must be >= 0

# === they hold what they iterate over no longer than needed ===
import weakref
class N: pass
n = N()
r = weakref.ref(n)
c = it.chain([n], [])
del n
print((next(c) is r(), r() is None))        # prints: (True, False)
print((list(c), r() is None))               # prints: ([], True)
del c
print(r() is None)                          # prints: True

# === laziness ===
log = []
def src():
    for i in range(5):
        log.append(i)
        yield i
t = it.takewhile(lambda x: x < 2, src())
print(log)                                  # prints: []
print((list(t), log))                       # prints: ([0, 1], [0, 1, 2])

# === a pipeline ===
def primes():
    found = []
    for n in it.count(2):
        if all(n % p for p in it.takewhile(lambda p: p * p <= n, found)):
            found.append(n)
            yield n
print(list(it.islice(primes(), 15)))        # prints: [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
print((sum(it.islice(it.accumulate(it.count(1)), 10)), dict(zip("abc", it.count()))))  # prints: (220, {'a': 0, 'b': 1, 'c': 2})
