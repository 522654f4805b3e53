# === construction and repr ===
print((bytearray(), bytearray(3), bytearray(b"abc"), bytearray([1, 2])))
    # prints: (bytearray(b''), bytearray(b'\x00\x00\x00'), bytearray(b'abc'), bytearray(b'\x01\x02'))
print((bytearray("é", "utf-8"), bytearray(range(3)), bytearray.fromhex("ff 00")))
    # prints: (bytearray(b'\xc3\xa9'), bytearray(b'\x00\x01\x02'), bytearray(b'\xff\x00'))
bytearray("a")                              # raises: TypeError: string argument without an encoding
bytearray([300])                            # raises: ValueError: byte must be in range(0, 256)

# === changing in place ===
b = bytearray(b"hello")
b[0] = 72
print(b)                                    # prints: bytearray(b'Hello')
b[1:3] = b"EL"
print(b)                                    # prints: bytearray(b'HELlo')
b[1:1] = b"xyz"
print(b)                                    # prints: bytearray(b'HxyzELlo')
b[::2] = b"-----" [:len(b[::2])]
print(b)                                    # prints: bytearray(b'-x-z-L-o')
del b[0], b[-1]
print(b)                                    # prints: bytearray(b'x-z-L-')
del b[1:3]
print(b)                                    # prints: bytearray(b'x-L-')
b.append(65)
b.extend(b"BC")
b.extend([68, 69])
print(b)                                    # prints: bytearray(b'x-L-ABCDE')
b.insert(0, 33)
print((b.pop(), b.pop(0), b))               # prints: (69, 33, bytearray(b'x-L-ABCD'))
b.remove(65)
print(b)                                    # prints: bytearray(b'x-L-BCD')
b.reverse()
print(b)                                    # prints: bytearray(b'DCB-L-x')
b.clear()
print(b)                                    # prints: bytearray(b'')
b += b"abc"
b *= 2
print(b)                                    # prints: bytearray(b'abcabc')
c = b.copy()
c[0] = 0
print((b[0], c[0]))                         # prints: (97, 0)
b.resize(3)
print(b)                                    # prints: bytearray(b'abc')

# === aliases see the change ===
x = y = bytearray(b"a")
x += b"b"
print((y, x is y))                          # prints: (bytearray(b'ab'), True)

# === errors ===
b[0] = 256                                  # raises: ValueError: byte must be in range(0, 256)
b[0] = "a"                                  # raises: TypeError: 'str' object cannot be interpreted as an integer
b[10] = 1                                   # raises: IndexError: bytearray index out of range
b.append(256)                               # raises: ValueError: byte must be in range(0, 256)
b.append("a")                               # raises: TypeError: 'str' object cannot be interpreted as an integer
b.remove(255)                               # raises: ValueError: value not found in bytearray
bytearray().pop()                           # raises: IndexError: pop from empty bytearray
b.pop(50)                                   # raises: IndexError: pop index out of range
b[0:1] = 5                                  # raises: TypeError: can assign only bytes, buffers, or iterables of ints in range(0, 256)
b[0:1] = "a"                                # raises: TypeError: can assign only bytes, buffers, or iterables of ints in range(0, 256)
b[::2] = b"x"                               # raises: ValueError: attempt to assign bytes of size 1 to extended slice of size 2
b.extend("a")                               # raises: TypeError: expected iterable of integers; got: 'str'
b.extend(5)                                 # raises: TypeError: can't extend bytearray with int
b.insert("a", 1)                            # raises: TypeError: 'str' object cannot be interpreted as an integer
hash(b)                                     # raises: TypeError: unhashable type: 'bytearray'
b + "x"                                     # raises: TypeError: can't concat str to bytearray
del b[10]                                   # raises: IndexError: bytearray index out of range

# === reading ===
b = bytearray(b"hello")
print((b[1], b[1:3], b == b"hello", b"ell" in b, b.find(b"l"), b.upper()))
    # prints: (101, bytearray(b'el'), True, True, 2, bytearray(b'HELLO'))
print((b.decode(), b.hex(), list(b)[:2], len(b), b.startswith(b"h"), bytes(b)))
    # prints: ('hello', '68656c6c6f', [104, 101], 5, True, b'hello')
print((b + b"!", b * 2, b < b"z", b.split(b"l"), b.replace(b"l", b"LL")))
    # prints: (bytearray(b'hello!'), bytearray(b'hellohello'), True, [bytearray(b'he'), bytearray(b''), bytearray(b'o')], bytearray(b'heLLLLo'))
print((b.strip(b"ho"), b.isalpha(), type(b.upper()).__name__, b.count(108)))  # prints: (bytearray(b'ell'), True, 'bytearray', 2)
print(sorted(b)[0])                         # prints: 101

# === a sieve ===
def primes(n):
    flags = bytearray([1]) * (n + 1)
    flags[0:2] = b"\0\0"
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i in range(n + 1) if flags[i]]
print(primes(50))                           # prints: [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
print(len(primes(10000)))                   # prints: 1229
