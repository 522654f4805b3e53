# === helpers of the module ===
import gc
import weakref
class N: pass
n = N()
print((weakref.getweakrefcount(n), weakref.getweakrefs(n)))  # prints: (0, [])
r, p = weakref.ref(n), weakref.proxy(n)
print((weakref.getweakrefcount(n), len(weakref.getweakrefs(n)), weakref.getweakrefs(n)[0] is r))  # prints: (2, 2, True)
print((weakref.getweakrefcount(5), weakref.getweakrefs("x")))  # prints: (0, [])
print((type(r), weakref.ReferenceType is weakref.ref, type(p).__name__))
    # prints: (<class 'weakref.ReferenceType'>, True, 'ProxyType')
print(repr(weakref.ProxyType.__name__))     # prints: 'ProxyType'
r2 = weakref.ref(n, lambda x: None)
print(weakref.getweakrefcount(n))           # prints: 3
del r2
print(weakref.getweakrefcount(n))           # prints: 2

# === repr says whether the referent lives ===
print((repr(r).startswith("<weakref at 0x"), "to 'N'" in repr(r)))  # prints: (True, True)
del n
print(repr(r).endswith("; dead>"))          # prints: True
p.x                                         # raises: ReferenceError: weakly-referenced object no longer exists
bool(p)                                     # raises: ReferenceError: weakly-referenced object no longer exists

# === references are compared by identity once dead ===
a, b = N(), N()
ra, rb = weakref.ref(a), weakref.ref(b)
print((ra == rb, ra == weakref.ref(a), ra != rb))  # prints: (False, True, True)
del a, b
print((ra == rb, ra == ra))                 # prints: (False, True)
hash(ra)                                    # raises: TypeError: weak object has gone away

# === ordering is not defined ===
weakref.ref(N) < weakref.ref(N)             # raises: TypeError: '<' not supported between instances of 'weakref.ReferenceType' and 'weakref.ReferenceType'

# === arguments ===
weakref.ref(N, None, None)                  # raises: TypeError: __new__ expected at most 2 arguments, got 3
weakref.ref(x=1)                            # raises: TypeError: __new__ expected at least 1 argument, got 0
weakref.proxy()                             # raises: TypeError: proxy expected at least 1 argument, got 0
weakref.proxy(5)                            # raises: TypeError: cannot create weak reference to 'int' object
weakref.ref(N())()
r()
r(1)                                        # raises: TypeError: weakref expected 0 arguments, got 1

# === subclass with attributes ===
class Keyed(weakref.ref):
    __slots__ = ("key",)
    def __new__(cls, obj, key, callback=None):
        self = super().__new__(cls, obj, callback)
        self.key = key
        return self
    def __init__(self, obj, key, callback=None):
        super().__init__(obj, callback)
n = N()
gone = []
k = Keyed(n, "the key", lambda ref: gone.append(ref.key))
print((k.key, k() is n))                    # prints: ('the key', True)
print(k is Keyed(n, "the key"))             # prints: False
del n
print(gone)                                 # prints: ['the key']

# === a weak dictionary by hand ===
class WeakValues:
    def __init__(self): self.d = {}
    def __setitem__(self, k, v): self.d[k] = Keyed(v, k, self.forget)
    def forget(self, ref): del self.d[ref.key]
    def __getitem__(self, k):
        v = self.d[k]()
        if v is None: raise KeyError(k)
        return v
    def __len__(self): return len(self.d)
w = WeakValues()
x, y = N(), N()
w["x"], w["y"] = x, y
print((len(w), w["x"] is x))                # prints: (2, True)
del x
print((len(w), list(w.d)))                  # prints: (1, ['y'])
w["x"]                                      # raises: KeyError: 'x'
del y
print(len(w))                               # prints: 0
