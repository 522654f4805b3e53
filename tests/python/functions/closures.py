# === a closure sees the variable, not its value ===
def outer():
    x = 1
    def get():
        return x
    x = 2
    return get
print(outer()())                            # prints: 2

# === nonlocal rebinds it ===
def counter():
    n = 0
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step
c = counter()
print((c(), c(), c(5)))                     # prints: (1, 2, 7)
d = counter()
print(d())                                  # prints: 1

# === two closures share one cell ===
def pair():
    v = 0
    def put(x):
        nonlocal v
        v = x
    def get():
        return v
    return put, get
put, get = pair()
put(42)
print(get())                                # prints: 42
print(get.__closure__[0].cell_contents)     # prints: 42
print(put.__closure__[0] is get.__closure__[0])  # prints: True
print(get.__code__.co_freevars)             # prints: ('v',)
print(pair.__code__.co_cellvars)            # prints: ('v',)

# === loops do not make new variables ===
fs = [lambda: i for i in range(3)]
print([f() for f in fs])                    # prints: [2, 2, 2]
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])                    # prints: [0, 1, 2]

# === deep nesting ===
def a():
    x = "a"
    def b():
        def c():
            def d():
                return x
            return d
        return c
    return b
print(repr(a()()()()))                      # prints: 'a'

# === unbound cells and names ===
def unbound():
    def inner():
        return later
    inner()
    later = 1
unbound()                                   # raises: NameError: cannot access free variable 'later' where it is not associated with a value in enclosing scope
def local_before():
    print(y)
    y = 1
local_before()                              # raises: UnboundLocalError: cannot access local variable 'y' where it is not associated with a value
def deleted():
    z = 1
    del z
    return z
deleted()                                   # raises: UnboundLocalError: cannot access local variable 'z' where it is not associated with a value
def del_unbound():
    del w
del_unbound()                               # raises: UnboundLocalError: cannot access local variable 'w' where it is not associated with a value
missing_name                                # raises: NameError: name 'missing_name' is not defined
def missing():
    return missing_name
missing()                                   # raises: NameError: name 'missing_name' is not defined

# === global ===
g = 1
def set_global():
    global g, made
    g = 2
    made = 3
set_global()
print((g, made))                            # prints: (2, 3)
def shadow():
    g = 10
    def inner():
        global g
        return g
    return inner(), g
print(shadow())                             # prints: (2, 10)

# === a parameter can be a cell ===
def adder(n):
    return lambda x: x + n
print(adder(3)(4))                          # prints: 7
def kwcell(*args, **kw):
    return lambda: (args, kw)
print(kwcell(1, a=2)())                     # prints: ((1,), {'a': 2})
def rebind(x):
    def f():
        return x
    x += 1
    return f
print(rebind(1)())                          # prints: 2

# === recursion through a closure ===
def fact():
    def f(n):
        return 1 if n < 2 else n * f(n - 1)
    return f
print(fact()(20))                           # prints: 2432902008176640000

# === an empty cell ===
def empty():
    def f():
        return x
    if 0:
        x = 1
    return f
empty().__closure__[0].cell_contents        # raises: ValueError: Cell is empty
empty()()                                   # raises: NameError: cannot access free variable 'x' where it is not associated with a value in enclosing scope
