# === every codec there and back ===
s = "aé€😀"
for codec in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf8", "UTF-8", "U8"):
    b = s.encode(codec)
    print(codec, len(b), b.decode(codec) == s)  # prints: utf-8 10 True
                                                #       : utf-16 12 True
                                                #       : utf-16-le 10 True
                                                #       : utf-16-be 10 True
                                                #       : utf-32 20 True
                                                #       : utf-32-le 16 True
                                                #       : utf-32-be 16 True
                                                #       : utf8 10 True
                                                #       : UTF-8 10 True
                                                #       : U8 10 True
print(("abc".encode("ascii"), "é".encode("latin-1"), "é".encode("iso-8859-1")))  # prints: (b'abc', b'\xe9', b'\xe9')
print(("é".encode("latin1"), "abc".encode("us-ascii")))  # prints: (b'\xe9', b'abc')
print(("é".encode("utf-8-sig"), b"\xef\xbb\xbfa".decode("utf-8-sig")))  # prints: (b'\xef\xbb\xbf\xc3\xa9', 'a')
print(b"\xef\xbb\xbfa".decode("utf-8") == "\ufeffa")  # prints: True

# === error handlers ===
bad = b"a\xffb\xc3"
print((bad.decode("utf-8", "replace"), bad.decode("utf-8", "ignore")))  # prints: ('a�b�', 'ab')
print(repr(bad.decode("utf-8", "backslashreplace")))  # prints: 'a\\xffb\\xc3'
print((bad.decode("ascii", "ignore"), ascii(bad.decode("ascii", "replace"))))  # prints: ('ab', "'a\\ufffdb\\ufffd'")
print(("aé😀".encode("ascii", "replace"), "aé😀".encode("ascii", "ignore")))  # prints: (b'a??', b'a')
print("aé😀".encode("ascii", "xmlcharrefreplace"))  # prints: b'a&#233;&#128512;'
print("aé😀".encode("ascii", "backslashreplace"))  # prints: b'a\\xe9\\U0001f600'
print(("aé😀".encode("latin-1", "replace"), "é".encode("ascii", "namereplace")))
    # prints: (b'a\xe9?', b'\\N{LATIN SMALL LETTER E WITH ACUTE}')
bad.decode("utf-8", "nope")                 # raises: LookupError: unknown error handler name 'nope'

# === where decoding stops ===
for b in (b"\x80", b"\xc3(", b"\xe2\x82", b"\xe2(\xa1", b"\xf0\x9f\x98", b"\xf8", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"ok\xff"):
    try:
        b.decode()
    except UnicodeDecodeError as e:
        print(e)                            # prints: 'utf-8' codec can't decode byte 0x80 in position 0: invalid start byte
                                            #       : 'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte
                                            #       : 'utf-8' codec can't decode bytes in position 0-1: unexpected end of data
                                            #       : 'utf-8' codec can't decode byte 0xe2 in position 0: invalid continuation byte
                                            #       : 'utf-8' codec can't decode bytes in position 0-2: unexpected end of data
                                            #       : 'utf-8' codec can't decode byte 0xf8 in position 0: invalid start byte
                                            #       : 'utf-8' codec can't decode byte 0xc0 in position 0: invalid start byte
                                            #       : 'utf-8' codec can't decode byte 0xed in position 0: invalid continuation byte
                                            #       : 'utf-8' codec can't decode byte 0xf4 in position 0: invalid continuation byte
                                            #       : 'utf-8' codec can't decode byte 0xff in position 2: invalid start byte
print(repr(b"\xe2\x82".decode("utf-8", "replace")))  # prints: '�'
print(repr(b"\xf0\x9f\x98a".decode("utf-8", "replace")))  # prints: '�a'
print(repr(b"\xc0\x80".decode("utf-8", "replace")))  # prints: '��'
b"a".decode("utf-16")                       # raises: UnicodeDecodeError: 'utf-16-le' codec can't decode byte 0x61 in position 0: truncated data
b"abc".decode("utf-16-le")                  # raises: UnicodeDecodeError: 'utf-16-le' codec can't decode byte 0x63 in position 2: truncated data
b"\x00\xd8".decode("utf-16-le")             # raises: UnicodeDecodeError: 'utf-16-le' codec can't decode bytes in position 0-1: unexpected end of data
b"\x00\x00\x11\x00".decode("utf-32-le")     # raises: UnicodeDecodeError: 'utf-32-le' codec can't decode bytes in position 0-3: code point not in range(0x110000)

# === encoding errors carry positions ===
for text, codec in (("aé", "ascii"), ("€€", "latin-1"), ("😀x", "ascii")):
    try:
        text.encode(codec)
    except UnicodeEncodeError as e:
        print(e.start, e.end, e.encoding, e)  # prints: 1 2 ascii 'ascii' codec can't encode character '\xe9' in position 1: ordinal not in range(128)
                                              #       : 0 2 latin-1 'latin-1' codec can't encode characters in position 0-1: ordinal not in range(256)
                                              #       : 0 1 ascii 'ascii' codec can't encode character '\U0001f600' in position 0: ordinal not in range(128)

# === conversions between text and bytes ===
print((str(b"abc", "ascii"), bytes("abc", "ascii"), bytearray("é", "utf-8")))  # prints: ('abc', b'abc', bytearray(b'\xc3\xa9'))
print((str(bytearray(b"x"), "utf-8"), str(memoryview(b"m"), "utf-8")))  # prints: ('x', 'm')
print(("a".encode(encoding="utf-8", errors="strict"), b"a".decode(errors="ignore")))  # prints: (b'a', 'a')
"x".encode(5)                               # raises: TypeError: encode() argument 'encoding' must be str, not int
b"x".decode(None)                           # raises: TypeError: decode() argument 'encoding' must be str, not None
print(repr(str(b"x")))                      # prints: "b'x'"

# === escapes in literals ===
print(("\x41", "\u0042", "\U00000043", "\N{LATIN SMALL LETTER D}", "\101", "\0"))  # prints: ('A', 'B', 'C', 'd', 'A', '\x00')
print(("\a\b\f\v", b"\x41\101\n", r"\x41", rb"\x"))  # prints: ('\x07\x08\x0c\x0b', b'AA\n', '\\x41', b'\\x')
print((len("\
"), "a" "\n" "b"))                          # prints: (0, 'a\nb')
