# === repr is the shortest that reads back ===
print((0.1, 1.0, 100.0, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 0.00001234))
    # prints: (0.1, 1.0, 100.0, 1e+16, 1000000000000000.0, 1.2345678901234568e+17, 0.0001, 1e-05, 1.234e-05)
print((1e22, 1e23, 1.5e300, 5e-324, 1.7976931348623157e308))  # prints: (1e+22, 1e+23, 1.5e+300, 5e-324, 1.7976931348623157e+308)
print((0.1 + 0.2, 1 / 3, 2 / 3, 1e100, -0.0, 3.0e0, 1234567.875))
    # prints: (0.30000000000000004, 0.3333333333333333, 0.6666666666666666, 1e+100, -0.0, 3.0, 1234567.875)
print((9007199254740993.0, 0.3, 1e21, 12345678901234567890.0))  # prints: (9007199254740992.0, 0.3, 1e+21, 1.2345678901234567e+19)
print((float("inf"), float("-inf"), float("nan"), -float("inf"), str(1e16), repr(2.5)))
    # prints: (inf, -inf, nan, -inf, '1e+16', '2.5')

# === from text ===
print((float("1.5"), float("  -1e3 "), float("1_0.5"), float(".5"), float("5.")))  # prints: (1.5, -1000.0, 10.5, 0.5, 5.0)
print((float("Infinity"), float("-iNf"), float("NaN"), float("1e400")))  # prints: (inf, -inf, nan, inf)
print((float("1e-400"), float(b"2.5"), float("+3"), float()))  # prints: (0.0, 2.5, 3.0, 0.0)
print((float("0.1e1"), float("١.٥"), float(10 ** 20), float(True), float("1e5")))  # prints: (1.0, 1.5, 1e+20, 1.0, 100000.0)
float("")                                   # raises: ValueError: could not convert string to float: ''
float("abc")                                # raises: ValueError: could not convert string to float: 'abc'
float("1.5.2")                              # raises: ValueError: could not convert string to float: '1.5.2'
float("1__0")                               # raises: ValueError: could not convert string to float: '1__0'
float("1e")                                 # raises: ValueError: could not convert string to float: '1e'
float(None)                                 # raises: TypeError: float() argument must be a string or a real number, not 'NoneType'
float([])                                   # raises: TypeError: float() argument must be a string or a real number, not 'list'
float(1j)                                   # raises: TypeError: float() argument must be a string or a real number, not 'complex'
float("0x10")                               # raises: ValueError: could not convert string to float: '0x10'

