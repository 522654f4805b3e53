# === decorators are applied from the nearest outwards ===
log = []
def deco(name):
    log.append("make " + name)
    def apply(f):
        log.append("apply " + name)
        def wrapped(*a, **k):
            return name, f(*a, **k)
        return wrapped
    return apply
@deco("outer")
@deco("inner")
def f(x):
    return x
print(f(1))                                 # prints: ('outer', ('inner', 1))
print(log)                                  # prints: ['make outer', 'make inner', 'apply inner', 'apply outer']

# === any expression, any result ===
@lambda f: f.__name__
def named():
    pass
print(repr(named))                          # prints: 'named'
@(lambda c: [c])
class C:
    pass
print(repr(C[0].__name__))                  # prints: 'C'
@(lambda f: print(f.__name__))
def shown_as_argument(): pass               # prints: shown_as_argument

# === class decorators ===
def tag(cls):
    cls.tag = "tagged"
    return cls
@tag
class T:
    pass
print(repr(T.tag))                          # prints: 'tagged'

# === lambdas ===
print((lambda: 1)())                        # prints: 1
print((lambda x, y=2, *a, z, **k: (x, y, a, z, k))(1, z=3))  # prints: (1, 2, (), 3, {})
print((lambda *a: a)(*"ab"))                # prints: ('a', 'b')
f = lambda x: x and (lambda: x)
print(f(5)())                               # prints: 5
print(repr(f.__name__))                     # prints: '<lambda>'
print(repr((lambda x: (yield x))(3).__class__.__name__))  # prints: 'generator'
print(max([3, 1, 2], key=lambda x: -x))     # prints: 1

# === attributes of functions ===
def g(a, b=1, *, c=2):
    "doc text"
    local = 1
print((g.__name__, g.__doc__, g.__qualname__, g.__module__))  # prints: ('g', 'doc text', 'g', '__main__')
print((g.__defaults__, g.__kwdefaults__))   # prints: ((1,), {'c': 2})
g.extra = 5
print(g.extra)                              # prints: 5
print(g.__dict__)                           # prints: {'extra': 5}
g.__name__ = "renamed"
print(repr(g.__name__))                     # prints: 'renamed'
print(g.__code__.co_varnames)               # prints: ('a', 'b', 'c', 'local')
print((g.__code__.co_argcount, g.__code__.co_kwonlyargcount))  # prints: (2, 1)
def outer():
    def inner(): pass
    class K:
        def m(self): pass
    return inner, K.m
print([x.__qualname__ for x in outer()])    # prints: ['outer.<locals>.inner', 'outer.<locals>.K.m']
g.__name__ = 1                              # raises: TypeError: __name__ must be set to a string object
g.nothing                                   # raises: AttributeError: 'function' object has no attribute 'nothing'
del g.extra
del g.extra                                 # raises: AttributeError: 'function' object has no attribute 'extra'

# === functions compare by identity ===
def h(): pass
print((h == h, h == g, h != g))             # prints: (True, False, True)
print((callable(h), callable(1), callable(int)))  # prints: (True, False, True)

# === recursion has a limit ===
def forever():
    return forever()
try:
    forever()
except RecursionError as e:
    print(type(e).__name__, str(e).startswith("maximum recursion depth exceeded"))  # prints: RecursionError True
def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)
print(deep(500))                            # prints: 500
