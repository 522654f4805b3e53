# === unions ===
print(int | str | None)                     # prints: int | str | None
print(None | int)                           # prints: None | int
print(((int | str) | int | bool).__args__)  # prints: (<class 'int'>, <class 'str'>, <class 'bool'>)
print((int | int, type(int | str)))         # prints: (<class 'int'>, <class 'typing.Union'>)
print((int | str == str | int, hash(int | str) == hash(str | int), int | str == int))  # prints: (True, True, False)
print((isinstance(1, int | None), isinstance(None, int | None), isinstance("", int | None)))  # prints: (True, True, False)
print((issubclass(bool, str | int), issubclass(float, str | int)))  # prints: (True, False)
int | 3                                     # raises: TypeError: unsupported operand type(s) for |: 'type' and 'int'
int | "str"                                 # raises: TypeError: unsupported operand type(s) for |: 'type' and 'str'
None | None                                 # raises: TypeError: unsupported operand type(s) for |: 'NoneType' and 'NoneType'
(int | str)()                               # raises: TypeError: 'typing.Union' object is not callable
(int | str)[int]                            # raises: TypeError: int | str is not a generic class
issubclass(3, int | str)                    # raises: TypeError: issubclass() arg 1 must be a class

# === a metaclass may have its own ===
class Meta(type):
    def __or__(cls, other): return "own"
class Own(metaclass=Meta): pass
print((Own | int, repr(int | Own)[:6]))     # prints: ('own', 'int | ')

# === parameterized classes ===
print((list[int], dict[str, list[int]], tuple[int, ...], tuple[()], type[int], list["x"]))  # prints: (list[int], dict[str, list[int]], tuple[int, ...], tuple[()], type[int], list['x'])
print((list[int].__origin__, list[int].__args__, dict[str, int].__args__, list[int].__parameters__))  # prints: (<class 'list'>, (<class 'int'>,), (<class 'str'>, <class 'int'>), ())
print((list[int] == list[int], list[int] == list[str], hash(list[int]) == hash(list[int])))  # prints: (True, False, True)
print((list[int]("ab"), dict[str, int](a=1), list[int].append is list.append, list[int].__name__))  # prints: (['a', 'b'], {'a': 1}, True, 'list')
print((list[int] | None, list[int | str], list[int] | list[str] | list[int]))  # prints: (list[int] | None, list[int | str], list[int] | list[str])
print(type(list[int]))                      # prints: <class 'types.GenericAlias'>
list[int][int]                              # raises: TypeError: list[int] is not a generic class
list[int].foo                               # raises: AttributeError: type object 'list' has no attribute 'foo'
isinstance([], list[int])                   # raises: TypeError: isinstance() argument 2 cannot be a parameterized generic
isinstance([], list[int] | int)             # raises: TypeError: isinstance() argument 2 cannot be a parameterized generic
issubclass(list, list[int])                 # raises: TypeError: issubclass() argument 2 cannot be a parameterized generic
issubclass(list[int], list)                 # raises: TypeError: issubclass() arg 1 must be a class
int[int]                                    # raises: TypeError: type 'int' is not subscriptable
3[int]                                      # raises: TypeError: 'int' object is not subscriptable
class Numbers(list[int]): pass
print((Numbers([1]), Numbers.__bases__, Numbers.__orig_bases__))  # prints: ([1], (<class 'list'>,), (list[int],))
