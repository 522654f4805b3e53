# === literals and repr ===
print((b"abc", b"\x00\xff\n\t'", b'"', b"\\", b"'\"", b"a" b"b", rb"\n", bytes(), b"\x7f\x80 ~"))
    # prints: (b'abc', b"\x00\xff\n\t'", b'"', b'\\', b'\'"', b'ab', b'\\n', b'', b'\x7f\x80 ~')

# === construction ===
print((bytes(3), bytes([65, 66]), bytes("é", "utf-8"), bytes(range(3))))
    # prints: (b'\x00\x00\x00', b'AB', b'\xc3\xa9', b'\x00\x01\x02')
print((bytes(b"x"), bytes(bytearray(b"y")), bytes("a", "latin-1")))  # prints: (b'x', b'y', b'a')
print((bytes.fromhex("41 42ff"), bytes((1, 2))))  # prints: (b'AB\xff', b'\x01\x02')
bytes("a")                                  # raises: TypeError: string argument without an encoding
bytes([256])                                # raises: ValueError: bytes must be in range(0, 256)
bytes([-1])                                 # raises: ValueError: bytes must be in range(0, 256)
bytes(["a"])                                # raises: TypeError: 'str' object cannot be interpreted as an integer
bytes(-1)                                   # raises: ValueError: negative count
bytes(1.5)                                  # raises: TypeError: cannot convert 'float' object to bytes
bytes(1, "utf-8")                           # raises: TypeError: encoding without a string argument
bytes.fromhex("4")                          # raises: ValueError: fromhex() arg must contain an even number of hexadecimal digits
bytes.fromhex("zz")                         # raises: ValueError: non-hexadecimal number found in fromhex() arg at position 0
bytes(10 ** 30)                             # raises: OverflowError: cannot fit 'int' into an index-sized integer

# === indexing and slices ===
b = b"hello"
print((b[0], b[-1], b[1:3], b[::-1], list(b), len(b), 104 in b, b"ell" in b))
    # prints: (104, 111, b'el', b'olleh', [104, 101, 108, 108, 111], 5, True, True)
print((b"" in b, b + b"!", b * 2, b[:0]))   # prints: (True, b'hello!', b'hellohello', b'')
b[10]                                       # raises: IndexError: index out of range
b["a"]                                      # raises: TypeError: byte indices must be integers or slices, not str
b[0] = 1                                    # raises: TypeError: 'bytes' object does not support item assignment
256 in b                                    # raises: ValueError: byte must be in range(0, 256)
"a" in b                                    # raises: TypeError: a bytes-like object is required, not 'str'
b + "a"                                     # raises: TypeError: can't concat str to bytes
b"a" < "a"                                  # raises: TypeError: '<' not supported between instances of 'bytes' and 'str'
print((b"a" == "a", b"a" < b"b", b"a" == bytearray(b"a"), b"a" != b"b"))  # prints: (False, True, True, True)
print((hash(b"a") == hash(b"a"), {b"k": 1}[b"k"]))  # prints: (True, 1)

