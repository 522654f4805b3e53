# === an iterator that fails midway leaves nothing behind ===
class Loud:
    live = 0
    def __init__(self): Loud.live += 1
    def __del__(self): Loud.live -= 1
    def __hash__(self): return 1
def failing(n, make=Loud):
    for i in range(n):
        yield make()
    raise ValueError("midway")
def pairs(n):
    return failing(n, lambda: (Loud(), Loud()))
list(failing(3))                            # raises: ValueError: midway
print(Loud.live)                            # prints: 0
tuple(failing(3))                           # raises: ValueError: midway
set(failing(3))                             # raises: ValueError: midway
dict(pairs(3))                              # raises: ValueError: midway
dict.fromkeys(failing(3))                   # raises: ValueError: midway
frozenset(failing(2))                       # raises: ValueError: midway
[*failing(3)]                               # raises: ValueError: midway
{*failing(3)}                               # raises: ValueError: midway
(lambda *a: a)(*failing(3))                 # raises: ValueError: midway
sorted(failing(3), key=id)                  # raises: ValueError: midway
list(zip(failing(2), failing(5)))           # raises: ValueError: midway
list(map(lambda x: x, failing(3)))          # raises: ValueError: midway
[x for x in failing(3)]                     # raises: ValueError: midway
{x: x for x in failing(3)}                  # raises: ValueError: midway
list(enumerate(failing(3)))                 # raises: ValueError: midway
l = [Loud()]
l.extend(failing(3))                        # raises: ValueError: midway
print(len(l))                               # prints: 4
l[:] = failing(2)                           # raises: ValueError: midway
l += failing(2)                             # raises: ValueError: midway
l.clear()
print(Loud.live)                            # prints: 0

# === calls that are refused release their arguments ===
def one(a): pass
one(Loud(), Loud())                         # raises: TypeError: one() takes 1 positional argument but 2 were given
one(Loud(), b=Loud())                       # raises: TypeError: one() got an unexpected keyword argument 'b'
one(a=Loud(), **{"a": Loud()})              # raises: TypeError: __main__.one() got multiple values for keyword argument 'a'
one(*[Loud(), Loud()])                      # raises: TypeError: one() takes 1 positional argument but 2 were given
len(Loud(), Loud())                         # raises: TypeError: len() takes exactly one argument (2 given)
int(Loud())                                 # raises: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'Loud'
Loud()(Loud())                              # raises: TypeError: 'Loud' object is not callable
Loud() + Loud()                             # raises: TypeError: unsupported operand type(s) for +: 'Loud' and 'Loud'
Loud() < Loud()                             # raises: TypeError: '<' not supported between instances of 'Loud' and 'Loud'
Loud()[Loud()]                              # raises: TypeError: 'Loud' object is not subscriptable
-Loud()                                     # raises: TypeError: bad operand type for unary -: 'Loud'
Loud().missing                              # raises: AttributeError: 'Loud' object has no attribute 'missing'
isinstance(Loud(), Loud())                  # raises: TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
[Loud()].index(Loud())                      # raises: ValueError: list.index(x): x not in list
[1, 2].index(Loud())                        # raises: ValueError: list.index(x): x not in list
{}[[Loud()]]                                # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
"a".join([Loud()])                          # raises: TypeError: sequence item 0: expected str instance, Loud found
"%d" % Loud()                               # raises: TypeError: %d format: a real number is required, not Loud
"{:d}".format(Loud())                       # raises: TypeError: unsupported format string passed to Loud.__format__
f"{Loud():x}"                               # raises: TypeError: unsupported format string passed to Loud.__format__
bytes([Loud()])                             # raises: TypeError: 'Loud' object cannot be interpreted as an integer
max(Loud(), Loud())                         # raises: TypeError: '>' not supported between instances of 'Loud' and 'Loud'
sum([Loud(), Loud()])                       # raises: TypeError: unsupported operand type(s) for +: 'int' and 'Loud'
range(Loud())                               # raises: TypeError: 'Loud' object cannot be interpreted as an integer
for x in Loud(): pass                       # raises: TypeError: 'Loud' object is not iterable
a, b = Loud(), Loud(), Loud()               # raises: ValueError: too many values to unpack (expected 2, got 3)
a, b = [Loud()]                             # raises: ValueError: not enough values to unpack (expected 2, got 1)
with Loud(): pass                           # raises: TypeError: 'Loud' object does not support the context manager protocol (missed __exit__ method)
raise Loud()                                # raises: TypeError: exceptions must derive from BaseException
del l[Loud()]                               # raises: TypeError: list indices must be integers or slices, not Loud
getattr(Loud(), Loud())                     # raises: TypeError: attribute name must be string, not 'Loud'
print(Loud.live)                            # prints: 0

# === a failing initialiser and a failing finaliser-bearing constructor ===
class Half:
    def __init__(self):
        self.part = Loud()
        raise KeyError("init")
Half()                                      # raises: KeyError: 'init'
print(Loud.live)                            # prints: 0

# === errors in callbacks of builtins ===
sorted([Loud(), Loud()], key=lambda x: 1 / 0)  # raises: ZeroDivisionError: division by zero
sorted([Loud(), Loud(), Loud()])            # raises: TypeError: '<' not supported between instances of 'Loud' and 'Loud'
list(map(lambda x: x.nope, [Loud()]))       # raises: AttributeError: 'Loud' object has no attribute 'nope'
list(filter(lambda x: x.nope, [Loud()]))    # raises: AttributeError: 'Loud' object has no attribute 'nope'
min([Loud()], key=lambda x: [][0])          # raises: IndexError: list index out of range
print(Loud.live)                            # prints: 0

# === a generator that is closed by an error inside nested loops ===
def nested():
    for a in [Loud(), Loud()]:
        for b in (Loud(),):
            yield a
            raise IndexError("nested")
list(nested())                              # raises: IndexError: nested
print(Loud.live)                            # prints: 0

# === finally and with on the way out ===
def leave():
    keep = Loud()
    try:
        local = Loud()
        raise ValueError(Loud())
    finally:
        after = Loud()
try:
    leave()
except ValueError as e:
    print(Loud.live)                        # prints: 4
print(Loud.live)                            # prints: 0
