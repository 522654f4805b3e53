# === enter and exit ===
class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is None)
        return self.swallow
with M("a") as a:
    print("body", a)                        # prints: enter a
                                            #       : body a
                                            #       : exit a None None True
with M("a") as a, M("b") as b:
    print(a, b)                             # prints: enter a
                                            #       : enter b
                                            #       : a b
                                            #       : exit b None None True
                                            #       : exit a None None True
with (M("c") as c, M("d")):
    pass                                    # prints: enter c
                                            #       : enter d
                                            #       : exit d None None True
                                            #       : exit c None None True

# === errors in the body ===
with M("swallows", True):
    raise ValueError("v")                   # prints: enter swallows
                                            #       : exit swallows ValueError v False
try:
    with M("passes"):
        raise KeyError("k")
except KeyError as e:
    print("passed", e)                      # prints: enter passes
                                            #       : exit passes KeyError 'k' False
                                            #       : passed 'k'
with M("outer", True), M("inner"):
    1 / 0                                   # prints: enter outer
                                            #       : enter inner
                                            #       : exit inner ZeroDivisionError division by zero False
                                            #       : exit outer ZeroDivisionError division by zero False

# === leaving by return, break and continue ===
def f():
    with M("f"):
        return "value"
print(repr(f()))                            # prints: enter f
                                            #       : exit f None None True
                                            #       : 'value'
for i in range(3):
    with M(i):
        if i == 0: continue
        break                               # prints: enter 0
                                            #       : exit 0 None None True
                                            #       : enter 1
                                            #       : exit 1 None None True

# === targets ===
class Many:
    def __enter__(self): return 1, [2, 3]
    def __exit__(self, *a): return None
with Many() as (x, [y, z]):
    print(x, y, z)                          # prints: 1 2 3
d = {}
with Many() as d["k"]:
    pass
print(d)                                    # prints: {'k': (1, [2, 3])}

# === errors in enter and exit ===
class BadEnter:
    def __enter__(self): raise ValueError("enter")
    def __exit__(self, *a): print("not called")
with BadEnter(): pass                       # raises: ValueError: enter
class BadExit:
    def __enter__(self): pass
    def __exit__(self, *a): raise KeyError("exit")
with BadExit(): pass                        # raises: KeyError: 'exit'
try:
    with BadExit():
        raise ValueError("body")
except KeyError as e:
    print(repr(e), repr(e.__context__))     # prints: KeyError('exit') ValueError('body')

# === what is no context manager ===
with 5: pass                                # raises: TypeError: 'int' object does not support the context manager protocol (missed __exit__ method)
class NoExit:
    def __enter__(self): pass
with NoExit(): pass                         # raises: TypeError: 'NoExit' object does not support the context manager protocol (missed __exit__ method)
class NoEnter:
    def __exit__(self, *a): pass
with NoEnter(): pass                        # raises: TypeError: 'NoEnter' object does not support the context manager protocol (missed __enter__ method)

# === methods are looked up on the class ===
class I: pass
i = I()
i.__enter__ = i.__exit__ = lambda *a: None
with i: pass                                # raises: TypeError: 'I' object does not support the context manager protocol (missed __exit__ method)

# === nested and in generators ===
def g():
    with M("gen"):
        yield 1
        yield 2
for v in g():
    print(v)                                # prints: enter gen
                                            #       : 1
                                            #       : 2
                                            #       : exit gen None None True
x = g()
next(x)                                     # prints: enter gen
x.close()                                   # prints: exit gen GeneratorExit  False
with M("1", True):
    with M("2"):
        with M("3", True):
            raise ValueError
        print("after 3")
        raise KeyError                      # prints: enter 1
                                            #       : enter 2
                                            #       : enter 3
                                            #       : exit 3 ValueError  False
                                            #       : after 3
                                            #       : exit 2 KeyError  False
                                            #       : exit 1 KeyError  False
