# === a metaclass controls attribute access on classes ===
class Meta(type):
    def __getattribute__(cls, name):
        if name == "traced": print("looking up", name)
        return super().__getattribute__(name)
    def __setattr__(cls, name, value):
        if name.startswith("_ro"): raise AttributeError(f"{name} is read-only")
        super().__setattr__(name, value)
    def __delattr__(cls, name):
        print("deleting", name)
        super().__delattr__(name)
    def __dir__(cls): return ["listed"]
    def __repr__(cls): return f"<{cls.__name__}>"
    def __eq__(cls, o): return cls is o or o == cls.__name__
    def __hash__(cls): return hash(cls.__name__)
    def __lt__(cls, o): return cls.__name__ < o.__name__
    def __or__(cls, o): return "union"
    def __getitem__(cls, k): return (cls.__name__, k)
    def __bool__(cls): return False
class A(metaclass=Meta):
    traced = 5
class B(A): pass
print((A.traced, B.traced))                 # prints: looking up traced
                                            #       : looking up traced
                                            #       : (5, 5)
A.x = 1
A._ro = 1                                   # raises: AttributeError: _ro is read-only
del A.x                                     # prints: deleting x
print((dir(A), A, [A, B], A == "A", {A: 1}["A"], sorted([B, A]), A | B, A[3]))
    # prints: (['listed'], <A>, [<A>, <B>], True, 1, [<A>, <B>], 'union', ('A', 3))
print((B["k"], bool(A), not B))             # prints: (('B', 'k'), False, True)
print((type(B), isinstance(B, Meta), Meta.__name__))  # prints: (<class '__main__.Meta'>, True, 'Meta')

# === __call__ decides what making an instance means ===
class Singleton(type):
    _all = {}
    def __call__(cls, *args):
        if cls not in cls._all: cls._all[cls] = super().__call__(*args)
        return cls._all[cls]
class Config(metaclass=Singleton):
    def __init__(self, v=0): self.v = v
print((Config(1) is Config(2), Config().v))  # prints: (True, 1)
class Registry(type):
    known = {}
    def __init__(cls, name, bases, ns):
        super().__init__(name, bases, ns)
        if bases: Registry.known[name.lower()] = cls
class Shape(metaclass=Registry):
    @classmethod
    def make(cls, kind, *a): return Registry.known[kind](*a)
class Square(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
class Circle(Shape):
    def __init__(self, r): self.r = r
    def area(self): return 3 * self.r ** 2
print(([Shape.make(k, 2).area() for k in ("square", "circle")], sorted(Registry.known)))  # prints: ([4, 12], ['circle', 'square'])

# === __new__ rewrites the namespace ===
class Upper(type):
    def __new__(mcs, name, bases, ns, suffix=""):
        ns = {k.upper() + suffix if not k.startswith("__") else k: v for k, v in ns.items()}
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, suffix=""): super().__init__(name, bases, ns)
class U(metaclass=Upper, suffix="_x"):
    a = 1
    def f(self): return "f"
print((U.A_x, U().F_x(), hasattr(U, "a")))  # prints: (1, 'f', False)

# === __prepare__ provides the namespace ===
class Counting(dict):
    def __init__(self): self.log = []
    def __setitem__(self, k, v):
        if not k.startswith("__"): self.log.append(k)
        super().__setitem__(k, v)
class Ordered(type):
    @classmethod
    def __prepare__(mcs, name, bases): return Counting()
    def __new__(mcs, name, bases, ns):
        cls = super().__new__(mcs, name, bases, dict(ns))
        cls.order = ns.log
        return cls
class O(metaclass=Ordered):
    b = 1
    a = 2
    b = 3
    def c(self): pass
print((O.order, O.b))                       # prints: (['b', 'a', 'b', 'c'], 3)
class NotMapping(type):
    @classmethod
    def __prepare__(mcs, name, bases): return 5
class P(metaclass=NotMapping): pass         # raises: TypeError: NotMapping.__prepare__() must return a mapping, not int

# === the most derived metaclass wins ===
class M1(type): pass
class M2(M1): pass
class X(metaclass=M1): pass
class Y(metaclass=M2): pass
class Z(X, Y): pass
print(type(Z))                              # prints: <class '__main__.M2'>
class W(X, metaclass=M2): pass
print((type(W), type(type(W))))             # prints: (<class '__main__.M2'>, <class 'type'>)
class Bad(type): 
    def __new__(mcs, *a): return "not a class"
class S(metaclass=Bad): pass
print(repr(S))                              # prints: 'not a class'
print(type.__call__(M1, "T", (), {"q": 1}).q)  # prints: 1
print(type.__new__(M1, "T2", (), {}).__class__)  # prints: <class '__main__.M1'>
type.__new__(int, "T", (), {})              # raises: TypeError: type.__new__(int): int is not a subtype of type
