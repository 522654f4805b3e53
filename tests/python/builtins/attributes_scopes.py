# === getattr, setattr, delattr, hasattr ===
class A:
    x = 1
a = A()
print((getattr(a, "x"), getattr(a, "y", "default"), hasattr(a, "x"), hasattr(a, "y")))  # prints: (1, 'default', True, False)
setattr(a, "z", 5)
print((a.z, vars(a)))                       # prints: (5, {'z': 5})
delattr(a, "z")
print(hasattr(a, "z"))                      # prints: False
getattr(a, "nope")                          # raises: AttributeError: 'A' object has no attribute 'nope'
getattr(a, 5)                               # raises: TypeError: attribute name must be string, not 'int'
setattr(a, 5, 1)                            # raises: TypeError: attribute name must be string, not 'int'
hasattr(a, 5)                               # raises: TypeError: attribute name must be string, not 'int'
delattr(a, "nope")                          # raises: AttributeError: 'A' object has no attribute 'nope'
getattr(a)                                  # raises: TypeError: getattr expected at least 2 arguments, got 1
vars(5)                                     # raises: TypeError: vars() argument must have __dict__ attribute

# === dir ===
print(("x" in dir(a), "append" in dir([]), [n for n in dir(A) if n == "x"]))  # prints: (True, True, ['x'])
print(dir() == sorted(dir()))               # prints: True
def f():
    q = 1
    r = 2
    return dir()
print(f())                                  # prints: ['q', 'r']

# === globals and locals ===
top = 1
print((globals()["top"], "top" in globals(), globals()["__name__"]))  # prints: (1, True, '__main__')
globals()["made"] = 7
print(made)                                 # prints: 7
def g(p):
    q = 2
    return sorted(locals().items())
print(g(1))                                 # prints: [('p', 1), ('q', 2)]
def h():
    locals()["zzz"] = 1
    return zzz
h()                                         # raises: NameError: name 'zzz' is not defined
print(locals() is globals())                # prints: True

# === eval and exec ===
print((eval("1 + 2"), eval("top + 1"), eval("x * 2", {"x": 5})))  # prints: (3, 2, 10)
print((eval("a + b", {"a": 1}, {"b": 2}), eval(" [i for i in range(3)] ")))  # prints: (3, [0, 1, 2])
exec("fresh = 10")
print(fresh)                                # prints: 10
ns = {}
exec("def double(n): return n * 2\nvalue = double(4)", ns)
print((ns["value"], ns["double"](5)))       # prints: (8, 10)
def scope():
    local = 5
    return eval("local * 2")
print(scope())                              # prints: 10
eval("undefined_in_eval")                   # raises: NameError: name 'undefined_in_eval' is not defined
exec("for i in range(2): print(i)")         # prints: 0
                                            #       : 1
print(repr(str(exec("1"))))                 # prints: 'None'
eval(5)                                     # raises: TypeError: eval() arg 1 must be a string, bytes or code object
code = compile("6 * 7", "<test>", "eval")
print((eval(code), code.co_filename, code.co_name))  # prints: (42, '<test>', '<module>')
exec(compile("print('compiled')", "<test>", "exec"))  # prints: compiled

# === __builtins__ can be replaced and shadowed ===
import builtins
print((builtins.len([1]), builtins.print is print))  # prints: (1, True)
len = lambda x: "shadowed"
print(repr(len([])))                        # prints: 'shadowed'
del len
print(len([]))                              # prints: 0
builtins.added_name = "everywhere"
print(repr(added_name))                     # prints: 'everywhere'
del builtins.added_name
added_name                                  # raises: NameError: name 'added_name' is not defined
eval("abs(-1)", {"__builtins__": {}})       # raises: NameError: name 'abs' is not defined

# === object ===
print((object() != object(), object.__name__, isinstance(object(), object)))  # prints: (True, 'object', True)
print((object.__bases__, object.__mro__))   # prints: ((), (<class 'object'>,))
o = object()
print((o == o, hash(o) == hash(o), repr(o)[:18], o.__class__))  # prints: (True, True, '<object object at ', <class 'object'>)
print((o.__doc__ == object.__doc__, o.__eq__(1), o.__ne__(o), o.__lt__(o)))  # prints: (True, NotImplemented, False, NotImplemented)
print((o.__str__() == repr(o), o.__format__("") == str(o)))  # prints: (True, True)
o.__format__("x")                           # raises: TypeError: unsupported format string passed to object.__format__

# === staticmethod-like helpers ===
print((any(n == "upper" for n in dir("")), isinstance(vars(A), dict), vars(A)["x"]))  # prints: (True, False, 1)
