# === facts ===
import sys
import time
print((sys.maxsize, sys.byteorder, sys.version_info[:2]))  # prints: (9223372036854775807, 'little', (3, 14))
print((sys.version_info >= (3, 14), sys.version_info.major, sys.maxunicode))  # prints: (True, 3, 1114111)
print((sys.implementation.name in ("cpython", "exuvia"), sys.float_info.max))  # prints: (True, 1.7976931348623157e+308)
print((sys.float_info.epsilon, sys.float_info.dig, sys.hash_info.modulus))
    # prints: (2.220446049250313e-16, 15, 2305843009213693951)
print((type(sys.argv).__name__, len(sys.argv), isinstance(sys.path, list)))  # prints: ('list', 1, True)
print(("sys" in sys.modules, isinstance(sys.platform, str)))  # prints: (True, True)
print((sys.getdefaultencoding(), "math" in sys.builtin_module_names or True))  # prints: ('utf-8', True)

# === recursion limit ===
old = sys.getrecursionlimit()
print(old)                                  # prints: 1000
sys.setrecursionlimit(100)
def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n
print(50 < depth(0) < 100)                  # prints: True
sys.setrecursionlimit(old)
sys.setrecursionlimit(0)                    # raises: ValueError: recursion limit must be greater or equal than 1
sys.setrecursionlimit("a")                  # raises: TypeError: 'str' object cannot be interpreted as an integer
def down(n):
    return 0 if n == 0 else 1 + down(n - 1)
print(down(900))                            # prints: 900
sys.setrecursionlimit(6000)
print(down(5000))                           # prints: 5000
sys.setrecursionlimit(old)

# === writing ===
print(sys.stdout.write("text\n"))           # prints: text
                                            #       : 5
sys.stdout.flush()
print("to stdout", file=sys.stdout)         # prints: to stdout
class Sink:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
sink = Sink()
print("a", 1, sep="-", file=sink)
print(sink.parts)                           # prints: ['a', '-', '1', '\n']
def captured():
    saved, sys.stdout = sys.stdout, sink
    print("captured")
    sys.stdout = saved
captured()
print(sink.parts)                           # prints: ['a', '-', '1', '\n', 'captured', '\n']
print("x", file=5)                          # raises: AttributeError: 'int' object has no attribute 'write'

# === sizes ===
print((sys.getsizeof([]) > 0, sys.getsizeof([1] * 100) > sys.getsizeof([])))  # prints: (True, True)
print(sys.getsizeof("a" * 1000) >= 1000)    # prints: True
class Sized:
    def __sizeof__(self): return 1000
print(sys.getsizeof(Sized()) >= 1000)       # prints: True

# === interning ===
a = sys.intern("a b c"); b = sys.intern("".join(["a b", " c"])); print(a is b)  # prints: True

# === time moves on ===
t = time.time(); p = time.perf_counter(); m = time.monotonic(); n = time.perf_counter_ns()
print((isinstance(t, float), isinstance(n, int), t > 1.6e9))  # prints: (True, True, True)
print((isinstance(time.process_time(), float), isinstance(time.time_ns(), int)))  # prints: (True, True)
time.sleep(0.001)
print((time.perf_counter() > p, time.monotonic() >= m))  # prints: (True, True)
time.sleep(-1)                              # raises: ValueError: sleep length must be non-negative
time.sleep("a")                             # raises: TypeError: 'str' object cannot be interpreted as an integer or float

# === display hook and exception hook exist ===
print((callable(sys.excepthook), callable(sys.displayhook), sys.exc_info(), callable(sys.exit)))
    # prints: (True, True, (None, None, None), True)

# === the module is one object ===
import sys as again
print((again is sys, sys.modules["sys"] is sys, sys.__name__, type(sys).__name__))  # prints: (True, True, 'sys', 'module')
sys.no_such_name                            # raises: AttributeError: module 'sys' has no attribute 'no_such_name'
sys.getrefcount()                           # raises: TypeError: sys.getrefcount() takes exactly one argument (0 given)
sys.getrefcount(1, 2)                       # raises: TypeError: sys.getrefcount() takes exactly one argument (2 given)
