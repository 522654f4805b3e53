# === errors raised by special methods come through unchanged ===
class E:
    def boom(self, *a): raise KeyError("boom")
    __add__ = __radd__ = __eq__ = __lt__ = __hash__ = __len__ = __bool__ = __iter__ = __next__ = boom
    __getitem__ = __setitem__ = __delitem__ = __contains__ = __call__ = __repr__ = __str__ = boom
    __format__ = __int__ = __float__ = __index__ = __enter__ = __neg__ = __iadd__ = __reversed__ = boom
    def __exit__(self, *a): pass
e = E()
e + 1                                       # raises: KeyError: 'boom'
1 + e                                       # raises: KeyError: 'boom'
e == 1                                      # raises: KeyError: 'boom'
1 == e                                      # raises: KeyError: 'boom'
e != 1                                      # raises: KeyError: 'boom'
e < 1                                       # raises: KeyError: 'boom'
1 > e                                       # raises: KeyError: 'boom'
hash(e)                                     # raises: KeyError: 'boom'
len(e)                                      # raises: KeyError: 'boom'
bool(e)                                     # raises: KeyError: 'boom'
not e                                       # raises: KeyError: 'boom'
if e: pass                                  # raises: KeyError: 'boom'
while e: pass                               # raises: KeyError: 'boom'
e and 1                                     # raises: KeyError: 'boom'
iter(e)                                     # raises: KeyError: 'boom'
next(e)                                     # raises: KeyError: 'boom'
for x in e: pass                            # raises: KeyError: 'boom'
[*e]                                        # raises: KeyError: 'boom'
a, b = e                                    # raises: KeyError: 'boom'
e[0]                                        # raises: KeyError: 'boom'
e[0] = 1                                    # raises: KeyError: 'boom'
del e[0]                                    # raises: KeyError: 'boom'
1 in e                                      # raises: KeyError: 'boom'
e()                                         # raises: KeyError: 'boom'
repr(e)                                     # raises: KeyError: 'boom'
str(e)                                      # raises: KeyError: 'boom'
f"{e}"                                      # raises: KeyError: 'boom'
f"{e!r}"                                    # raises: KeyError: 'boom'
"%s" % e                                    # raises: KeyError: 'boom'
print(e)                                    # raises: KeyError: 'boom'
format(e)                                   # raises: KeyError: 'boom'
int(e)                                      # raises: KeyError: 'boom'
float(e)                                    # raises: KeyError: 'boom'
[1][e]                                      # raises: KeyError: 'boom'
[1] * e                                     # raises: KeyError: 'boom'
range(e)                                    # raises: KeyError: 'boom'
with e: pass                                # raises: KeyError: 'boom'
-e                                          # raises: KeyError: 'boom'
e += 1                                      # raises: KeyError: 'boom'
list(reversed(e))                           # raises: KeyError: 'boom'
sum([e])                                    # raises: KeyError: 'boom'
max([e, e])                                 # raises: KeyError: 'boom'
sorted([e, e])                              # raises: KeyError: 'boom'
{e}                                         # raises: KeyError: 'boom'
{e: 1}                                      # raises: KeyError: 'boom'
{}.get(e)                                   # raises: KeyError: 'boom'
[e] == [1]                                  # raises: KeyError: 'boom'
[e].index(1)                                # raises: KeyError: 'boom'
(e,) < (1,)                                 # raises: KeyError: 'boom'
[e].count(2)                                # raises: KeyError: 'boom'
"".join(e)                                  # raises: KeyError: 'boom'
dict(e)                                     # raises: KeyError: 'boom'
str([e])                                    # raises: KeyError: 'boom'
[1, e].remove(5)                            # raises: KeyError: 'boom'
zip(e)                                      # raises: KeyError: 'boom'
map(str, e)                                 # raises: KeyError: 'boom'
sum(e)                                      # raises: KeyError: 'boom'
any([e])                                    # raises: KeyError: 'boom'
min(e)                                      # raises: KeyError: 'boom'
enumerate(e)                                # raises: KeyError: 'boom'
tuple(e)                                    # raises: KeyError: 'boom'
set(e)                                      # raises: KeyError: 'boom'
print((isinstance(e, E), e is e, [e].index(e), e in [e], type(e).__name__))  # prints: (True, True, 0, True, 'E')

