# === mutual, deep and through builtins ===
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print((even(400), odd(7)))                  # prints: (True, True)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(([fib(n) for n in range(15)], fib(20)))  # prints: ([0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377], 6765)
def through_map(n): return n if n == 0 else list(map(through_map, [n - 1]))[0] + 1
print(through_map(50))                      # prints: 50
def through_sorted(n): return n if n == 0 else sorted([1], key=lambda _: through_sorted(n - 1))[0] and n
print(through_sorted(40))                   # prints: 40
class R:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"R({R(self.n - 1)!r})" if self.n else "R"
    def __len__(self): return 0 if self.n == 0 else len(R(self.n - 1)) + 1
    def __add__(self, o): return 0 if self.n == 0 else 1 + (R(self.n - 1) + o)
    def __getattr__(self, name): return "bottom" if self.n == 0 else getattr(R(self.n - 1), name)
    def __eq__(self, o): return self.n == o.n if self.n == 0 else R(self.n - 1) == R(o.n - 1)
print((R(5), len(R(60)), R(60) + 1, R(60).anything, R(50) == R(50)))  # prints: (R(R(R(R(R(R))))), 60, 60, 'bottom', True)

# === the limit is an ordinary error, and one recovers from it ===
def endless(n=0): return endless(n + 1)
def limit(f, *a):
    try: f(*a)
    except RecursionError as e: return type(e).__name__
    return "finished"
print((limit(endless), limit(endless)))     # prints: ('RecursionError', 'RecursionError')
class E:
    def __repr__(self): return repr(self)
    def __getattr__(self, n): return getattr(self, n + "x")
    def __eq__(self, o): return self == o
    def __hash__(self): return hash(self)
    def __iter__(self): return iter(self)
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __len__(self): return len(self)
    def __bool__(self): return bool(self)
    def __contains__(self, x): return x in self
    def __getitem__(self, i): return self[i]
    def __str__(self): return str(self)
    def __format__(self, s): return format(self, s)
e = E()
print((limit(repr, e), limit(lambda: e.x), limit(lambda: e == 1), limit(hash, e)))
    # prints: ('RecursionError', 'RecursionError', 'RecursionError', 'RecursionError')
print((limit(iter, e), limit(e), limit(lambda: e + 1), limit(len, e)))
    # prints: ('RecursionError', 'RecursionError', 'RecursionError', 'RecursionError')
print((limit(bool, e), limit(lambda: 1 in e), limit(lambda: e[0]), limit(str, e)))
    # prints: ('RecursionError', 'RecursionError', 'RecursionError', 'RecursionError')
print(repr(limit(format, e)))               # prints: 'RecursionError'
def gen(n):
    yield from gen(n + 1)
print(repr(limit(list, gen(0))))            # prints: 'RecursionError'
def by_map(n): return list(map(by_map, [n + 1]))
print(repr(limit(by_map, 0)))               # prints: 'RecursionError'
def by_sort(n): return sorted([n], key=by_sort)
print(repr(limit(by_sort, 0)))              # prints: 'RecursionError'
def by_except():
    try: by_except()
    except ValueError: pass
print(repr(limit(by_except)))               # prints: 'RecursionError'
def by_finally(n):
    try: by_finally(n + 1)
    finally: counter.append(1)
counter = []
print((limit(by_finally, 0), len(counter) > 50))  # prints: ('RecursionError', True)
class D:
    def __get__(self, o, t): return o.d
class HasD: d = D()
print(repr(limit(lambda: HasD().d)))        # prints: 'RecursionError'
class Init:
    def __init__(self): Init()
print(repr(limit(Init)))                    # prints: 'RecursionError'

# === data structures of any depth are built by loops ===
nest = []
for _ in range(5000): nest = [nest]
depth = 0
while nest:
    nest = nest[0]
    depth += 1
print(depth)                                # prints: 5000
print(repr(limit(repr, [nest])))            # prints: 'finished'

# === trampolines instead of recursion ===
def trampoline(f, *args):
    result = f(*args)
    while callable(result): result = result()
    return result
def count_down(n, acc=0): return acc if n == 0 else lambda: count_down(n - 1, acc + n)
print(trampoline(count_down, 20000))        # prints: 200010000

# === memoisation ===
def memo(f):
    cache = {}
    def g(*args):
        if args not in cache: cache[args] = f(*args)
        return cache[args]
    g.cache = cache
    return g
@memo
def binom(n, k): return 1 if k in (0, n) else binom(n - 1, k - 1) + binom(n - 1, k)
print((binom(30, 15), len(binom.cache)))    # prints: (155117520, 255)
@memo
def lev(a, b): return len(a) + len(b) if not a or not b else min(lev(a[1:], b) + 1, lev(a, b[1:]) + 1, lev(a[1:], b[1:]) + (a[0] != b[0]))
print(lev("kitten", "sitting"))             # prints: 3

# === the Y combinator ===
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(Y(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))(10))  # prints: 3628800