# === methods shared with text ===
print((b.upper(), b"A B".lower(), b.find(b"l"), b.rfind(b"l"), b.index(b"o")))  # prints: (b'HELLO', b'a b', 2, 3, 4)
print((b.count(b"l"), b.find(108), b.startswith(b"he"), b.endswith((b"x", b"o"))))  # prints: (2, 2, True, True)
print((b.replace(b"l", b"L", 1), b"a,b".split(b","), b" a b ".split()))  # prints: (b'heLlo', [b'a', b'b'], [b'a', b'b'])
print((b"-".join([b"a", bytearray(b"b")]), b" x ".strip(), b"xxa".lstrip(b"x")))  # prints: (b'a-b', b'x', b'a')
print((b"a".center(5, b"*"), b"5".zfill(3), b"ab".title(), b"aB".swapcase()))  # prints: (b'**a**', b'005', b'Ab', b'Ab')
print((b"a-b".partition(b"-"), b"a\nb".splitlines(), b"a\tb".expandtabs(4)))  # prints: ((b'a', b'-', b'b'), [b'a', b'b'], b'a   b')
print((b"12".isdigit(), b"ab".isalpha(), b"AB".isupper(), b" ".isspace()))  # prints: (True, True, True, True)
print((b"abc".removeprefix(b"a"), b"abc".removesuffix(b"c")))  # prints: (b'bc', b'ab')
print(b"abc".translate(bytes.maketrans(b"ab", b"xy")))  # prints: b'xyc'
print((b"abc".translate(None, b"b"), b"ab".isascii(), b"hello world".capitalize()))  # prints: (b'ac', True, b'Hello world')
print((b"a b c".rsplit(None, 1), b"a".ljust(3) + b"|", b"a".rjust(3)))  # prints: ([b'a b', b'c'], b'a  |', b'  a')
b.index(b"z")                               # raises: ValueError: subsection not found
b.find("a")                                 # raises: TypeError: argument should be integer or bytes-like object, not 'str'
b.split("a")                                # raises: TypeError: a bytes-like object is required, not 'str'
b"".join(["a"])                             # raises: TypeError: sequence item 0: expected a bytes-like object, str found
b.replace(b"a", "b")                        # raises: TypeError: a bytes-like object is required, not 'str'

# === decoding ===
print((b"abc".decode(), b"\xc3\xa9".decode(), b"\xe9".decode("latin-1")))  # prints: ('abc', 'é', 'é')
print((b"\xff".decode("ascii", "replace"), b"\xffa".decode("utf-8", "ignore")))  # prints: ('�', 'a')
print(repr(b"\xffa".decode("utf-8", "backslashreplace")))  # prints: '\\xffa'
print(repr(b"a\x00b\x00".decode("utf-16-le")))  # prints: 'ab'
b"\xff".decode()                            # raises: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
b"\xc3".decode()                            # raises: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xc3 in position 0: unexpected end of data
b"\xed\xa0\x80".decode()                    # raises: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte
b"\xe9".decode("ascii")                     # raises: UnicodeDecodeError: 'ascii' codec can't decode byte 0xe9 in position 0: ordinal not in range(128)
b"a".decode("nope")                         # raises: LookupError: unknown encoding: nope

# === hex ===
print((b"\x01\xff".hex(), b"\x01\xff\x02".hex(":"), b"\x01\xff\x02".hex("-", 2), b"".hex()))
    # prints: ('01ff', '01:ff:02', '01-ff02', '')

# === iteration and conversion ===
print((sum(b"abc"), max(b"abc"), sorted(b"cab"), [x + 1 for x in b"ab"]))  # prints: (294, 99, [97, 98, 99], [98, 99])
print((tuple(b"ab"), bytes(reversed(b"ab")), list(zip(b"a", b"b"))))  # prints: ((97, 98), b'ba', [(97, 98)])
print((bytes(x ^ 1 for x in b"ab"), b"%d-%s" % (1, b"x")))  # prints: (b'`c', b'1-x')
class B:
    def __bytes__(self): return b"from method"
print(bytes(B()))                           # prints: b'from method'

# === memory views ===
m = memoryview(b"hello")
print((m[0], bytes(m[1:3]), len(m), m.tobytes(), m.readonly, m == b"hello"))  # prints: (104, b'el', 5, b'hello', True, True)
print((m.tolist()[:2], m.format, m.itemsize, m.nbytes))  # prints: ([104, 101], 'B', 1, 5)
m[0] = 1                                    # raises: TypeError: cannot modify read-only memory
ba = bytearray(b"hello")
v = memoryview(ba)
v[0] = 72
v[1:3] = b"EL"
print(ba)                                   # prints: bytearray(b'HELlo')
ba.append(1)                                # raises: BufferError: Existing exports of data: object cannot be re-sized
v.release()
ba.append(33)
print(ba)                                   # prints: bytearray(b'HELlo!')
v[0]                                        # raises: ValueError: operation forbidden on released memoryview object
