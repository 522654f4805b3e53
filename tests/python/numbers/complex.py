# === arithmetic ===
print(((1 + 2j) + 1, (1 + 2j) - 2j, (1 + 2j) * (3 - 1j), (1 + 2j) / (1 - 1j)))  # prints: ((2+2j), (1+0j), (5+5j), (-0.5+1.5j))
print(((1 + 2j) ** 2, -(1 + 2j), +1j, 2 ** 1j == 2 ** 1j))  # prints: ((-3+4j), (-1-2j), 1j, True)
print((abs(3 + 4j), (1 + 2j).real, (1 + 2j).imag, (1 + 2j).conjugate(), 1j * 1j))  # prints: (5.0, 1.0, 2.0, (1-2j), (-1+0j))
print((1j ** 2, (2 + 0j) ** 3, 1j ** 0, (1 + 1j) ** -1))  # prints: ((-1+0j), (8+0j), (1+0j), (0.5-0.5j))
print((1 + 2j == 1 + 2j, 1 + 0j == 1, 1j != 1, bool(0j), bool(1j)))  # prints: (True, True, True, False, True)
print((hash(1 + 0j) == 1, hash(1j) == hash(1j)))  # prints: (True, True)

# === text ===
print((1j, -1j, 1 + 1j, 1.5 - 2j, 0j, -0j, complex(0, -0.0), complex(-0.0, 1)))
    # prints: (1j, (-0-1j), (1+1j), (1.5-2j), 0j, (-0-0j), -0j, (-0+1j))
print((complex(float("inf"), float("nan")), 1e20j, complex(1e16, 1e-5)))  # prints: ((inf+nanj), 1e+20j, (1e+16+1e-05j))
print((str(1 + 2j), repr(2j)))              # prints: ('(1+2j)', '2j')

# === construction ===
print((complex(), complex(1), complex(1, 2), complex("1+2j"), complex("j")))  # prints: (0j, (1+0j), (1+2j), (1+2j), 1j)
print((complex("-2.5J"), complex(" (1-1j) "), complex(1.5), complex("1e5")))  # prints: (-2.5j, (1-1j), (1.5+0j), (100000+0j))
print((complex(imag=3), complex(True), complex("nan+infj")))  # prints: (3j, (1+0j), (nan+infj))
print(complex(real=1, imag=2))              # prints: (1+2j)
complex("abc")                              # raises: ValueError: complex() arg is a malformed string
complex("1 + 2j")                           # raises: ValueError: complex() arg is a malformed string
complex("")                                 # raises: ValueError: complex() arg is a malformed string
complex("1", 2)                             # raises: TypeError: complex() argument 'real' must be a real number, not str
complex(1, "2")                             # raises: TypeError: complex() argument 'imag' must be a real number, not str
complex([])                                 # raises: TypeError: complex() argument must be a string or a number, not list
complex(None)                               # raises: TypeError: complex() argument must be a string or a number, not NoneType

# === errors ===
1j < 2j                                     # raises: TypeError: '<' not supported between instances of 'complex' and 'complex'
int(1j)                                     # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
1j // 2                                     # raises: TypeError: unsupported operand type(s) for //: 'complex' and 'int'
1j % 2                                      # raises: TypeError: unsupported operand type(s) for %: 'complex' and 'int'
divmod(1j, 1)                               # raises: TypeError: unsupported operand type(s) for divmod(): 'complex' and 'int'
1j / 0                                      # raises: ZeroDivisionError: division by zero
0j ** -1                                    # raises: ZeroDivisionError: zero to a negative or complex power
1j > 0                                      # raises: TypeError: '>' not supported between instances of 'complex' and 'int'
round(1j)                                   # raises: TypeError: type complex doesn't define __round__ method
math_missing = abs(complex(3, -4)); print(math_missing)  # prints: 5.0
print(sum([1j, 2, 3.5]))                    # prints: (5.5+1j)
print((complex.from_number(3), complex.from_number(1j)))  # prints: ((3+0j), 1j)