# === AttributeError from hooks that are missing ===
class Nothing:
    pass
n = Nothing()
n()                                         # raises: TypeError: 'Nothing' object is not callable
n[0]                                        # raises: TypeError: 'Nothing' object is not subscriptable
n + n                                       # raises: TypeError: unsupported operand type(s) for +: 'Nothing' and 'Nothing'
n < n                                       # raises: TypeError: '<' not supported between instances of 'Nothing' and 'Nothing'
-n                                          # raises: TypeError: bad operand type for unary -: 'Nothing'
n @ n                                       # raises: TypeError: unsupported operand type(s) for @: 'Nothing' and 'Nothing'
n ** 2                                      # raises: TypeError: unsupported operand type(s) for ** or pow(): 'Nothing' and 'int'
n // 1                                      # raises: TypeError: unsupported operand type(s) for //: 'Nothing' and 'int'
n += 1                                      # raises: TypeError: unsupported operand type(s) for +=: 'Nothing' and 'int'
n.x += 1                                    # raises: AttributeError: 'Nothing' object has no attribute 'x'
len(n)                                      # raises: TypeError: object of type 'Nothing' has no len()
int(n)                                      # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'Nothing'
float(n)                                    # raises: TypeError: float() argument must be a string or a real number, not 'Nothing'
complex(n)                                  # raises: TypeError: complex() argument must be a string or a number, not Nothing
round(n)                                    # raises: TypeError: type Nothing doesn't define __round__ method
abs(n)                                      # raises: TypeError: bad operand type for abs(): 'Nothing'
next(n)                                     # raises: TypeError: 'Nothing' object is not an iterator
with n: pass                                # raises: TypeError: 'Nothing' object does not support the context manager protocol (missed __exit__ method)
import math
math.floor(n)                               # raises: TypeError: must be real number, not Nothing
"x" in n                                    # raises: TypeError: argument of type 'Nothing' is not a container or iterable
[1, 2][n]                                   # raises: TypeError: list indices must be integers or slices, not Nothing
"a" * n                                     # raises: TypeError: can't multiply sequence by non-int of type 'Nothing'
n % 2                                       # raises: TypeError: unsupported operand type(s) for %: 'Nothing' and 'int'
divmod(n, n)                                # raises: TypeError: unsupported operand type(s) for divmod(): 'Nothing' and 'Nothing'
pow(n, 2)                                   # raises: TypeError: unsupported operand type(s) for ** or pow(): 'Nothing' and 'int'
pow(n, 2, 3)                                # raises: TypeError: unsupported operand type(s) for ** or pow(): 'Nothing', 'int', 'int'
chr(n)                                      # raises: TypeError: 'Nothing' object cannot be interpreted as an integer
bytes(n)                                    # raises: TypeError: cannot convert 'Nothing' object to bytes
list(n)                                     # raises: TypeError: 'Nothing' object is not iterable
dict(n)                                     # raises: TypeError: 'Nothing' object is not iterable
set(n)                                      # raises: TypeError: 'Nothing' object is not iterable
sum(n)                                      # raises: TypeError: 'Nothing' object is not iterable
sorted(n)                                   # raises: TypeError: 'Nothing' object is not iterable
max(n)                                      # raises: TypeError: 'Nothing' object is not iterable
{**n}                                       # raises: TypeError: 'Nothing' object is not a mapping
print(*n)                                   # raises: TypeError: print() argument after * must be an iterable, not Nothing
hex(n)                                      # raises: TypeError: 'Nothing' object cannot be interpreted as an integer
