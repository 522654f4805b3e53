# === small and large ===
print((1 + 2, 5 - 7, 6 * 7, 7 // 2, 7 % 3, 2 ** 10, -7 // 2, -7 % 3, 7 // -2, 7 % -3))
    # prints: (3, -2, 42, 3, 1, 1024, -4, 2, -4, -2)
print((2 ** 100, 2 ** 64 - 1, -(2 ** 63), 10 ** 30 + 1))
    # prints: (1267650600228229401496703205376, 18446744073709551615, -9223372036854775808, 1000000000000000000000000000001)
print((2 ** 62 + 2 ** 62, 2 ** 50 * 2, -2 ** 50 - 1, 1125899906842623 + 1, 1125899906842624 - 1))
    # prints: (9223372036854775808, 2251799813685248, -1125899906842625, 1125899906842624, 1125899906842623)
print(((2 ** 100) // (2 ** 90), (2 ** 100) % 1000007, -(2 ** 100) // 3, (2 ** 100 + 1) % -7))
    # prints: (1024, 698635, -422550200076076467165567735126, -4)
print((divmod(17, 5), divmod(-17, 5), divmod(17, -5), divmod(10 ** 20, 7)))
    # prints: ((3, 2), (-4, 3), (-4, -3), (14285714285714285714, 2))
print(12345678901234567890 * 98765432109876543210)  # prints: 1219326311370217952237463801111263526900
print(((10 ** 40 + 7) // (10 ** 20 + 3), (10 ** 40 + 7) % (10 ** 20 + 3)))  # prints: (99999999999999999997, 16)
print((7 / 2, 6 / 3, 1 / 3, 10 ** 30 / 10 ** 10, -1 / 4))  # prints: (3.5, 2.0, 0.3333333333333333, 1e+20, -0.25)
print((2 ** -1, 0 ** 0, (-2) ** 3, (-2) ** -3, 2 ** 0))  # prints: (0.5, 1, -8, -0.125, 1)
import math
print(math.factorial(25))                   # prints: 15511210043330985984000000
print((sum(range(10 ** 6)), 3 ** 200 % 10 ** 9))  # prints: (499999500000, 699044001)

# === modular power ===
print((pow(2, 10, 1000), pow(3, 200, 13), pow(2, -1, 7), pow(-3, 3, 5)))  # prints: (24, 9, 4, 3)
print((pow(2, 3, -5), pow(2, 10 ** 20, 10 ** 9 + 7)))  # prints: (-2, 855473248)
print((pow(2, 0, 1), pow(5, 3), pow(2, 3, mod=5)))  # prints: (0, 125, 3)

# === negation and absolute value ===
print((-5, +5, ~5, ~-1, ~(2 ** 70), abs(-5), abs(-(2 ** 70)), -(-(2 ** 70))))
    # prints: (-5, 5, -6, 0, -1180591620717411303425, 5, 1180591620717411303424, 1180591620717411303424)

# === bits ===
print((5 & 3, 5 | 3, 5 ^ 3, -5 & 0xFF, -5 | 2, -5 ^ 3, -1 & (2 ** 70)))  # prints: (1, 7, 6, 251, -5, -8, 1180591620717411303424)
print(((2 ** 70) | 1, (2 ** 70) ^ (2 ** 70 - 1)))  # prints: (1180591620717411303425, 2361183241434822606847)
print((-(2 ** 70) & (2 ** 71 - 1), -(2 ** 70) | 5, -(2 ** 70) ^ 5))
    # prints: (1180591620717411303424, -1180591620717411303419, -1180591620717411303419)
print((1 << 5, 1 << 100, -1 << 3, 2 ** 100 >> 95, -5 >> 1, -1 >> 100, 5 >> 1000, 0 << 10 ** 9))
    # prints: (32, 1267650600228229401496703205376, -8, 32, -3, -1, 0, 0)
print(((255).bit_length(), (0).bit_length(), (-256).bit_length()))  # prints: (8, 0, 9)
print(((2 ** 100).bit_length(), (7).bit_count(), (-7).bit_count()))  # prints: (101, 3, 3)

# === comparison ===
print((1 < 2, 2 ** 70 > 2 ** 69, -(2 ** 70) < 0, 1 == 1.0))  # prints: (True, True, True, True)
print((2 ** 53 + 1 == float(2 ** 53), 2 ** 70 == 2.0 ** 70, 10 ** 400 > 1e308))  # prints: (False, True, True)
print((1 < 1.5, 3 == 3 + 0j))               # prints: (True, True)
print((2 ** 1000 < float("inf"), -(2 ** 1000) > float("-inf"), 1 < float("nan")))  # prints: (True, True, False)

# === hashes of equal numbers are equal ===
print((hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(2 ** 61 - 1)))  # prints: (True, 0)
print((hash(-1), hash(2 ** 100), hash(-(2 ** 61)), hash(0)))  # prints: (-2, 549755813888, -2, 0)

# === errors ===
1 // 0                                      # raises: ZeroDivisionError: division by zero
1 % 0                                       # raises: ZeroDivisionError: division by zero
1 / 0                                       # raises: ZeroDivisionError: division by zero
divmod(1, 0)                                # raises: ZeroDivisionError: division by zero
0 ** -1                                     # raises: ZeroDivisionError: zero to a negative power
pow(2, 3, 0)                                # raises: ValueError: pow() 3rd argument cannot be 0
pow(2, -1, 4)                               # raises: ValueError: base is not invertible for the given modulus
pow(2, 3, 1.5)                              # raises: TypeError: pow() 3rd argument not allowed unless all arguments are integers
1 << -1                                     # raises: ValueError: negative shift count
1 >> -1                                     # raises: ValueError: negative shift count
2 ** 10000 / 1                              # raises: OverflowError: integer division result too large for a float
float(10 ** 400)                            # raises: OverflowError: int too large to convert to float
10 ** 400 / 3.0                             # raises: OverflowError: int too large to convert to float
1 & 1.5                                     # raises: TypeError: unsupported operand type(s) for &: 'int' and 'float'
1 // "a"                                    # raises: TypeError: unsupported operand type(s) for //: 'int' and 'str'

# === mixed arithmetic ===
print((1 + 1.5, 2 * 0.5, 7 // 2.0, 7 % 2.5, 2 ** 0.5, 2 ** 70 + 0.0, True + True))
    # prints: (2.5, 1.0, 3.0, 2.0, 1.4142135623730951, 1.1805916207174113e+21, 2)
print((True * 3.0, 1 - 1j))                 # prints: (3.0, (1-1j))
print((-8) ** (1 / 3))                      # prints: (1.0000000000000002+1.7320508075688772j)
