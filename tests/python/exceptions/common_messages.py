# === builtin types name what went wrong ===
[1, 2, 3][10]                               # raises: IndexError: list index out of range
(1,)[1]                                     # raises: IndexError: tuple index out of range
"abc"[5]                                    # raises: IndexError: string index out of range
{}["k"]                                     # raises: KeyError: 'k'
{1, 2}.remove(3)                            # raises: KeyError: 3
[].pop()                                    # raises: IndexError: pop from empty list
{}.popitem()                                # raises: KeyError: 'popitem(): dictionary is empty'
set().pop()                                 # raises: KeyError: 'pop from an empty set'
[1].remove(2)                               # raises: ValueError: list.remove(x): x not in list
(1,).index(2)                               # raises: ValueError: tuple.index(x): x not in tuple
"a".index("b")                              # raises: ValueError: substring not found
int("x")                                    # raises: ValueError: invalid literal for int() with base 10: 'x'
float("x")                                  # raises: ValueError: could not convert string to float: 'x'
1 / 0                                       # raises: ZeroDivisionError: division by zero
1 // 0                                      # raises: ZeroDivisionError: division by zero
1 % 0                                       # raises: ZeroDivisionError: division by zero
1.0 / 0                                     # raises: ZeroDivisionError: division by zero
0 ** -1                                     # raises: ZeroDivisionError: zero to a negative power
None.foo                                    # raises: AttributeError: 'NoneType' object has no attribute 'foo'
(5).foo                                     # raises: AttributeError: 'int' object has no attribute 'foo'
"s".foo                                     # raises: AttributeError: 'str' object has no attribute 'foo'
[].foo                                      # raises: AttributeError: 'list' object has no attribute 'foo'
(lambda: 0).foo                             # raises: AttributeError: 'function' object has no attribute 'foo'
int.foo                                     # raises: AttributeError: type object 'int' has no attribute 'foo'
len.foo                                     # raises: AttributeError: 'builtin_function_or_method' object has no attribute 'foo'

# === the interpreter suggests nothing in the message itself ===
class Similar:
    attribute = 1
Similar().atribute                          # raises: AttributeError: 'Similar' object has no attribute 'atribute'

