# === a generator holds its locals while it is suspended, and nothing afterwards ===
import gc
import weakref
gc.disable()
class N: pass
def hold(x):
    y = N()
    refs.append(weakref.ref(y))
    yield 1
    yield 2
refs = []
n = N()
r = weakref.ref(n)
g = hold(n)
del n
print(r() is None)                          # prints: False
print((next(g), r() is None, refs[0]() is None))  # prints: (1, False, False)
print(next(g))                              # prints: 2
print((next(g, "end"), r() is None, refs[0]() is None))  # prints: ('end', True, True)

# === an unstarted generator holds its arguments ===
n = N()
r = weakref.ref(n)
g = hold(n)
del n
print(r() is None)                          # prints: False
del g
print(r() is None)                          # prints: True

# === dropped midway ===
refs.clear()
g = hold(N())
print(next(g))                              # prints: 1
del g
print(refs[0]() is None)                    # prints: True

# === finished by an error ===
def fails():
    y = N()
    refs.append(weakref.ref(y))
    yield
    1 / 0
refs.clear()
g = fails()
next(g)
next(g)                                     # raises: ZeroDivisionError: division by zero
print(refs[0]() is None)                    # prints: True

# === temporaries on the stack of a suspended generator ===
def temps():
    return [N(), (yield 1), N()]
g = temps()
print(next(g))                              # prints: 1
del g
def loops():
    for x in [N(), N()]:
        refs.append(weakref.ref(x))
        yield
refs.clear()
g = loops()
next(g); next(g)
print((refs[0]() is None, refs[1]() is None))  # prints: (False, False)
g.close()
print(refs[1]() is None)                    # prints: True

# === delegation holds the inner generator ===
def inner():
    y = N()
    refs.append(weakref.ref(y))
    try: yield 1
    finally: print("inner done")
def outer(): yield from inner()
refs.clear()
g = outer()
print(next(g))                              # prints: 1
print(refs[0]() is None)                    # prints: False
del g                                       # prints: inner done
print(refs[0]() is None)                    # prints: True

# === a finally clause sees the locals ===
def cleanup(name):
    res = [name]
    try:
        while True: yield res
    finally:
        print("cleanup", res.pop())
g = cleanup("a")
print(next(g) is next(g))                   # prints: True
del g                                       # prints: cleanup a
print([next(cleanup(x)) for x in "bc"])     # prints: cleanup b
                                            #       : cleanup c
                                            #       : [[], []]

# === a cycle through a suspended generator runs its finally ===
class Owner:
    def start(self):
        self.g = self.run()
        next(self.g)
    def run(self):
        try: yield self
        finally: print("collected")
o = Owner()
o.start()
del o
print(gc.collect() >= 0)                    # prints: collected
                                            #       : True

# === generators that were never started run nothing ===
def never():
    try: yield
    finally: print("never printed")
g = never()
del g
never().close()

# === sent values are not kept ===
def sink():
    while True: yield
g = sink()
next(g)
n = N()
r = weakref.ref(n)
g.send(n)
del n
print(r() is None)                          # prints: True
g.close()

# === thrown exceptions are not kept ===
def catches():
    while True:
        try: yield
        except ValueError: pass
g = catches()
next(g)
e = ValueError(N())
r = weakref.ref(e.args[0])
g.throw(e)
del e
print(r() is None)                          # prints: True
g.close()

# === a long pipeline dies from its end ===
def stage(src, n):
    try:
        for x in src: yield x
    finally:
        order.append(n)
order = []
s = iter([1, 2, 3])
for i in range(5): s = stage(s, i)
print(next(s))                              # prints: 1
del s
print(order)                                # prints: [4, 3, 2, 1, 0]
