"""Abstract base classes (PEP 3119).

A class whose metaclass is ABCMeta decides what its subclasses are: real ones, registered ones, and those that its
__subclasshook__ accepts. Answers are kept in sets of weak references; refusals only until some class is registered anywhere.
"""

from weakref import ref as _ref

_registrations = 0


def abstractmethod(funcobj):
    """Marks a method that classes must override to have instances."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """An abstract class method; @classmethod over @abstractmethod does the same."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """An abstract static method; @staticmethod over @abstractmethod does the same."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """An abstract property; @property over @abstractmethod does the same."""

    __isabstractmethod__ = True


def get_cache_token():
    """Changes whenever a class is registered with any abstract base class."""
    return _registrations


def _is_abstract(value):
    return getattr(value, "__isabstractmethod__", False)


def _abstract_names(cls, namespace):
    names = {name for name, value in namespace if _is_abstract(value)}
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if _is_abstract(getattr(cls, name, None)):
                names.add(name)
    return frozenset(names)


class _Memory:
    """What an abstract base class knows of other classes."""

    __slots__ = ("registered", "accepted", "refused", "refused_at")

    def __init__(self):
        self.registered = set()
        self.accepted = set()
        self.refused = set()
        self.refused_at = _registrations


def _known(classes, cls):
    try:
        return _ref(cls) in classes
    except TypeError:
        return False


def _note(classes, cls):
    classes.add(_ref(cls, classes.discard))


class ABCMeta(type):
    """Metaclass for defining Abstract Base Classes (ABCs)."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls.__abstractmethods__ = _abstract_names(cls, list(namespace.items()))
        cls._abc_impl = _Memory()
        return cls

    def register(cls, subclass):
        """Makes a class a virtual subclass. Returns it, so that register can be a decorator."""
        global _registrations
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        _note(cls._abc_impl.registered, subclass)
        _registrations += 1
        return subclass

    def __instancecheck__(cls, instance):
        """Whether type(instance), or what the instance says is its class, is a subclass."""
        subtype = type(instance)
        subclass = instance.__class__
        if subclass is subtype:
            memory = cls._abc_impl
            if _known(memory.accepted, subclass):
                return True
            return cls.__subclasscheck__(subclass)
        return cls.__subclasscheck__(subclass) or cls.__subclasscheck__(subtype)

    def __subclasscheck__(cls, subclass):
        """Whether a class is a subclass: by its real bases, by registration, or by the hook."""
        if not isinstance(subclass, type):
            raise TypeError("issubclass() arg 1 must be a class")
        memory = cls._abc_impl
        if _known(memory.accepted, subclass):
            return True
        if memory.refused_at != _registrations:
            memory.refused = set()
            memory.refused_at = _registrations
        elif _known(memory.refused, subclass):
            return False
        answer = cls.__subclasshook__(subclass)
        if answer is not NotImplemented:
            if not isinstance(answer, bool):
                raise AssertionError("__subclasshook__ must return either False, True, or NotImplemented")
        else:
            answer = _is_below(cls, memory, subclass)
        _note(memory.accepted if answer else memory.refused, subclass)
        return answer

    def _dump_registry(cls, file=None):
        """Prints what the class knows of others, for debugging."""
        memory = cls._abc_impl
        print(f"Class: {cls.__module__}.{cls.__qualname__}", file=file)
        print(f"Inv. counter: {_registrations}", file=file)
        for name in _Memory.__slots__:
            print(f"{name}: {getattr(memory, name)!r}", file=file)

    def _abc_registry_clear(cls):
        """Forgets the registered classes, for debugging and tests."""
        cls._abc_impl.registered = set()

    def _abc_caches_clear(cls):
        """Forgets the answers, for debugging and tests."""
        cls._abc_impl.accepted = set()
        cls._abc_impl.refused = set()


def _is_below(cls, memory, subclass):
    if cls in getattr(subclass, "__mro__", ()):
        return True
    for reference in list(memory.registered):
        registered = reference()
        if registered is not None and issubclass(subclass, registered):
            return True
    for below in type.__subclasses__(cls):
        if issubclass(subclass, below):
            return True
    return False


class ABC(metaclass=ABCMeta):
    """A class to derive from, in place of naming the metaclass."""

    __slots__ = ()


def update_abstractmethods(cls):
    """Finds the abstract methods of a class again, after methods were added or replaced. Returns the class."""
    if hasattr(cls, "__abstractmethods__"):
        cls.__abstractmethods__ = _abstract_names(cls, list(cls.__dict__.items()))
    return cls
