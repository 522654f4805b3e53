# === arguments pass through any number of wrappers ===
def show(*args, **kw): return args, kw
def wrap(f):
    def w(*args, **kw): return f(*args, **kw)
    return w
f = show
for _ in range(10): f = wrap(f)
print((f(1, 2, a=3, b=4), f(), f(*[1] * 3, **dict(z=1))))  # prints: (((1, 2), {'a': 3, 'b': 4}), ((), {}), ((1, 1, 1), {'z': 1}))

# === partial application by hand ===
def partial(f, *a, **k):
    def g(*b, **l): return f(*a, *b, **{**k, **l})
    return g
print((partial(show, 1, x=1)(2, y=2), partial(show, x=1)(x=5)))  # prints: (((1, 2), {'x': 1, 'y': 2}), ((), {'x': 5}))
print((partial(int, base=2)("101"), partial(partial(show, 1), 2)(3)))  # prints: (5, ((1, 2, 3), {}))

# === keyword order is that of the call ===
print((show(z=1, a=2, m=3)[1], show(**{"b": 1}, a=2, **{"c": 3})[1]))
    # prints: ({'z': 1, 'a': 2, 'm': 3}, {'b': 1, 'a': 2, 'c': 3})
def kwonly(*, z, a): return z, a
print(kwonly(a=1, z=2))                     # prints: (2, 1)

# === collected arguments are new objects ===
def mutate(*args, **kw):
    kw["new"] = 1
    return kw
d = {"a": 1}
print((mutate(**d), d))                     # prints: ({'a': 1, 'new': 1}, {'a': 1})
l = [1, 2]
def same(*args): return args
print((same(*l) is same(*l), same(*(1, 2)), type(same()).__name__))  # prints: (False, (1, 2), 'tuple')

# === parameter names may be any ===
def odd(_, __, self, cls=1, *, print=2): return _, __, self, cls, print
print((odd(1, 2, 3), odd(1, 2, self=5, cls=6, print=7)))  # prints: ((1, 2, 3, 1, 2), (1, 2, 5, 6, 7))

# === names given twice ===
odd(1, 2, 3, _=4)                           # raises: TypeError: odd() got multiple values for argument '_'
odd(1, 2, 3, **{"print": 1}, print=2)       # raises: TypeError: __main__.odd() got multiple values for keyword argument 'print'
show(a=1, **{"a": 2})                       # raises: TypeError: __main__.show() got multiple values for keyword argument 'a'
show(**{"a": 1}, **{"a": 2})                # raises: TypeError: __main__.show() got multiple values for keyword argument 'a'
show(**{1: 2})                              # raises: TypeError: keywords must be strings
show(*5)                                    # raises: TypeError: __main__.show() argument after * must be an iterable, not int
show(**5)                                   # raises: TypeError: __main__.show() argument after ** must be a mapping, not int
show(**[("a", 1)])                          # raises: TypeError: __main__.show() argument after ** must be a mapping, not list
wrap(kwonly)()                              # raises: TypeError: kwonly() missing 2 required keyword-only arguments: 'z' and 'a'
wrap(kwonly)(1)                             # raises: TypeError: kwonly() takes 0 positional arguments but 1 was given
wrap(lambda a, b: a)(1)                     # raises: TypeError: <lambda>() missing 1 required positional argument: 'b'
wrap(lambda a, b: a)(1, 2, 3)               # raises: TypeError: <lambda>() takes 2 positional arguments but 3 were given
wrap(lambda a, /, b: a)(a=1, b=2)           # raises: TypeError: <lambda>() got some positional-only arguments passed as keyword arguments: 'a'

# === mappings and iterables of one's own ===
class M:
    def keys(self): return iter("xy")
    def __getitem__(self, k): return k * 2
class It:
    def __iter__(self): return iter([7, 8])
print((show(**M()), show(*It()), show(*"ab", *It(), **M()), show(*{1: 2}), show(*range(2))))
    # prints: (((), {'x': 'xx', 'y': 'yy'}), ((7, 8), {}), (('a', 'b', 7, 8), {'x': 'xx', 'y': 'yy'}), ((1,), {}), ((0, 1), {}))

# === many arguments ===
print((len(show(*range(1000))[0]), len(show(**{f"k{i}": i for i in range(500)})[1])))  # prints: (1000, 500)
def big(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0=10, b1=11, b2=12, *rest, k0=20, k1=21, **more):
    return a0 + a9 + b2 + k1, rest, more
print((big(*range(10)), big(*range(15)), big(*range(10), b1=0, k0=1, q=2)))
    # prints: ((42, (), {}), (42, (13, 14), {}), (42, (), {'q': 2}))
big(*range(9))                              # raises: TypeError: big() missing 1 required positional argument: 'a9'

# === methods and classes forward too ===
class Base:
    def __init__(self, *args, **kw): self.args, self.kw = args, kw
class Child(Base):
    def __init__(self, first, *args, key=None, **kw):
        super().__init__(*args, **kw)
        self.first, self.key = first, key
c = Child(1, 2, 3, key=4, other=5)
print((c.first, c.args, c.key, c.kw))       # prints: (1, (2, 3), 4, {'other': 5})
class Proxy:
    def __init__(self, target): self._t = target
    def __getattr__(self, name):
        attr = getattr(self._t, name)
        return (lambda *a, **k: ("proxied", attr(*a, **k))) if callable(attr) else attr
print((Proxy([1, 2]).count(1), Proxy("a,b").split(sep=","), Proxy(c).first))  # prints: (('proxied', 1), ('proxied', ['a', 'b']), 1)
