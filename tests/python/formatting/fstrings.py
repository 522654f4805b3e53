# === values and conversions ===
name, n, x = "Ada", 42, 3.14159
print(repr(f"{name} is {n}"))               # prints: 'Ada is 42'
print(repr(f"{name!r} {name!s} {name!a} {'é'!a}"))  # prints: "'Ada' Ada 'Ada' '\\xe9'"
print(repr(f"{n + 1} {n * 2} {[i for i in range(3)]} { {'a': 1}['a'] }"))  # prints: '43 84 [0, 1, 2] 1'
print(repr(f"{{}} {{{n}}}"))                # prints: '{} {42}'
print(repr(f"{n=} {n = } {name=!s} {x=:.2f} {n+1=}"))  # prints: 'n=42 n = 42 name=Ada x=3.14 n+1=43'
print(repr(f"{x:.2f} {x:10.3f}| {x:<10.1f}| {x:^10.1f}| {x:+.1f}"))  # prints: '3.14      3.142| 3.1       |    3.1    | +3.1'
print(repr(f"{n:5}| {n:<5}| {n:^5}| {n:05} {n:+} {n:x} {n:#x} {n:b} {n:#o} {n:,}"))
    # prints: '   42| 42   |  42  | 00042 +42 2a 0x2a 101010 0o52 42'
print(repr(f"{name:10}| {name:>10}| {name:*^9} {name:.2}"))  # prints: 'Ada       |        Ada| ***Ada*** Ad'
width, prec = 10, 2
print(repr(f"{x:{width}.{prec}f}| {name:{'>'}{width}}|"))  # prints: '      3.14|        Ada|'
print(repr(f"{'nested ' + f'{n} {f"{name}"}'}"))  # prints: 'nested 42 Ada'
print(repr(f"{"same quotes"} {n if n else 'none'}"))  # prints: 'same quotes 42'
print(repr(f"{(lambda a: a * 2)(n)} {n:{'x'}}"))  # prints: '84 2a'
print(repr(f"" f"a" "b{n}" f"{n}"))         # prints: 'ab{n}42'
print(repr(rf"\n{n}\t" + f"\n{n}".replace("\n", "N")))  # prints: '\\n42\\tN42'
print(repr(f"{n!r:>6}| {None} {True} {1.0} {()} {(1,)}"))  # prints: '    42| None True 1.0 () (1,)'
print(repr(f'''{
n
} {name
.upper()}'''))                              # prints: '42 ADA'
print(repr(f"{1_000_000:_} {1234567.891:,.2f} {0.5:.0%} {1e10:g} {255:08b}"))  # prints: '1_000_000 1,234,567.89 50% 1e+10 11111111'
print(f"{n}{n}" f"{name}" == "4242Ada")     # prints: True
print(repr(f"{'a' 'b'} {n:}"))              # prints: 'ab 42'
print(repr(f"\N{GREEK SMALL LETTER ALPHA} \x41 \u00e9"))  # prints: 'α A é'
print(repr(f"{'a\nb'!r}"))                  # prints: "'a\\nb'"
print(repr(f"{3:*>{5}} {n:=+8}"))           # prints: '****3 +     42'

# === errors ===
f"{undefined_here}"                         # raises: NameError: name 'undefined_here' is not defined
f"{n:s}"                                    # raises: ValueError: Unknown format code 's' for object of type 'int'
f"{name:d}"                                 # raises: ValueError: Unknown format code 'd' for object of type 'str'
f"{name:,}"                                 # raises: ValueError: Cannot specify ',' with 's'.
f"{[]:5}"                                   # raises: TypeError: unsupported format string passed to list.__format__
f"{None:>5}"                                # raises: TypeError: unsupported format string passed to NoneType.__format__
f"{n:.2}"                                   # raises: ValueError: Precision not allowed in integer format specifier
print(repr(f"{x:z>}"))                      # prints: '3.14159'
f"{x:q}"                                    # raises: ValueError: Unknown format code 'q' for object of type 'float'
f"{n:{'bad'}}"                              # raises: ValueError: Invalid format specifier 'bad' for object of type 'int'
f"{'a':=5}"                                 # raises: ValueError: '=' alignment not allowed in string format specifier
f"{'a':+}"                                  # raises: ValueError: Sign not allowed in string format specifier

# === order of evaluation ===
log = []
def t(v):
    log.append(v)
    return v
f"{t('a')}{t('b'):{t('c')}}{t('d')}" == ""   # raises: ValueError: Unknown format code 'c' for object of type 'str'
print(log)                                  # prints: ['a', 'b', 'c']
class F:
    def __format__(self, spec): return f"<{spec}>"
    def __repr__(self): return "repr"
print(repr(f"{F()} {F():abc} {F()!r} {F()!r:>6} {F()=}"))  # prints: '<> <abc> repr   repr F()=repr'
