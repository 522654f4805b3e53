# === indexing, assignment and deletion ===
class Box:
    def __init__(self): self.d = {}
    def __getitem__(self, k): return ("get", k)
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): print("del", k)
    def __contains__(self, k): return k == "in"
    def __len__(self): return 3
    def __iter__(self): return iter("xyz")
    def __reversed__(self): return iter("zyx")
b = Box()
print((b[1], b["a"], b[1, 2], b[1:2], b[::3, ...]))
    # prints: (('get', 1), ('get', 'a'), ('get', (1, 2)), ('get', slice(1, 2, None)), ('get', (slice(None, None, 3), Ellipsis)))
b[0] = 5
b[1, 2] = 6
print(b.d)                                  # prints: {0: 5, (1, 2): 6}
del b[3]                                    # prints: del 3
print(("in" in b, "out" in b, "out" not in b))  # prints: (True, False, True)
print((list(b), list(reversed(b)), len(b), tuple(b), [*b]))
    # prints: (['x', 'y', 'z'], ['z', 'y', 'x'], 3, ('x', 'y', 'z'), ['x', 'y', 'z'])
x, y, z = b
print((x, y, z))                            # prints: ('x', 'y', 'z')

# === the sequence protocol without __iter__ ===
class Seq:
    def __init__(self, *items): self.items = items
    def __getitem__(self, i): return self.items[i]
    def __len__(self): return len(self.items)
s = Seq(1, 2, 3)
print((list(s), 2 in s, 5 in s, list(reversed(s)), max(s), sum(s)))  # prints: ([1, 2, 3], True, False, [3, 2, 1], 3, 6)
for item in s: print(item)                  # prints: 1
                                            #       : 2
                                            #       : 3
a, *rest = s
print((a, rest))                            # prints: (1, [2, 3])

# === iterators ===
class Count:
    def __init__(self, n): self.i, self.n = 0, n
    def __iter__(self): return self
    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i
print((list(Count(3)), sum(Count(4)), 2 in Count(3), dict(zip(Count(2), "ab"))))  # prints: ([1, 2, 3], 10, True, {1: 'a', 2: 'b'})
print([*Count(2), *Count(1)])               # prints: [1, 2, 1]
next(Count(0))                              # raises: StopIteration
print(repr(next(Count(0), "default")))      # prints: 'default'
print(list(iter(Count(3).__next__, 2)))     # prints: [1]

# === what is missing is named ===
class E: pass
e = E()
e[0]                                        # raises: TypeError: 'E' object is not subscriptable
e[0] = 1                                    # raises: TypeError: 'E' object does not support item assignment
del e[0]                                    # raises: TypeError: 'E' object doesn't support item deletion
1 in e                                      # raises: TypeError: argument of type 'E' is not a container or iterable
iter(e)                                     # raises: TypeError: 'E' object is not iterable
len(e)                                      # raises: TypeError: object of type 'E' has no len()
reversed(e)                                 # raises: TypeError: 'E' object is not reversible
for q in e: pass                            # raises: TypeError: 'E' object is not iterable
[*e]                                        # raises: TypeError: Value after * must be an iterable, not E
a, b = e                                    # raises: TypeError: cannot unpack non-iterable E object
next(e)                                     # raises: TypeError: 'E' object is not an iterator
class BadIter:
    def __iter__(self): return 5
iter(BadIter())                             # raises: TypeError: iter() returned non-iterator of type 'int'
class NoneIter:
    __iter__ = None
    def __getitem__(self, i): return i
iter(NoneIter())                            # raises: TypeError: 'NoneIter' object is not iterable
class Gi:
    def __class_getitem__(cls, item): return cls.__name__, item
print(Gi[int])                              # prints: ('Gi', <class 'int'>)
int[0]                                      # raises: TypeError: type 'int' is not subscriptable

# === index and conversion protocols ===
class Ix:
    def __index__(self): return 2
print(([10, 20, 30][Ix()], "abc"[Ix()], range(5)[Ix()], bin(Ix()), [1] * Ix(), (1, 2, 3)[:Ix()]))
    # prints: (30, 'c', 2, '0b10', [1, 1], (1, 2))
print((int(Ix()), float(Ix()), complex(Ix())))  # prints: (2, 2.0, (2+0j))
class Conv:
    def __int__(self): return 7
    def __float__(self): return 1.5
    def __complex__(self): return 2j
    def __str__(self): return "s"
    def __repr__(self): return "r"
    def __bytes__(self): return b"b"
    def __hash__(self): return 99
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 3
    def __format__(self, spec): return "<" + spec + ">"
c = Conv()
print((int(c), float(c), complex(c), str(c), repr(c), bytes(c), hash(c), round(c), round(c, 2)))
    # prints: (7, 1.5, 2j, 's', 'r', b'b', 99, ('round', None), ('round', 2))
print((format(c), format(c, "x"), f"{c:abc} {c} {c!r}", "{:q}".format(c), [c], "%s %r" % (c, c)))
    # prints: ('<>', '<x>', '<abc> <> r', '<q>', [r], 's r')
class BadConv:
    def __int__(self): return "x"
    def __str__(self): return 1
    def __repr__(self): return None
    def __hash__(self): return "h"
    def __index__(self): return 1.5
    def __float__(self): return 1
    def __bool__(self): return 2
    def __format__(self, s): return 1
bad = BadConv()
int(bad)                                    # raises: TypeError: __int__ returned non-int (type str)
str(bad)                                    # raises: TypeError: __str__ returned non-string (type int)
repr(bad)                                   # raises: TypeError: __repr__ returned non-string (type NoneType)
hash(bad)                                   # raises: TypeError: __hash__ method should return an integer
[1][bad]                                    # raises: TypeError: __index__ returned non-int (type float)
float(bad)                                  # raises: TypeError: BadConv.__float__ returned non-float (type int)
bool(bad)                                   # raises: TypeError: __bool__ should return bool, returned int
format(bad)                                 # raises: TypeError: __format__ must return a str, not int
class Unhash:
    __hash__ = None
hash(Unhash())                              # raises: TypeError: unhashable type: 'Unhash'
{Unhash(): 1}                               # raises: TypeError: cannot use 'Unhash' as a dict key (unhashable type: 'Unhash')

# === length hints and missing keys ===
class Hint:
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self): return 10
print(list(Hint()))                         # prints: [1, 2]
class Dm(dict):
    def __missing__(self, k): return "missing " + k
print((Dm()["a"], Dm(a=1)["a"]))            # prints: ('missing a', 1)