# === conversion and argument errors ===
int("1", 99)                                # raises: ValueError: int() base must be >= 2 and <= 36, or 0
int([])                                     # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'
float([])                                   # raises: TypeError: float() argument must be a string or a real number, not 'list'
str(1, 2, 3, 4)                             # raises: TypeError: str expected at most 3 arguments, got 4
list(1)                                     # raises: TypeError: 'int' object is not iterable
tuple(None)                                 # raises: TypeError: 'NoneType' object is not iterable
dict(1)                                     # raises: TypeError: 'int' object is not iterable
set(1)                                      # raises: TypeError: 'int' object is not iterable
bytes("x")                                  # raises: TypeError: string argument without an encoding
chr(-1)                                     # raises: ValueError: chr() arg not in range(0x110000)
ord("")                                     # raises: TypeError: ord() expected a character, but string of length 0 found
range(0, 1, 0)                              # raises: ValueError: range() arg 3 must not be zero
len(1)                                      # raises: TypeError: object of type 'int' has no len()
abs("x")                                    # raises: TypeError: bad operand type for abs(): 'str'
sum("ab")                                   # raises: TypeError: unsupported operand type(s) for +: 'int' and 'str'
max()                                       # raises: TypeError: max expected at least 1 argument, got 0
min([])                                     # raises: ValueError: min() iterable argument is empty
sorted(1)                                   # raises: TypeError: 'int' object is not iterable
reversed(1)                                 # raises: TypeError: 'int' object is not reversible
iter(1)                                     # raises: TypeError: 'int' object is not iterable
next([])                                    # raises: TypeError: 'list' object is not an iterator
zip(1, 2)                                   # raises: TypeError: 'int' object is not iterable
map(1, 2).__next__()                        # raises: TypeError: 'int' object is not iterable
round("x")                                  # raises: TypeError: type str doesn't define __round__ method
pow(1, 2, 0)                                # raises: ValueError: pow() 3rd argument cannot be 0
divmod(1, 0)                                # raises: ZeroDivisionError: division by zero
isinstance(1, "x")                          # raises: TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
issubclass(1, int)                          # raises: TypeError: issubclass() arg 1 must be a class
getattr(1, "x")                             # raises: AttributeError: 'int' object has no attribute 'x'
hash([])                                    # raises: TypeError: unhashable type: 'list'
hash({})                                    # raises: TypeError: unhashable type: 'dict'
"a" + 1                                     # raises: TypeError: can only concatenate str (not "int") to str
1 + "a"                                     # raises: TypeError: unsupported operand type(s) for +: 'int' and 'str'
[] + 1                                      # raises: TypeError: can only concatenate list (not "int") to list
() + []                                     # raises: TypeError: can only concatenate tuple (not "list") to tuple
"a" - "b"                                   # raises: TypeError: unsupported operand type(s) for -: 'str' and 'str'
"a" * 1.5                                   # raises: TypeError: can't multiply sequence by non-int of type 'float'
-[]                                         # raises: TypeError: bad operand type for unary -: 'list'
~"a"                                        # raises: TypeError: bad operand type for unary ~: 'str'
1 < "a"                                     # raises: TypeError: '<' not supported between instances of 'int' and 'str'
[] < {}                                     # raises: TypeError: '<' not supported between instances of 'list' and 'dict'
1 in 1                                      # raises: TypeError: argument of type 'int' is not a container or iterable
1 in "a"                                    # raises: TypeError: 'in <string>' requires string as left operand, not int
1()                                         # raises: TypeError: 'int' object is not callable
None()                                      # raises: TypeError: 'NoneType' object is not callable
"a"()                                       # raises: TypeError: 'str' object is not callable
1[0]                                        # raises: TypeError: 'int' object is not subscriptable
None[0]                                     # raises: TypeError: 'NoneType' object is not subscriptable
1[0] = 1                                    # raises: TypeError: 'int' object does not support item assignment
None[0] = 1                                 # raises: TypeError: 'NoneType' object does not support item assignment
(1,)[0] = 1                                 # raises: TypeError: 'tuple' object does not support item assignment
"a"[0] = "b"                                # raises: TypeError: 'str' object does not support item assignment
del (1,)[0]                                 # raises: TypeError: 'tuple' object doesn't support item deletion
for x in 1: pass                            # raises: TypeError: 'int' object is not iterable
for x in None: pass                         # raises: TypeError: 'NoneType' object is not iterable
a, b = 1                                    # raises: TypeError: cannot unpack non-iterable int object
a, b = 1, 2, 3                              # raises: ValueError: too many values to unpack (expected 2, got 3)
a, b = [1]                                  # raises: ValueError: not enough values to unpack (expected 2, got 1)
f(*1)                                       # raises: NameError: name 'f' is not defined
print(**1)                                  # raises: TypeError: print() argument after ** must be a mapping, not int
raise 1                                     # raises: TypeError: exceptions must derive from BaseException
import nothing_of_this_name                 # raises: ModuleNotFoundError: No module named 'nothing_of_this_name'
from sys import nothing_of_this_name        # raises: ImportError: cannot import name 'nothing_of_this_name' from 'sys' (unknown location)
undefined                                   # raises: NameError: name 'undefined' is not defined
object() + 1                                # raises: TypeError: unsupported operand type(s) for +: 'object' and 'int'
type("A", (), {})() + 1                     # raises: TypeError: unsupported operand type(s) for +: 'A' and 'int'
isinstance()                                # raises: TypeError: isinstance expected 2 arguments, got 0
"{}".format()                               # raises: IndexError: Replacement index 0 out of range for positional args tuple
"{a}".format(b=1)                           # raises: KeyError: 'a'
"%d" % "x"                                  # raises: TypeError: %d format: a real number is required, not str
"%s %s" % 1                                 # raises: TypeError: not enough arguments for format string
b"a" + "a"                                  # raises: TypeError: can't concat str to bytes
"a" + b"a"                                  # raises: TypeError: can only concatenate str (not "bytes") to str
b"a".join(["a"])                            # raises: TypeError: sequence item 0: expected a bytes-like object, str found
"a".encode("nope")                          # raises: LookupError: unknown encoding: nope
[1, 2][1.0]                                 # raises: TypeError: list indices must be integers or slices, not float
[1, 2]["a"]                                 # raises: TypeError: list indices must be integers or slices, not str
"ab"[1.0]                                   # raises: TypeError: string indices must be integers, not 'float'
{}[[]]                                      # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
{[]: 1}                                     # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
{[]}                                        # raises: TypeError: cannot use 'list' as a set element (unhashable type: 'list')
setattr(1, "a", 1)                          # raises: AttributeError: 'int' object has no attribute 'a' and no __dict__ for setting new attributes
object().a = 1                              # raises: AttributeError: 'object' object has no attribute 'a' and no __dict__ for setting new attributes
type.a = 1                                  # raises: TypeError: cannot set 'a' attribute of immutable type 'type'
int.real = 1                                # raises: TypeError: cannot set 'real' attribute of immutable type 'int'
complex("x")                                # raises: ValueError: complex() arg is a malformed string
1j < 1j                                     # raises: TypeError: '<' not supported between instances of 'complex' and 'complex'
int(1j)                                     # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
bytes([256])                                # raises: ValueError: bytes must be in range(0, 256)
bytearray([1])[5]                           # raises: IndexError: bytearray index out of range
slice()                                     # raises: TypeError: slice expected at least 1 argument, got 0
super(int, 1).x                             # raises: AttributeError: 'super' object has no attribute 'x'
super(1)                                    # raises: TypeError: super() argument 1 must be a type, not int
