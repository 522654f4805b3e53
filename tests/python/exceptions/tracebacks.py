# === line numbers along the chain ===
import sys
def first():
    second()
def second():
    x = 1
    raise ValueError("deep")
def lines(e):
    out = []
    tb = e.__traceback__
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno))
        tb = tb.tb_next
    return out
def catch():
    try:
        first()
    except ValueError as e:
        return lines(e)
print(catch())                              # prints: [('catch', 2), ('first', 1), ('second', 2)]

# === re-raising adds the frames passed through, once each ===
def middle():
    try:
        second()
    except ValueError:
        pass
        raise
def catch():
    try:
        middle()
    except ValueError as e:
        return lines(e)
print(catch())                              # prints: [('catch', 2), ('middle', 2), ('second', 2)]

# === raise e adds the raising line ===
def store():
    try:
        second()
    except ValueError as e:
        return e
def rethrow(e):

    raise e
def catch():
    e = store()
    before = lines(e)
    try:
        rethrow(e)
    except ValueError as x:
        return before, lines(x)
print(catch())                              # prints: ([('store', 2), ('second', 2)], [('catch', 4), ('rethrow', 2), ('store', 2), ('second', 2)])

# === with_traceback replaces it ===
def catch():
    e = store()
    try:
        raise e.with_traceback(None)
    except ValueError as x:
        return lines(x)
print(catch())                              # prints: [('catch', 3)]

# === multi-line expressions name the failing line ===
def multi():
    return (1 +
            2 +
            undefined_here)
def catch(f):
    try:
        f()
    except Exception as e:
        return type(e).__name__, lines(e)[1:]
print(catch(multi))                         # prints: ('NameError', [('multi', 3)])
def call_args():
    return max(
        1,
        [].pop(),
    )
print(catch(call_args))                     # prints: ('IndexError', [('call_args', 3)])
def in_loop():
    for i in range(3):
        if i == 1:
            1 / 0
print(catch(in_loop))                       # prints: ('ZeroDivisionError', [('in_loop', 3)])
def in_gen():
    def g():
        yield 1
        yield 1 / 0
    list(
        g())
print(catch(in_gen))                        # prints: ('ZeroDivisionError', [('in_gen', 4), ('g', 2)])
def in_with():
    class M:
        def __enter__(self): return self
        def __exit__(self, *a): pass
    with M():
        x = 1
        {}["k"]
print(catch(in_with))                       # prints: ('KeyError', [('in_with', 6)])
def in_comp():
    return [1 / x
            for x in (1, 0)]
print(catch(in_comp))                       # prints: ('ZeroDivisionError', [('in_comp', 1)])

# === frames know their code and callers ===
def frame_info():
    f = sys._getframe()
    return f.f_code.co_name, f.f_back.f_code.co_name, f.f_lineno - f.f_code.co_firstlineno
def caller():
    return frame_info()
print(caller())                             # prints: ('frame_info', 'caller', 2)
print(repr(sys._getframe(0).f_code.co_name))  # prints: '<module>'
sys._getframe(1000)                         # raises: ValueError: call stack is not deep enough
def locals_of():
    a = 1
    b = "x"
    return sys._getframe().f_locals == {"a": 1, "b": "x"}, sys._getframe().f_globals is globals()
print(locals_of())                          # prints: (True, True)
