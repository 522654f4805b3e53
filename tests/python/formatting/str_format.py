# === fields ===
print(repr("{} {}".format(1, "a")))         # prints: '1 a'
print(repr("{0} {1} {0}".format("a", "b")))  # prints: 'a b a'
print(repr("{a} {b}".format(a=1, b=2)))     # prints: '1 2'
print(repr("{0} {x} {1}".format(1, 2, x=3)))  # prints: '1 3 2'
print(repr("{0[0]} {0[1]} {d[key]}".format([10, 20], d={"key": "v"})))  # prints: '10 20 v'
print(repr("{0.real} {0.imag}".format(3)))  # prints: '3 0'
print(repr("{0.__class__.__name__}".format("x")))  # prints: 'str'
print(repr("{!r} {!s} {!a}".format("é", "é", "é")))  # prints: "'é' é '\\xe9'"
print(repr("{:>5}|{:<5}|{:^5}|{:*^7}".format(1, 2, 3, "x")))  # prints: '    1|2    |  3  |***x***'
print(repr("{:{}}|{:{w}.{p}f}".format("a", 5, 3.14159, w=8, p=2)))  # prints: 'a    |    3.14'
print(repr("{{}} {{0}} {0}".format(1)))     # prints: '{} {0} 1'
print(repr("{a[b]} {a[0]}".format(a={"b": 1, 0: 2, "0": 3})))  # prints: '1 2'
print(repr("{:d} {:x} {:.2f} {:%}".format(5, 255, 2.5, 0.25)))  # prints: '5 ff 2.50 25.000000%'
print(repr("{:,} {:_}".format(1234567, 1234567)))  # prints: '1,234,567 1_234_567'
print(("".format(), "plain".format(1)))     # prints: ('', 'plain')
print(repr("{0!r:>6}".format("a")))         # prints: "   'a'"
print(repr("{0:{1}{2}5}".format(3, "*", ">")))  # prints: '****3'

# === format_map ===
print(repr("{a} {b}".format_map({"a": 1, "b": 2})))  # prints: '1 2'
class D(dict):
    def __missing__(self, k): return "<" + k + ">"
print(repr("{a} {zz}".format_map(D(a=1))))  # prints: '1 <zz>'

# === errors ===
"{} {}".format(1)                           # raises: IndexError: Replacement index 1 out of range for positional args tuple
"{a}".format()                              # raises: KeyError: 'a'
"{0} {}".format(1, 2)                       # raises: ValueError: cannot switch from manual field specification to automatic field numbering
"{} {0}".format(1, 2)                       # raises: ValueError: cannot switch from automatic field numbering to manual field specification
"{".format(1)                               # raises: ValueError: Single '{' encountered in format string
"}".format(1)                               # raises: ValueError: Single '}' encountered in format string
"{0".format(1)                              # raises: ValueError: expected '}' before end of string
"{!x}".format(1)                            # raises: ValueError: Unknown conversion specifier x
"{!}".format(1)                             # raises: ValueError: unmatched '{' in format spec
"{0[}".format([1])                          # raises: ValueError: expected '}' before end of string
"{0.}".format(1)                            # raises: ValueError: Empty attribute in format string
"{0.nope}".format(1)                        # raises: AttributeError: 'int' object has no attribute 'nope'
"{0[5]}".format([1])                        # raises: IndexError: list index out of range
"{0[a]}".format([1])                        # raises: TypeError: list indices must be integers or slices, not str
"{:d}".format("a")                          # raises: ValueError: Unknown format code 'd' for object of type 'str'
"{0!r".format(1)                            # raises: ValueError: unmatched '{' in format spec
"{:{:{}}}".format(1, 2, 3)                  # raises: ValueError: Max string recursion exceeded
"{a}".format_map(5)                         # raises: TypeError: 'int' object is not subscriptable

# === format() ===
print((format(5), format("x", ">3"), format(3.5, ".2f"), format(None)))  # prints: ('5', '  x', '3.50', 'None')
print((format([1]), format(True, "d")))     # prints: ('[1]', '1')
format(object, "x")                         # raises: TypeError: unsupported format string passed to type.__format__
