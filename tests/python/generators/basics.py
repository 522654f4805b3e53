# === yield suspends, next resumes ===
log = []
def g():
    log.append("start")
    yield 1
    log.append("middle")
    yield 2
    log.append("end")
it = g()
print(log)                                  # prints: []
print((next(it), log))                      # prints: (1, ['start'])
print(next(it))                             # prints: 2
next(it)                                    # raises: StopIteration
next(it)                                    # raises: StopIteration
print(log)                                  # prints: ['start', 'middle', 'end']
print(repr(next(it, "over")))               # prints: 'over'
print(iter(it) is it)                       # prints: True

# === send ===
def echo():
    got = yield "ready"
    while got is not None:
        got = yield "got " + got
    return "finished"
e = echo()
e.send("early")                             # raises: TypeError: can't send non-None value to a just-started generator
print(repr(e.send(None)))                   # prints: 'ready'
print(repr(e.send("a")))                    # prints: 'got a'
print(repr(e.send("b")))                    # prints: 'got b'
e.send(None)                                # raises: StopIteration: finished
e.send("late")                              # raises: StopIteration

# === the return value is in StopIteration ===
def r():
    yield 1
    return [1, 2]
def run(g):
    out = []
    try:
        while True:
            out.append(next(g))
    except StopIteration as s:
        return out, s.value
print(run(r()))                             # prints: ([1], [1, 2])

# === throw ===
def t():
    try:
        yield 1
    except ValueError as e:
        yield "caught " + str(e)
    yield 3
x = t()
print(next(x))                              # prints: 1
print(repr(x.throw(ValueError("v"))))       # prints: 'caught v'
print(next(x))                              # prints: 3
x.throw(KeyError("k"))                      # raises: KeyError: 'k'
next(x)                                     # raises: StopIteration
t().throw(ValueError("unstarted"))          # raises: ValueError: unstarted
x = t()
print(next(x))                              # prints: 1
print(repr(x.throw(ValueError)))            # prints: 'caught '
x.throw(1)                                  # raises: TypeError: exceptions must be classes or instances deriving from BaseException, not int

# === close ===
def c():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        log.append("exit")
        raise
    finally:
        log.append("finally")
log.clear()
x = c()
print(next(x))                              # prints: 1
x.close()
print(log)                                  # prints: ['exit', 'finally']
next(x)                                     # raises: StopIteration
x.close()
c().close()
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
x = stubborn()
print(next(x))                              # prints: 1
x.close()                                   # raises: RuntimeError: generator ignored GeneratorExit
def returns_on_close():
    try:
        yield 1
    except GeneratorExit:
        return "closing value"
x = returns_on_close()
print(next(x))                              # prints: 1
print(repr(x.close()))                      # prints: 'closing value'

# === deletion closes ===
log.clear()
x = c()
print(next(x))                              # prints: 1
del x
print(log)                                  # prints: ['exit', 'finally']

# === StopIteration inside becomes RuntimeError ===
def s():
    yield 1
    raise StopIteration("inner")
x = s()
print(next(x))                              # prints: 1
next(x)                                     # raises: RuntimeError: generator raised StopIteration
def s2():
    yield next(iter(()))
next(s2())                                  # raises: RuntimeError: generator raised StopIteration

# === errors end it ===
def bad():
    yield 1
    1 / 0
    yield 2
x = bad()
print(next(x))                              # prints: 1
next(x)                                     # raises: ZeroDivisionError: division by zero
next(x)                                     # raises: StopIteration

# === it cannot run twice at once ===
def me():
    yield next(own)
own = me()
next(own)                                   # raises: ValueError: generator already executing

# === attributes ===
def named(a):
    yield a
x = named(1)
print((x.__name__, x.gi_running, x.gi_frame.f_locals, x.gi_yieldfrom))  # prints: ('named', False, {'a': 1}, None)
print(next(x))                              # prints: 1
x.close()
x.gi_frame
print(repr(type(x).__name__))               # prints: 'generator'

# === generator expressions ===
print(sum(x * x for x in range(5)))         # prints: 30
g = (x for x in [1, 2, 3] if x != 2)
print((list(g), list(g)))                   # prints: ([1, 3], [])
def first_evaluated():
    return (x for x in undefined_source)
first_evaluated()                           # raises: NameError: name 'undefined_source' is not defined
lazy = (undefined_inner for x in [1])
next(lazy)                                  # raises: NameError: name 'undefined_inner' is not defined
print(list((a, b) for a in range(2) for b in "xy"))  # prints: [(0, 'x'), (0, 'y'), (1, 'x'), (1, 'y')]
print((any(x > 2 for x in range(10)), all(x > 2 for x in range(10))))  # prints: (True, False)
