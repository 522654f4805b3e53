# === conversions ===
print(repr("%s %r %a" % ("é", "é", "é")))   # prints: "é 'é' '\\xe9'"
print(repr("%d %i %u %x %X %o %c %c" % (5, 6, 7, 255, 255, 8, "z", 65)))  # prints: '5 6 7 ff FF 10 z A'
print(repr("%f %.2f %e %.1E %g %G" % (1.5, 2.345, 12345.678, 0.00012, 1e-10, 1e20)))
    # prints: '1.500000 2.35 1.234568e+04 1.2E-04 1e-10 1E+20'
print(repr("%5d|%-5d|%05d|%+d|% d" % (42, 42, 42, 42, 42)))  # prints: '   42|42   |00042|+42| 42'
print(repr("%5s|%-5s|%.2s|%5.1s" % ("ab", "ab", "abc", "abc")))  # prints: '   ab|ab   |ab|    a'
print(repr("%#x %#o %#X" % (255, 8, 255)))  # prints: '0xff 0o10 0XFF'
print(repr("%*d|%-*d|%.*f" % (5, 1, 5, 2, 2, 3.14159)))  # prints: '    1|2    |3.14'
print(repr("%% %d%%" % 50))                 # prints: '% 50%'
print(repr("%(a)s %(b)05.1f %(a)r" % {"a": "x", "b": 2.25}))  # prints: "x 002.2 'x'"
print(("%s" % "single", "%s" % 5, "%s" % [1, 2], "%s" % None, "%s" % {"a": 1}))
    # prints: ('single', '5', '[1, 2]', 'None', "{'a': 1}")
print(("%s %s" % (1, (2, 3)), "%s" % ((1, 2),)))  # prints: ('1 (2, 3)', '(1, 2)')
print(("%d" % 3.99, "%d" % True, "%x" % -255, "%d" % 10 ** 20))  # prints: ('3', '1', '-ff', '100000000000000000000')
print(("no conversions" % (), "no" % {}, "no" % []))  # prints: ('no conversions', 'no', 'no')
print(repr("%10.3e|%-10g|" % (1234.5, 0.5)))  # prints: ' 1.234e+03|0.5       |'
print(repr("%+.2f %+d % .1f %08.2f" % (1.0, -1, 2.5, -3.14159)))  # prints: '+1.00 -1  2.5 -0003.14'
print(("%s" % float("inf"), "%f" % float("nan"), "%5.1f" % float("-inf")))  # prints: ('inf', 'nan', ' -inf')
print(repr("%.0f %.0f %.0f" % (0.5, 1.5, 2.5)))  # prints: '0 2 2'
print(repr("%.3d %.5x" % (5, 255)))         # prints: '005 000ff'
print(repr("%c" % "é"))                     # prints: 'é'

# === bytes ===
print(b"%d %s %x %c" % (5, b"ab", 255, 65))  # prints: b'5 ab ff A'
print(b"%5d|%-5s|%r" % (1, b"x", "q"))      # prints: b"    1|x    |'q'"
print(b"%(k)s" % {b"k": b"v"})              # prints: b'v'
b"%s" % "text"                              # raises: TypeError: %b requires a bytes-like object, or an object that implements __bytes__, not 'str'

# === errors ===
"%d" % "a"                                  # raises: TypeError: %d format: a real number is required, not str
"%d %d" % (1,)                              # raises: TypeError: not enough arguments for format string
"%d" % (1, 2)                               # raises: TypeError: not all arguments converted during string formatting
"%s" % ()                                   # raises: TypeError: not enough arguments for format string
"%z" % 1                                    # raises: ValueError: unsupported format character 'z' (0x7a) at index 1
"%" % 1                                     # raises: ValueError: incomplete format
"%(a)s" % 1                                 # raises: TypeError: format requires a mapping
"%(a)s" % {}                                # raises: KeyError: 'a'
"%(a" % {"a": 1}                            # raises: ValueError: incomplete format key
"%c" % "ab"                                 # raises: TypeError: %c requires an int or a unicode character, not a string of length 2
"%c" % 0x110000                             # raises: OverflowError: %c arg not in range(0x110000)
"%c" % 1.5                                  # raises: TypeError: %c requires an int or a unicode character, not float
"%x" % 1.5                                  # raises: TypeError: %x format: an integer is required, not float
"%f" % "a"                                  # raises: TypeError: must be real number, not str
"%*d" % ("a", 1)                            # raises: TypeError: * wants int
"%d" % None                                 # raises: TypeError: %d format: a real number is required, not NoneType
"plain" % 1                                 # raises: TypeError: not all arguments converted during string formatting
