# === property ===
class T:
    def __init__(self):
        self._c = 0
    @property
    def c(self):
        "temperature"
        return self._c
    @c.setter
    def c(self, v):
        if v < -273:
            raise ValueError("too cold")
        self._c = v
    @c.deleter
    def c(self):
        self._c = None
    @property
    def ro(self):
        return 1
t = T()
t.c = 5
print(t.c)                                  # prints: 5
t.c = -300                                  # raises: ValueError: too cold
del t.c
print(repr(str(t.c)))                       # prints: 'None'
t.ro = 2                                    # raises: AttributeError: property 'ro' of 'T' object has no setter
del t.ro                                    # raises: AttributeError: property 'ro' of 'T' object has no deleter
print(repr(T.c.__doc__))                    # prints: 'temperature'
print(T.c.fget(t) is None)                  # prints: True
print(repr(type(T.c).__name__))             # prints: 'property'
print(property().fget is None)              # prints: True
class W:
    x = property(None, lambda self, v: None)
W().x                                       # raises: AttributeError: property 'x' of 'W' object has no getter
class Wn:
    x = property(lambda self: 1)
Wn().x = 1                                  # raises: AttributeError: property 'x' of 'Wn' object has no setter

# === data descriptors win over the instance, the others do not ===
class Data:
    def __get__(self, obj, cls):
        return "data", obj is None, cls.__name__
    def __set__(self, obj, v):
        obj.__dict__["log"] = v
class NonData:
    def __get__(self, obj, cls=None):
        return "nondata"
class D:
    d = Data()
    n = NonData()
x = D()
print((x.d, D.d))                           # prints: (('data', False, 'D'), ('data', True, 'D'))
x.d = 3
print(x.__dict__)                           # prints: {'log': 3}
x.__dict__["d"] = 1
print(x.d)                                  # prints: ('data', False, 'D')
print(repr(x.n))                            # prints: 'nondata'
x.n = 5
print(x.n)                                  # prints: 5
D.d = 1
print(D.d)                                  # prints: 1

# === only __set__ ===
class OnlySet:
    def __set__(self, obj, v):
        obj.__dict__["s"] = v * 2
class U:
    s = OnlySet()
u = U()
print(repr(type(u.s).__name__))             # prints: 'OnlySet'
u.s = 4
print(u.s)                                  # prints: 8
del u.s                                     # raises: AttributeError: __delete__

# === __delete__ ===
class Del:
    def __get__(self, o, c): return 1
    def __delete__(self, o): print("deleted")
class V:
    x = Del()
del V().x                                   # prints: deleted
V().x = 1                                   # raises: AttributeError: __set__

# === __set_name__ ===
class Field:
    def __set_name__(self, owner, name):
        self.name = name
        print("named", owner.__name__, name)
    def __get__(self, obj, cls):
        return self if obj is None else obj.__dict__.get(self.name, "unset")
    def __set__(self, obj, v):
        obj.__dict__[self.name] = v
class Model:
    a = Field()
    b = Field()                             # prints: named Model a
                                            #       : named Model b
m = Model()
m.a = 1
print((m.a, m.b))                           # prints: (1, 'unset')
print(repr(Model.a.name))                   # prints: 'a'

# === class and static methods ===
class CM:
    @classmethod
    def c(cls, *a):
        return cls.__name__, a
    @staticmethod
    def s(*a):
        return a
class CS(CM): pass
print((CM.c(1), CM().c(2), CS.c(), CS().c()))  # prints: (('CM', (1,)), ('CM', (2,)), ('CS', ()), ('CS', ()))
print((CM.s(1), CM().s(2)))                 # prints: ((1,), (2,))
print(CM.c.__self__ is CM)                  # prints: True
print(CM.__dict__["c"].__func__(int))       # prints: ('int', ())
print(staticmethod(len)([1, 2]))            # prints: 2
print(repr(classmethod(lambda c: c.__name__).__get__(None, int)()))  # prints: 'int'

# === functions are descriptors ===
def f(self, x): return self, x
print(f.__get__(5)(6))                      # prints: (5, 6)
print(f.__get__(5, int).__self__)           # prints: 5
print(f.__get__(None, int) is f)            # prints: True
f.__get__(None)                             # raises: TypeError: __get__(None, None) is invalid
print(repr(type(f.__get__(1)).__name__))    # prints: 'method'
print((f.__get__(1) == f.__get__(1), f.__get__(1) == f.__get__(2)))  # prints: (True, False)
print(repr(str.upper.__get__("abc")()))     # prints: 'ABC'
print(repr(str.upper("abc")))               # prints: 'ABC'
str.upper(1)                                # raises: TypeError: descriptor 'upper' for 'str' objects doesn't apply to a 'int' object
list.append([], 1)
print(int.__add__(1, 2))                    # prints: 3
int.__add__("a", 2)                         # raises: TypeError: descriptor '__add__' requires a 'int' object but received a 'str'
