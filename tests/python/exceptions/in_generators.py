# === a generator has its own handled exception ===
import sys
def g():
    try:
        raise ValueError("inner")
    except ValueError:
        yield repr(sys.exception())
        yield repr(sys.exception())
    yield repr(sys.exception())
it = g()
try:
    raise KeyError("outer")
except KeyError:
    print(next(it), repr(sys.exception()))  # prints: ValueError('inner') KeyError('outer')
print((next(it), str(sys.exception())))     # prints: ("ValueError('inner')", 'None')
print(repr(next(it)))                       # prints: 'None'

# === the exception being handled outside is seen inside ===
def look():
    yield repr(sys.exception())
it = look()
try:
    raise KeyError("outer")
except KeyError:
    print(next(it))                         # prints: KeyError('outer')

# === context is set across the boundary ===
def thrower():
    try:
        yield
    except KeyError:
        raise ValueError("converted")
it = thrower()
next(it)
try:
    it.throw(KeyError("k"))
except ValueError as e:
    print(repr(e.__context__))              # prints: KeyError('k')

# === finally blocks run in order when a chain closes ===
log = []
def layer(n):
    try:
        if n: yield from layer(n - 1)
        else: yield "bottom"
    finally:
        log.append(n)
it = layer(3)
print(repr(next(it)))                       # prints: 'bottom'
it.close()
print(log)                                  # prints: [0, 1, 2, 3]

# === a return in finally overrides ===
def override():
    try:
        yield 1
    finally:
        log.append("cleanup")
it = override()
print(next(it))                             # prints: 1
it.throw(ValueError("lost?"))               # raises: ValueError: lost?
print(repr(log[-1]))                        # prints: 'cleanup'

# === errors in a comprehension's condition and source ===
[x for x in range(3) if 1 / (x - 1)]        # raises: ZeroDivisionError: division by zero
[x for x in iter(5)]                        # raises: TypeError: 'int' object is not iterable

# === StopIteration raised by builtins inside generators ===
def takes_next(it):
    yield next(it)
list(takes_next(iter([])))                  # raises: RuntimeError: generator raised StopIteration
try:
    list(takes_next(iter([])))
except RuntimeError as e:
    print(repr(e.__cause__), repr(e.__context__))  # prints: StopIteration() StopIteration()
def safe(it):
    for x in it:
        yield x
print(list(safe(iter([1]))))                # prints: [1]

# === GeneratorExit is no Exception ===
def swallow():
    try:
        yield 1
    except Exception:
        yield "caught"
it = swallow()
print(next(it))                             # prints: 1
it.close()

# === raising inside a with inside a generator ===
class M:
    def __enter__(self): log.append("in")
    def __exit__(self, t, v, tb):
        log.append(t.__name__ if t else None)
def w():
    with M():
        yield 1
log.clear()
it = w()
print(next(it))                             # prints: 1
it.throw(KeyError("x"))                     # raises: KeyError: 'x'
it = w()
print(next(it))                             # prints: 1
del it
print(log)                                  # prints: ['in', 'KeyError', 'in', 'GeneratorExit']
