# === positional, default and keyword parameters ===
def f(a, b=2, *args, c, d=4, **kw):
    return a, b, args, c, d, sorted(kw.items())
print(f(1, c=3))                            # prints: (1, 2, (), 3, 4, [])
print(f(1, 5, 6, 7, c=3, d=8, e=9))         # prints: (1, 5, (6, 7), 3, 8, [('e', 9)])
print(f(*[1, 2, 3], **{"c": 4, "z": 5}))    # prints: (1, 2, (3,), 4, 4, [('z', 5)])
print(f(c=1, a=2))                          # prints: (2, 2, (), 1, 4, [])
print(f(1, *(), c=2, **{}))                 # prints: (1, 2, (), 2, 4, [])
print(f(*range(3), *[7], c=0, **{"x": 1}, **{"y": 2}))  # prints: (0, 1, (2, 7), 0, 4, [('x', 1), ('y', 2)])

# === positional-only parameters ===
def p(a, b=2, /, c=3):
    return a, b, c
print(p(1))                                 # prints: (1, 2, 3)
print(p(1, 5, c=6))                         # prints: (1, 5, 6)
p(a=1)                                      # raises: TypeError: p() got some positional-only arguments passed as keyword arguments: 'a'
p(1, b=2)                                   # raises: TypeError: p() got some positional-only arguments passed as keyword arguments: 'b'
def q(a, /, **kw):
    return a, kw
print(q(1, a=2))                            # prints: (1, {'a': 2})

# === keyword-only parameters ===
def k(*, x, y=2):
    return x, y
print(k(x=1))                               # prints: (1, 2)
k(1)                                        # raises: TypeError: k() takes 0 positional arguments but 1 was given
k()                                         # raises: TypeError: k() missing 1 required keyword-only argument: 'x'
k(y=1)                                      # raises: TypeError: k() missing 1 required keyword-only argument: 'x'
k(x=1, z=2)                                 # raises: TypeError: k() got an unexpected keyword argument 'z'

# === wrong calls say what is wrong ===
def two(a, b):
    return a
two()                                       # raises: TypeError: two() missing 2 required positional arguments: 'a' and 'b'
two(1)                                      # raises: TypeError: two() missing 1 required positional argument: 'b'
two(1, 2, 3)                                # raises: TypeError: two() takes 2 positional arguments but 3 were given
two(1, 2, a=3)                              # raises: TypeError: two() got multiple values for argument 'a'
two(1, c=3)                                 # raises: TypeError: two() got an unexpected keyword argument 'c'
two(**{"a": 1, "b": 2, "c": 3})             # raises: TypeError: two() got an unexpected keyword argument 'c'
def none():
    pass
none(1)                                     # raises: TypeError: none() takes 0 positional arguments but 1 was given
none(x=1)                                   # raises: TypeError: none() got an unexpected keyword argument 'x'
def one(a=1):
    pass
one(1, 2)                                   # raises: TypeError: one() takes from 0 to 1 positional arguments but 2 were given
one(1, a=2)                                 # raises: TypeError: one() got multiple values for argument 'a'
def many(a, b, c, d):
    pass
many()                                      # raises: TypeError: many() missing 4 required positional arguments: 'a', 'b', 'c', and 'd'
many(1)                                     # raises: TypeError: many() missing 3 required positional arguments: 'b', 'c', and 'd'
many(1, 2)                                  # raises: TypeError: many() missing 2 required positional arguments: 'c' and 'd'
def varargs(a, *args):
    pass
varargs()                                   # raises: TypeError: varargs() missing 1 required positional argument: 'a'
def mixed(a, b=1, *, c):
    pass
mixed(1, 2, 3)                              # raises: TypeError: mixed() takes from 1 to 2 positional arguments but 3 were given
mixed(1)                                    # raises: TypeError: mixed() missing 1 required keyword-only argument: 'c'
mixed(1, 2, 3, c=4)                         # raises: TypeError: mixed() takes from 1 to 2 positional arguments but 3 positional arguments (and 1 keyword-only argument) were given
def two_kw(*, a, b):
    pass
two_kw()                                    # raises: TypeError: two_kw() missing 2 required keyword-only arguments: 'a' and 'b'
def three_kw(*, a, b, c):
    pass
three_kw()                                  # raises: TypeError: three_kw() missing 3 required keyword-only arguments: 'a', 'b', and 'c'

# === unpacking errors ===
two(*1)                                     # raises: TypeError: __main__.two() argument after * must be an iterable, not int
two(**1)                                    # raises: TypeError: __main__.two() argument after ** must be a mapping, not int
two(**{1: 2})                               # raises: TypeError: keywords must be strings
two(**{"a": 1}, **{"a": 2})                 # raises: TypeError: __main__.two() got multiple values for keyword argument 'a'
two(a=1, **{"a": 2})                        # raises: TypeError: __main__.two() got multiple values for keyword argument 'a'
two(*None)                                  # raises: TypeError: __main__.two() argument after * must be an iterable, not NoneType

# === defaults are evaluated once ===
def collect(x, into=[]):
    into.append(x)
    return into
print(collect(1))                           # prints: [1]
print(collect(2))                           # prints: [1, 2]
print(collect(3, []))                       # prints: [3]
print(collect.__defaults__)                 # prints: ([1, 2],)
n = 5
def late(x=n):
    return x
n = 6
print(late())                               # prints: 5
print(f.__kwdefaults__)                     # prints: {'d': 4}

# === methods name themselves in errors ===
class A:
    def m(self, a):
        pass
    @staticmethod
    def s(a):
        pass
    def no_self():
        pass
A().m()                                     # raises: TypeError: A.m() missing 1 required positional argument: 'a'
A().m(1, 2)                                 # raises: TypeError: A.m() takes 2 positional arguments but 3 were given
A().s()                                     # raises: TypeError: A.s() missing 1 required positional argument: 'a'
A().no_self()                               # raises: TypeError: A.no_self() takes 0 positional arguments but 1 was given
A.m()                                       # raises: TypeError: A.m() missing 2 required positional arguments: 'self' and 'a'
A(1)                                        # raises: TypeError: A() takes no arguments
def nested():
    def inner(a): pass
    inner()
nested()                                    # raises: TypeError: nested.<locals>.inner() missing 1 required positional argument: 'a'
(lambda x: x)()                             # raises: TypeError: <lambda>() missing 1 required positional argument: 'x'
