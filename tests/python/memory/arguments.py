# === star arguments, keywords and defaults are released ===
import sys
class N: pass
n = N()
def many(*args, **kw):
    return len(args) + len(kw)
print(many(n, n, a=n, b=n))                 # prints: 4
print(sys.getrefcount(n))                   # prints: 2
print(many(*[n] * 5, **{"x": n}))           # prints: 6
print(sys.getrefcount(n))                   # prints: 2
print(many(*(n for _ in range(3))))         # prints: 3
print(sys.getrefcount(n))                   # prints: 2
def kept(*args, **kw):
    return args, kw
k = kept(n, x=n)
print(sys.getrefcount(n))                   # prints: 4
del k
print(sys.getrefcount(n))                   # prints: 2

# === returned and yielded values ===
def same(x): return x
print(same(same(same(n))) is n)             # prints: True
print(sys.getrefcount(n))                   # prints: 2
def gen():
    while True: yield n
g = gen()
[next(g) for _ in range(5)]
print(sys.getrefcount(n))                   # prints: 2
g.close()

# === bound arguments in methods, lambdas and callables ===
class C:
    def m(self, x): return x
    def __call__(self, x): return x
    def __getitem__(self, x): return x
    def __add__(self, x): return x
    @property
    def p(self): return n
    @staticmethod
    def s(x): return x
    @classmethod
    def c(cls, x): return x
c = C()
print((c.m(n), c(n), c[n], c + n, c.p, c.s(n), c.c(n), (lambda x: x)(n)) == (n,) * 8)  # prints: True
print((sys.getrefcount(n), sys.getrefcount(c)))  # prints: (2, 2)

# === builtins give back what they borrow ===
print(([n].index(n), [n, n].count(n), n in [n], n in (n,), n in {n}))  # prints: (0, 2, True, True, True)
print((isinstance(n, N), len([n]), bool(n), hash(n) == hash(n), repr(n)[:1]))  # prints: (True, 1, True, True, '<')
print((str(n)[:1], id(n) == id(n), max([n], key=id) is n))  # prints: ('<', True, True)
print((sorted([n, n], key=id) == [n, n], dict(a=n)["a"] is n))  # prints: (True, True)
print((list(zip([n], [n])) == [(n, n)], getattr(N, "x", n) is n))  # prints: (True, True)
print(({}.get(1, n) is n, next(iter([]), n) is n))  # prints: (True, True)
print(sys.getrefcount(n))                   # prints: 2
setattr(n, "a", n)
print(sys.getrefcount(n))                   # prints: 3
delattr(n, "a")
print(sys.getrefcount(n))                   # prints: 2

# === containers: every way in and out ===
l = [n]
l.append(n); l.insert(0, n); l.extend([n, n]); l += [n]; l *= 2
print(sys.getrefcount(n) - 2)               # prints: 12
print((l.pop() is n, l.pop(0) is n))        # prints: (True, True)
l.remove(n)
del l[0], l[1:3]
l[0] = None
l[:2] = [n]
print((sys.getrefcount(n) - 2, len(l)))     # prints: (5, 5)
l.reverse(); l.sort(key=id)
print(l.copy() == l)                        # prints: True
l.clear()
print(sys.getrefcount(n))                   # prints: 2
d = {1: n}
d.update({2: n}); d[3] = n
print(d.setdefault(4, n) is n)              # prints: True
d |= {5: n}
print(sys.getrefcount(n) - 2)               # prints: 5
print((d.pop(1) is n, d.popitem()[1] is n, d.get(2) is n))  # prints: (True, True, True)
del d[2]
d[3] = None
print(sys.getrefcount(n) - 2)               # prints: 1
d.clear()
s = {n}
s.add(n); s.discard(n); s.add(n); s.update([n])
print(sys.getrefcount(n) - 2)               # prints: 1
print(s.pop() is n)                         # prints: True
print(sys.getrefcount(n))                   # prints: 2

# === loops, comprehensions, unpacking and swaps ===
for a, (b, *rest) in [(n, (n, n, n))]: pass
print(sys.getrefcount(n))                   # prints: 6
a = b = rest = None
print(sys.getrefcount(n))                   # prints: 2
[x for x in [n, n] for y in [n]] and {x: x for x in [n]} and {x for x in [n]}
print(sys.getrefcount(n))                   # prints: 2
x, y = n, n
x, y = y, x
del x, y
print(sys.getrefcount(n))                   # prints: 2

# === text formatting ===
print((f"{n!r:>5}{n}"[:1], "%s" % (n,) != "", "{0}{0}".format(n) != ""))  # prints: ('<', True, True)
print(sys.getrefcount(n))                   # prints: 2

# === exceptions ===
try:
    raise ValueError(n)
except ValueError as e:
    print(sys.getrefcount(n))               # prints: 3
print(sys.getrefcount(n))                   # prints: 2
