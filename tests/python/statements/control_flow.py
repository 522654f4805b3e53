# === while, for and their else ===
n = 0
while n < 3:
    n += 1
    if n == 2: continue
    print(n)
else:
    print("else")                           # prints: 1
                                            #       : 3
                                            #       : else
while True:
    break
else:
    print("not printed")
for i in range(3):
    if i == 5: break
else:
    print("no break")                       # prints: no break
for i in []:
    pass
else:
    print("empty", i)                       # prints: empty 2

# === nested loops and break ===
found = None
for i in range(5):
    for j in range(5):
        if i * j == 6:
            found = i, j
            break
    else:
        continue
    break
print(found)                                # prints: (2, 3)

# === changing a list while looping over it ===
l = [1, 2, 3]
for x in l:
    if len(l) < 6: l.append(x * 10)
print(l)                                    # prints: [1, 2, 3, 10, 20, 30]
for x in l[:]:
    if x > 5: l.remove(x)
print(l)                                    # prints: [1, 2, 3]

# === conditional expressions and boolean operators ===
def say(x):
    print("say", x)
    return x
print(say(0) or say(2) or say(3))           # prints: say 0
                                            #       : say 2
                                            #       : 2
print(say(1) and say(0) and say(3))         # prints: say 1
                                            #       : say 0
                                            #       : 0
print(1 if [] else 2)                       # prints: 2
print(repr("a" if 0 else "b" if 0 else "c"))  # prints: 'c'
print((not 0, not "x", not not []))         # prints: (True, False, False)
print(0 or None or [])                      # prints: []
print(repr(1 and "x"))                      # prints: 'x'

# === chained comparisons evaluate each operand once ===
print(say(1) < say(2) < say(3))             # prints: say 1
                                            #       : say 2
                                            #       : say 3
                                            #       : True
print(say(3) < say(2) < say(1))             # prints: say 3
                                            #       : say 2
                                            #       : False
print(1 < 2 > 1 != 3 == 3)                  # prints: True
print(1 == 1.0 == True)                     # prints: True
x = 5
print((0 < x <= 5, 0 < x < 5, 1 in [1] == True))  # prints: (True, False, False)

# === walrus ===
if (n := len("abc")) > 2:
    print(n)                                # prints: 3
while (n := n - 1):
    print(n)                                # prints: 2
                                            #       : 1
print(y := 5, y)                            # prints: 5 5
print([z := 1, z + 1])                      # prints: [1, 2]

# === del of every kind of target ===
a = b = 1
del a, (b)
a                                           # raises: NameError: name 'a' is not defined
l = [1, 2, 3, 4]
del l[0], l[-1]
print(l)                                    # prints: [2, 3]
d = {"k": 1, "m": 2}
del d["k"]
print(d)                                    # prints: {'m': 2}
del d["zz"]                                 # raises: KeyError: 'zz'
del l[10]                                   # raises: IndexError: list assignment index out of range
class C: x = 1
del C.x
C.x                                         # raises: AttributeError: type object 'C' has no attribute 'x'
l = list(range(10))
del l[::2], l[:2]
print(l)                                    # prints: [5, 7, 9]
del undefined_thing                         # raises: NameError: name 'undefined_thing' is not defined
del [l, d]
l                                           # raises: NameError: name 'l' is not defined

# === assert ===
assert True
assert 1, "not evaluated"
assert False                                # raises: AssertionError
assert [], "message"                        # raises: AssertionError: message
assert 0, ("a", 1)                          # raises: AssertionError: ('a', 1)

# === pass, ellipsis and semicolons ===
def f(): ...
print(repr(str(f())))                       # prints: 'None'
print(... is Ellipsis)                      # prints: True
x = 1; y = 2; print(x + y)                  # prints: 3
if x: y = 3; z = 4
print((y, z))                               # prints: (3, 4)

# === global statement at module level, nested functions ===
def outer():
    global made_inside
    made_inside = 1
    def inner():
        return made_inside + 1
    return inner()
print((outer(), made_inside))               # prints: (2, 1)

# === annotations are no values ===
v: int = 5
w: "anything at all"
print(v)                                    # prints: 5
w                                           # raises: NameError: name 'w' is not defined

# === large jumps ===
def many(n):
    total = 0
    while n > 0:
        if n % 15 == 0: total += 15
        elif n % 5 == 0: total += 5
        elif n % 3 == 0: total += 3
        else:
            n -= 1
            continue
        n -= 1
    return total
print(many(100))                            # prints: 241
