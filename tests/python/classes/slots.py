# === only named attributes ===
class P:
    __slots__ = ("x", "y")
    def __init__(self, x):
        self.x = x
p = P(1)
print(p.x)                                  # prints: 1
p.y                                         # raises: AttributeError: 'P' object has no attribute 'y'
p.y = 2
print(p.y)                                  # prints: 2
p.z = 3                                     # raises: AttributeError: 'P' object has no attribute 'z' and no __dict__ for setting new attributes
del p.x
p.x                                         # raises: AttributeError: 'P' object has no attribute 'x'
del p.x                                     # raises: AttributeError: x
p.__dict__                                  # raises: AttributeError: 'P' object has no attribute '__dict__'
P.x.__get__(p)                              # raises: AttributeError: 'P' object has no attribute 'x'
print((P.x.__name__, type(P.x).__name__))   # prints: ('x', 'member_descriptor')
print(P.__slots__)                          # prints: ('x', 'y')

# === inheritance ===
class Q(P):
    __slots__ = ("z",)
q = Q(5)
q.z = 1
print((q.x, q.z))                           # prints: (5, 1)
q.w = 1                                     # raises: AttributeError: 'Q' object has no attribute 'w' and no __dict__ for setting new attributes
class R(P):
    pass
r = R(1)
r.anything = 2
print((r.__dict__, r.x))                    # prints: ({'anything': 2}, 1)
class S:
    __slots__ = "single"
s = S()
s.single = 1
print(s.single)                             # prints: 1
class D:
    __slots__ = ("a", "__dict__")
d = D()
d.a, d.b = 1, 2
print(d.__dict__)                           # prints: {'b': 2}

# === conflicts ===
class Bad: __slots__ = ("x",); x = 1        # raises: ValueError: 'x' in __slots__ conflicts with class variable
class B1: __slots__ = ("a",)
class B2: __slots__ = ("b",)
class Both(B1, B2): pass                    # raises: TypeError: multiple bases have instance lay-out conflict
class Wrong: __slots__ = ("not valid",)     # raises: TypeError: __slots__ must be identifiers
class WrongType: __slots__ = (1,)           # raises: TypeError: __slots__ items must be strings, not 'int'
class OnInt(int): __slots__ = ("v",)        # raises: TypeError: nonempty __slots__ not supported for subtype of 'int'
class OnIntEmpty(int): __slots__ = ()
print(OnIntEmpty(3) + 1)                    # prints: 4

# === mangled ===
class M:
    __slots__ = ("__hidden",)
    def __init__(self): self.__hidden = 1
    def get(self): return self.__hidden
print(M().get())                            # prints: 1
print(M()._M__hidden)                       # prints: 1

# === defaults through the class of a base ===
class E:
    __slots__ = []
E().x = 1                                   # raises: AttributeError: 'E' object has no attribute 'x' and no __dict__ for setting new attributes
