# === the first matching clause runs ===
def f(e):
    try:
        raise e
    except (KeyError, IndexError) as x:
        return "lookup", type(x).__name__
    except ValueError:
        return "value"
    except Exception:
        return "other"
    else:
        return "never"
print((f(KeyError()), f(IndexError), f(ValueError("x")), f(TypeError)))
    # prints: (('lookup', 'KeyError'), ('lookup', 'IndexError'), 'value', 'other')
f(KeyboardInterrupt())                      # raises: KeyboardInterrupt

# === else and finally ===
log = []
def g(fail):
    try:
        log.append("try")
        if fail: raise ValueError
    except ValueError:
        log.append("except")
    else:
        log.append("else")
    finally:
        log.append("finally")
    return log.copy()
print(g(False))                             # prints: ['try', 'else', 'finally']
log.clear()
print(g(True))                              # prints: ['try', 'except', 'finally']

# === finally runs on every exit ===
def h(how):
    for i in range(3):
        try:
            if how == "return": return "returned"
            if how == "break": break
            if how == "continue": continue
            if how == "raise": raise KeyError("k")
        finally:
            print("finally", how, i)
    return "end"
print(repr(h("return")))                    # prints: finally return 0
                                            #       : 'returned'
print(repr(h("break")))                     # prints: finally break 0
                                            #       : 'end'
print(repr(h("continue")))                  # prints: finally continue 0
                                            #       : finally continue 1
                                            #       : finally continue 2
                                            #       : 'end'
print(repr(h("pass")))                      # prints: finally pass 0
                                            #       : finally pass 1
                                            #       : finally pass 2
                                            #       : 'end'
try:
    h("raise")
except KeyError as e:
    print(repr(e))                          # prints: finally raise 0
                                            #       : KeyError('k')

# === the value of return is computed before finally ===
def r():
    x = 1
    try:
        return x
    finally:
        x = 2
print(r())                                  # prints: 1
def nested():
    out = []
    try:
        try:
            out.append(1)
            raise ValueError
        finally:
            out.append(2)
    except ValueError:
        out.append(3)
        try:
            raise KeyError
        except KeyError:
            out.append(4)
        finally:
            out.append(5)
    return out
print(nested())                             # prints: [1, 2, 3, 4, 5]

# === the name is deleted at the end of its clause ===
e = "before"
try:
    1 / 0
except ZeroDivisionError as e:
    pass
e                                           # raises: NameError: name 'e' is not defined
def deletes():
    try:
        1 / 0
    except ZeroDivisionError as e:
        del e
    return "ok"
print(repr(deletes()))                      # prints: 'ok'

# === re-raising ===
def again():
    try:
        [].pop()
    except IndexError:
        raise
again()                                     # raises: IndexError: pop from empty list
def inner_again():
    try:
        {}["a"]
    except KeyError as outer:
        try:
            1 / 0
        except ZeroDivisionError:
            pass
        raise
inner_again()                               # raises: KeyError: 'a'
raise                                       # raises: RuntimeError: No active exception to reraise
def no_active():
    raise
no_active()                                 # raises: RuntimeError: No active exception to reraise

# === what can be raised and caught ===
raise 1                                     # raises: TypeError: exceptions must derive from BaseException
raise "text"                                # raises: TypeError: exceptions must derive from BaseException
raise ValueError                            # raises: ValueError
raise ValueError("a", "b")                  # raises: ValueError: ('a', 'b')
raise ValueError from 1                     # raises: TypeError: exception causes must derive from BaseException
raise int                                   # raises: TypeError: exceptions must derive from BaseException
def bad_clause(c):
    try:
        raise ValueError
    except c:
        pass
bad_clause(1)                               # raises: TypeError: catching classes that do not inherit from BaseException is not allowed
bad_clause((KeyError, "x"))                 # raises: TypeError: catching classes that do not inherit from BaseException is not allowed
bad_clause(int)                             # raises: TypeError: catching classes that do not inherit from BaseException is not allowed
bad_clause(())                              # raises: ValueError
class NotEx: pass
raise NotEx()                               # raises: TypeError: exceptions must derive from BaseException
raise NotEx                                 # raises: TypeError: exceptions must derive from BaseException

# === a clause's expression is evaluated only when needed ===
def lazy():
    try:
        return "fine"
    except undefined_name:
        pass
print(repr(lazy()))                         # prints: 'fine'

# === sys.exc_info and sys.exception ===
import sys
print(sys.exc_info())                       # prints: (None, None, None)
try:
    1 / 0
except ZeroDivisionError as e:
    print(sys.exc_info()[0].__name__, sys.exc_info()[1] is e, sys.exception() is e)  # prints: ZeroDivisionError True True
print(sys.exception() is None)              # prints: True
def in_helper():
    return type(sys.exception()).__name__
try:
    raise KeyError
except KeyError:
    print(in_helper())                      # prints: KeyError

# === exiting ===
sys.exit(3)                                 # raises: SystemExit: 3
sys.exit()                                  # raises: SystemExit
sys.exit("message")                         # raises: SystemExit: message
raise SystemExit(5)                         # raises: SystemExit: 5
try:
    sys.exit(4)
except SystemExit as e:
    print(e.code)                           # prints: 4
