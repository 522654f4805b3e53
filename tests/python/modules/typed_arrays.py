# === typed arrays ===
from array import array
print((array("i"), array("i", [1, 2]), array("d", [1.5]), array("b", b"\x01\xff")))
    # prints: (array('i'), array('i', [1, 2]), array('d', [1.5]), array('b', [1, -1]))
print((array("f", [0.1]), array("q", [2 ** 62]), array("w", "aé")))
    # prints: (array('f', [0.10000000149011612]), array('q', [4611686018427387904]), array('w', 'aé'))
print(array("B", range(3)))                 # prints: array('B', [0, 1, 2])
a = array("i", [1, 2, 3])
print((a.typecode, a.itemsize, len(a), a[0], a[-1], a[1:], a[::-1], list(a)))
    # prints: ('i', 4, 3, 1, 3, array('i', [2, 3]), array('i', [3, 2, 1]), [1, 2, 3])
print((2 in a, a.count(1), a.index(3), sum(a), a.tolist()))  # prints: (True, 1, 2, 6, [1, 2, 3])
print(a.tobytes() == b"\x01\0\0\0\x02\0\0\0\x03\0\0\0")  # prints: True
a.append(4); a.extend([5, 6]); a.insert(0, 0); print(a.pop()); a.remove(2); a.reverse()  # prints: 6
print(a)                                    # prints: array('i', [5, 4, 3, 1, 0])
a[0] = 9
a[1:2] = array("i", [7, 7])
print(a)                                    # prints: array('i', [9, 7, 7, 3, 1, 0])
del a[0], a[1:2]
print(a)                                    # prints: array('i', [7, 3, 1, 0])
print((a + array("i", [1]), a * 2, a == array("i", [7, 3, 1, 0])))
    # prints: (array('i', [7, 3, 1, 0, 1]), array('i', [7, 3, 1, 0, 7, 3, 1, 0]), True)
print((a == array("d", a), a < array("i", [9]), a != a))  # prints: (True, True, False)
a += array("i", [5])
a *= 2
print(a)                                    # prints: array('i', [7, 3, 1, 0, 5, 7, 3, 1, 0, 5])
print((array("d", [1, 2]).tolist(), array("f", [0.5, 0.1]).tolist()))  # prints: ([1.0, 2.0], [0.5, 0.10000000149011612])
print((array("B", [255])[0], array("h", [-5])))  # prints: (255, array('h', [-5]))
a.frombytes(b"\x01\0\0\0")
print(a[-1])                                # prints: 1
a.fromlist([8])
print((a[-1], bytes(array("h", [1, 2])), array("w", "ab").tounicode()))  # prints: (8, b'\x01\x00\x02\x00', 'ab')
c = array("H", [1, 256])
c.byteswap()
print(c)                                    # prints: array('H', [256, 1])

# === errors ===
array("z")                                  # raises: ValueError: bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)
array("i", ["a"])                           # raises: TypeError: 'str' object cannot be interpreted as an integer
array("b", [200])                           # raises: OverflowError: signed char is greater than maximum
array("B", [-1])                            # raises: OverflowError: unsigned byte integer is less than minimum
array("i", [1.5])                           # raises: TypeError: 'float' object cannot be interpreted as an integer
array("i", 5)                               # raises: TypeError: 'int' object is not iterable
array("i", "ab")                            # raises: TypeError: cannot use a str to initialize an array with typecode 'i'
a[100]                                      # raises: IndexError: array index out of range
a["x"]                                      # raises: TypeError: array indices must be integers
a[0] = "x"                                  # raises: TypeError: 'str' object cannot be interpreted as an integer
a[0] = 2 ** 40                              # raises: OverflowError: signed integer is greater than maximum
a.append(None)                              # raises: TypeError: 'NoneType' object cannot be interpreted as an integer
a.pop(1000)                                 # raises: IndexError: pop index out of range
a.remove(12345)                             # raises: ValueError: array.remove(x): x not in array
a.index(12345)                              # raises: ValueError: array.index(x): x not in array
a + [1]                                     # raises: TypeError: can only append array (not "list") to array
a + array("d", [1])                         # raises: TypeError: bad argument type for built-in operation
a[0:1] = [1]                                # raises: TypeError: can only assign array (not "list") to array slice
array()                                     # raises: TypeError: array() takes at least 1 argument (0 given)
array("i").pop()                            # raises: IndexError: pop from empty array
a.frombytes(b"\x01")                        # raises: ValueError: bytes length not a multiple of item size
hash(a)                                     # raises: TypeError: unhashable type: 'array.array'

# === iteration and copies ===
x = array("i", range(5))
y = x[:]
y[0] = 100
print((x[0], y[0], [v * 2 for v in x], max(x), sorted(x, reverse=True), tuple(x)))
    # prints: (0, 100, [0, 2, 4, 6, 8], 4, [4, 3, 2, 1, 0], (0, 1, 2, 3, 4))
print((list(zip(x, "ab")), list(reversed(x))))  # prints: ([(0, 'a'), (1, 'b')], [4, 3, 2, 1, 0])
it = iter(x)
print((next(it), list(it)))                 # prints: (0, [1, 2, 3, 4])
import sys
big = array("d", [0.0]) * 1000
print((len(big), sum(big), len(big.tobytes())))  # prints: (1000, 0.0, 8000)
m = memoryview(x)
print((m[1], m.format, m.itemsize, len(m)))  # prints: (1, 'i', 4, 5)
x.append(1)                                 # raises: BufferError: cannot resize an array that is exporting buffers
m.release()
x.append(1)
print(len(x))                               # prints: 6
