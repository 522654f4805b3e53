# === roots, powers and logarithms ===
import math
print((math.sqrt(2), math.sqrt(16), round(math.cbrt(27), 12), math.isqrt(17)))  # prints: (1.4142135623730951, 4.0, 3.0, 4)
print((math.pow(2, 0.5), math.exp(1), math.exp2(3), math.expm1(1e-10)))
    # prints: (1.4142135623730951, 2.718281828459045, 8.0, 1.00000000005e-10)
print((math.hypot(3, 4), math.hypot(1, 2, 2), math.hypot()))  # prints: (5.0, 3.0, 0.0)
print((math.log(math.e), math.log(8, 2), math.log2(1024), math.log10(1000)))  # prints: (1.0, 3.0, 10.0, 3.0)
print((math.log1p(1e-10), math.log(10 ** 400), math.log2(2 ** 2000)))  # prints: (9.999999999500001e-11, 921.0340371976182, 2000.0)
print(math.log(2.5))                        # prints: 0.9162907318741551
math.sqrt(-1)                               # raises: ValueError: expected a nonnegative input, got -1.0
math.log(0)                                 # raises: ValueError: expected a positive input
math.log(-1)                                # raises: ValueError: expected a positive input
math.log10(0)                               # raises: ValueError: expected a positive input
math.isqrt(-1)                              # raises: ValueError: isqrt() argument must be nonnegative
math.pow(0, -1)                             # raises: ValueError: math domain error
math.exp(1000)                              # raises: OverflowError: math range error
math.sqrt("a")                              # raises: TypeError: must be real number, not str
math.pow(-8, 1 / 3)                         # raises: ValueError: math domain error
math.log(10, 1)                             # raises: ZeroDivisionError: division by zero

# === trigonometry ===
print((math.pi, math.e, math.tau, math.inf, math.nan))
    # prints: (3.141592653589793, 2.718281828459045, 6.283185307179586, inf, nan)
print((math.sin(1), math.cos(1), math.tan(1), math.asin(1), math.acos(0.5)))
    # prints: (0.8414709848078965, 0.5403023058681398, 1.5574077246549023, 1.5707963267948966, 1.0471975511965979)
print((math.atan(1), math.atan2(1, -1), math.degrees(math.pi), math.radians(180)))
    # prints: (0.7853981633974483, 2.356194490192345, 180.0, 3.141592653589793)
print((math.sinh(1), math.cosh(1), math.tanh(0.5), math.asinh(1), round(math.acosh(2), 12)))
    # prints: (1.1752011936438014, 1.5430806348152437, 0.46211715726000974, 0.881373587019543, 1.316957896925)
print(round(math.atanh(0.5), 12))           # prints: 0.549306144334
math.asin(2)                                # raises: ValueError: expected a number in range from -1 up to 1, got 2.0
math.sin(math.inf)                          # raises: ValueError: expected a finite input, got inf
math.acosh(0)                               # raises: ValueError: expected argument value not less than 1, got 0.0
math.atanh(1)                               # raises: ValueError: expected a number between -1 and 1, got 1.0
print((math.sin(0.0), math.cos(0), math.atan2(0.0, -0.0), math.atan2(-0.0, 1)))  # prints: (0.0, 1.0, 3.141592653589793, -0.0)

# === rounding ===
print((math.floor(2.7), math.floor(-2.7), math.ceil(2.1), math.ceil(-2.1)))  # prints: (2, -3, 3, -2)
print((math.trunc(-2.7), math.floor(10 ** 20), math.floor(1e20), math.modf(2.75)))
    # prints: (-2, 100000000000000000000, 100000000000000000000, (0.75, 2.0))
print((math.modf(-2.5), math.frexp(8.5), math.ldexp(0.5, 4), math.fmod(-7, 3)))  # prints: ((-0.5, -2.0), (0.53125, 4), 8.0, -1.0)
print((math.remainder(7, 4), math.copysign(3, -0.0), math.fabs(-2)))  # prints: (-1.0, -3.0, 2.0)
print((math.nextafter(1, 2), math.ulp(1.0)))  # prints: (1.0000000000000002, 2.220446049250313e-16)
math.floor(math.inf)                        # raises: OverflowError: cannot convert float infinity to integer
math.floor(math.nan)                        # raises: ValueError: cannot convert float NaN to integer
math.floor("a")                             # raises: TypeError: must be real number, not str
math.trunc("a")                             # raises: TypeError: type str doesn't define __trunc__ method
math.fmod(1, 0)                             # raises: ValueError: math domain error
math.ldexp(1.0, 5000)                       # raises: OverflowError: math range error

# === integers ===
print((math.factorial(10), math.factorial(0), math.gcd(12, 18), math.gcd()))  # prints: (3628800, 1, 6, 0)
print((math.gcd(0, 5), math.gcd(12, 18, 27), math.lcm(4, 6), math.lcm()))  # prints: (5, 3, 12, 1)
print((math.comb(5, 2), math.comb(3, 5), math.perm(5, 2), math.perm(4)))  # prints: (10, 0, 20, 24)
print((math.gcd(2 ** 100, 6 ** 40), math.comb(100, 50), math.prod([1, 2, 3])))
    # prints: (1099511627776, 100891344545564193334812497256, 6)
print((math.prod([], start=5), math.prod([2, 0.5])))  # prints: (5, 1.0)
math.factorial(-1)                          # raises: ValueError: factorial() not defined for negative values
math.factorial(1.5)                         # raises: TypeError: 'float' object cannot be interpreted as an integer
math.gcd(1.5, 2)                            # raises: TypeError: 'float' object cannot be interpreted as an integer
math.comb(-1, 2)                            # raises: ValueError: n must be a non-negative integer
math.perm(2, -1)                            # raises: ValueError: k must be a non-negative integer
math.comb("a", 1)                           # raises: TypeError: 'str' object cannot be interpreted as an integer

# === sums ===
print((math.fsum([0.1] * 10), math.fsum([1e16, 1.0, -1e16]), math.fsum([])))  # prints: (1.0, 1.0, 0.0)
print((math.sumprod([1, 2], [3, 4]), math.dist((0, 0), (3, 4)), math.fma(2, 3, 4)))  # prints: (11, 5.0, 10.0)
math.dist((1,), (1, 2))                     # raises: ValueError: both points must have the same number of dimensions
math.fsum([math.inf, -math.inf])            # raises: ValueError: -inf + inf in fsum

# === tests ===
print((math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1)))  # prints: (True, True, True)
print((math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1)))  # prints: (True, False)
print((math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9)))  # prints: (True, True)
print(math.isnan(1))                        # prints: False
math.isnan("a")                             # raises: TypeError: must be real number, not str

# === special functions ===
print((round(math.erf(0.5), 12), round(math.erfc(0.5), 12), math.gamma(5)))  # prints: (0.520499877813, 0.479500122187, 24.0)
print((math.gamma(0.5), round(math.lgamma(10), 12)))  # prints: (1.7724538509055159, 12.801827480081)
math.gamma(0)                               # raises: ValueError: expected a noninteger or positive integer, got 0.0
math.gamma(-1)                              # raises: ValueError: expected a noninteger or positive integer, got -1.0

# === protocols ===
class F:
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __trunc__(self): return "trunc"
    def __float__(self): return 2.25
    def __index__(self): return 6
print((math.floor(F()), math.ceil(F()), math.trunc(F()), math.sqrt(F())))  # prints: ('floor', 'ceil', 'trunc', 1.5)
print((math.factorial(F()), math.gcd(F(), 4)))  # prints: (720, 2)
