# === assignment expressions ===
if (n := 10) > 5: print(n)                  # prints: 10
print([y := 1, y ** 2, y ** 3])             # prints: [1, 1, 1]
print((a := 1) + (b := 2), a, b)            # prints: 3 1 2
def f(x): return x
print((f(c := 5), c))                       # prints: (5, 5)
print(((d := (e := 3) + 1), d, e))          # prints: (4, 4, 3)
data = iter([1, 2, 3, 0, 4])
while chunk := next(data): print("chunk", chunk)  # prints: chunk 1
                                                  #       : chunk 2
                                                  #       : chunk 3
print(([last for v in range(4) if (last := v) % 2], last))  # prints: ([1, 3], 3)
print((any((found := w).startswith("b") for w in ["a", "bc", "bd"]), found))  # prints: (True, 'bc')
x = {"k": (z := [1])}
z.append(2)
print(x)                                    # prints: {'k': [1, 2]}
def local():
    if (inner := 5): pass
    return inner
print(local())                              # prints: 5
print((f(x=(q := 1)), q))                   # prints: (1, 1)
print((lambda: (t := 4) + t)())             # prints: 8
print(repr(f"{(u := 6)} {u}"))              # prints: '6 6'
l = [1, 2, 3]
print((l[(i := 1)], i))                     # prints: (2, 1)

# === assert ===
assert 1 == 1, "fine"
assert 1 == 2                               # raises: AssertionError
assert 1 == 2, "numbers differ"             # raises: AssertionError: numbers differ
assert (), ["list", "message"]              # raises: AssertionError: ['list', 'message']
assert not [], 1 / 0
assert [], 1 / 0                            # raises: ZeroDivisionError: division by zero
def check(x):
    assert isinstance(x, int), f"expected int, got {type(x).__name__}"
    return x
print(check(1))                             # prints: 1
check("a")                                  # raises: AssertionError: expected int, got str
try:
    assert False, {"a": 1}
except AssertionError as e:
    print(e.args)                           # prints: ({'a': 1},)

# === del ===
a = b = c = 1
del a
a                                           # raises: NameError: name 'a' is not defined
del (b, c)
b                                           # raises: NameError: name 'b' is not defined
d = {"x": {"y": 1}}
del d["x"]["y"]
print(d)                                    # prints: {'x': {}}
l = [1, [2, 3], 4]
del l[1][0], l[0]
print(l)                                    # prints: [[3], 4]
class O: pass
o = O()
o.a = O()
o.a.b = 1
del o.a.b
o.a.b                                       # raises: AttributeError: 'O' object has no attribute 'b'
del o.a
def g():
    v = 1
    del v
    v = 2
    return v
print(g())                                  # prints: 2
def h():
    for i in range(3):
        t = i
        del t
    return t
h()                                         # raises: UnboundLocalError: cannot access local variable 't' where it is not associated with a value
def cell():
    v = 1
    def inner(): return v
    del v
    return inner
cell()()                                    # raises: NameError: cannot access free variable 'v' where it is not associated with a value in enclosing scope
def glob():
    global gv
    del gv
gv = 1
glob()
gv                                          # raises: NameError: name 'gv' is not defined
glob()                                      # raises: NameError: name 'gv' is not defined
del []
del ()
del l[:]
print(l)                                    # prints: []
del l[0]                                    # raises: IndexError: list assignment index out of range
del d["none"]                               # raises: KeyError: 'none'
del o.none                                  # raises: AttributeError: 'O' object has no attribute 'none'
del f().x                                   # raises: TypeError: f() missing 1 required positional argument: 'x'
del len                                     # raises: NameError: name 'len' is not defined

# === augmented assignment to every target ===
o.n = 1
o.n += 1
l = [1, [2]]
l[1][0] *= 5
l[0] -= 1
d = {"k": 1}
d["k"] <<= 3
print((o.n, l, d))                          # prints: (2, [0, [10]], {'k': 8})
d["none"] += 1                              # raises: KeyError: 'none'
o.none += 1                                 # raises: AttributeError: 'O' object has no attribute 'none'
undefined_name += 1                         # raises: NameError: name 'undefined_name' is not defined
def aug():
    n += 1
aug()                                       # raises: UnboundLocalError: cannot access local variable 'n' where it is not associated with a value
def aug_default(v=[]):
    v += [1]
    return v
print((aug_default(), aug_default()))       # prints: ([1, 1], [1, 1])
t = (1, [2])
try:
    t[1] += [3]
except TypeError as e:
    print(e)                                # prints: 'tuple' object does not support item assignment
print(t)                                    # prints: (1, [2, 3])
s = "a"
s += "b" * 2
s *= 2
print(repr(s))                              # prints: 'abbabb'
n = 7
n //= 2; n **= 3; n %= 10; n @= 1 if False else 1  # raises: TypeError: unsupported operand type(s) for @=: 'int' and 'int'
print(n)                                    # prints: 7
