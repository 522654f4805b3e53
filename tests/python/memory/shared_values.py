# === small values need no counting, large ones are objects like others ===
import sys
import gc
gc.disable()
big = 2 ** 200
other = [big, big]
print(sys.getrefcount(other))               # prints: 2
text = "".join(["built ", "at ", "run time"])
held = (text, text)
print(sys.getrefcount(text))                # prints: 4
del held
print(sys.getrefcount(text))                # prints: 2
data = bytes(range(20))
pair = [data] * 2
print(sys.getrefcount(data))                # prints: 4
del pair

# === slices and copies of immutable objects are the object itself ===
print((text[:] is text, str(text) is text, data[:] is data, bytes(data) is data))  # prints: (True, True, True, True)
t = (text, data)
print((t[:] is t, tuple(t) is t, t * 1 is t, t + () is t, () + t is t))  # prints: (True, True, True, True, True)
f = frozenset([1])
print((frozenset(f) is f, f.copy() is f))   # prints: (True, True)
print((text + "" == text, text.upper() is text.upper(), "".join([text]) is text))  # prints: (True, False, True)
print(text.replace("zzz", "y") == text)     # prints: True

# === copies of mutable ones are new ===
l = [text]
print((l[:] is l, list(l) is l, l * 1 is l, l + [] is l, l.copy() is l))  # prints: (False, False, False, False, False)
print(sys.getrefcount(text))                # prints: 4
d = {text: text}
print((dict(d) is d, d.copy() is d))        # prints: (False, False)
print(sys.getrefcount(text))                # prints: 6
d.clear(); l.clear()
print(sys.getrefcount(text))                # prints: 3

# === names as attributes and keys ===
class N: pass
n = N()
name = "".join(["dyn", "amic"])
before = sys.getrefcount(n)
setattr(n, name, n)
print(sys.getrefcount(n) - before)          # prints: 1
print((getattr(n, name) is n, n.dynamic is n, n.__dict__[name] is n))  # prints: (True, True, True)
delattr(n, name)
print(sys.getrefcount(n) - before)          # prints: 0

# === strings built piece by piece are one value at the end ===
s = ""
for i in range(2000): s += "ab"
print((len(s), s.count("ab"), sys.getrefcount(s)))  # prints: (4000, 2000, 2)
p = s
p += "c"
print((len(s), len(p)))                     # prints: (4000, 4001)
parts = [s] * 3
print(sys.getrefcount(s) - 2)               # prints: 3
j = "".join(parts)
del parts
print((len(j), sys.getrefcount(s)))         # prints: (12000, 2)

# === integers across the boundary of immediate values ===
values = [2 ** k + d for k in (30, 31, 49, 50, 51, 60, 62, 63, 64, 65) for d in (-1, 0, 1)]
print(all(-(-v) == v and v + 1 - 1 == v and v * 2 // 2 == v and int(str(v)) == v and hash(v) == hash(v + 0) for v in values))
    # prints: True
print(len({v: None for v in values + [-v for v in values]}))  # prints: 60
print(sorted(values, reverse=True) == values[::-1])  # prints: True
print((sum(values) == sum(reversed(values)), [v for v in values if v % 2 == 0] == values[1::3]))  # prints: (True, True)
x = 2 ** 50 - 3
for _ in range(6): x += 1
print((x == 2 ** 50 + 3, x - 6 == 2 ** 50 - 3))  # prints: (True, True)
y = -(2 ** 50) + 3
for _ in range(6): y -= 1
print(y == -(2 ** 50) - 3)                  # prints: True

# === floats, including those whose bits look like others ===
vals = [0.0, -0.0, 1e308, 5e-324, float("inf"), -float("inf"), 2.0 ** 52, 1.5, -1.5]
print(([v * 1 for v in vals] == vals, [repr(v) for v in vals]))
    # prints: (True, ['0.0', '-0.0', '1e+308', '5e-324', 'inf', '-inf', '4503599627370496.0', '1.5', '-1.5'])
nan = float("nan")
import math
print([math.isnan(v) for v in (nan, -nan, nan * 0, nan + 1, abs(nan), float("inf") * 0, float("inf") - float("inf"))])
    # prints: [True, True, True, True, True, True, True]
print([math.copysign(1, v) for v in (0.0, -0.0, -1.0, float("-inf"))])  # prints: [1.0, -1.0, -1.0, -1.0]
