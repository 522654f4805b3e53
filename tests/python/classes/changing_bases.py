# === bases are changed, lookups follow ===
class One:
    def who(self): return "one"
class Two:
    def who(self): return "two"
    def __len__(self): return 2
    def __getattr__(self, name): return "dynamic " + name
class Sub(One): pass
class SubSub(Sub): pass
s = SubSub()
print(repr(s.who()))                        # prints: 'one'
len(s)                                      # raises: TypeError: object of type 'SubSub' has no len()
s.x                                         # raises: AttributeError: 'SubSub' object has no attribute 'x'
Sub.__bases__ = (Two,)
print((s.who(), len(s), s.x))               # prints: ('two', 2, 'dynamic x')
print(([c.__name__ for c in SubSub.__mro__], Sub.__base__.__name__))  # prints: (['SubSub', 'Sub', 'Two', 'object'], 'Two')
print((One.__subclasses__(), [c.__name__ for c in Two.__subclasses__()]))  # prints: ([], ['Sub'])
print((isinstance(s, Two), isinstance(s, One), issubclass(SubSub, Two)))  # prints: (True, False, True)
Sub.__bases__ = (One, Two)
print((s.who(), len(s)))                    # prints: ('one', 2)
Sub.__bases__ = (One,)
len(s)                                      # raises: TypeError: object of type 'SubSub' has no len()

# === what is refused leaves the class as it was ===
Sub.__bases__ = [One]                       # raises: TypeError: can only assign tuple to Sub.__bases__, not list
Sub.__bases__ = ()                          # raises: TypeError: can only assign non-empty tuple to Sub.__bases__, not ()
Sub.__bases__ = (1,)                        # raises: TypeError: Sub.__bases__ must be tuple of classes, not 'int'
Sub.__bases__ = (SubSub,)                   # raises: TypeError: a __bases__ item causes an inheritance cycle
Sub.__bases__ = (Sub,)                      # raises: TypeError: a __bases__ item causes an inheritance cycle
Sub.__bases__ = (int,)                      # raises: TypeError: __bases__ assignment: 'int' deallocator differs from 'One'
Sub.__bases__ = (bool,)                     # raises: TypeError: type 'bool' is not an acceptable base type
Sub.__bases__ = (One, One)                  # raises: TypeError: duplicate base class One
Sub.__bases__ = (object, One)               # raises: TypeError: __bases__ assignment: 'object' deallocator differs from 'One'
int.__bases__ = (One,)                      # raises: TypeError: cannot set '__bases__' attribute of immutable type 'int'
del Sub.__bases__                           # raises: TypeError: cannot delete '__bases__' attribute of immutable type 'Sub'
class Slots: __slots__ = ("a",)
Sub.__bases__ = (Slots,)                    # raises: TypeError: __bases__ assignment: 'Slots' object layout differs from 'One'
print((Sub.__bases__ == (One,), s.who()))   # prints: (True, 'one')

# === a subclass that cannot follow ===
class A: pass
class B(A): pass
class C(A): pass
class D(B, C): pass
C.__bases__ = (B,)                          # raises: TypeError: Cannot create a consistent method resolution order (MRO) for bases B, C
print(([c.__name__ for c in D.__mro__], [c.__name__ for c in C.__mro__]))  # prints: (['D', 'B', 'C', 'A', 'object'], ['C', 'A', 'object'])

# === finalizers come and go with bases ===
class Quiet: pass
class Loud:
    def __del__(self): print("gone")
class Thing(Quiet): pass
t = Thing()
t = None
Thing.__bases__ = (Loud,)
t = Thing()
t = None                                    # prints: gone
