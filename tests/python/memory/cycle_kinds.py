# === every kind of container can close a cycle, and the collector opens it ===
import gc
import weakref
gc.disable()
class Probe: pass
def freed(build):
    probe = Probe()
    r = weakref.ref(probe)
    build(probe)
    del probe
    before = r() is None
    gc.collect()
    return before, r() is None
def by_list(p): l = [p]; l.append(l)
print(freed(by_list))                       # prints: (False, True)
def by_dict_value(p): d = {"p": p}; d["d"] = d
print(freed(by_dict_value))                 # prints: (False, True)
def by_dict_key(p): p.d = {p: 1}
print(freed(by_dict_key))                   # prints: (False, True)
def by_tuple(p): l = []; t = (l, p); l.append(t)
print(freed(by_tuple))                      # prints: (False, True)
def by_set(p): p.s = {p}
print(freed(by_set))                        # prints: (False, True)
def by_frozenset(p): p.s = frozenset([p])
print(freed(by_frozenset))                  # prints: (False, True)
def by_instance(p): p.me = p
print(freed(by_instance))                   # prints: (False, True)
def by_slots(p):
    class S: __slots__ = "a", "b"
    s = S(); s.a = s; s.b = p
print(freed(by_slots))                      # prints: (False, True)
def by_closure(p):
    def f(): return f, p
print(freed(by_closure))                    # prints: (False, True)
def by_default(p):
    def f(x=p): pass
    p.f = f
print(freed(by_default))                    # prints: (False, True)
def by_kwdefault(p):
    def f(*, x=p): pass
    p.f = f
print(freed(by_kwdefault))                  # prints: (False, True)
def by_function_attribute(p):
    def f(): pass
    f.f, f.p = f, p
print(freed(by_function_attribute))         # prints: (False, True)
def by_bound_method(p):
    class C:
        def m(self): pass
    c = C(); c.m2 = c.m; c.p = p
print(freed(by_bound_method))               # prints: (False, True)
def by_class(p):
    class C: probe = p
    C.me = C()
print(freed(by_class))                      # prints: (False, True)
def by_property(p):
    class C:
        @property
        def x(self): return C, p
print(freed(by_property))                   # prints: (False, True)
def by_generator(p):
    def g():
        yield p
        yield me
    me = g()
    next(me)
print(freed(by_generator))                  # prints: (False, True)
def by_generator_expression(p): p.g = (x for x in [p])
print(freed(by_generator_expression))       # prints: (False, True)
def by_list_iterator(p): p.it = iter([p])
print(freed(by_list_iterator))              # prints: (False, True)
def by_dict_iterator(p): p.it = iter({1: p}.values())
print(freed(by_dict_iterator))              # prints: (False, True)
def by_map(p): p.m = map(lambda x: x, [p])
print(freed(by_map))                        # prints: (False, True)
def by_zip(p): p.z = zip([p])
print(freed(by_zip))                        # prints: (False, True)
def by_enumerate(p): p.e = enumerate([p])
print(freed(by_enumerate))                  # prints: (False, True)
def by_filter(p): p.f = filter(None, [p])
print(freed(by_filter))                     # prints: (False, True)
def by_reversed(p): p.r = reversed([p])
print(freed(by_reversed))                   # prints: (False, True)
def by_slice(p): p.s = slice(p, None)
print(freed(by_slice))                      # prints: (False, True)
def by_exception(p):
    try: raise ValueError(p)
    except ValueError as e: p.e = e
print(freed(by_exception))                  # prints: (False, True)
def by_traceback(p):
    try: 1 / 0
    except ZeroDivisionError as e: kept = e
print(freed(by_traceback))                  # prints: (False, True)
def by_frame(p):
    import sys
    f = sys._getframe()
print(freed(by_frame))                      # prints: (False, True)
def by_view(p): d = {"p": p}; d["v"] = d.values()
print(freed(by_view))                       # prints: (False, True)
def by_super(p):
    class C:
        def f(self): self.s = super(); self.p = p
    C().f()
print(freed(by_super))                      # prints: (False, True)
def by_staticmethod(p): p.s = staticmethod(p)
print(freed(by_staticmethod))               # prints: (False, True)
def by_weakref_callback(p):
    target = Probe(); p.t = target
    target.r = weakref.ref(target, lambda ref: p)
print(freed(by_weakref_callback))           # prints: (False, True)
def by_list_subclass(p):
    class L(list): pass
    l = L([p]); l.append(l)
print(freed(by_list_subclass))              # prints: (False, True)
def by_dict_subclass(p):
    class D(dict): pass
    d = D(); d.me = d; d["p"] = p
print(freed(by_dict_subclass))              # prints: (False, True)
def by_itertools(p):
    import itertools
    p.c = itertools.chain([p])
    p.t = itertools.tee([p])
    p.y = itertools.cycle([p])
print(freed(by_itertools))                  # prints: (False, True)
def by_partial_operator(p):
    import operator
    p.m = operator.methodcaller("x", p)
print(freed(by_partial_operator))           # prints: (False, True)
def by_cell(p):
    x = None
    def f(): return x
    x = f, p
print(freed(by_cell))                       # prints: (False, True)
