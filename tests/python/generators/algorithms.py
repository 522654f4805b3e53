# === infinite streams ===
def count(n=0):
    while True:
        yield n
        n += 1
def take(n, it): return [x for _, x in zip(range(n), it)]
def primes():
    composites = {}
    for n in count(2):
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites.pop(n): composites.setdefault(n + p, []).append(p)
print(take(15, primes()))                   # prints: [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print((take(12, fib()), next(x for x in fib() if x > 10 ** 20)))
    # prints: ([0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89], 135301852344706746049)

# === merging sorted streams, windows, chunks ===
def merge(a, b):
    end = object()
    x, y = next(a, end), next(b, end)
    while x is not end and y is not end:
        if x <= y: yield x; x = next(a, end)
        else: yield y; y = next(b, end)
    while x is not end: yield x; x = next(a, end)
    while y is not end: yield y; y = next(b, end)
print(list(merge(iter([1, 4, 6]), iter([2, 3, 7, 8]))))  # prints: [1, 2, 3, 4, 6, 7, 8]
def windows(it, n):
    w = []
    for x in it:
        w.append(x)
        if len(w) == n:
            yield tuple(w)
            del w[0]
print((list(windows("abcde", 3)), list(windows("ab", 3))))  # prints: ([('a', 'b', 'c'), ('b', 'c', 'd'), ('c', 'd', 'e')], [])
def chunks(it, n):
    it = iter(it)
    while chunk := take(n, it): yield chunk
print(list(chunks(range(4), 2)))            # prints: [[0, 1], [2, 3]]
def flatten(x):
    if isinstance(x, (list, tuple)):
        for y in x: yield from flatten(y)
    else: yield x
print(list(flatten([1, [2, (3, [4])], [], 5])))  # prints: [1, 2, 3, 4, 5]

# === combinations by recursion ===
def subsets(s):
    if not s: yield []
    else:
        for rest in subsets(s[1:]):
            yield rest
            yield [s[0]] + rest
print((sorted(subsets([1, 2, 3])), sum(1 for _ in subsets(list(range(8))))))
    # prints: ([[], [1], [1, 2], [1, 2, 3], [1, 3], [2], [2, 3], [3]], 256)
def partitions(n, most=None):
    if n == 0: yield []
    for k in range(min(n, most or n), 0, -1):
        for p in partitions(n - k, k): yield [k] + p
print((list(partitions(5)), sum(1 for _ in partitions(15))))
    # prints: ([[5], [4, 1], [3, 2], [3, 1, 1], [2, 2, 1], [2, 1, 1, 1], [1, 1, 1, 1, 1]], 176)
def gray(n):
    if n == 0: yield ""
    else:
        for g in gray(n - 1): yield "0" + g
        for g in reversed(list(gray(n - 1))): yield "1" + g
print(list(gray(3)))                        # prints: ['000', '001', '011', '010', '110', '111', '101', '100']

# === coroutines: pipelines that receive ===
def coroutine(f):
    def start(*a):
        g = f(*a)
        next(g)
        return g
    return start
@coroutine
def grep(word, target):
    while True:
        line = yield
        if word in line: target.send(line)
@coroutine
def collect(out):
    while True: out.append((yield))
@coroutine
def broadcast(*targets):
    while True:
        x = yield
        for t in targets: t.send(x)
out, everything = [], []
pipe = broadcast(grep("x", collect(out)), collect(everything))
for line in ("ax", "b", "xx"): pipe.send(line)
print((out, everything))                    # prints: (['ax', 'xx'], ['ax', 'b', 'xx'])
@coroutine
def running():
    total = n = 0
    mean = None
    while True:
        v = yield mean
        if v is None: return total
        total, n = total + v, n + 1
        mean = total / n
r = running()
print([r.send(v) for v in (1, 2, 6)])       # prints: [1.0, 1.5, 3.0]
r.send(None)                                # raises: StopIteration: 9

# === lazy evaluation order ===
log = []
def traced(name, it):
    for x in it:
        log.append(name + str(x))
        yield x
result = list(x * 2 for x in traced("b", (y + 1 for y in traced("a", range(3)))))
print((result, log))                        # prints: ([2, 4, 6], ['a0', 'b1', 'a1', 'b2', 'a2', 'b3'])

# === same fringe of two trees without building lists ===
def leaves(t):
    if isinstance(t, tuple):
        for c in t: yield from leaves(c)
    else: yield t
print(all(a == b for a, b in zip(leaves(((1, 2), 3)), leaves((1, (2, 3))), strict=True)))  # prints: True
all(a == b for a, b in zip(leaves((1, 2)), leaves((1, 2, 3)), strict=True))  # raises: ValueError: zip() argument 2 is longer than argument 1

# === a state machine ===
def machine():
    state = "idle"
    while True:
        event = yield state
        state = {("idle", "start"): "running", ("running", "pause"): "paused", ("paused", "start"): "running"}.get((state, event), "idle" if event == "stop" else state)
m = machine()
print([m.send(e) for e in (None, "start", "pause", "start", "bogus", "stop")])
    # prints: ['idle', 'running', 'paused', 'running', 'running', 'idle']

# === same generator function, many instances ===
gs = [count(i * 10) for i in range(3)]
print([[next(g) for g in gs] for _ in range(3)])  # prints: [[0, 10, 20], [1, 11, 21], [2, 12, 22]]
