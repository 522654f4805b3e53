# === a package beside the test ===
import _mods.shapes
print(_mods.shapes.area(2, 3))              # prints: 6
print((_mods.__name__, _mods.shapes.__name__))  # prints: ('_mods', '_mods.shapes')
import _mods.shapes as sh
print(sh is _mods.shapes)                   # prints: True
from _mods import shapes
print(shapes is sh)                         # prints: True
from _mods.shapes import area, PI as pi
print((area(1, 5), pi))                     # prints: (5, 3)

# === a module runs once ===
from _mods import counted
from _mods import counted as again
import _mods.counted
print((counted is again, counted.runs))     # prints: (True, 1)

# === names that are missing ===
try:
    from _mods.shapes import nothing
except ImportError as e:
    print(str(e).split(" (")[0], e.name)    # prints: cannot import name 'nothing' from '_mods.shapes' _mods.shapes
import _mods.absent                         # raises: ModuleNotFoundError: No module named '_mods.absent'
try:
    from _mods import absent
except ImportError as e:
    print(type(e).__name__, str(e).split(" (")[0], e.name)  # prints: ImportError cannot import name 'absent' from '_mods' _mods
import completely_absent                    # raises: ModuleNotFoundError: No module named 'completely_absent'
import _mods.shapes.deeper                  # raises: ModuleNotFoundError: No module named '_mods.shapes.deeper'; '_mods.shapes' is not a package

# === star imports ===
from _mods.star_all import *
print(visible)                              # prints: 1
print(_also_visible)                        # prints: 2
hidden                                      # raises: NameError: name 'hidden' is not defined
from _mods.star_plain import *
print(repr(plain))                          # prints: 'plain'
_private                                    # raises: NameError: name '_private' is not defined

# === relative imports ===
from _mods.sub import inner
print((inner.value, inner.from_parent(2, 2)))  # prints: ('sub!', 4)
print((inner.__name__, inner.__package__))  # prints: ('_mods.sub.inner', '_mods.sub')
print(repr(_mods.sub.marker))               # prints: 'sub'

# === a module that fails leaves no trace ===
import sys
import _mods.fails                          # raises: ValueError: while importing
print("_mods.fails" in sys.modules)         # prints: False
import _mods.fails                          # raises: ValueError: while importing

# === cycles between modules ===
from _mods import left
print((left.name, left.right.name, left.right.seen_of_left))  # prints: ('left', 'right', 'left')

# === modules are objects ===
print(repr(type(shapes).__name__))          # prints: 'module'
shapes.new = 5
print(shapes.new)                           # prints: 5
del shapes.new
shapes.new                                  # raises: AttributeError: module '_mods.shapes' has no attribute 'new'
print(sorted(n for n in vars(shapes) if not n.startswith("__")))  # prints: ['PI', 'area']
print(sys.modules["_mods.shapes"] is shapes)  # prints: True
print(repr(__name__))                       # prints: '__main__'
print(repr(shapes.__doc__))                 # prints: 'Areas.'

# === imports within functions ===
def f():
    import math as m
    from operator import add
    return m.floor(2.7), add(1, 2)
print(f())                                  # prints: (2, 3)
m                                           # raises: NameError: name 'm' is not defined

# === __getattr__ of a module ===
from _mods import dynamic
print(repr(dynamic.anything))               # prints: 'made anything'
from _mods.dynamic import something
print(repr(something))                      # prints: 'made something'
dynamic.refused                             # raises: AttributeError: refused by the module

# === __import__ ===
print(repr(__import__("_mods.shapes").__name__))  # prints: '_mods'
print(repr(__import__("_mods.shapes", fromlist=["x"]).__name__))  # prints: '_mods.shapes'

# === reloading by removing the entry ===
del sys.modules["_mods.counted"]
import _mods.counted
print((_mods.counted is counted, _mods.counted.runs))  # prints: (False, 1)
