# === names are local where they are bound ===
x = "global"
def reads(): return x
def binds():
    x = "local"
    return x
def both():
    print(x)
    x = 1
print((reads(), binds(), x))                # prints: ('global', 'local', 'global')
both()                                      # raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
def loop_binds():
    for x in range(2): pass
    return x
print((loop_binds(), x))                    # prints: (1, 'global')
def import_binds():
    import sys as x
    return x.__name__
print((import_binds(), x))                  # prints: ('sys', 'global')
def except_binds():
    try: 1 / 0
    except ZeroDivisionError as x: pass
    return x
except_binds()                              # raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value
def with_binds():
    class M:
        def __enter__(self): return "entered"
        def __exit__(self, *a): pass
    with M() as x: pass
    return x
print(repr(with_binds()))                   # prints: 'entered'
def def_binds():
    def x(): return "function"
    return x()
print(repr(def_binds()))                    # prints: 'function'
def walrus_binds():
    (x := 5)
    return x
print((walrus_binds(), x))                  # prints: (5, 'global')
def del_makes_local():
    if False: del x
    return x
del_makes_local()                           # raises: UnboundLocalError: cannot access local variable 'x' where it is not associated with a value

# === global and nonlocal ===
def set_global():
    global x
    x = "changed"
set_global()
print(repr(x))                              # prints: 'changed'
def outer():
    y = 1
    def middle():
        def inner():
            nonlocal y
            y += 1
            return y
        return inner
    m = middle()
    m()
    return m(), y
print(outer())                              # prints: (3, 3)
def global_skips():
    x = "enclosing"
    def inner():
        global x
        return x
    return inner()
print(repr(global_skips()))                 # prints: 'changed'

# === class scopes are skipped by functions ===
z = "module"
class C:
    z = "class"
    direct = z
    def method(self): return z
    lam = lambda self: z
    comp = [z for _ in range(1)]
print((C.direct, C().method(), C().lam(), C.comp))  # prints: ('class', 'module', 'module', ['module'])
def in_function():
    z = "function"
    class D:
        seen = z
        z = "body"
        also = z
        def m(self): return z
    return D.seen if False else D.also, D().m()
print(in_function())                        # prints: ('body', 'function')
class E:
    global made_by_class
    made_by_class = 7
print(made_by_class)                        # prints: 7
def closure_in_class():
    v = 1
    class F:
        nonlocal v
        v = 2
    return v
print(closure_in_class())                   # prints: 2

# === comprehension scopes ===
n = 10
print(([n for n in range(3)], n))           # prints: ([0, 1, 2], 10)
print(([[n for n in range(m)] for m in range(3)], n))  # prints: ([[], [0], [0, 1]], 10)
def comp_closure():
    fs = [lambda: (i, j) for i in range(2) for j in range(2)]
    return [f() for f in fs]
print(comp_closure())                       # prints: [(1, 1), (1, 1), (1, 1), (1, 1)]
print(([x for x in [1, 2] if (y := x) > 1], y))  # prints: ([2], 2)

# === shadowing builtins ===
def shadow():
    list = "shadowed"
    return list
print((shadow(), list("ab")))               # prints: ('shadowed', ['a', 'b'])
def shadow_param(len): return len
print(shadow_param(3))                      # prints: 3
max = min
print(max(1, 2))                            # prints: 1
del max
print(max(1, 2))                            # prints: 2

# === default arguments are evaluated in the defining scope ===
d = 1
def default(a=d, b=[d]): return a, b
d = 2
print(default())                            # prints: (1, [1])
def nest():
    d = 3
    def f(a=d): return a
    d = 4
    return f()
print(nest())                               # prints: 3

# === functions see later definitions ===
def calls_later(): return later()
def later(): return "defined later"
print(repr(calls_later()))                  # prints: 'defined later'
del later
calls_later()                               # raises: NameError: name 'later' is not defined

# === locals are slots, not a dictionary ===
def many():
    a, b, c, d, e, f, g, h = range(8)
    i = a + b + c + d + e + f + g + h
    j = k = l = i
    return i, j + k + l
print(many())                               # prints: (28, 84)
def branches(flag):
    if flag: v = 1
    return v
print(branches(True))                       # prints: 1
branches(False)                             # raises: UnboundLocalError: cannot access local variable 'v' where it is not associated with a value
