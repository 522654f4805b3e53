# === iterators hold their source until they are exhausted ===
import sys
class N: pass
n = N()
data = [1, 2]
it = iter(data)
print(sys.getrefcount(data))                # prints: 3
print(list(it))                             # prints: [1, 2]
print(sys.getrefcount(data))                # prints: 2
it = iter(data)
print(next(it))                             # prints: 1
del it
print(sys.getrefcount(data))                # prints: 2

# === map, zip, filter and enumerate hold theirs ===
m = map(abs, data)
print(sys.getrefcount(data))                # prints: 3
del m
z = zip(data, data)
print(sys.getrefcount(data))                # prints: 4
del z
e = enumerate(data)
print(sys.getrefcount(data))                # prints: 3
del e
print(sys.getrefcount(data))                # prints: 2

# === dictionary views and iterators ===
table = {n: n}
print(sys.getrefcount(table))               # prints: 2
view = table.keys()
print(sys.getrefcount(table))               # prints: 3
i = iter(view)
del view
print(sys.getrefcount(table))               # prints: 3
del i
print(sys.getrefcount(table))               # prints: 2

# === a slice object and a range ===
s = slice(n, n, n)
print(sys.getrefcount(n))                   # prints: 7
del s
print(sys.getrefcount(n))                   # prints: 4

# === a for loop lets go of its iterator and keeps its variable ===
for item in [n]:
    inside = sys.getrefcount(n)
print((inside, sys.getrefcount(n)))         # prints: (6, 5)
del item
print(sys.getrefcount(n))                   # prints: 4

# === a partial unpacking that fails keeps nothing ===
def three():
    return [n, n, n]
try:
    a, b = three()
except ValueError as e:
    print(e)                                # prints: too many values to unpack (expected 2, got 3)
print(sys.getrefcount(n))                   # prints: 4
table.clear()
print(sys.getrefcount(n))                   # prints: 2
