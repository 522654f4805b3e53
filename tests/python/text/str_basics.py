# === literals and repr ===
print(('a"b', "a'b", 'a\'b"c', "\n\t\r\\", "\x00\x7f\x80\xa0\xad", "é一😀"))
    # prints: ('a"b', "a'b", 'a\'b"c', '\n\t\r\\', '\x00\x7f\x80\xa0\xad', 'é一😀')
print(("\u200b", r"\n", "a" "b", """multi
line"""))                                   # prints: ('\u200b', '\\n', 'ab', 'multi\nline')
print(("\101\x41\u0041\U00000041", "\N{BULLET}", "a\
b"))                                        # prints: ('AAAA', '•', 'ab')
print(("".__repr__(), "\'".__repr__(), repr("'\""), repr("\U0001F600")))  # prints: ("''", '"\'"', '\'\\\'"\'', "'😀'")
print((ascii("é😀\n"), ascii("\u0394")))     # prints: ("'\\xe9\\U0001f600\\n'", "'\\u0394'")
print("é", "😀", "tab\there")                # prints: é 😀 tab	here

# === concatenation and repetition ===
print(("a" + "b", "ab" * 3, 3 * "ab", "a" * 0, "a" * -1, "" + "", "x" + "é" + "😀"))
    # prints: ('ab', 'ababab', 'ababab', '', '', '', 'xé😀')
"a" + 1                                     # raises: TypeError: can only concatenate str (not "int") to str
"a" * "a"                                   # raises: TypeError: can't multiply sequence by non-int of type 'str'
"a" * 1.0                                   # raises: TypeError: can't multiply sequence by non-int of type 'float'

# === indexing by code point ===
s = "aé一😀z"
print((len(s), s[0], s[1], s[2], s[3], s[-1], s[1:4], s[::-1], s[::2], list(s)))
    # prints: (5, 'a', 'é', '一', '😀', 'z', 'é一😀', 'z😀一éa', 'a一z', ['a', 'é', '一', '😀', 'z'])
print((s.index("😀"), s.find("z")))          # prints: (3, 4)
print((len("😀"), ord("😀"), chr(128512), [ord(c) for c in "aé"], len("e\u0301")))  # prints: (1, 128512, '😀', [97, 233], 2)
chr(-1)                                     # raises: ValueError: chr() arg not in range(0x110000)
chr(0x110000)                               # raises: ValueError: chr() arg not in range(0x110000)
ord("ab")                                   # raises: TypeError: ord() expected a character, but string of length 2 found
ord("")                                     # raises: TypeError: ord() expected a character, but string of length 0 found
ord(5)                                      # raises: TypeError: ord() expected string of length 1, but int found

# === comparison ===
print(("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "é" > "z"))  # prints: (True, False, True, True, True, True)
print(("a" == "a", "a" != "b", "😀" > "\uffff", max("hello"), min("hello")))  # prints: (True, True, True, 'o', 'e')
print(sorted("hello"))                      # prints: ['e', 'h', 'l', 'l', 'o']
"a" < 1                                     # raises: TypeError: '<' not supported between instances of 'str' and 'int'
print(("a" == 1, "a" == b"a"))              # prints: (False, False)

# === conversion ===
print((str(1), str(1.5), str(None), str([1, "a"]), str(b"ab")))  # prints: ('1', '1.5', 'None', "[1, 'a']", "b'ab'")
print((str(b"ab", "utf-8"), str(b"\xc3\xa9", encoding="utf-8")))  # prints: ('ab', 'é')
print((str(b"\xff", "ascii", "replace"), str(), str(object=5)))  # prints: ('�', '', '5')
str("a", "b")                               # raises: TypeError: decoding str is not supported
str(5, "utf-8")                             # raises: TypeError: decoding to str: need a bytes-like object, int found
str(b"\xff", "utf-8")                       # raises: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
str(b"a", "nope")                           # raises: LookupError: unknown encoding: nope

# === iteration and membership ===
for c in "ab": print(c)                     # prints: a
                                            #       : b
print(("".join(reversed("abc")), list(enumerate("ab")), dict(zip("ab", "xy"))))
    # prints: ('cba', [(0, 'a'), (1, 'b')], {'a': 'x', 'b': 'y'})
print((tuple("ab"), set("aab") == {"a", "b"}, "b" in "abc", [*"xy"]))  # prints: (('a', 'b'), True, True, ['x', 'y'])

# === identity of interned names ===
a = "identifier"
b = "identifier"
print(a is b)                               # prints: True
import sys
c = "".join(["iden", "tifier"])
print((c == a, sys.intern(c) is sys.intern(a)))  # prints: (True, True)
sys.intern(5)                               # raises: TypeError: intern() argument must be str, not int

# === building long text ===
parts = []
for i in range(1000): parts.append(str(i))
text = ",".join(parts)
print((len(text), text[:10], text[-8:], text.count(","), text.split(",")[500]))
    # prints: (3889, '0,1,2,3,4,', ',998,999', 999, '500')
t = ""
for i in range(500): t += chr(97 + i % 26)
print((len(t), t[250:260], t.count("a")))   # prints: (500, 'qrstuvwxyz', 20)
u = ""
for i in range(0, 2000, 100): u += chr(i + 33)
print((len(u), u == "".join(chr(i + 33) for i in range(0, 2000, 100))))  # prints: (20, True)

# === immutability ===
s[0] = "x"                                  # raises: TypeError: 'str' object does not support item assignment
del s[0]                                    # raises: TypeError: 'str' object doesn't support item deletion
s.x = 1                                     # raises: AttributeError: 'str' object has no attribute 'x' and no __dict__ for setting new attributes
print((hash("a") == hash("a"), hash("") == hash("".join([]))))  # prints: (True, True)
print(("abc".__contains__("b"), "abc".__len__(), "abc".__getitem__(1)))  # prints: (True, 3, 'b')
print(("a".__add__("b"), "a".__mul__(2), "a".__eq__(1), "%s" .__mod__(5)))  # prints: ('ab', 'aa', NotImplemented, '5')
print(repr("abc".__iter__().__next__()))    # prints: 'a'
