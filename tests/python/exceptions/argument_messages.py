# === calls with the wrong arguments ===
import sys
list.append()                               # raises: TypeError: unbound method list.append() needs an argument
int.__add__()                               # raises: TypeError: descriptor '__add__' of 'int' object needs an argument
str.format()                                # raises: TypeError: unbound method str.format() needs an argument
object.__new__()                            # raises: TypeError: object.__new__(): not enough arguments
object.__new__(int)                         # raises: TypeError: object.__new__(int) is not safe, use int.__new__()
dict.__new__(list)                          # raises: TypeError: dict.__new__(list): list is not a subtype of dict
type.__new__(type)                          # raises: TypeError: type.__new__() takes exactly 3 arguments (0 given)
list.append(1,2)                            # raises: TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object
int.__add__("a",1)                          # raises: TypeError: descriptor '__add__' requires a 'int' object but received a 'str'
list.__len__(5)                             # raises: TypeError: descriptor '__len__' requires a 'list' object but received a 'int'
dict.get([],1)                              # raises: TypeError: descriptor 'get' for 'dict' objects doesn't apply to a 'list' object
str.join(1,[])                              # raises: TypeError: descriptor 'join' for 'str' objects doesn't apply to a 'int' object
int.bit_length("a")                         # raises: TypeError: descriptor 'bit_length' for 'int' objects doesn't apply to a 'str' object
int.__add__(1)                              # raises: TypeError: expected 1 argument, got 0
[].__len__(1)                               # raises: TypeError: expected 0 arguments, got 1
(1).__add__(1,2)                            # raises: TypeError: expected 1 argument, got 2
"a".__contains__()                          # raises: TypeError: expected 1 argument, got 0
object().__init__(1)                        # raises: TypeError: object.__init__() takes exactly one argument (the instance to initialize)
object.__init__()                           # raises: TypeError: descriptor '__init__' of 'object' object needs an argument
int.from_bytes(b"a", foo=1)                 # raises: TypeError: from_bytes() got an unexpected keyword argument 'foo'
float.fromhex(1)                            # raises: TypeError: bad argument type for built-in operation
float.fromhex()                             # raises: TypeError: float.fromhex() takes exactly one argument (0 given)
dict.fromkeys(1)                            # raises: TypeError: 'int' object is not iterable
bytes.fromhex("zz")                         # raises: ValueError: non-hexadecimal number found in fromhex() arg at position 0
"a".encode(errors=1)                        # raises: TypeError: encode() argument 'errors' must be str, not int
b"a".decode(1)                              # raises: TypeError: decode() argument 'encoding' must be str, not int
"a".ljust()                                 # raises: TypeError: ljust expected at least 1 argument, got 0
"a".ljust(1,2)                              # raises: TypeError: The fill character must be a unicode character, not int
"a".ljust(1,"ab")                           # raises: TypeError: The fill character must be exactly one character long
"a".strip(1)                                # raises: TypeError: strip arg must be None or str
"a".split(1)                                # raises: TypeError: must be str or None, not int
"a".split(sep=1)                            # raises: TypeError: must be str or None, not int
"a".split("")                               # raises: ValueError: empty separator
"a".rsplit(None, "x")                       # raises: TypeError: 'str' object cannot be interpreted as an integer
"a".replace("a","b","c")                    # raises: TypeError: 'str' object cannot be interpreted as an integer
"a".count(1)                                # raises: TypeError: count() argument 1 must be str, not int
"a".index("z")                              # raises: ValueError: substring not found
"a".rindex("z")                             # raises: ValueError: substring not found
"abc".partition("")                         # raises: ValueError: empty separator
"a".translate(1)                            # raises: TypeError: 'int' object is not subscriptable
"a".maketrans("ab","c")                     # raises: ValueError: the first two maketrans arguments must have equal length
str.maketrans({"ab":1})                     # raises: ValueError: string keys in translatetable must be of length 1
[1].index(2)                                # raises: ValueError: list.index(x): x not in list
[1].remove(2)                               # raises: ValueError: list.remove(x): x not in list
[].pop()                                    # raises: IndexError: pop from empty list
[1].pop(5)                                  # raises: IndexError: pop index out of range
[1].insert("a",1)                           # raises: TypeError: 'str' object cannot be interpreted as an integer
{}.popitem()                                # raises: KeyError: 'popitem(): dictionary is empty'
{}.pop(1)                                   # raises: KeyError: 1
{}.update(1)                                # raises: TypeError: 'int' object is not iterable
{}.update([1])                              # raises: TypeError: object is not iterable
{}.update([(1,2,3)])                        # raises: ValueError: dictionary update sequence element #0 has length 3; 2 is required
{}.setdefault()                             # raises: TypeError: setdefault expected at least 1 argument, got 0
set().pop()                                 # raises: KeyError: 'pop from an empty set'
set().remove(1)                             # raises: KeyError: 1
{1}<[1]                                     # raises: TypeError: '<' not supported between instances of 'set' and 'list'
{1}|[1]                                     # raises: TypeError: unsupported operand type(s) for |: 'set' and 'list'
(1,).index(2)                               # raises: ValueError: tuple.index(x): x not in tuple
range(3).index(9)                           # raises: ValueError: range.index(x): x not in range
range(1,2,0)                                # raises: ValueError: range() arg 3 must not be zero
range("a")                                  # raises: TypeError: 'str' object cannot be interpreted as an integer
range(1.0)                                  # raises: TypeError: 'float' object cannot be interpreted as an integer
slice(1).indices()                          # raises: TypeError: slice.indices() takes exactly one argument (0 given)
slice(1).indices("a")                       # raises: TypeError: 'str' object cannot be interpreted as an integer
int("1x")                                   # raises: ValueError: invalid literal for int() with base 10: '1x'
int("")                                     # raises: ValueError: invalid literal for int() with base 10: ''
int("1",1)                                  # raises: ValueError: int() base must be >= 2 and <= 36, or 0
int(None)                                   # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
int(float("nan"))                           # raises: ValueError: cannot convert float NaN to integer
int(float("inf"))                           # raises: OverflowError: cannot convert float infinity to integer
float("x")                                  # raises: ValueError: could not convert string to float: 'x'
float(None)                                 # raises: TypeError: float() argument must be a string or a real number, not 'NoneType'
complex("x")                                # raises: ValueError: complex() arg is a malformed string
chr(-1)                                     # raises: ValueError: chr() arg not in range(0x110000)
chr(1114112)                                # raises: ValueError: chr() arg not in range(0x110000)
ord(b"ab")                                  # raises: TypeError: ord() expected a character, but string of length 2 found
bytes([256])                                # raises: ValueError: bytes must be in range(0, 256)
bytes(-1)                                   # raises: ValueError: negative count
bytes("a")                                  # raises: TypeError: string argument without an encoding
bytearray([300])                            # raises: ValueError: byte must be in range(0, 256)
1<<-1                                       # raises: ValueError: negative shift count
1//0                                        # raises: ZeroDivisionError: division by zero
1%0                                         # raises: ZeroDivisionError: division by zero
1.0//0                                      # raises: ZeroDivisionError: division by zero
1.0%0                                       # raises: ZeroDivisionError: division by zero
divmod(1,0)                                 # raises: ZeroDivisionError: division by zero
0**-1                                       # raises: ZeroDivisionError: zero to a negative power
0.0**-1                                     # raises: ZeroDivisionError: zero to a negative power
pow(2,-1,4)                                 # raises: ValueError: base is not invertible for the given modulus
pow(1,2,0)                                  # raises: ValueError: pow() 3rd argument cannot be 0
2.0**10000                                  # raises: OverflowError: (34, 'Numerical result out of range')
round("a")                                  # raises: TypeError: type str doesn't define __round__ method
abs("a")                                    # raises: TypeError: bad operand type for abs(): 'str'
-"a"                                        # raises: TypeError: bad operand type for unary -: 'str'
~1.0                                        # raises: TypeError: bad operand type for unary ~: 'float'
+[]                                         # raises: TypeError: bad operand type for unary +: 'list'
1+"a"                                       # raises: TypeError: unsupported operand type(s) for +: 'int' and 'str'
"a"+1                                       # raises: TypeError: can only concatenate str (not "int") to str
[1]+(1,)                                    # raises: TypeError: can only concatenate list (not "tuple") to list
(1,)+[1]                                    # raises: TypeError: can only concatenate tuple (not "list") to tuple
"a"*"b"                                     # raises: TypeError: can't multiply sequence by non-int of type 'str'
[1]*1.0                                     # raises: TypeError: can't multiply sequence by non-int of type 'float'
1 in 1                                      # raises: TypeError: argument of type 'int' is not a container or iterable
"a" in 1                                    # raises: TypeError: argument of type 'int' is not a container or iterable
1 in "a"                                    # raises: TypeError: 'in <string>' requires string as left operand, not int
1<"a"                                       # raises: TypeError: '<' not supported between instances of 'int' and 'str'
None<1                                      # raises: TypeError: '<' not supported between instances of 'NoneType' and 'int'
[1]<[None]                                  # raises: TypeError: '<' not supported between instances of 'int' and 'NoneType'
sorted([1,"a"])                             # raises: TypeError: '<' not supported between instances of 'str' and 'int'
max([])                                     # raises: ValueError: max() iterable argument is empty
max(1)                                      # raises: TypeError: 'int' object is not iterable
min([1,"a"])                                # raises: TypeError: '<' not supported between instances of 'str' and 'int'
max(1,2,key=1)                              # raises: TypeError: 'int' object is not callable
sum(["a"])                                  # raises: TypeError: unsupported operand type(s) for +: 'int' and 'str'
sum("a","")                                 # raises: TypeError: sum() can't sum strings [use ''.join(seq) instead]
next(iter([]))                              # raises: StopIteration
next([])                                    # raises: TypeError: 'list' object is not an iterator
iter(1)                                     # raises: TypeError: 'int' object is not iterable
iter(1,2)                                   # raises: TypeError: iter(v, w): v must be callable
list(zip([1],[1,2],strict=True))            # raises: ValueError: zip() argument 2 is longer than argument 1
enumerate(1)                                # raises: TypeError: 'int' object is not iterable
list(map(1,[1]))                            # raises: TypeError: 'int' object is not callable
filter(1)                                   # raises: TypeError: filter expected 2 arguments, got 1
all(1)                                      # raises: TypeError: 'int' object is not iterable
any([1],2)                                  # raises: TypeError: any() takes exactly one argument (2 given)
len(1)                                      # raises: TypeError: object of type 'int' has no len()
hash([])                                    # raises: TypeError: unhashable type: 'list'
{[]:1}                                      # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
{{}}                                        # raises: TypeError: cannot use 'dict' as a set element (unhashable type: 'dict')
isinstance(1,"a")                           # raises: TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
issubclass(1,int)                           # raises: TypeError: issubclass() arg 1 must be a class
issubclass(int,1)                           # raises: TypeError: issubclass() arg 2 must be a class, a tuple of classes, or a union
getattr(1,2)                                # raises: TypeError: attribute name must be string, not 'int'
getattr(1,"x")                              # raises: AttributeError: 'int' object has no attribute 'x'
setattr(1,"x",1)                            # raises: AttributeError: 'int' object has no attribute 'x' and no __dict__ for setting new attributes
delattr(1,"x")                              # raises: AttributeError: 'int' object has no attribute 'x' and no __dict__ for setting new attributes
vars(1)                                     # raises: TypeError: vars() argument must have __dict__ attribute
type("a",1,{})                              # raises: TypeError: type.__new__() argument 2 must be tuple, not int
type(1,(),{})                               # raises: TypeError: type.__new__() argument 1 must be str, not int
type("a",(),1)                              # raises: TypeError: type.__new__() argument 3 must be dict, not int
type("a",(1,),{})                           # raises: TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
eval(1)                                     # raises: TypeError: eval() arg 1 must be a string, bytes or code object
exec("x=")                                  # raises: SyntaxError: invalid syntax (<string>, line 1)
eval("x y")                                 # raises: SyntaxError: invalid syntax (<string>, line 1)
compile("1","f","z")                        # raises: ValueError: compile() mode must be 'exec', 'eval' or 'single'
open(1.5)                                   # raises: TypeError: expected str, bytes or os.PathLike object, not float
open("x","zz")                              # raises: ValueError: invalid mode: 'zz'
print(sep=1)                                # raises: TypeError: sep must be None or a string, not int
input.foo                                   # raises: AttributeError: 'builtin_function_or_method' object has no attribute 'foo'
"{}".format()                               # raises: IndexError: Replacement index 0 out of range for positional args tuple
"{a}".format()                              # raises: KeyError: 'a'
"{0}{}".format(1,2)                         # raises: ValueError: cannot switch from manual field specification to automatic field numbering
"{:d}".format("a")                          # raises: ValueError: Unknown format code 'd' for object of type 'str'
"{:q}".format(1)                            # raises: ValueError: Unknown format code 'q' for object of type 'int'
"{!x}".format(1)                            # raises: ValueError: Unknown conversion specifier x
"{".format()                                # raises: ValueError: Single '{' encountered in format string
"}".format()                                # raises: ValueError: Single '}' encountered in format string
"%d"%"a"                                    # raises: TypeError: %d format: a real number is required, not str
"%s"%()                                     # raises: TypeError: not enough arguments for format string
"%s"%(1,2)                                  # raises: TypeError: not all arguments converted during string formatting
"%z"%1                                      # raises: ValueError: unsupported format character 'z' (0x7a) at index 1
"%(a)s"%{}                                  # raises: KeyError: 'a'
"%(a)s"%1                                   # raises: TypeError: format requires a mapping
"%c"%"ab"                                   # raises: TypeError: %c requires an int or a unicode character, not a string of length 2
"%*d"%("a",1)                               # raises: TypeError: * wants int
f"{1:>>>}"                                  # raises: ValueError: Unknown format code '>' for object of type 'int'
f"{[]:5}"                                   # raises: TypeError: unsupported format string passed to list.__format__
format(1.5,"d")                             # raises: ValueError: Unknown format code 'd' for object of type 'float'
"a"[1]                                      # raises: IndexError: string index out of range
"a"["b"]                                    # raises: TypeError: string indices must be integers, not 'str'
[1][1]                                      # raises: IndexError: list index out of range
[1]["b"]                                    # raises: TypeError: list indices must be integers or slices, not str
(1,)[1.0]                                   # raises: TypeError: tuple indices must be integers or slices, not float
{}[1]                                       # raises: KeyError: 1
{}[[]]                                      # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
1[0]                                        # raises: TypeError: 'int' object is not subscriptable
None[0]                                     # raises: TypeError: 'NoneType' object is not subscriptable
len[0]                                      # raises: TypeError: 'builtin_function_or_method' object is not subscriptable
int[0]                                      # raises: TypeError: type 'int' is not subscriptable
[1][::0]                                    # raises: ValueError: slice step cannot be zero
"a"["b":]                                   # raises: TypeError: slice indices must be integers or None or have an __index__ method
1()                                         # raises: TypeError: 'int' object is not callable
"a"()                                       # raises: TypeError: 'str' object is not callable
None()                                      # raises: TypeError: 'NoneType' object is not callable
(1).x                                       # raises: AttributeError: 'int' object has no attribute 'x'
None.x                                      # raises: AttributeError: 'NoneType' object has no attribute 'x'
[].x                                        # raises: AttributeError: 'list' object has no attribute 'x'
len.x                                       # raises: AttributeError: 'builtin_function_or_method' object has no attribute 'x'
sys.x                                       # raises: AttributeError: module 'sys' has no attribute 'x'
int.x                                       # raises: AttributeError: type object 'int' has no attribute 'x'
__import__("zz.yy")                         # raises: ModuleNotFoundError: No module named 'zz'
