# === sequences ===
a, b = 1, 2
(c, d), e = [3, 4], 5
[f, g] = "fg"
print((a, b, c, d, e, f, g))                # prints: (1, 2, 3, 4, 5, 'f', 'g')
a, b = b, a
print((a, b))                               # prints: (2, 1)
x = y = z = []
print(x is y is z)                          # prints: True
a, b = {"k1": 1, "k2": 2}
print((a, b))                               # prints: ('k1', 'k2')
a, (b, (c, d)) = 1, (2, (3, 4))
print((a, b, c, d))                         # prints: (1, 2, 3, 4)
(a,) = [9]
print(a)                                    # prints: 9
[] = ()

# === starred ===
a, *b = 1, 2, 3
print((a, b))                               # prints: (1, [2, 3])
*a, b = 1, 2, 3
print((a, b))                               # prints: ([1, 2], 3)
a, *b, c = range(5)
print((a, b, c))                            # prints: (0, [1, 2, 3], 4)
a, *b = [1]
print(b)                                    # prints: []
*a, = "abc"
print(a)                                    # prints: ['a', 'b', 'c']
a, (*b, c), *d = 1, "xyz", 2, 3
print((a, b, c, d))                         # prints: (1, ['x', 'y'], 'z', [2, 3])
for i, *rest in [(1, 2, 3), (4,)]:
    print(i, rest)                          # prints: 1 [2, 3]
                                            #       : 4 []

# === errors ===
a, b = 1                                    # raises: TypeError: cannot unpack non-iterable int object
a, b = 1, 2, 3                              # raises: ValueError: too many values to unpack (expected 2, got 3)
a, b = [1]                                  # raises: ValueError: not enough values to unpack (expected 2, got 1)
a, b, *c = [1]                              # raises: ValueError: not enough values to unpack (expected at least 2, got 1)
*a, b, c = []                               # raises: ValueError: not enough values to unpack (expected at least 2, got 0)
a, b = None                                 # raises: TypeError: cannot unpack non-iterable NoneType object
a, b = "abc"                                # raises: ValueError: too many values to unpack (expected 2)
a, (b, c) = 1, 2                            # raises: TypeError: cannot unpack non-iterable int object
a, b = {1, 2, 3}                            # raises: ValueError: too many values to unpack (expected 2)
a, b = iter([1, 2, 3])                      # raises: ValueError: too many values to unpack (expected 2)
a, b = dict(a=1)                            # raises: ValueError: not enough values to unpack (expected 2, got 1)

# === order of assignment ===
i, d = 0, [0, 0]
i, d[i] = 1, 5
print(d)                                    # prints: [0, 5]
d = [1, 2]
d[0], d[1] = d[1], d[0]
print(d)                                    # prints: [2, 1]

# === in displays and calls ===
print(([*"ab", *range(2)], (*[1], 2), [*[], *()]))  # prints: (['a', 'b', 0, 1], (1, 2), [])
print({**{"a": 1}, "b": 2, **{"a": 3}})     # prints: {'a': 3, 'b': 2}
print(sorted({*[1, 2], *[2, 3]}))           # prints: [1, 2, 3]
print(*[1, 2], *"x", sep="|")               # prints: 1|2|x
t = *[1, 2], 3
print(t)                                    # prints: (1, 2, 3)
[*5]                                        # raises: TypeError: Value after * must be an iterable, not int
{**5}                                       # raises: TypeError: 'int' object is not a mapping
def f():
    return *[1, 2], 3
print(f())                                  # prints: (1, 2, 3)

# === targets of all kinds ===
class C: pass
c = C()
l = [0, 0, 0]
c.x, l[0], l[1:], (y,) = 1, 2, [3], [4]
print((c.x, l, y))                          # prints: (1, [2, 3], 4)
for c.attr in [1, 2]: pass
print(c.attr)                               # prints: 2
for l[0] in "ab": pass
print(l)                                    # prints: ['b', 3]

# === augmented assignment ===
a = 5
a += 1; a -= 2; a *= 3; a //= 2; a **= 2; a %= 10; a <<= 2; a |= 1; a ^= 3; a &= 0xFF; a >>= 1
print(a)                                    # prints: 13
a /= 4
print(a)                                    # prints: 3.25
s = "a"
s += "b"
s *= 2
print(repr(s))                              # prints: 'abab'
l = [1, 2, 3]
l[0] += 10
l[-1] *= 2
print(l)                                    # prints: [11, 2, 6]
c.x += 5
print(c.x)                                  # prints: 6
d = {"k": [1]}
d["k"] += [2]
print(d)                                    # prints: {'k': [1, 2]}
def idx():
    print("once")
    return 0
l[idx()] += 1                               # prints: once
