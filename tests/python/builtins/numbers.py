# === abs, divmod, pow, round ===
print((abs(-3), abs(2.5), abs(True), abs(3 + 4j), divmod(7, 3), divmod(7.5, 2)))  # prints: (3, 2.5, 1, 5.0, (2, 1), (3.0, 1.5))
print((pow(2, 3), pow(2.0, 3), pow(2, 3, 5), round(2.5), round(2.567, 1)))  # prints: (8, 8.0, 3, 2, 2.6)
print(round(1234, -2))                      # prints: 1200
abs("a")                                    # raises: TypeError: bad operand type for abs(): 'str'
divmod("a", 1)                              # raises: TypeError: unsupported operand type(s) for divmod(): 'str' and 'int'
pow("a", 2)                                 # raises: TypeError: unsupported operand type(s) for ** or pow(): 'str' and 'int'
pow(1)                                      # raises: TypeError: pow() missing required argument 'exp' (pos 2)
round("a")                                  # raises: TypeError: type str doesn't define __round__ method
round(1.5, "a")                             # raises: TypeError: 'str' object cannot be interpreted as an integer
round(None)                                 # raises: TypeError: type NoneType doesn't define __round__ method
print((round(number=2.7), round(2.75, ndigits=1), pow(base=2, exp=5), pow(2, exp=3, mod=7)))  # prints: (3, 2.8, 32, 1)

# === bin, oct, hex, chr, ord ===
print((bin(10), oct(64), hex(255), chr(97), chr(0x1F600), ord("a"), ord(b"z")))
    # prints: ('0b1010', '0o100', '0xff', 'a', '😀', 97, 122)
chr("a")                                    # raises: TypeError: 'str' object cannot be interpreted as an integer
chr(1.5)                                    # raises: TypeError: 'float' object cannot be interpreted as an integer
ord(b"ab")                                  # raises: TypeError: ord() expected a character, but string of length 2 found
hex(1.5)                                    # raises: TypeError: 'float' object cannot be interpreted as an integer
chr(2 ** 70)                                # raises: ValueError: chr() arg not in range(0x110000)

# === types as converters ===
print((int("5"), float("2"), bool(""), complex("1j"), str(5), bytes([1])))  # prints: (5, 2.0, False, 1j, '5', b'\x01')
print((list("ab"), tuple("ab"), dict(a=1), set([1]), frozenset([1])))
    # prints: (['a', 'b'], ('a', 'b'), {'a': 1}, {1}, frozenset({1}))
print((type(1), type("a"), type(None), type(...), type(NotImplemented), type(len)))
    # prints: (<class 'int'>, <class 'str'>, <class 'NoneType'>, <class 'ellipsis'>, <class 'NotImplementedType'>, <class 'builtin_function_or_method'>)
print((type(print), type(lambda: 0), type(type), type(iter([])), type({}.keys())))
    # prints: (<class 'builtin_function_or_method'>, <class 'function'>, <class 'type'>, <class 'list_iterator'>, <class 'dict_keys'>)
print((type(range(1)), type(1j), type(b""), type(slice(1)), type([].append)))
    # prints: (<class 'range'>, <class 'complex'>, <class 'bytes'>, <class 'slice'>, <class 'builtin_function_or_method'>)
print((type(str.upper), type(object.__init__)))  # prints: (<class 'method_descriptor'>, <class 'wrapper_descriptor'>)

# === callable, isinstance, issubclass, hash, id ===
print((callable(len), callable("a"), callable(int), callable(lambda: 0)))  # prints: (True, False, True, True)
print((isinstance(1, int), isinstance(1, (str, int)), issubclass(bool, int)))  # prints: (True, True, True)
print((hash(5), hash(None) == hash(None)))  # prints: (5, True)
hash([])                                    # raises: TypeError: unhashable type: 'list'
hash({})                                    # raises: TypeError: unhashable type: 'dict'
hash(set())                                 # raises: TypeError: unhashable type: 'set'
x = []
print((id(x) == id(x), id([]) != id(x), isinstance(id(x), int), x is x))  # prints: (True, True, True, True)
id()                                        # raises: TypeError: id() takes exactly one argument (0 given)

# === repr, ascii, str, format, print ===
print((repr("a'b"), ascii("é"), repr([1, "x", None]), format(255, "x"), repr(1.0)))
    # prints: ('"a\'b"', "'\\xe9'", "[1, 'x', None]", 'ff', '1.0')
print((repr(b"x"), repr(...), repr(NotImplemented), repr(int), repr(len)))
    # prints: ("b'x'", 'Ellipsis', 'NotImplemented', "<class 'int'>", '<built-in function len>')
print(repr(repr(True)))                     # prints: 'True'
print()                                     # prints:
print(1, "a", None, [1], sep=", ")          # prints: 1, a, None, [1]
print("a", end="\n\n")                      # prints: a
                                            #       :
print("x", "y", sep=None, end=None, flush=True)  # prints: x y
print(1, end=2)                             # raises: TypeError: end must be None or a string, not int

# === bool of NotImplemented, Ellipsis ===
print(bool(...))                            # prints: True
bool(NotImplemented)                        # raises: TypeError: NotImplemented should not be used in a boolean context

# === sentinel types cannot be made ===
print((type(None)() is None, type(...)() is ..., type(NotImplemented)() is NotImplemented))  # prints: (True, True, True)
type(None)(1)                               # raises: TypeError: NoneType takes no arguments
type(len)()                                 # raises: TypeError: cannot create 'builtin_function_or_method' instances
type(lambda: 0)()                           # raises: TypeError: function() missing required argument 'code' (pos 1)
type(iter([]))([1])                         # raises: TypeError: cannot create 'list_iterator' instances
