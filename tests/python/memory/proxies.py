# === a proxy behaves as its referent ===
import weakref
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def total(self):
        return self.x + self.y
    def __len__(self):
        return 2
    def __getitem__(self, i):
        return (self.x, self.y)[i]
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)
    def __str__(self):
        return "point"
p = Point(1, 2)
q = weakref.proxy(p)
print(q.x)                                  # prints: 1
print(q.total())                            # prints: 3
print(len(q))                               # prints: 2
print(q[1])                                 # prints: 2
q.x = 10
print(p.x)                                  # prints: 10
print((q + p).x)                            # prints: 20
print(repr(str(q)))                         # prints: 'point'
print(isinstance(q, Point))                 # prints: True
print(type(q) is weakref.ProxyType)         # prints: True
print(list(q[i] for i in range(2)))         # prints: [10, 2]

# === it refuses when the referent is gone ===
del p
q.x                                         # raises: ReferenceError: weakly-referenced object no longer exists
len(q)                                      # raises: ReferenceError: weakly-referenced object no longer exists
q.x = 1                                     # raises: ReferenceError: weakly-referenced object no longer exists

# === callable proxies ===
def f(a):
    return a * 2
c = weakref.proxy(f)
print(c(4))                                 # prints: 8
print(type(c) is weakref.CallableProxyType)  # prints: True
del f
c(4)                                        # raises: ReferenceError: weakly-referenced object no longer exists

# === a proxy is shared and is not hashable ===
p = Point(3, 4)
print(weakref.proxy(p) is weakref.proxy(p))  # prints: True
a = weakref.proxy(p)
b = weakref.proxy(p)
print(a is b)                               # prints: True
hash(a)                                     # raises: TypeError: unhashable type: 'weakref.ProxyType'
print(weakref.getweakrefcount(p))           # prints: 1

# === with a callback ===
r = weakref.proxy(p, lambda ref: print("died"))
del p                                       # prints: died
