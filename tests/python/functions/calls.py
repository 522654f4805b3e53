# === arguments are evaluated from left to right ===
log = []
def e(x):
    log.append(x)
    return x
def f(*a, **k):
    return a, k
print(f(e(1), e(2), x=e(3), *[e(4)], y=e(5), **{"z": e(6)}))  # prints: ((1, 2, 4), {'x': 3, 'y': 5, 'z': 6})
print(log)                                  # prints: [1, 2, 4, 3, 5, 6]

# === the function first ===
log.clear()
def pick():
    log.append("pick")
    return f
pick()(e(1))
print(log)                                  # prints: ['pick', 1]

# === bound methods can be kept ===
append = [].append
append(1)
print(append.__self__)                      # prints: [1]
print(repr(append.__name__))                # prints: 'append'
m = "abc".upper
print(repr(m()))                            # prints: 'ABC'
print(repr("{}-{}".format(*"ab")))          # prints: 'a-b'

# === functions as values ===
table = {"add": lambda a, b: a + b, "mul": lambda a, b: a * b}
print([table[n](3, 4) for n in ("add", "mul")])  # prints: [7, 12]
def compose(*fs):
    def run(x):
        for f in reversed(fs):
            x = f(x)
        return x
    return run
print(repr(compose(str, abs, int)("-5")))   # prints: '5'

# === default return ===
def nothing():
    return
print(repr(str(nothing())))                 # prints: 'None'
def many():
    return 1, 2, *[3]
print(many())                               # prints: (1, 2, 3)

# === objects that cannot be called ===
5()                                         # raises: TypeError: 'int' object is not callable
"a"()                                       # raises: TypeError: 'str' object is not callable
None()                                      # raises: TypeError: 'NoneType' object is not callable
[]()                                        # raises: TypeError: 'list' object is not callable
(1, 2)(3)                                   # raises: TypeError: 'tuple' object is not callable
class C: pass
C()()                                       # raises: TypeError: 'C' object is not callable

# === callable instances ===
class Adder:
    def __init__(self, n):
        self.n = n
    def __call__(self, x, *, k=0):
        return self.n + x + k
print(Adder(1)(2))                          # prints: 3
print(Adder(1)(2, k=10))                    # prints: 13
Adder(1)()                                  # raises: TypeError: Adder.__call__() missing 1 required positional argument: 'x'
print(callable(Adder(1)))                   # prints: True
c = C()
c.__call__ = lambda: 1
c()                                         # raises: TypeError: 'C' object is not callable

# === keyword arguments of builtins ===
print(int("ff", base=16))                   # prints: 255
print(sorted([1, 3, 2], reverse=True))      # prints: [3, 2, 1]
len(obj=[1])                                # raises: TypeError: len() takes no keyword arguments
len()                                       # raises: TypeError: len() takes exactly one argument (0 given)
len(1, 2)                                   # raises: TypeError: len() takes exactly one argument (2 given)
abs("x")                                    # raises: TypeError: bad operand type for abs(): 'str'
[].append()                                 # raises: TypeError: list.append() takes exactly one argument (0 given)
[].append(1, 2)                             # raises: TypeError: list.append() takes exactly one argument (2 given)
print(dict(a=1, **{"b": 2}))                # prints: {'a': 1, 'b': 2}
print("a", "b", sep="-", end="!\n")         # prints: a-b!
print(1, 2, sep="", end="\n")               # prints: 12
print(1, foo=2)                             # raises: TypeError: print() got an unexpected keyword argument 'foo'
print(1, sep=3)                             # raises: TypeError: sep must be None or a string, not int
isinstance(1)                               # raises: TypeError: isinstance expected 2 arguments, got 1
