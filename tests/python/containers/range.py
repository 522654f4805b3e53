# === construction and repr ===
print((range(5), range(1, 5), range(1, 10, 2), range(5, 0, -1)))
    # prints: (range(0, 5), range(1, 5), range(1, 10, 2), range(5, 0, -1))
print((list(range(5, 0, -2)), list(range(0)), list(range(3, 1))))  # prints: ([5, 3, 1], [], [])
print((list(range(-3, 3, 2)), len(range(0, 100, 7)), len(range(10, 0))))  # prints: ([-3, -1, 1], 15, 0)
print(range(0, 10, 1))                      # prints: range(0, 10)
range()                                     # raises: TypeError: range expected at least 1 argument, got 0
range(1, 2, 0)                              # raises: ValueError: range() arg 3 must not be zero
range(1.5)                                  # raises: TypeError: 'float' object cannot be interpreted as an integer
range("a")                                  # raises: TypeError: 'str' object cannot be interpreted as an integer
range(1, 2, 3, 4)                           # raises: TypeError: range expected at most 3 arguments, got 4
range(None)                                 # raises: TypeError: 'NoneType' object cannot be interpreted as an integer

# === indexing and membership ===
r = range(10, 50, 5)
print((r[0], r[-1], r[2:4], r[::-1], r[1:100:2], len(r), 15 in r, 16 in r))
    # prints: (10, 45, range(20, 30, 5), range(45, 5, -5), range(15, 50, 10), 8, True, False)
print((50 in r, 15.0 in r, "a" in r, r.index(20), r.count(20), r.count(21)))  # prints: (False, True, False, 2, 1, 0)
print((r.start, r.stop, r.step))            # prints: (10, 50, 5)
r[100]                                      # raises: IndexError: range object index out of range
r["a"]                                      # raises: TypeError: range indices must be integers or slices, not str
r.index(11)                                 # raises: ValueError: range.index(x): x not in range
r.start = 1                                 # raises: AttributeError: readonly attribute
r[0] = 1                                    # raises: TypeError: 'range' object does not support item assignment

# === equality is that of the sequences ===
print((range(0) == range(2, 1), range(0, 3, 2) == range(0, 4, 2)))  # prints: (True, True)
print((range(3) == [0, 1, 2], hash(range(0, 3, 2)) == hash(range(0, 4, 2))))  # prints: (False, True)
print((range(1) != range(2), bool(range(0)), bool(range(1))))  # prints: (True, False, True)
range(1) < range(2)                         # raises: TypeError: '<' not supported between instances of 'range' and 'range'

# === large values ===
big = range(2 ** 70, 2 ** 70 + 10, 3)
print((list(big) == [2 ** 70, 2 ** 70 + 3, 2 ** 70 + 6, 2 ** 70 + 9], len(big)))  # prints: (True, 4)
print((2 ** 70 + 3 in big, big[-1] - 2 ** 70, range(10 ** 20)[10 ** 19]))  # prints: (True, 9, 10000000000000000000)
len(range(10 ** 20))                        # raises: OverflowError: Python int too large to convert to C ssize_t
print((range(2 ** 60)[-1], 2 ** 59 in range(2 ** 60)))  # prints: (1152921504606846975, True)

# === iteration ===
it = iter(range(3))
print((next(it), list(it), list(it), list(reversed(range(3))), sum(range(101))))  # prints: (0, [1, 2], [], [2, 1, 0], 5050)
print((max(range(5)), min(range(3, 9))))    # prints: (4, 3)
for i in range(2, -3, -2): print(i)         # prints: 2
                                            #       : 0
                                            #       : -2
for i in range(3): i = 10
print(i)                                    # prints: 10
print(([x for x in range(0, -5, -1)], tuple(range(2)), [*range(2)]))  # prints: ([0, -1, -2, -3, -4], (0, 1), [0, 1])
print((dict(enumerate(range(2))), list(map(lambda x: x * x, range(4)))))  # prints: ({0: 0, 1: 1}, [0, 1, 4, 9])
print(iter(range(5)).__length_hint__())     # prints: 5
class I:
    def __index__(self): return 3
print(list(range(I())))                     # prints: [0, 1, 2]
