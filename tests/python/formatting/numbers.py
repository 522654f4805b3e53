# === integers ===
def show(*specs, v):
    for s in specs:
        print(s.rjust(8), "|" + format(v, s) + "|")
show("", "d", "5", "<5", "^5", "05", "+", " ", "-", "x", "X", "#x", "#X", "o", "#o", "b", "#b", "c", "n", v=65)
    # prints:          |65|
    #       :        d |65|
    #       :        5 |   65|
    #       :       <5 |65   |
    #       :       ^5 | 65  |
    #       :       05 |00065|
    #       :        + |+65|
    #       :          | 65|
    #       :        - |65|
    #       :        x |41|
    #       :        X |41|
    #       :       #x |0x41|
    #       :       #X |0X41|
    #       :        o |101|
    #       :       #o |0o101|
    #       :        b |1000001|
    #       :       #b |0b1000001|
    #       :        c |A|
    #       :        n |65|
show("*^7", "=+7", "#010x", "_x", ",", "_", "e", ".2f", "%", "g", "+#12b", "x<10", v=123456)
    # prints:      *^7 |123456*|
    #       :      =+7 |+123456|
    #       :    #010x |0x0001e240|
    #       :       _x |1_e240|
    #       :        , |123,456|
    #       :        _ |123_456|
    #       :        e |1.234560e+05|
    #       :      .2f |123456.00|
    #       :        % |12345600.000000%|
    #       :        g |123456|
    #       :    +#12b |+0b11110001001000000|
    #       :     x<10 |123456xxxx|
show("", "+", "05", "=+6", "x", "#b", ",", v=-42)  # prints:          |-42|
                                                   #       :        + |-42|
                                                   #       :       05 |-0042|
                                                   #       :      =+6 |-   42|
                                                   #       :        x |-2a|
                                                   #       :       #b |-0b101010|
                                                   #       :        , |-42|
show(",", "_", "e", "n", "030,", v=10 ** 20)  # prints:        , |100,000,000,000,000,000,000|
                                              #       :        _ |100_000_000_000_000_000_000|
                                              #       :        e |1.000000e+20|
                                              #       :        n |100000000000000000000|
                                              #       :     030, |00,100,000,000,000,000,000,000|
print((format(True), format(True, "d"), format(False, "5"), format(True, "")))  # prints: ('True', '1', '    0', 'True')

# === floats ===
show("", "f", ".0f", ".3f", "e", ".2e", "E", "g", ".3g", "G", "%", ".1%", "10.2f", "<10.2f", "010.2f", "+.1f", " .1f", ",.2f", "_.2f", "#.0f", "n", ".10", v=1234.5678)
    # prints:          |1234.5678|
    #       :        f |1234.567800|
    #       :      .0f |1235|
    #       :      .3f |1234.568|
    #       :        e |1.234568e+03|
    #       :      .2e |1.23e+03|
    #       :        E |1.234568E+03|
    #       :        g |1234.57|
    #       :      .3g |1.23e+03|
    #       :        G |1234.57|
    #       :        % |123456.780000%|
    #       :      .1% |123456.8%|
    #       :    10.2f |   1234.57|
    #       :   <10.2f |1234.57   |
    #       :   010.2f |0001234.57|
    #       :     +.1f |+1234.6|
    #       :      .1f | 1234.6|
    #       :     ,.2f |1,234.57|
    #       :     _.2f |1_234.57|
    #       :     #.0f |1235.|
    #       :        n |1234.57|
    #       :      .10 |1234.5678|
show("", "g", ".3", "e", "f", "%", v=0.000012345)  # prints:          |1.2345e-05|
                                                   #       :        g |1.2345e-05|
                                                   #       :       .3 |1.23e-05|
                                                   #       :        e |1.234500e-05|
                                                   #       :        f |0.000012|
                                                   #       :        % |0.001234%|
show("", "g", "f", ".3g", "#g", ".20g", v=1e22)  # prints:          |1e+22|
                                                 #       :        g |1e+22|
                                                 #       :        f |10000000000000000000000.000000|
                                                 #       :      .3g |1e+22|
                                                 #       :       #g |1.00000e+22|
                                                 #       :     .20g |1e+22|
