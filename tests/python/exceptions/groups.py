# === grouping and splitting ===
eg = ExceptionGroup("top", [ValueError(1), ExceptionGroup("nested", [TypeError(2), ValueError(3)]), KeyError(4)])
print((eg.message, len(eg.exceptions), str(eg), repr(eg.exceptions[0])))
    # prints: ('top', 3, 'top (3 sub-exceptions)', 'ValueError(1)')
match, rest = eg.split(ValueError)
print((match, rest))                        # prints: (ExceptionGroup('top', [ValueError(1), ExceptionGroup('nested', [ValueError(3)])]), ExceptionGroup('top', [ExceptionGroup('nested', [TypeError(2)]), KeyError(4)]))
print((eg.subgroup(TypeError), str(eg.subgroup(OSError)), eg.split(OSError)[1] is eg))
    # prints: (ExceptionGroup('top', [ExceptionGroup('nested', [TypeError(2)])]), 'None', False)
print((eg.subgroup((TypeError, KeyError)), eg.subgroup(lambda e: 4 in e.args)))
    # prints: (ExceptionGroup('top', [ExceptionGroup('nested', [TypeError(2)]), KeyError(4)]), ExceptionGroup('top', [KeyError(4)]))
print(eg.subgroup(Exception) is eg)         # prints: True
print(eg.derive([ValueError(9)]))           # prints: top (1 sub-exception)

# === construction is checked ===
ExceptionGroup("x", [])                     # raises: ValueError: second argument (exceptions) must be a non-empty sequence
ExceptionGroup("x", [1])                    # raises: ValueError: Item 0 of second argument (exceptions) is not an exception
ExceptionGroup("x", 5)                      # raises: TypeError: second argument (exceptions) must be a sequence
ExceptionGroup(5, [ValueError()])           # raises: TypeError: BaseExceptionGroup.__new__() argument 1 must be str, not int
ExceptionGroup("x", [KeyboardInterrupt()])  # raises: TypeError: Cannot nest BaseExceptions in an ExceptionGroup
ExceptionGroup("x")                         # raises: TypeError: BaseExceptionGroup.__new__() takes exactly 2 arguments (1 given)
print(BaseExceptionGroup("b", [KeyboardInterrupt(1)]))  # prints: b (1 sub-exception)
print(repr(type(BaseExceptionGroup("b", [ValueError()])).__name__))  # prints: 'ExceptionGroup'
print((isinstance(eg, Exception), issubclass(ExceptionGroup, BaseExceptionGroup)))  # prints: (True, True)
print(isinstance(BaseExceptionGroup("b", [KeyboardInterrupt()]), Exception))  # prints: False

# === except* ===
def handle(e):
    out = []
    try:
        try:
            raise e
        except* ValueError as g:
            out.append(("value", [x.args for x in g.exceptions]))
        except* (TypeError, KeyError) as g:
            out.append(("type or key", len(g.exceptions)))
        else:
            out.append("else")
        finally:
            out.append("finally")
    except BaseException as left:
        out.append(("left", repr(left)))
    return out
print(handle(ExceptionGroup("a", [ValueError(1), TypeError(2), ValueError(3)])))
    # prints: [('value', [(1,), (3,)]), ('type or key', 1), 'finally']
print(handle(ExceptionGroup("b", [OSError(1), ValueError(2)])))
    # prints: [('value', [(2,)]), 'finally', ('left', "ExceptionGroup('b', [OSError(1)])")]
print(handle(ValueError("plain")))          # prints: [('value', [('plain',)]), 'finally']
print(handle(OSError("plain")))             # prints: ['finally', ('left', "OSError('plain')")]
print(handle(eg))                           # prints: [('value', [(1,), ('nested', [ValueError(3)])]), ('type or key', 2), 'finally']
def nothing():
    try:
        pass
    except* ValueError:
        print("no")
    return "fell through"
print(repr(nothing()))                      # prints: 'fell through'

# === raising within a handler ===
def raising():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("from handler")
try:
    raising()
except BaseException as e:
    print(type(e).__name__, [type(x).__name__ for x in e.exceptions])  # prints: ExceptionGroup ['KeyError', 'ExceptionGroup']
def reraising():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise
try:
    reraising()
except ExceptionGroup as e:
    print(e, sorted(type(x).__name__ for x in e.exceptions))  # prints: g (2 sub-exceptions) ['TypeError', 'ValueError']
def bad():
    try:
        raise ValueError
    except* ExceptionGroup:
        pass
bad()                                       # raises: TypeError: catching ExceptionGroup with except* is not allowed. Use except instead.
