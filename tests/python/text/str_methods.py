# === case ===
print(("aBc".upper(), "aBc".lower(), "aBc dEf".title(), "aBc".swapcase()))  # prints: ('ABC', 'abc', 'Abc Def', 'AbC')
print(("hello World".capitalize(), "ß".upper(), "STRASSE".casefold()))  # prints: ('Hello world', 'SS', 'strasse')
print(("ß".casefold(), "ǆ".title(), "İ".lower().__len__(), "they're".title()))  # prints: ('ss', 'ǅ', 2, "They'Re")

# === searching ===
s = "hello world"
print((s.find("o"), s.find("o", 5), s.find("z"), s.rfind("o"), s.index("w")))  # prints: (4, 7, -1, 7, 6)
print((s.rindex("l"), s.count("l"), s.count("o", 5), s.count(""), s.find("")))  # prints: (9, 3, 1, 12, 0)
print((s.rfind(""), s.find("", 20), s.find("o", -4, -1)))  # prints: (11, -1, 7)
print((s.startswith("he"), s.startswith(("x", "h")), s.startswith("w", 6)))  # prints: (True, True, True)
print((s.endswith("ld"), s.endswith(("a", "d")), s.endswith("o", 0, 5)))  # prints: (True, True, True)
print(("".startswith(""), s.startswith(())))  # prints: (True, False)
print(("lo w" in s, "" in s, "z" not in s))  # prints: (True, True, True)
s.index("z")                                # raises: ValueError: substring not found
s.rindex("z")                               # raises: ValueError: substring not found
s.find(1)                                   # raises: TypeError: find() argument 1 must be str, not int
s.startswith(1)                             # raises: TypeError: startswith first arg must be str or a tuple of str, not int
s.startswith(("a", 1))                      # raises: TypeError: tuple for startswith must only contain str, not int
1 in s                                      # raises: TypeError: 'in <string>' requires string as left operand, not int

# === splitting ===
print(("a,b,,c".split(","), " a  b ".split(), "a b c".split(" ", 1)))  # prints: (['a', 'b', '', 'c'], ['a', 'b'], ['a', 'b c'])
print((" a  b c ".split(None, 1), "".split(), "".split(","), "abc".split("abc")))  # prints: (['a', 'b c '], [], [''], ['', ''])
print("a--b--c".split("--", 1))             # prints: ['a', 'b--c']
print(("a,b,c".rsplit(",", 1), " a b  c ".rsplit(None, 1), " a ".rsplit()))  # prints: (['a,b', 'c'], [' a b', 'c'], ['a'])
print("a b".split(sep=" ", maxsplit=0))     # prints: ['a b']
print(("a\nb\r\nc\rd\x0be\u2028f".splitlines(), "a\nb\n".splitlines(True)))
    # prints: (['a', 'b', 'c', 'd', 'e', 'f'], ['a\n', 'b\n'])
print(("".splitlines(), "\n".splitlines()))  # prints: ([], [''])
print(("a=b=c".partition("="), "a=b=c".rpartition("="), "abc".partition("-")))
    # prints: (('a', '=', 'b=c'), ('a=b', '=', 'c'), ('abc', '', ''))
print("abc".rpartition("-"))                # prints: ('', '', 'abc')
"a".split("")                               # raises: ValueError: empty separator
"a".partition("")                           # raises: ValueError: empty separator
"a".split(1)                                # raises: TypeError: must be str or None, not int

# === joining and replacing ===
print((",".join("abc"), "".join([]), "-".join(["a"]), ", ".join(str(i) for i in range(3))))  # prints: ('a,b,c', '', 'a', '0, 1, 2')
print(("aaa".replace("a", "b"), "aaa".replace("a", "b", 2)))  # prints: ('bbb', 'bba')
print(("abc".replace("", "-"), "abc".replace("b", ""), "aaa".replace("aa", "b")))  # prints: ('-a-b-c-', 'ac', 'ba')
print(("a".replace("a", "b", count=0), "".replace("", "x")))  # prints: ('a', 'x')
",".join(["a", 1])                          # raises: TypeError: sequence item 1: expected str instance, int found
",".join(5)                                 # raises: TypeError: can only join an iterable
"a".replace("a", 1)                         # raises: TypeError: replace() argument 2 must be str, not int

