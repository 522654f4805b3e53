# === __getattr__ is asked last ===
class A:
    real = 1
    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError("refused " + name)
        return "made " + name
a = A()
print((a.real, a.other))                    # prints: (1, 'made other')
a.nope                                      # raises: AttributeError: refused nope
print((hasattr(a, "nope"), hasattr(a, "yes")))  # prints: (False, True)
print(getattr(a, "nothing", 5))             # prints: 5
a.own = 3
print(a.own)                                # prints: 3

# === __getattribute__ is asked first ===
class B:
    x = 1
    def __getattribute__(self, name):
        if name == "secret":
            raise AttributeError(name)
        return name, object.__getattribute__(self, "x")
    def __getattr__(self, name):
        return "fallback " + name
b = B()
print((b.x, b.y, b.secret))                 # prints: (('x', 1), ('y', 1), 'fallback secret')

# === __setattr__ and __delattr__ ===
log = []
class C:
    def __setattr__(self, name, value):
        log.append((name, value))
        super().__setattr__(name, value)
    def __delattr__(self, name):
        log.append(name)
        object.__delattr__(self, name)
c = C()
c.a = 1
setattr(c, "b", 2)
del c.a
print(log)                                  # prints: [('a', 1), ('b', 2), 'a']
print(c.__dict__)                           # prints: {'b': 2}
del c.zzz                                   # raises: AttributeError: 'C' object has no attribute 'zzz'

# === special methods are looked up on the class ===
class D:
    pass
d = D()
d.__len__ = lambda: 5
len(d)                                      # raises: TypeError: object of type 'D' has no len()
D.__len__ = lambda self: 7
print(len(d))                               # prints: 7
d.__str__ = lambda: "instance"
print(repr(str(d)[:12]))                    # prints: '<__main__.D '

# === an error inside __getattr__ goes through ===
class E:
    def __getattr__(self, name):
        raise ValueError(name)
E().foo                                     # raises: ValueError: foo
hasattr(E(), "foo")                         # raises: ValueError: foo
getattr(E(), "foo", 1)                      # raises: ValueError: foo

# === __dir__ ===
class F:
    def __dir__(self):
        return ["b", "a"]
print(dir(F()))                             # prints: ['a', 'b']
class G:
    x = 1
    def __init__(self): self.y = 2
print([n for n in dir(G()) if not n.startswith("__")])  # prints: ['x', 'y']

# === an AttributeError inside a property leads to __getattr__ ===
class H:
    @property
    def p(self):
        return self.missing
    def __getattr__(self, name):
        return "got " + name
print(repr(H().p))                          # prints: 'got missing'

# === metaclass attributes are not instance attributes ===
class Meta(type):
    def only_on_class(cls): return cls.__name__
    @property
    def prop(cls): return "prop of " + cls.__name__
    def __getattr__(cls, name): return "meta " + name
class I(metaclass=Meta):
    pass
print((I.only_on_class(), I.prop, I.unknown))  # prints: ('I', 'prop of I', 'meta unknown')
I().only_on_class                           # raises: AttributeError: 'I' object has no attribute 'only_on_class'
I().prop                                    # raises: AttributeError: 'I' object has no attribute 'prop'
