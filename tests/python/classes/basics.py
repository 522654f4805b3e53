# === attributes of classes and instances ===
class A:
    shared = []
    count = 0
    def __init__(self, x):
        self.x = x
        A.count += 1
    def get(self):
        return self.x
a, b = A(1), A(2)
print((a.get(), b.get(), A.get(a)))         # prints: (1, 2, 1)
print((A.count, a.count))                   # prints: (2, 2)
a.count = 10
print((a.count, A.count))                   # prints: (10, 2)
del a.count
print(a.count)                              # prints: 2
a.shared.append(1)
print(b.shared)                             # prints: [1]
print(a.__dict__)                           # prints: {'x': 1}
print(a.__class__ is A)                     # prints: True
print((type(a).__name__, A.__name__, A.__qualname__, A.__module__))  # prints: ('A', 'A', 'A', '__main__')
print(A.__doc__ is None)                    # prints: True
print((A.__bases__, A.__mro__))             # prints: ((<class 'object'>,), (<class '__main__.A'>, <class 'object'>))
a.missing                                   # raises: AttributeError: 'A' object has no attribute 'missing'
A.missing                                   # raises: AttributeError: type object 'A' has no attribute 'missing'
a.missing = 1
del a.nothing                               # raises: AttributeError: 'A' object has no attribute 'nothing'
del A.nothing                               # raises: AttributeError: type object 'A' has no attribute 'nothing'
A()                                         # raises: TypeError: A.__init__() missing 1 required positional argument: 'x'

# === the class body is a scope of its own ===
x = "global"
class Scope:
    x = "class"
    y = x
    def method(self):
        return x
    z = [x for _ in range(1)]
    for i in range(3):
        pass
    if True:
        conditional = 1
    w = [i for i in range(i)]
print((Scope.y, Scope().method(), Scope.z, Scope.i, Scope.conditional, Scope.w))
    # prints: ('class', 'global', ['global'], 2, 1, [0, 1])
class Locals:
    a = 1
    names = sorted(k for k in locals() if not k.startswith("__"))
print(Locals.names)                         # prints: ['a']
def factory(v):
    class Inner:
        value = v
        def get(self):
            return v
    return Inner
print((factory(3).value, factory(4)().get()))  # prints: (3, 4)
print(repr(factory(1).__qualname__))        # prints: 'factory.<locals>.Inner'

# === name mangling ===
class M:
    __private = 1
    def __init__(self):
        self.__x = 2
        self.__dunder__ = 3
    def get(self):
        return self.__x, self.__private
print(M().get())                            # prints: (2, 1)
print(sorted(M().__dict__))                 # prints: ['_M__x', '__dunder__']
print(M._M__private)                        # prints: 1
M().__private                               # raises: AttributeError: 'M' object has no attribute '__private'
class N(M):
    def __init__(self):
        super().__init__()
        self.__x = "n"
print((N().get(), N()._N__x))               # prints: ((2, 1), 'n')
class _Under:
    __v = 5
print(_Under._Under__v)                     # prints: 5

# === docstrings ===
class D:
    "text"
    def m(self):
        "method text"
print((D.__doc__, D.m.__doc__))             # prints: ('text', 'method text')

# === repr of classes, functions and instances begin as expected ===
print((A, int, type))                       # prints: (<class '__main__.A'>, <class 'int'>, <class 'type'>)
print(repr(repr(a)[:22]))                   # prints: '<__main__.A object at '
print(repr(repr(A.get)[:15]))               # prints: '<function A.get'
print(repr(repr(a.get)[:32]))               # prints: '<bound method A.get of <__main__'

# === class attributes can be functions set later ===
A.double = lambda self: self.x * 2
print(b.double())                           # prints: 4
setattr(A, "name with space", 5)
print(getattr(b, "name with space"))        # prints: 5
print(repr(getattr(b, "zz", "default")))    # prints: 'default'
print((hasattr(b, "x"), hasattr(b, "q")))   # prints: (True, False)
print(vars(b))                              # prints: {'x': 2}
delattr(b, "x")
print(hasattr(b, "x"))                      # prints: False
getattr(b, "x")                             # raises: AttributeError: 'A' object has no attribute 'x'

# === builtin types refuse attributes ===
(5).x = 1                                   # raises: AttributeError: 'int' object has no attribute 'x' and no __dict__ for setting new attributes
[].x = 1                                    # raises: AttributeError: 'list' object has no attribute 'x' and no __dict__ for setting new attributes
int.x = 1                                   # raises: TypeError: cannot set 'x' attribute of immutable type 'int'
object().x = 1                              # raises: AttributeError: 'object' object has no attribute 'x' and no __dict__ for setting new attributes
object().y                                  # raises: AttributeError: 'object' object has no attribute 'y'
"a".b                                       # raises: AttributeError: 'str' object has no attribute 'b'
None.c                                      # raises: AttributeError: 'NoneType' object has no attribute 'c'
