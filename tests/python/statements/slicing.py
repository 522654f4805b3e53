# === reading ===
l = list(range(10))
print((l[2:5], l[:3], l[7:], l[:], l[-3:], l[:-7]))
    # prints: ([2, 3, 4], [0, 1, 2], [7, 8, 9], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [7, 8, 9], [0, 1, 2])
print((l[::2], l[1::3], l[::-1], l[8:2:-2], l[-1:-4:-1]))
    # prints: ([0, 2, 4, 6, 8], [1, 4, 7], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], [8, 6, 4], [9, 8, 7])
print((l[5:2], l[100:], l[-100:2], l[2:100:50]))  # prints: ([], [], [0, 1], [2])
print(("hello"[1:4], "hello"[::-1], (1, 2, 3)[1:], b"bytes"[:2], range(10)[2:8:3]))
    # prints: ('ell', 'olleh', (2, 3), b'by', range(2, 8, 3))
print(l[None:None:None] == l)               # prints: True
print(l[True:3])                            # prints: [1, 2]

# === indexes ===
print((l[0], l[-1], l[-10], "abc"[-1]))     # prints: (0, 9, 0, 'c')
l[10]                                       # raises: IndexError: list index out of range
l[-11]                                      # raises: IndexError: list index out of range
(1,)[5]                                     # raises: IndexError: tuple index out of range
"abc"[3]                                    # raises: IndexError: string index out of range
b"a"[1]                                     # raises: IndexError: index out of range
bytearray(b"a")[1]                          # raises: IndexError: bytearray index out of range
range(3)[3]                                 # raises: IndexError: range object index out of range
l["a"]                                      # raises: TypeError: list indices must be integers or slices, not str
l[1.0]                                      # raises: TypeError: list indices must be integers or slices, not float
l[None]                                     # raises: TypeError: list indices must be integers or slices, not NoneType
"abc"["x"]                                  # raises: TypeError: string indices must be integers, not 'str'
(1,)["x"]                                   # raises: TypeError: tuple indices must be integers or slices, not str
l[::0]                                      # raises: ValueError: slice step cannot be zero
l["a":]                                     # raises: TypeError: slice indices must be integers or None or have an __index__ method
l[1.5:]                                     # raises: TypeError: slice indices must be integers or None or have an __index__ method

# === assignment ===
l = [1, 2, 3, 4, 5]
l[1:3] = "xyz"
print(l)                                    # prints: [1, 'x', 'y', 'z', 4, 5]
l[:0] = [0]
print(l)                                    # prints: [0, 1, 'x', 'y', 'z', 4, 5]
l[len(l):] = [9, 9]
print(l)                                    # prints: [0, 1, 'x', 'y', 'z', 4, 5, 9, 9]
l[::2] = [None] * 5
print(l)                                    # prints: [None, 1, None, 'y', None, 4, None, 9, None]
l[::2] = [1]                                # raises: ValueError: attempt to assign sequence of size 1 to extended slice of size 5
l[1:1] = range(2)
print(l)                                    # prints: [None, 0, 1, 1, None, 'y', None, 4, None, 9, None]
l[:] = []
print(l)                                    # prints: []
l[0] = 1                                    # raises: IndexError: list assignment index out of range
l[:] = 5                                    # raises: TypeError: must assign iterable to extended slice
l[5:2] = [1]
print(l)                                    # prints: [1]
l[0:1] = l
print(l)                                    # prints: [1]
l += l[:]
print(l)                                    # prints: [1, 1]

# === deletion ===
l = list(range(10))
del l[2:4]
print(l)                                    # prints: [0, 1, 4, 5, 6, 7, 8, 9]
del l[::3]
print(l)                                    # prints: [1, 4, 6, 7, 9]
del l[::-2]
print(l)                                    # prints: [4, 7]
del l[10]                                   # raises: IndexError: list assignment index out of range
del l[5:1]
print(l)                                    # prints: [4, 7]

# === slice objects ===
s = slice(1, 10, 2)
print((s, s.start, s.stop, s.step))         # prints: (slice(1, 10, 2), 1, 10, 2)
print((slice(3), slice(None), slice(1, 2) == slice(1, 2, None)))  # prints: (slice(None, 3, None), slice(None, None, None), True)
print((s.indices(5), slice(None, None, -1).indices(4), slice(-3, -1).indices(10)))  # prints: ((1, 5, 2), (3, -1, -1), (7, 9, 1))
print(slice(20).indices(3))                 # prints: (0, 3, 1)
print(list(range(20))[s])                   # prints: [1, 3, 5, 7, 9]
slice()                                     # raises: TypeError: slice expected at least 1 argument, got 0
slice(1, 2, 3, 4)                           # raises: TypeError: slice expected at most 3 arguments, got 4
s.indices(-1)                               # raises: ValueError: length should not be negative
slice(None, None, 0).indices(5)             # raises: ValueError: slice step cannot be zero
print(hash(slice(1, 2)) == hash(slice(1, 2)))  # prints: True
class K:
    def __getitem__(self, k): return k
print((K()[1:2], K()[::], K()[1:2, ..., 3], K()[()], K()[*[1, 2]]))
    # prints: (slice(1, 2, None), slice(None, None, None), (slice(1, 2, None), Ellipsis, 3), (), (1, 2))
s.start = 5                                 # raises: AttributeError: readonly attribute
