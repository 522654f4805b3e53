# === attributes of classes ===
class A:
    "doc"
    x: int = 1
    def m(self): pass
print((A.__name__, A.__qualname__, A.__module__, A.__doc__, A.__base__))  # prints: ('A', 'A', '__main__', 'doc', <class 'object'>)
print((A.__bases__, A.__mro__[1:], type(A), A.__class__))
    # prints: ((<class 'object'>,), (<class 'object'>,), <class 'type'>, <class 'type'>)
print((A.__dict__["x"], type(A.__dict__).__name__, "m" in A.__dict__, A.m.__name__))  # prints: (1, 'mappingproxy', True, 'm')
A.__dict__["x"] = 2                         # raises: TypeError: 'mappingproxy' object does not support item assignment
A.__name__ = "Renamed"
print((A, A.__name__, A.__qualname__))      # prints: (<class '__main__.A'>, 'Renamed', 'A')
A.__name__ = 1                              # raises: TypeError: can only assign string to Renamed.__name__, not 'int'
A.__doc__ = "new doc"
print(repr(A.__doc__))                      # prints: 'new doc'
del A.__name__                              # raises: TypeError: cannot delete '__name__' attribute of immutable type 'Renamed'
A.__module__ = "elsewhere"
print(A)                                    # prints: <class 'elsewhere.A'>
int.__name__ = "x"                          # raises: TypeError: cannot set '__name__' attribute of immutable type 'int'
A.__bases__ = (int,)                        # raises: TypeError: __bases__ assignment: 'int' object layout differs from 'object'
A.__bases__ = ()                            # raises: TypeError: can only assign non-empty tuple to Renamed.__bases__, not ()
print((A.mro()[-1], A.__subclasses__(), A.__flags__ >= 0, A.__basicsize__ > 0))  # prints: (<class 'object'>, [], True, True)
print((int.__doc__[:6], type(None).__name__, type(len).__name__, type.__mro__))
    # prints: ('int([x', 'NoneType', 'builtin_function_or_method', (<class 'type'>, <class 'object'>))

# === classes are made at run time ===
def make(n):
    class Numbered:
        number = n
    return Numbered
X, Y = make(1), make(2)
print((X is Y, X.number, Y.number, isinstance(X(), Y)))  # prints: (False, 1, 2, False)

# === attributes set on classes reach their instances at once ===
class B: pass
b = B()
B.late = 5
print(b.late)                               # prints: 5
B.method = lambda self, y: (self is b, y)
print(b.method(2))                          # prints: (True, 2)
del B.late
b.late                                      # raises: AttributeError: 'B' object has no attribute 'late'
class C(B): pass
c = C()
B.q = 1
print(c.q)                                  # prints: 1
C.q = 2
print((c.q, b.q))                           # prints: (2, 1)
del C.q
print(c.q)                                  # prints: 1
B.__getattr__ = lambda self, n: "dynamic " + n
print(repr(c.anything))                     # prints: 'dynamic anything'
del B.__getattr__
c.anything                                  # raises: AttributeError: 'C' object has no attribute 'anything'
B.__len__ = lambda self: 3
print((len(c), bool(c)))                    # prints: (3, True)
del B.__len__
len(c)                                      # raises: TypeError: object of type 'C' has no len()
B.__add__ = lambda s, o: "added"
print(repr(c + 1))                          # prints: 'added'
C.__add__ = lambda s, o: "C added"
print((c + 1, b + 1))                       # prints: ('C added', 'added')
del C.__add__, B.__add__
c + 1                                       # raises: TypeError: unsupported operand type(s) for +: 'C' and 'int'

# === type checks ===
print((type(1) is int, type(A()) is A, type(type(A)) is type, isinstance(A, type)))  # prints: (True, True, True, True)
print((isinstance(A(), A), issubclass(A, object), isinstance(object, type)))  # prints: (True, True, True)
print(isinstance(type, object))             # prints: True

# === unions and generic aliases as second argument ===
print((isinstance(1, int | str), issubclass(bool, int | str), int | str))  # prints: (True, True, int | str)
print((int | None, (int | str) == (str | int)))  # prints: (int | None, True)
isinstance([], list[int])                   # raises: TypeError: isinstance() argument 2 cannot be a parameterized generic
print((list[int], dict[str, int], list[int]([1]), list[int].__origin__))  # prints: (list[int], dict[str, int], [1], <class 'list'>)
print((list[int].__args__, tuple[int, ...]))  # prints: ((<class 'int'>,), tuple[int, ...])

# === final classes ===
class F(type(None)): pass                   # raises: TypeError: type 'NoneType' is not an acceptable base type
class G(type(len)): pass                    # raises: TypeError: type 'builtin_function_or_method' is not an acceptable base type
class H(bool): pass                         # raises: TypeError: type 'bool' is not an acceptable base type
class I(range): pass                        # raises: TypeError: type 'range' is not an acceptable base type
class J(slice): pass                        # raises: TypeError: type 'slice' is not an acceptable base type
class K(type(lambda: 0)): pass              # raises: TypeError: type 'function' is not an acceptable base type
class L(int, str): pass                     # raises: TypeError: multiple bases have instance lay-out conflict
class M(object, A): pass                    # raises: TypeError: Cannot create a consistent method resolution order (MRO) for bases object, Renamed
class N(dict, list): pass                   # raises: TypeError: multiple bases have instance lay-out conflict

# === class bodies run in order with access to what came before ===
class P:
    a = 1
    b = a + 1
    def f(self): return self.b
    c = f
    del a
print((P.b, P().c(), hasattr(P, "a")))      # prints: (2, 2, False)
class Q:
    x = undefined_in_body if False else 3
    try: y = 1 / 0
    except ZeroDivisionError: y = "handled"
    with_loop = []
    for i in range(3): with_loop.append(i)
print((Q.x, Q.y, Q.with_loop, Q.i))         # prints: (3, 'handled', [0, 1, 2], 2)
class R: z = undefined_in_body              # raises: NameError: name 'undefined_in_body' is not defined
print(hasattr(Q, "R"))                      # prints: False
