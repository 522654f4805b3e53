# === construction and repr ===
print(((), (1,), (1, 2), tuple(), tuple("ab"), tuple([1])))  # prints: ((), (1,), (1, 2), (), ('a', 'b'), (1,))
print((tuple(x for x in range(2)), ((),), (1, (2, (3,)))))  # prints: ((0, 1), ((),), (1, (2, (3,))))
tuple(5)                                    # raises: TypeError: 'int' object is not iterable
tuple(1, 2)                                 # raises: TypeError: tuple expected at most 1 argument, got 2

# === operators ===
print(((1,) + (2,), (1, 2) * 2, 2 * (0,), () * 5, (1, 2) == (1, 2)))  # prints: ((1, 2), (1, 2, 1, 2), (0, 0), (), True)
print(((1, 2) < (1, 3), (1,) < (1, 0), () < (1,), 1 in (1, 2), len((1, 2))))  # prints: (True, True, True, True, 2)
print((not (), (1, 2) != [1, 2]))           # prints: (True, True)
(1,) + [2]                                  # raises: TypeError: can only concatenate tuple (not "list") to tuple
print(((1,) < (1, "a"), (1, "a") == (1, "b")))  # prints: (True, False)
(1, "a") < (1, 2)                           # raises: TypeError: '<' not supported between instances of 'str' and 'int'
(1, 2) * "a"                                # raises: TypeError: can't multiply sequence by non-int of type 'str'

# === methods and indexing ===
t = (1, 2, 3, 2)
print((t.count(2), t.index(2), t.index(2, 2), t[0], t[-1], t[1:3], t[::-1]))  # prints: (2, 1, 3, 1, 2, (2, 3), (2, 3, 2, 1))
print((t[:] is t, tuple(t) is t))           # prints: (True, True)
t.index(9)                                  # raises: ValueError: tuple.index(x): x not in tuple
t[9]                                        # raises: IndexError: tuple index out of range
t["a"]                                      # raises: TypeError: tuple indices must be integers or slices, not str
t[0] = 1                                    # raises: TypeError: 'tuple' object does not support item assignment
del t[0]                                    # raises: TypeError: 'tuple' object doesn't support item deletion
t.append(1)                                 # raises: AttributeError: 'tuple' object has no attribute 'append'

# === hashing ===
print((hash((1, 2)) == hash((1, 2)), hash(()) == hash(()), {(1, 2): "v"}[(1, 2)]))  # prints: (True, True, 'v')
print(({(1, (2, 3))} == {(1, (2, 3))}, hash((1, 2)) == hash((1.0, 2))))  # prints: (True, True)
print(len({(1, 2), (2, 1), (1, 2)}))        # prints: 2
hash(([],))                                 # raises: TypeError: unhashable type: 'list'
{([], 1): 1}                                # raises: TypeError: cannot use 'tuple' as a dict key (unhashable type: 'list')

# === recursion in repr ===
l = []
t = (l,)
l.append(t)
print(t)                                    # prints: ([(...)],)
l.clear()

# === empty tuple is one object ===
print(() is tuple())                        # prints: True

# === nested comparison and sorting ===
print((sorted([(2, "b"), (1, "z"), (2, "a")]), max((1, 2), (1, 3)), min((1, 2), (0, 9))))
    # prints: ([(1, 'z'), (2, 'a'), (2, 'b')], (1, 3), (0, 9))

# === iteration ===
for a, b in ((1, 2), (3, 4)): print(a, b)   # prints: 1 2
                                            #       : 3 4
print((list(enumerate((7, 8))), sum((1, 2)), tuple(reversed(t)) == (l,)))  # prints: ([(0, 7), (1, 8)], 3, True)
print(tuple(zip((1, 2), (3, 4))))           # prints: ((1, 3), (2, 4))
print(((1, 2).__add__((3,)), (1,).__contains__(1), (1, 2).__getitem__(0)))  # prints: ((1, 2, 3), True, 1)
print(((1,).__mul__(2), (1,).__eq__([1]), (3, 1).__len__()))  # prints: ((1, 1), NotImplemented, 2)
