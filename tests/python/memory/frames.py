# === a traceback keeps the frames, and they their locals ===
import sys
import weakref
class Node:
    pass
def fail():
    local = Node()
    refs.append(weakref.ref(local))
    raise ValueError("x")
refs = []
try:
    fail()
except ValueError as e:
    saved = e
print(refs[0]() is None)                    # prints: False
print(saved.__traceback__.tb_next.tb_frame.f_locals["local"] is refs[0]())  # prints: True
saved.__traceback__ = None
print(refs[0]() is None)                    # prints: True

# === the exception's name is deleted at the end of its clause ===
refs.clear()
try:
    fail()
except ValueError as e:
    print(refs[0]() is None)                # prints: False
print(refs[0]() is None)                    # prints: True
print("e" in globals())                     # prints: False

# === an exception that was never named ===
refs.clear()
try:
    fail()
except ValueError:
    print(refs[0]() is None)                # prints: False
print(refs[0]() is None)                    # prints: True

# === clear() on a finished frame drops its locals ===
refs.clear()
try:
    fail()
except ValueError as e:
    saved = e
frame = saved.__traceback__.tb_next.tb_frame
frame.clear()
print(refs[0]() is None)                    # prints: True
del frame, saved

# === a frame that is kept keeps its locals ===
def keep_frame():
    thing = Node()
    refs.append(weakref.ref(thing))
    return sys._getframe()
refs.clear()
frame = keep_frame()
print(refs[0]() is None)                    # prints: False
print(sorted(frame.f_locals))               # prints: ['thing']
print(repr(frame.f_code.co_name))           # prints: 'keep_frame'
del frame
print(refs[0]() is None)                    # prints: True

# === a generator's frame keeps its locals until it ends ===
def gen():
    thing = Node()
    refs.append(weakref.ref(thing))
    yield 1
    del thing
    yield 2
refs.clear()
g = gen()
print(next(g))                              # prints: 1
print(refs[0]() is None)                    # prints: False
print(next(g))                              # prints: 2
print(refs[0]() is None)                    # prints: True
refs.clear()
g = gen()
print(next(g))                              # prints: 1
del g
print(refs[0]() is None)                    # prints: True

# === an exception that refers to its own frame is a cycle ===
import gc
gc.disable()
def cyclic():
    local = Node()
    refs.append(weakref.ref(local))
    try:
        raise KeyError("k")
    except KeyError as e:
        kept = e
refs.clear()
cyclic()
print(refs[0]() is None)                    # prints: False
print(gc.collect() > 0)                     # prints: True
print(refs[0]() is None)                    # prints: True

# === a collection at the entry of a function that native code calls leaves no frame behind ===
import sys

gc.enable()


def levels(pair):
    frame, count = sys._getframe(), 0
    while frame is not None:
        frame, count = frame.f_back, count + 1
    return pair, count


def generated(pairs):
    for pair in pairs:
        yield levels(pair)


pairs = range(5000), range(5000)
print({count for pair, count in list(map(levels, zip(*pairs)))})  # prints: {2}
print({count for pair, count in list(generated(zip(*pairs)))})  # prints: {3}
