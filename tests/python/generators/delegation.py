# === yield from passes values through ===
def inner():
    got = yield 1
    print("inner got", got)
    yield 2
    return "result"
def outer():
    value = yield from inner()
    print("outer got", value)
    yield 3
print(list(outer()))                        # prints: inner got None
                                            #       : outer got result
                                            #       : [1, 2, 3]
o = outer()
print(next(o))                              # prints: 1
print(o.send("x"))                          # prints: inner got x
                                            #       : 2
print(next(o))                              # prints: outer got result
                                            #       : 3
next(o)                                     # raises: StopIteration

# === over any iterable ===
def chain(*its):
    for it in its:
        yield from it
print(list(chain("ab", [1, 2], {3: 4}, range(2), (x for x in "z"))))  # prints: ['a', 'b', 1, 2, 3, 0, 1, 'z']
def nothing():
    yield from ()
    return 5
print(list(nothing()))                      # prints: []
def bad():
    yield from 5
next(bad())                                 # raises: TypeError: 'int' object is not iterable

# === throw goes to the innermost ===
def catcher():
    try:
        yield 1
    except ValueError as e:
        yield "inner caught " + str(e)
def relay():
    yield from catcher()
    yield "after"
r = relay()
print(next(r))                              # prints: 1
print(repr(r.throw(ValueError("v"))))       # prints: 'inner caught v'
print(repr(next(r)))                        # prints: 'after'
r = relay()
print(next(r))                              # prints: 1
r.throw(KeyError("not caught"))             # raises: KeyError: 'not caught'

# === close goes there too ===
log = []
def closes():
    try:
        yield 1
    finally:
        log.append("inner closed")
def relay():
    try:
        yield from closes()
    finally:
        log.append("outer closed")
r = relay()
print(next(r))                              # prints: 1
r.close()
print(log)                                  # prints: ['inner closed', 'outer closed']

# === delegation to iterators without send or throw ===
class It:
    def __iter__(self): return self
    def __next__(self): return 7
def d():
    try:
        yield from It()
    except ValueError:
        yield "recovered"
x = d()
print(next(x))                              # prints: 7
x.send(1)                                   # raises: AttributeError: 'It' object has no attribute 'send'
x = d()
print(next(x))                              # prints: 7
print(repr(x.throw(ValueError)))            # prints: 'recovered'

# === recursion: a tree walk ===
class Node:
    def __init__(self, v, left=None, right=None):
        self.v, self.left, self.right = v, left, right
    def __iter__(self):
        if self.left: yield from self.left
        yield self.v
        if self.right: yield from self.right
print(list(Node(4, Node(2, Node(1), Node(3)), Node(5))))  # prints: [1, 2, 3, 4, 5]
def perms(items):
    if not items:
        yield []
    for i in range(len(items)):
        for rest in perms(items[:i] + items[i + 1:]):
            yield [items[i]] + rest
print(list(perms([1, 2, 3])))               # prints: [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]

# === deep delegation ===
def deep(n):
    if n:
        yield from deep(n - 1)
    yield n
print(sum(deep(200)))                       # prints: 20100

# === generators in pipelines ===
def numbers():
    n = 0
    while True:
        yield n
        n += 1
def take(n, it):
    for _ in range(n):
        yield next(it)
def evens(it):
    for x in it:
        if x % 2 == 0:
            yield x
print(list(take(5, evens(numbers()))))      # prints: [0, 2, 4, 6, 8]

# === yield as an expression ===
def ex():
    x = (yield), (yield 1)
    print(x)
    yield [(yield "in list"), 2]
y = ex()
next(y)
print(y.send("a"))                          # prints: 1
print(repr(y.send("b")))                    # prints: ('a', 'b')
                                            #       : 'in list'
print(y.send("c"))                          # prints: ['c', 2]

# === a generator as a coroutine that averages ===
def averager():
    total = count = 0
    average = None
    while True:
        total += yield average
        count += 1
        average = total / count
a = averager()
next(a)
print((a.send(10), a.send(20), a.send(3)))  # prints: (10.0, 15.0, 11.0)

# === finally with yield inside ===
def fy():
    try:
        yield 1
    finally:
        yield "in finally"
        print("end of finally")
print(list(fy()))                           # prints: end of finally
                                            #       : [1, 'in finally']

# === state survives between resumptions ===
def state():
    for i in range(2):
        for j in "ab":
            try:
                yield i, j
            finally:
                print("step", i, j)
print(list(state()))                        # prints: step 0 a
                                            #       : step 0 b
                                            #       : step 1 a
                                            #       : step 1 b
                                            #       : [(0, 'a'), (0, 'b'), (1, 'a'), (1, 'b')]
