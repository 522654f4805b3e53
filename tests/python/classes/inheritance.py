# === C3 linearisation ===
class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
print([c.__name__ for c in C.__mro__])      # prints: ['C', 'A', 'B', 'O', 'object']
class X(B, A): pass
class Bad(C, X): pass                       # raises: TypeError: Cannot create a consistent method resolution order (MRO) for bases A, B
class Dup(A, A): pass                       # raises: TypeError: duplicate base class A
class F(O): pass
class E(O): pass
class D(O): pass
class K1(A, B, C): pass                     # raises: TypeError: Cannot create a consistent method resolution order (MRO) for bases A, B, C
class K2(D, B, E): pass
class K3(D, A): pass
class Z(K2, K3): pass
print([c.__name__ for c in Z.mro()])        # prints: ['Z', 'K2', 'K3', 'D', 'B', 'E', 'A', 'O', 'object']
class N(1): pass                            # raises: TypeError: int expected at most 2 arguments, got 3
class BoolSub(bool): pass                   # raises: TypeError: type 'bool' is not an acceptable base type

# === super follows the method resolution order ===
class Root:
    def go(self):
        return ["Root"]
class L(Root):
    def go(self):
        return ["L"] + super().go()
class R(Root):
    def go(self):
        return ["R"] + super().go()
class Both(L, R):
    def go(self):
        return ["Both"] + super().go()
print(Both().go())                          # prints: ['Both', 'L', 'R', 'Root']
print(super(L, Both()).go())                # prints: ['R', 'Root']
print(super(Both, Both).go(Both()))         # prints: ['L', 'R', 'Root']
print(L().go())                             # prints: ['L', 'Root']

# === super in class methods, properties and nested functions ===
class P:
    @classmethod
    def make(cls):
        return cls.__name__
    @property
    def v(self):
        return 1
class Q(P):
    @classmethod
    def make(cls):
        return "Q:" + super().make()
    @property
    def v(self):
        return super().v + 1
    def nested(self):
        def inner():
            return super(Q, self).v
        return inner()
    def implicit(self):
        return [super().v for _ in range(1)]
print((Q.make(), Q().v, Q().nested(), Q().implicit()))  # prints: ('Q:Q', 2, 1, [1])
class V(Q): pass
print(repr(V.make()))                       # prints: 'Q:V'
super().x                                   # raises: RuntimeError: super(): no arguments
def outside():
    return super()
outside()                                   # raises: RuntimeError: super(): no arguments
super(int, "x")                             # raises: TypeError: super(type, obj): obj (instance of str) is not an instance or subtype of type (int).
Q().missing                                 # raises: AttributeError: 'Q' object has no attribute 'missing'
super(Q, Q()).missing                       # raises: AttributeError: 'super' object has no attribute 'missing'

# === isinstance and issubclass ===
print((isinstance(Both(), Root), isinstance(Root(), L), issubclass(Both, (int, R))))  # prints: (True, False, True)
print((isinstance(True, int), issubclass(bool, int), issubclass(int, object)))  # prints: (True, True, True)
print(isinstance(1, (str, (bytes, int))))   # prints: True
print((isinstance(1, int | str), isinstance(None, int | None)))  # prints: (True, True)
isinstance(1, 1)                            # raises: TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
issubclass(1, int)                          # raises: TypeError: issubclass() arg 1 must be a class
issubclass(int, 1)                          # raises: TypeError: issubclass() arg 2 must be a class, a tuple of classes, or a union

# === attributes are found along the order ===
class G1: a = 1; b = 1
class G2: b = 2; c = 2
class G(G1, G2): pass
print((G.a, G.b, G.c))                      # prints: (1, 1, 2)
G1.b = 7
print(G.b)                                  # prints: 7
del G1.b
print(G.b)                                  # prints: 2

# === subclassing builtin types ===
class MyInt(int):
    def __add__(self, other):
        return MyInt(int(self) + other + 100)
n = MyInt(5)
print((n + 1, n * 2, type(n + 1).__name__, type(n * 2).__name__))  # prints: (106, 10, 'MyInt', 'int')
n.x = 1
print((n == 5, hash(n) == hash(5), n.x))    # prints: (True, True, 1)
class MyList(list):
    def total(self):
        return sum(self)
m = MyList([1, 2, 3])
m.append(4)
print((m, m.total(), len(m), m[1:], type(m[1:]).__name__))  # prints: ([1, 2, 3, 4], 10, 4, [2, 3, 4], 'list')
class MyDict(dict):
    def __missing__(self, key):
        return key * 2
print((MyDict(a=1)["b"], MyDict().get("b")))  # prints: ('bb', None)
class MyStr(str):
    pass
print((MyStr("a") + "b", MyStr("a") == "a", type(MyStr("x").upper()).__name__))  # prints: ('ab', True, 'str')
print({MyStr("k"): 1}["k"])                 # prints: 1
class MyTuple(tuple):
    def __new__(cls, *args):
        return super().__new__(cls, args)
print((MyTuple(1, 2), MyTuple(1, 2)[0]))    # prints: ((1, 2), 1)
class MyFloat(float): pass
print((MyFloat(1.5) + 1, MyFloat("2.5")))   # prints: (2.5, 2.5)
class MyErr(KeyError): pass
print(MyErr("k").args)                      # prints: ('k',)

# === changing __class__ and __bases__ ===
class One:
    def who(self): return "one"
class Two:
    def who(self): return "two"
o = One()
o.__class__ = Two
print(repr(o.who()))                        # prints: 'two'
o.__class__ = int                           # raises: TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses
class Sub(One): pass
s = Sub()
Sub.__bases__ = (Two,)
print(repr(s.who()))                        # prints: 'two'