# === arithmetic ===
print((1.5 + 2, 1.5 - 2, 1.5 * 2, 7.5 // 2, 7.5 % 2, -7.5 // 2, -7.5 % 2))  # prints: (3.5, -0.5, 3.0, 3.0, 1.5, -4.0, 0.5)
print((7.5 % -2, 2.0 ** 0.5, 2.0 ** -1, 5.0 / 2))  # prints: (-0.5, 1.4142135623730951, 0.5, 2.5)
print((divmod(7.5, 2), divmod(-7.5, 2), divmod(5.0, -0.5), -0.0 + 0.0, 0.0 * -1))
    # prints: ((3.0, 1.5), (-4.0, 0.5), (-10.0, -0.0), 0.0, -0.0)
print((1e308 * 10, -1e308 * 10, 1e-320 / 10))  # prints: (inf, -inf, 1e-321)
print((-0.0 // 1, 0.0 // -1, 5 % -0.1 < 0, 1e20 % 3, float("inf") // 1))  # prints: (-0.0, -0.0, True, 1.0, nan)
print((float("inf") - float("inf"), 1 % float("inf"), -1 % float("inf")))  # prints: (nan, 1.0, inf)
1.0 / 0                                     # raises: ZeroDivisionError: division by zero
1.0 // 0                                    # raises: ZeroDivisionError: division by zero
1.0 % 0                                     # raises: ZeroDivisionError: division by zero
divmod(1.0, 0.0)                            # raises: ZeroDivisionError: division by zero
0.0 ** -1                                   # raises: ZeroDivisionError: zero to a negative power
print((-8.0) ** 0.5)                        # prints: (1.7319121124709868e-16+2.8284271247461903j)
2.0 ** 10000                                # raises: OverflowError: (34, 'Numerical result out of range')
1e200 ** 2                                  # raises: OverflowError: (34, 'Numerical result out of range')
print(((-2.0) ** 3, 0.0 ** 0, 1.0 ** float("nan"), float("inf") ** -1))  # prints: (-8.0, 1.0, 1.0, 0.0)
print(((-1.0) ** float("inf"), 4 ** -0.5))  # prints: (1.0, 0.5)
1.5 & 1                                     # raises: TypeError: unsupported operand type(s) for &: 'float' and 'int'

# === comparison ===
nan = float("nan")
print((nan == nan, nan != nan, nan < 1, nan is nan, [nan] == [nan], nan in [nan]))  # prints: (False, True, False, True, True, True)
print((0.0 == -0.0, 1.0 < 2, 1.5 >= 1, float("inf") > 10 ** 400, 0.5 == 1 / 2))  # prints: (True, True, True, True, True)
print((max(1.5, 2), min(0.0, -0.0), sorted([2.5, 1, 3.0])))  # prints: (2, 0.0, [1, 2.5, 3.0])

# === methods ===
print(((2.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio()))  # prints: (False, True, (3, 4))
print(((0.1).as_integer_ratio(), (2.5).real, (2.5).imag, (2.5).conjugate()))
    # prints: ((3602879701896397, 36028797018963968), 2.5, 0.0, 2.5)
float("inf").as_integer_ratio()             # raises: OverflowError: cannot convert Infinity to integer ratio
float("nan").as_integer_ratio()             # raises: ValueError: cannot convert NaN to integer ratio
print(((1.0).hex(), (0.1).hex(), (-2.5).hex(), float("inf").hex(), (0.0).hex()))
    # prints: ('0x1.0000000000000p+0', '0x1.999999999999ap-4', '-0x1.4000000000000p+1', 'inf', '0x0.0p+0')
print(((5e-324).hex(), (-0.0).hex()))       # prints: ('0x0.0000000000001p-1022', '-0x0.0p+0')
print((float.fromhex("0x1.8p3"), float.fromhex("1.8"), float.fromhex("-0x.8p-1")))  # prints: (12.0, 1.5, -0.25)
print((float.fromhex("inf"), float.fromhex("0x1p-1074")))  # prints: (inf, 5e-324)
print(float.fromhex(" 0x1.921fb54442d18p+1 "))  # prints: 3.141592653589793
float.fromhex("xyz")                        # raises: ValueError: invalid hexadecimal floating-point string
float.fromhex("0x1p5000")                   # raises: OverflowError: hexadecimal value too large to represent as a float

# === rounding ===
print((round(2.5), round(3.5), round(-2.5), round(2.567, 2), round(1234.5, -2)))  # prints: (2, 4, -2, 2.57, 1200.0)
print((round(0.5), round(1e300), round(2.675, 2), round(5.015, 2)))
    # prints: (0, 1000000000000000052504760255204420248704468581108159154915854115511802457988908195786371375080447864043704443832883878176942523235360430575644792184786706982848387200926575803737830233794788090059368953234970799945081119038967640880074652742780142494579258788820056842838115669472196386865459400540160, 2.67, 5.01)
print((round(1.5, 400), round(1.5, -400), round(-0.4)))  # prints: (1.5, 0.0, 0)
round(float("inf"))                         # raises: OverflowError: cannot convert float infinity to integer
round(float("nan"))                         # raises: ValueError: cannot convert float NaN to integer
round(1.5, 1.5)                             # raises: TypeError: 'float' object cannot be interpreted as an integer
print((int(2.9), int(-2.9), (2.7).__floor__(), (2.2).__ceil__()))  # prints: (2, -2, 2, 3)
print(((-2.7).__trunc__(), (2.7).__floor__(), type(round(2.5, 0)).__name__))  # prints: (-2, 2, 'float')
print((round(float("inf"), 2), str(round(-0.4, 0))))  # prints: (inf, '-0.0')

# === hash ===
print((hash(0.5), hash(1.5), hash(2.0 ** 70) == hash(2 ** 70), hash(float("inf"))))
    # prints: (1152921504606846976, 1152921504606846977, True, 314159)
print((hash(float("-inf")), hash(-0.0), hash(1e300), hash(0.1)))  # prints: (-314159, 0, 1224995262755759164, 230584300921369408)

# === many operations in a row stay exact ===
x = 0.0
for i in range(1000): x += 0.1
print(x)                                    # prints: 99.9999999999986
y = 1.0
for i in range(1, 30): y = y * i / 2 + 0.5
print(y)                                    # prints: 6.9079955461318856e+22
print((sum([0.1] * 10), sum([1e16, 1.0, -1e16]), sum([0.1, 0.2, 0.3]), sum([1, 0.5])))  # prints: (1.0, 1.0, 0.6, 1.5)
