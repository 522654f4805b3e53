# === context is what was being handled ===
def f():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("k")
try:
    f()
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)  # prints: ZeroDivisionError('division by zero') None False

# === cause is given by from ===
try:
    try:
        int("x")
    except ValueError as v:
        raise RuntimeError("outer") from v
except RuntimeError as e:
    print(type(e.__cause__).__name__, e.__cause__ is e.__context__, e.__suppress_context__)  # prints: ValueError True True
try:
    try:
        int("x")
    except ValueError:
        raise RuntimeError("outer") from None
except RuntimeError as e:
    print(e.__cause__, type(e.__context__).__name__, e.__suppress_context__)  # prints: None ValueError True
try:
    raise ValueError from KeyError
except ValueError as e:
    print(repr(e.__cause__))                # prints: KeyError()

# === in finally and else ===
def g():
    try:
        raise ValueError(1)
    finally:
        raise KeyError(2)
try:
    g()
except KeyError as e:
    print(repr(e.__context__))              # prints: ValueError(1)

# === handled exceptions are no context ===
try:
    try:
        raise ValueError
    except ValueError:
        pass
    raise KeyError
except KeyError as e:
    print(e.__context__)                    # prints: None

# === chains are linked through ===
def chain(n):
    if n == 0:
        raise ValueError(0)
    try:
        chain(n - 1)
    except ValueError:
        raise ValueError(n)
try:
    chain(3)
except ValueError as e:
    names = []
    while e:
        names.append(e.args[0])
        e = e.__context__
    print(names)                            # prints: [3, 2, 1, 0]

# === no cycle is made by raising the context again ===
try:
    try:
        raise ValueError("a")
    except ValueError as a:
        try:
            raise KeyError("b")
        except KeyError as b:
            raise a
except ValueError as e:
    print(repr(e.__context__), e.__context__.__context__)  # prints: KeyError('b') None

# === attributes are checked ===
x = ValueError()
x.__cause__ = 1                             # raises: TypeError: exception cause must be None or derive from BaseException
x.__context__ = "x"                         # raises: TypeError: exception context must be None or derive from BaseException
x.__traceback__ = 1                         # raises: TypeError: __traceback__ must be a traceback or None
x.__cause__ = None
print(x.__suppress_context__)               # prints: True
print(x.with_traceback(None) is x)          # prints: True
x.with_traceback(5)                         # raises: TypeError: __traceback__ must be a traceback or None

# === notes ===
x = ValueError("v")
x.add_note("one")
x.add_note("two")
print(x.__notes__)                          # prints: ['one', 'two']
x.add_note(1)                               # raises: TypeError: add_note() argument must be str, not int