show("", "f", "e", "g", "+", "08", "%", v=float("inf"))  # prints:          |inf|
                                                         #       :        f |inf|
                                                         #       :        e |inf|
                                                         #       :        g |inf|
                                                         #       :        + |+inf|
                                                         #       :       08 |00000inf|
                                                         #       :        % |inf%|
show("", "f", "05", v=float("nan"))         # prints:          |nan|
                                            #       :        f |nan|
                                            #       :       05 |00nan|
show("", "f", "g", "+", ".1f", "z.1f", v=-0.0)  # prints:          |-0.0|
                                                #       :        f |-0.000000|
                                                #       :        g |-0|
                                                #       :        + |-0.0|
                                                #       :      .1f |-0.0|
                                                #       :     z.1f |0.0|
show(".0f", ".1f", v=0.5)                   # prints:      .0f |0|
                                            #       :      .1f |0.5|
print([format(v, ".0f") for v in (0.5, 1.5, 2.5, -0.5)])  # prints: ['0', '2', '2', '-0']
print([format(v, ".1f") for v in (0.25, 0.35, 2.675)])  # prints: ['0.2', '0.3', '2.7']
print((format(-0.001, ".1f"), format(-0.001, "z.1f")))  # prints: ('-0.0', '0.0')

# === complex ===
print((format(1 + 2j), format(1 + 2j, ".1f"), format(1.5 - 2j, "10"), format(2j, "g")))
    # prints: ('(1+2j)', '1.0+2.0j', '  (1.5-2j)', '0+2j')

# === strings ===
show("", "5", "<5", ">5", "^5", "*^7", ".2", "10.2", "s", "05", v="abc")
    # prints:          |abc|
    #       :        5 |abc  |
    #       :       <5 |abc  |
    #       :       >5 |  abc|
    #       :       ^5 | abc |
    #       :      *^7 |**abc**|
    #       :       .2 |ab|
    #       :     10.2 |ab        |
    #       :        s |abc|
    #       :       05 |abc00|

# === errors ===
format(1, "s")                              # raises: ValueError: Unknown format code 's' for object of type 'int'
format(1, ".2d")                            # raises: ValueError: Precision not allowed in integer format specifier
format(1, "5.")                             # raises: ValueError: Format specifier missing precision
format(1, "#c")                             # raises: ValueError: Alternate form (#) not allowed with integer format specifier 'c'
format(1, "+c")                             # raises: ValueError: Sign not allowed with integer format specifier 'c'
format(0x110000, "c")                       # raises: OverflowError: %c arg not in range(0x110000)
format(1, ",c")                             # raises: ValueError: Cannot specify ',' with 'c'.
format(1, ",_")                             # raises: ValueError: Cannot specify both ',' and '_'.
format(1, ",x")                             # raises: ValueError: Cannot specify ',' with 'x'.
format(1.0, "d")                            # raises: ValueError: Unknown format code 'd' for object of type 'float'
format(1.0, "x")                            # raises: ValueError: Unknown format code 'x' for object of type 'float'
format("a", "d")                            # raises: ValueError: Unknown format code 'd' for object of type 'str'
format("a", "=5")                           # raises: ValueError: '=' alignment not allowed in string format specifier
format("a", " ")                            # raises: ValueError: Space not allowed in string format specifier
format("a", ",")                            # raises: ValueError: Cannot specify ',' with 's'.
format("a", "#")                            # raises: ValueError: Alternate form (#) not allowed in string format specifier
format(1j, "05")                            # raises: ValueError: Zero padding is not allowed in complex format specifier
format(1j, "%")                             # raises: ValueError: Unknown format code '%' for object of type 'complex'
format([], "5")                             # raises: TypeError: unsupported format string passed to list.__format__
format(1, 2)                                # raises: TypeError: format() argument 2 must be str, not int
format(1, "99999999999999999999")           # raises: ValueError: Too many decimal digits in format string
format(1.5, ".99999999999999999999")        # raises: ValueError: Too many decimal digits in format string
