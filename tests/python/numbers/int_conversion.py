# === from text ===
print((int("12"), int(" -12\n"), int("+5"), int("1_000"), int("0"), int("-0"), int("00012")))
    # prints: (12, -12, 5, 1000, 0, 0, 12)
print((int("ff", 16), int("0xff", 16), int("0xff", 0), int("0b101", 0)))  # prints: (255, 255, 255, 5)
print((int("0o17", 0), int("z", 36), int("101", 2), int("-0x1F", 16)))  # prints: (15, 35, 5, -31)
print((int("123456789012345678901234567890"), int(b"42"), int(bytearray(b"7")), int("٣")))
    # prints: (123456789012345678901234567890, 42, 7, 3)
print((int(), int(5), int(True), int(3.99), int(-3.99), int(1e20), int(2.0 ** 70)))
    # prints: (0, 5, 1, 3, -3, 100000000000000000000, 1180591620717411303424)
int("")                                     # raises: ValueError: invalid literal for int() with base 10: ''
int("a")                                    # raises: ValueError: invalid literal for int() with base 10: 'a'
int("1.5")                                  # raises: ValueError: invalid literal for int() with base 10: '1.5'
int("1__0")                                 # raises: ValueError: invalid literal for int() with base 10: '1__0'
int("_1")                                   # raises: ValueError: invalid literal for int() with base 10: '_1'
int("12", 1)                                # raises: ValueError: int() base must be >= 2 and <= 36, or 0
int("12", 37)                               # raises: ValueError: int() base must be >= 2 and <= 36, or 0
int("9", 8)                                 # raises: ValueError: invalid literal for int() with base 8: '9'
int("0x", 16)                               # raises: ValueError: invalid literal for int() with base 16: '0x'
int("010", 0)                               # raises: ValueError: invalid literal for int() with base 0: '010'
int(5, 10)                                  # raises: TypeError: int() can't convert non-string with explicit base
int(None)                                   # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
int([])                                     # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'
int("1 2")                                  # raises: ValueError: invalid literal for int() with base 10: '1 2'
int(float("inf"))                           # raises: OverflowError: cannot convert float infinity to integer
int(float("nan"))                           # raises: ValueError: cannot convert float NaN to integer
int(1j)                                     # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
int("5", "x")                               # raises: TypeError: 'str' object cannot be interpreted as an integer
int(base=10)                                # raises: TypeError: int() missing string argument
int(b"\xff")                                # raises: ValueError: invalid literal for int() with base 10: b'\xff'

# === to text ===
print((str(10 ** 30), repr(-5), hex(255), oct(8), bin(5), hex(-255), bin(-5)))
    # prints: ('1000000000000000000000000000000', '-5', '0xff', '0o10', '0b101', '-0xff', '-0b101')
print((oct(0), hex(2 ** 70), bin(2 ** 65)))  # prints: ('0o0', '0x400000000000000000', '0b100000000000000000000000000000000000000000000000000000000000000000')
hex("a")                                    # raises: TypeError: 'str' object cannot be interpreted as an integer
bin(1.5)                                    # raises: TypeError: 'float' object cannot be interpreted as an integer
print((len(str(3 ** 2000)), str(3 ** 2000)[:20], str(3 ** 2000)[-20:]))
    # prints: (955, '17478712517226516096', '91673819054110440001')
str(10 ** 5000)                             # raises: ValueError: Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit
int("9" * 5000)                             # raises: ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; use sys.set_int_max_str_digits() to increase the limit
import sys
print(sys.get_int_max_str_digits())         # prints: 4300
sys.set_int_max_str_digits(0)
print(len(str(10 ** 5000)))                 # prints: 5001
print(int("9" * 4999) == 10 ** 4999 - 1)    # prints: True
sys.set_int_max_str_digits(4300)
sys.set_int_max_str_digits(5)               # raises: ValueError: maxdigits must be >= 640 or 0 for unlimited

# === bytes ===
print(((1024).to_bytes(2), (1024).to_bytes(2, "little")))  # prints: (b'\x04\x00', b'\x00\x04')
print(((-1).to_bytes(3, "big", signed=True), (255).to_bytes(), (0).to_bytes(0)))  # prints: (b'\xff\xff\xff', b'\xff', b'')
print((2 ** 70).to_bytes(10, "little"))     # prints: b'\x00\x00\x00\x00\x00\x00\x00\x00@\x00'
print((int.from_bytes(b"\x04\x00"), int.from_bytes(b"\x04\x00", "little")))  # prints: (1024, 4)
print((int.from_bytes(b"\xff\xfe", signed=True), int.from_bytes(b"")))  # prints: (-2, 0)
print(int.from_bytes([1, 2]))               # prints: 258
print((int.from_bytes(b"\xff" * 10), int.from_bytes(b"\x80" + b"\x00" * 9, signed=True)))
    # prints: (1208925819614629174706175, -604462909807314587353088)
(256).to_bytes(1)                           # raises: OverflowError: int too big to convert
(-1).to_bytes(1)                            # raises: OverflowError: can't convert negative int to unsigned
(128).to_bytes(1, signed=True)              # raises: OverflowError: int too big to convert
(1).to_bytes(-1)                            # raises: ValueError: length argument must be non-negative
(1).to_bytes(1, "middle")                   # raises: ValueError: byteorder must be either 'little' or 'big'
int.from_bytes("a")                         # raises: TypeError: cannot convert 'str' object to bytes
int.from_bytes(b"a", "x")                   # raises: ValueError: byteorder must be either 'little' or 'big'

# === attributes and methods ===
print(((5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate()))  # prints: (5, 0, 5, 1, 5)
print(((5).as_integer_ratio(), (5).is_integer()))  # prints: ((5, 1), True)
print(((7).__index__(), (7).__floor__(), (7).__ceil__(), (7).__trunc__()))  # prints: (7, 7, 7, 7)
print(((7).__bool__(), (0).__bool__()))     # prints: (True, False)
print((round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(5)))  # prints: (12300, 20, 20, -20, 5)
print((round(5, 2), round(10 ** 20 + 5, -1)))  # prints: (5, 100000000000000000000)

# === bool ===
print((True, False, True + 1, True & False, True | 1, True ^ True, ~5, not True))
    # prints: (True, False, 2, False, 1, False, -6, False)
print((bool("x"), bool([]), bool(0.0), bool()))  # prints: (True, False, False, False)
print((type(True & True).__name__, type(True & 1).__name__, str(True), int(True)))  # prints: ('bool', 'int', 'True', 1)
print((repr(False), True == 1, {True: "a"}[1], [10, 20][True]))  # prints: ('False', True, 'a', 20)
bool(1, 2)                                  # raises: TypeError: bool expected at most 1 argument, got 2
print((bool("False"), isinstance(False, int), True is (1 == 1)))  # prints: (True, True, True)
