# === binary operators call their methods ===
class N:
    def __init__(self, v): self.v = v
    def __add__(self, o): return ("add", self.v, o)
    def __radd__(self, o): return ("radd", self.v, o)
    def __sub__(self, o): return NotImplemented
    def __rsub__(self, o): return ("rsub", self.v, o)
    def __mul__(self, o): return NotImplemented
    def __matmul__(self, o): return "matmul"
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
    def __abs__(self): return "abs"
    def __divmod__(self, o): return "divmod"
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
    def __lshift__(self, o): return "lshift"
    def __rrshift__(self, o): return "rrshift"
    def __and__(self, o): return "and"
    def __ror__(self, o): return "ror"
    def __xor__(self, o): return "xor"
    def __floordiv__(self, o): return "floordiv"
    def __truediv__(self, o): return "truediv"
    def __mod__(self, o): return "mod"
n = N(1)
print((n + 2, 2 + n))                       # prints: (('add', 1, 2), ('radd', 1, 2))
n - 2                                       # raises: TypeError: unsupported operand type(s) for -: 'N' and 'int'
print(2 - n)                                # prints: ('rsub', 1, 2)
n * 2                                       # raises: TypeError: unsupported operand type(s) for *: 'N' and 'int'
2 * n                                       # raises: TypeError: unsupported operand type(s) for *: 'int' and 'N'
print(repr(n @ 1))                          # prints: 'matmul'
1 @ n                                       # raises: TypeError: unsupported operand type(s) for @: 'int' and 'N'
print((-n, +n, ~n, abs(n), divmod(n, 1)))   # prints: ('neg', 'pos', 'invert', 'abs', 'divmod')
print((n ** 2, 2 ** n, pow(n, 2, 3)))       # prints: (('pow', 2, None), ('rpow', 2), ('pow', 2, 3))
print((n << 1, 1 >> n, n & 1, 1 | n, n ^ 1, n // 1, n / 1, n % 1))
    # prints: ('lshift', 'rrshift', 'and', 'ror', 'xor', 'floordiv', 'truediv', 'mod')
n >> 1                                      # raises: TypeError: unsupported operand type(s) for >>: 'N' and 'int'
divmod(1, n)                                # raises: TypeError: unsupported operand type(s) for divmod(): 'int' and 'N'

# === the subclass's reflected method goes first ===
class Sub(N):
    def __radd__(self, o): return "sub radd"
print(repr(N(1) + Sub(2)))                  # prints: 'sub radd'
class Plain(N): pass
print(N(1) + Plain(2) == ("add", 1, 3))     # prints: False

# === in-place operators ===
class I:
    def __init__(self): self.log = []
    def __iadd__(self, o):
        self.log.append(o)
        return self
    def __isub__(self, o): return "replaced"
    def __mul__(self, o): return "by mul"
i = j = I()
i += 1
i += 2
print((i is j, i.log))                      # prints: (True, [1, 2])
i *= 3
print(repr(i))                              # prints: 'by mul'
j -= 1
print(repr(j))                              # prints: 'replaced'
l = m = [1]
l += (2, 3)
print(m)                                    # prints: [1, 2, 3]
t = u = (1,)
t += (2,)
print((t, u))                               # prints: ((1, 2), (1,))
s = I()
s /= 2                                      # raises: TypeError: unsupported operand type(s) for /=: 'I' and 'int'
box = [[]]
box[0] += [1]
print(box)                                  # prints: [[1]]
tup = ([],)
try:
    tup[0] += [1]
except TypeError as e:
    print(e, tup)                           # prints: 'tuple' object does not support item assignment ([1],)

# === comparison ===
class C:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, C) else NotImplemented
    def __lt__(self, o): return self.v < o.v if isinstance(o, C) else NotImplemented
print((C(1) == C(1), C(1) != C(1), C(1) == 1, C(1) != 1))  # prints: (True, False, False, True)
print((C(1) < C(2), C(1) > C(2)))           # prints: (True, False)
C(1) <= C(2)                                # raises: TypeError: '<=' not supported between instances of 'C' and 'C'
C(1) < 5                                    # raises: TypeError: '<' not supported between instances of 'C' and 'int'
5 > C(1)                                    # raises: TypeError: '>' not supported between instances of 'int' and 'C'
print(sorted([C(3), C(1), C(2)])[0].v)      # prints: 1
print(max(C(1), C(5)).v)                    # prints: 5
hash(C(1))                                  # raises: TypeError: unhashable type: 'C'
class Odd:
    def __eq__(self, o): return "eq"
    def __lt__(self, o): return []
    def __ne__(self, o): return 0
print((Odd() == 1, Odd() < 1, Odd() != 1, 1 > Odd()))  # prints: ('eq', [], 0, [])
print(Odd() in [1])                         # prints: True

# === unsupported operands ===
1 + "a"                                     # raises: TypeError: unsupported operand type(s) for +: 'int' and 'str'
"a" + 1                                     # raises: TypeError: can only concatenate str (not "int") to str
[] + ()                                     # raises: TypeError: can only concatenate list (not "tuple") to list
{} | 1                                      # raises: TypeError: unsupported operand type(s) for |: 'dict' and 'int'
None + 1                                    # raises: TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'
1 - None                                    # raises: TypeError: unsupported operand type(s) for -: 'int' and 'NoneType'
-"a"                                        # raises: TypeError: bad operand type for unary -: 'str'
~1.5                                        # raises: TypeError: bad operand type for unary ~: 'float'
1 < "a"                                     # raises: TypeError: '<' not supported between instances of 'int' and 'str'
[] < 1                                      # raises: TypeError: '<' not supported between instances of 'list' and 'int'
None >= None                                # raises: TypeError: '>=' not supported between instances of 'NoneType' and 'NoneType'
object() + object()                         # raises: TypeError: unsupported operand type(s) for +: 'object' and 'object'
1 + [] if False else "x" * 1.5              # raises: TypeError: can't multiply sequence by non-int of type 'float'
"a" * "b"                                   # raises: TypeError: can't multiply sequence by non-int of type 'str'
x = 1
x += "a"                                    # raises: TypeError: unsupported operand type(s) for +=: 'int' and 'str'
x -= []                                     # raises: TypeError: unsupported operand type(s) for -=: 'int' and 'list'
len(5)                                      # raises: TypeError: object of type 'int' has no len()

# === truth and length ===
class B:
    def __init__(self, b): self.b = b
    def __bool__(self): return self.b
print((bool(B(True)), bool(B(False)), not B(True)))  # prints: (True, False, False)
bool(B(1))                                  # raises: TypeError: __bool__ should return bool, returned int
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print((bool(L(0)), bool(L(2)), len(L(3))))  # prints: (False, True, 3)
len(L(-1))                                  # raises: ValueError: __len__() should return >= 0
len(L("a"))                                 # raises: TypeError: 'str' object cannot be interpreted as an integer
len(L(10 ** 30))                            # raises: OverflowError: cannot fit 'int' into an index-sized integer
bool(L(-1))                                 # raises: ValueError: __len__() should return >= 0
