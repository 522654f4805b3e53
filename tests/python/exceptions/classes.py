# === arguments and text ===
print((ValueError("a").args, ValueError().args, ValueError(1, 2).args))  # prints: (('a',), (), (1, 2))
print((str(ValueError("a")), str(ValueError()), str(ValueError(1, 2)), str(ValueError(None))))
    # prints: ('a', '', '(1, 2)', 'None')
print((repr(ValueError("a")), repr(ValueError()), repr(ValueError(1, "x")), repr(KeyError("k"))))
    # prints: ("ValueError('a')", 'ValueError()', "ValueError(1, 'x')", "KeyError('k')")
print((str(KeyError("k")), str(KeyError()), str(KeyError(1, 2))))  # prints: ("'k'", '', '(1, 2)')

# === the hierarchy ===
print([c.__name__ for c in ZeroDivisionError.__mro__])
    # prints: ['ZeroDivisionError', 'ArithmeticError', 'Exception', 'BaseException', 'object']
print((issubclass(KeyError, LookupError), issubclass(IndexError, LookupError)))  # prints: (True, True)
print(issubclass(UnicodeDecodeError, ValueError))  # prints: True
print(issubclass(NotImplementedError, RuntimeError))  # prints: True
print(issubclass(RecursionError, RuntimeError))  # prints: True
print(issubclass(ModuleNotFoundError, ImportError))  # prints: True
print((issubclass(FileNotFoundError, OSError), issubclass(SystemExit, Exception)))  # prints: (True, False)
print(issubclass(GeneratorExit, BaseException))  # prints: True
print(issubclass(UnboundLocalError, NameError))  # prints: True
print(issubclass(OverflowError, ArithmeticError))  # prints: True
print(issubclass(StopIteration, Exception))  # prints: True

# === custom classes ===
class AppError(Exception):
    pass
class Coded(AppError):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
    def __str__(self):
        return f"[{self.code}] {self.args[0]}"
raise Coded(5, "five")                      # raises: Coded: [5] five
try:
    raise Coded(1, "one")
except AppError as e:
    print(e.code, e.args, repr(e))          # prints: 1 ('one',) Coded('one')
class NoInit(Exception):
    def __init__(self, a):
        self.a = a
print((NoInit(5).args, str(NoInit(5))))     # prints: ((5,), '5')
class Default(Exception):
    def __init__(self, value="dflt"):
        super().__init__(value)
raise Default                               # raises: Default: dflt
class Needs(Exception):
    def __init__(self, required):
        pass
raise Needs                                 # raises: TypeError: Needs.__init__() missing 1 required positional argument: 'required'
ValueError(x=1)                             # raises: TypeError: ValueError() takes no keyword arguments
BaseException().args = 5                    # raises: TypeError: 'int' object is not iterable
v = ValueError()
v.args = [1, 2]
print(v.args)                               # prints: (1, 2)
v.extra = 1
print(v.__dict__)                           # prints: {'extra': 1}

# === attributes of builtin exceptions ===
try:
    undefined
except NameError as e:
    print(e.name)                           # prints: undefined
try:
    (5).foo
except AttributeError as e:
    print(e.name, e.obj)                    # prints: foo 5
try:
    next(iter(()))
except StopIteration as e:
    print(e.value)                          # prints: None
print((StopIteration(5).value, StopIteration(1, 2).value))  # prints: (5, 1)
print((SystemExit(3).code, SystemExit().code, SystemExit(1, 2).code))  # prints: (3, None, (1, 2))
try:
    import no_such_module_here
except ImportError as e:
    print(type(e).__name__, e.name, e)      # prints: ModuleNotFoundError no_such_module_here No module named 'no_such_module_here'
try:
    b"\xff".decode("utf-8")
except UnicodeDecodeError as e:
    print(e.encoding, e.start, e.end, e.reason, e.object)
    print(e)                                # prints: utf-8 0 1 invalid start byte b'\xff'
                                            #       : 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
try:
    "é".encode("ascii")
except UnicodeEncodeError as e:
    print(e)                                # prints: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
print((OSError(2, "No such file").errno, type(OSError(2, "x")).__name__, str(OSError(2, "x"))))
    # prints: (2, 'FileNotFoundError', '[Errno 2] x')
print(repr(str(OSError(1, "a", "file"))))   # prints: "[Errno 1] a: 'file'"
print(repr(ImportError("m", name="n", path="p").name))  # prints: 'n'

# === equality is identity ===
print(ValueError(1) == ValueError(1))       # prints: False

# === exception groups ===
eg = ExceptionGroup("many", [ValueError(1), KeyError(2)])
print((eg.message, len(eg.exceptions), str(eg)))  # prints: ('many', 2, 'many (2 sub-exceptions)')
print(eg.split(ValueError))                 # prints: (ExceptionGroup('many', [ValueError(1)]), ExceptionGroup('many', [KeyError(2)]))
def star():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2), ValueError(3)])
    except* ValueError as e:
        print("value", [x.args for x in e.exceptions])
    except* TypeError as e:
        print("type", len(e.exceptions))
star()                                      # prints: value [(1,), (3,)]
                                            #       : type 1