# === stripping and padding ===
print(("  a b ".strip(), " a ".lstrip() + "|", "|" + " a ".rstrip()))  # prints: ('a b', 'a |', '| a')
print(("xxaxx".strip("x"), "abcba".strip("ab"), "abc".lstrip("ba")))  # prints: ('a', 'c', 'c')
print(("abc".rstrip("bc"), "\t\n x\u00a0".strip()))  # prints: ('a', 'x')
print(("a".center(5) + "|", "ab".center(5, "*"), "abc".center(2)))  # prints: ('  a  |', '**ab*', 'abc')
print(("a".ljust(3, "-"), "a".rjust(3, "-"), "5".zfill(3), "-5".zfill(4)))  # prints: ('a--', '--a', '005', '-005')
print(("+5".zfill(4), "abc".zfill(2), "".zfill(2)))  # prints: ('+005', 'abc', '00')
print(("prefix-x".removeprefix("prefix-"), "x-suffix".removesuffix("-suffix")))  # prints: ('x', 'x')
print(("abc".removeprefix("b"), "abc".removesuffix("")))  # prints: ('abc', 'abc')
print(("a\tb\tcd\te".expandtabs(), "a\tb".expandtabs(4), "\t".expandtabs(0)))  # prints: ('a       b       cd      e', 'a   b', '')
print(repr("a\n\tb".expandtabs(2)))         # prints: 'a\n  b'
"a".center(5, "ab")                         # raises: TypeError: The fill character must be exactly one character long
"a".strip(1)                                # raises: TypeError: strip arg must be None or str

# === predicates ===
print(("abc".isalpha(), "ab1".isalpha(), "".isalpha(), "12".isdigit()))  # prints: (True, False, False, True)
print(("²".isdigit(), "²".isdecimal(), "½".isnumeric(), "12".isdecimal()))  # prints: (True, False, True, True)
print(("a1".isalnum(), "é".isalpha(), "一".isnumeric()))  # prints: (True, True, True)
print(("abc".islower(), "aBc".islower(), "123".islower(), "ABC".isupper()))  # prints: (True, False, False, True)
print(("A1".isupper(), "Title Case".istitle(), "Not title".istitle()))  # prints: (True, True, False)
print((" \t\n".isspace(), "".isspace(), "\u2003".isspace()))  # prints: (True, False, True)
print(("name".isidentifier(), "1a".isidentifier(), "é_1".isidentifier()))  # prints: (True, False, True)
print(("class".isidentifier(), "a\n".isprintable(), "abc ".isprintable()))  # prints: (True, False, True)
print(("".isprintable(), "abc".isascii(), "é".isascii(), "".isascii()))  # prints: (True, True, False, True)

# === translation ===
print(repr("hello".translate({ord("l"): "L", ord("h"): None, ord("o"): 48})))  # prints: 'eLL0'
print(repr("abc".translate(str.maketrans("ab", "xy"))))  # prints: 'xyc'
print(repr("abc".translate(str.maketrans("a", "z", "c"))))  # prints: 'zb'
print(repr("ab".translate(str.maketrans({"a": "AA", 98: None}))))  # prints: 'AA'
print(sorted(str.maketrans("ab", "xy", "z").items()))  # prints: [(97, 120), (98, 121), (122, None)]
str.maketrans("ab", "x")                    # raises: ValueError: the first two maketrans arguments must have equal length
str.maketrans("a")                          # raises: TypeError: if you give only one argument to maketrans it must be a dict
str.maketrans({"ab": 1})                    # raises: ValueError: string keys in translatetable must be of length 1
"a".translate({97: 0x110000})               # raises: ValueError: character mapping must be in range(0x110000)

# === encoding ===
print(("abc".encode(), "é".encode(), "é".encode("latin-1")))  # prints: (b'abc', b'\xc3\xa9', b'\xe9')
print(("é€".encode("utf-16-le"), "a".encode("utf-32-be")))  # prints: (b'\xe9\x00\xac ', b'\x00\x00\x00a')
print(("é".encode("ascii", "ignore"), "é".encode("ascii", "replace")))  # prints: (b'', b'?')
print("é".encode("ascii", "backslashreplace"))  # prints: b'\\xe9'
print("é".encode("ascii", "xmlcharrefreplace"))  # prints: b'&#233;'
"é".encode("ascii")                         # raises: UnicodeEncodeError: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
"a".encode("nope")                          # raises: LookupError: unknown encoding: nope
