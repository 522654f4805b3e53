# === default equality is identity, defining __eq__ removes __hash__ ===
class A: pass
a, b = A(), A()
print((a == a, a == b, a != b, hash(a) == hash(a), {a: 1}[a]))  # prints: (True, False, True, True, 1)
class B:
    def __eq__(self, o): return True
print((B() == 1, 1 == B(), B() != 1, B().__hash__))  # prints: (True, True, False, None)
hash(B())                                   # raises: TypeError: unhashable type: 'B'
class C(B):
    __hash__ = object.__hash__
print(isinstance(hash(C()), int))           # prints: True
class D(B): pass
hash(D())                                   # raises: TypeError: unhashable type: 'D'
class H:
    def __hash__(self): return -1
print(hash(H()))                            # prints: -2
class H2:
    def __hash__(self): return 2 ** 100
print(hash(H2()) == hash(2 ** 100))         # prints: True
class H3:
    def __hash__(self): return True
print(hash(H3()))                           # prints: 1

# === __ne__ follows __eq__ unless defined ===
class N:
    def __eq__(self, o): return NotImplemented
n = N()
print((n == n, n == N(), n != n))           # prints: (True, False, False)
class M:
    def __ne__(self, o): return "ne"
print((M() != 1, M() == 1))                 # prints: ('ne', False)

# === reflected comparison ===
class L:
    def __gt__(self, o): return "gt"
    def __ge__(self, o): return "ge"
print((1 < L(), 1 <= L(), L() > 1))         # prints: ('gt', 'ge', 'gt')
1 > L()                                     # raises: TypeError: '>' not supported between instances of 'int' and 'L'
class Base:
    def __lt__(self, o): return "base lt"
    def __gt__(self, o): return "base gt"
class Derived(Base):
    def __gt__(self, o): return "derived gt"
print((Base() < Derived(), Derived() > Base(), Base() > Derived()))  # prints: ('derived gt', 'derived gt', 'base lt')

# === repr and str ===
class R:
    def __repr__(self): return "R!"
class S:
    def __str__(self): return "S!"
print((str(R()), repr(R()), f"{R()}", [R()], {1: R()}, (R(),), "%s" % R()))
    # prints: ('R!', 'R!', 'R!', [R!], {1: R!}, (R!,), 'R!')
print((str(S()), repr(S())[:12], f"{S()!s}", print(S())))  # prints: S!
                                                           #       : ('S!', '<__main__.S ', 'S!', None)
class Sub(str):
    def __str__(self): return "custom"
print((str(Sub("x")), f"{Sub('x')}", "%s" % Sub("x"), "".join([Sub("a"), "b"])))  # prints: ('custom', 'custom', 'custom', 'ab')
print((repr(Sub("q")), Sub("x") + "y"))     # prints: ("'q'", 'xy')

# === nested reprs of recursive instances ===
class Tree:
    def __init__(self, *c): self.c = c
    def __repr__(self): return f"Tree{self.c}"
print(Tree(Tree(), Tree(Tree())))           # prints: Tree(Tree(), Tree(Tree(),))

# === the default repr names module and qualified name ===
def maker():
    class Local: pass
    return Local()
print(repr(repr(maker()).split(" object")[0]))  # prints: '<__main__.maker.<locals>.Local'
print(repr(repr(A)))                        # prints: "<class '__main__.A'>"
class Meta(type):
    def __repr__(cls): return f"<{cls.__name__} by meta>"
class Z(metaclass=Meta): pass
print((Z, [Z]))                             # prints: (<Z by meta>, [<Z by meta>])

# === bool falls back on len ===
class E0:
    def __len__(self): return 0
print((bool(E0()), not E0(), 1 if E0() else 2))  # prints: (False, True, 2)

# === ordering of mixed containers goes through elements ===
print(([A] == [A], (B(), 1) == (5, 1), {1: B()} == {1: "anything"}))  # prints: (True, True, True)
print(([B()] == [object()], {"k": [B()]} == {"k": [3]}))  # prints: (True, True)

# === dictionaries and sets with equal but distinct keys ===
class K:
    def __init__(self, k, tag): self.k, self.tag = k, tag
    def __eq__(self, o): return self.k == o.k
    def __hash__(self): return hash(self.k)
d = {K(1, "first"): 1}
d[K(1, "second")] = 2
print([(k.tag, v) for k, v in d.items()])   # prints: [('first', 2)]
s = {K(1, "a"), K(1, "b"), K(2, "c")}
print((len(s), len(s & {K(2, "z")})))       # prints: (2, 1)
