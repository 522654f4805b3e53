# === __new__ and __init__ ===
class A:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        return super().__new__(cls)
    def __init__(self, *args, **kw):
        print("init", args, kw)
a = A(1, k=2)                               # prints: new A (1,) {'k': 2}
                                            #       : init (1,) {'k': 2}
class B:
    def __new__(cls):
        return 5
    def __init__(self):
        print("not called")
print(B())                                  # prints: 5
class Single:
    it = None
    def __new__(cls):
        if cls.it is None:
            cls.it = object.__new__(cls)
        return cls.it
print(Single() is Single())                 # prints: True
class BadInit:
    def __init__(self): return 5
BadInit()                                   # raises: TypeError: __init__() should return None, not 'int'
object(1)                                   # raises: TypeError: object() takes no arguments
class NoArgs: pass
NoArgs(1)                                   # raises: TypeError: NoArgs() takes no arguments
NoArgs(x=1)                                 # raises: TypeError: NoArgs() takes no arguments
class OnlyNew:
    def __new__(cls, x): return object.__new__(cls)
print(repr(type(OnlyNew(1)).__name__))      # prints: 'OnlyNew'
object.__new__(1)                           # raises: TypeError: object.__new__(X): X is not a type object (int)
object.__new__(int)                         # raises: TypeError: object.__new__(int) is not safe, use int.__new__()
int.__new__(str)                            # raises: TypeError: int.__new__(str): str is not a subtype of int

# === __init_subclass__ receives the keywords ===
class Plugin:
    registry = []
    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        cls.registry.append((cls.__name__, name))
class P1(Plugin, name="one"): pass
class P2(Plugin): pass
class P3(P1, name="three"): pass
print(Plugin.registry)                      # prints: [('P1', 'one'), ('P2', None), ('P3', 'three')]
class P4(Plugin, other=1): pass             # raises: TypeError: P4.__init_subclass__() takes no keyword arguments
class P5(x=1): pass                         # raises: TypeError: P5.__init_subclass__() takes no keyword arguments

# === type() with three arguments ===
T = type("T", (A,), {"x": 1, "m": lambda self: self.x})
print((T.x, T.__name__, T.__bases__[0].__name__))  # prints: (1, 'T', 'A')
t = T()                                     # prints: new T () {}
                                            #       : init () {}
print(t.m())                                # prints: 1
type("X", (), {"__slots__": ("q",)})().q = 5
type(1, (), {})                             # raises: TypeError: type.__new__() argument 1 must be str, not int
type("X", 1, {})                            # raises: TypeError: type.__new__() argument 2 must be tuple, not int
type("X", (), 1)                            # raises: TypeError: type.__new__() argument 3 must be dict, not int
type("X", ())                               # raises: TypeError: type() takes 1 or 3 arguments
type()                                      # raises: TypeError: type() takes 1 or 3 arguments

# === metaclasses ===
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", name, kw)
        return {"prepared": True}
    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")))
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.made = True
    def __call__(cls, *args):
        return ["made by meta", super().__call__(*args)]
    def __len__(cls): return 42
    def __iter__(cls): return iter("meta")
    def __instancecheck__(cls, o): return o == 1
    def __subclasscheck__(cls, c): return c is int
    def __contains__(cls, x): return x == 3
class M(metaclass=Meta, opt=1):
    def f(self): return "f"                 # prints: prepare M {'opt': 1}
                                            #       : new M ['f', 'prepared']
print((M.prepared, M.made, len(M), list(M), 3 in M))  # prints: (True, True, 42, ['m', 'e', 't', 'a'], True)
print((M()[0], M()[1].f()))                 # prints: ('made by meta', 'f')
print((isinstance(1, M), isinstance(2, M), issubclass(int, M), issubclass(str, M)))  # prints: (True, False, True, False)
print(repr(type(M).__name__))               # prints: 'Meta'
class Other(type): pass
class Clash(M, metaclass=Other): pass       # raises: TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
def make(name, bases, ns): return name, sorted(k for k in ns if not k.startswith("__"))
class ByFunction(metaclass=make):
    z = 1
print(ByFunction)                           # prints: ('ByFunction', ['z'])

# === class cell and zero-argument super ===
class S:
    def who(self): return __class__.__name__
class S2(S): pass
print(repr(S2().who()))                     # prints: 'S'

# === __mro_entries__ ===
class Entry:
    def __mro_entries__(self, bases): return (list,)
class L(Entry()): pass
print(L.__bases__)                          # prints: (<class 'list'>,)
print(L([1]))                               # prints: [1]

# === __subclasses__ ===
class Base: pass
class D1(Base): pass
class D2(Base): pass
print([c.__name__ for c in Base.__subclasses__()])  # prints: ['D1', 'D2']
import gc
del D1
print(gc.collect() >= 0)                    # prints: True
print([c.__name__ for c in Base.__subclasses__()])  # prints: ['D2']
