# === palindromes, anagrams, ciphers ===
print([w for w in ("level", "python", "noon", "a", "") if w == w[::-1]])  # prints: ['level', 'noon', 'a', '']
groups = {}
for w in "listen silent enlist google elgoog abc cab".split(): groups.setdefault("".join(sorted(w)), []).append(w)
print(list(groups.values()))                # prints: [['listen', 'silent', 'enlist'], ['google', 'elgoog'], ['abc', 'cab']]
def caesar(s, k): return "".join(chr((ord(c) - base + k) % 26 + base) if (base := 65 if c.isupper() else 97 if c.islower() else 0) else c for c in s)
print((caesar("Hello, World!", 3), caesar(caesar("Hello, World!", 3), -3)))  # prints: ('Khoor, Zruog!', 'Hello, World!')
def vigenere(s, key): return "".join(chr((ord(a) + ord(b) - 2 * 65) % 26 + 65) for a, b in zip(s, key * len(s)))
print(repr(vigenere("ATTACKATDAWN", "LEMON")))  # prints: 'LXFOPVEFRNHR'

# === numerals ===
def roman(n):
    out = ""
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        out += s * (n // v)
        n %= v
    return out
print([roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2026)])
    # prints: ['I', 'IV', 'IX', 'XIV', 'XL', 'XC', 'CD', 'MCMXCIV', 'MMXXVI']
def base(n, b):
    digits = ""
    while n: n, d = divmod(n, b); digits = "0123456789abcdefghijklmnopqrstuvwxyz"[d] + digits
    return digits or "0"
print((base(255, 16), base(10 ** 20, 36), int(base(10 ** 20, 36), 36) == 10 ** 20, base(0, 2)))
    # prints: ('ff', 'l3r41ifs0q5ts', True, '0')

# === wrapping and tables ===
def wrap(text, width):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width: lines.append(line); line = word
        else: line = (line + " " + word).strip()
    return lines + [line]
for line in wrap("the quick brown fox jumps over the lazy dog and runs away", 20): print(f"|{line:<20}|")
    # prints: |the quick brown fox |
    #       : |jumps over the lazy |
    #       : |dog and runs away   |
rows = [("id", "name"), (1, "Ada"), (22, "Grace")]
for r in rows: print(" | ".join(f"{str(c):>{w}}" for c, w in zip(r, (3, 6))))
    # prints:  id |   name
    #       :   1 |    Ada
    #       :  22 |  Grace

# === a small pattern matcher: ? and * ===
def match(p, s):
    if not p: return not s
    if p[0] == "*": return match(p[1:], s) or bool(s) and match(p, s[1:])
    return bool(s) and p[0] in ("?", s[0]) and match(p[1:], s[1:])
print([match(p, "banana") for p in ("banana", "b*", "*na", "b?n*a", "b?", "", "*", "*x*")])
    # prints: [True, True, True, True, False, False, True, False]

# === Burrows-Wheeler and Lempel-Ziv ===
def bwt(s):
    s += "$"
    return "".join(r[-1] for r in sorted(s[i:] + s[:i] for i in range(len(s))))
def unbwt(b):
    t = [""] * len(b)
    for _ in b: t = sorted(c + r for c, r in zip(b, t))
    return next(r for r in t if r.endswith("$"))[:-1]
print((bwt("banana"), unbwt(bwt("mississippi"))))  # prints: ('annb$aa', 'mississippi')
def lzw(s):
    table, w, out = {chr(i): i for i in range(256)}, "", []
    for c in s:
        if w + c in table: w += c
        else:
            out.append(table[w])
            table[w + c] = len(table)
            w = c
    return out + [table[w]]
print(lzw("tobeornottobeortobeornot"))      # prints: [116, 111, 98, 101, 111, 114, 110, 111, 116, 256, 258, 260, 265, 259, 261, 263]

# === edit distance by rows, longest common subsequence ===
def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        prev, row[0] = row[0], i
        for j, y in enumerate(b, 1): prev, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, prev + (x != y))
    return row[-1]
print((distance("intention", "execution"), distance("", "abc"), distance("same", "same")))  # prints: (5, 3, 0)
def lcs(a, b):
    t = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b): t[i + 1][j + 1] = t[i][j] + x if x == y else max(t[i][j + 1], t[i + 1][j], key=len)
    return t[-1][-1]
print(repr(lcs("AGGTAB", "GXTXAYB")))       # prints: 'GTAB'

# === checksums ===
def adler(data):
    a, b = 1, 0
    for x in data: a = (a + x) % 65521; b = (b + a) % 65521
    return b << 16 | a
print(repr(hex(adler(b"Wikipedia"))))       # prints: '0x11e60398'
def crc32(data):
    crc = 0xFFFFFFFF
    for x in data:
        crc ^= x
        for _ in range(8): crc = crc >> 1 ^ (0xEDB88320 & -(crc & 1))
    return crc ^ 0xFFFFFFFF
print(repr(hex(crc32(b"123456789"))))       # prints: '0xcbf43926'
def fnv(data):
    h = 0xcbf29ce484222325
    for x in data: h = (h ^ x) * 0x100000001b3 % 2 ** 64
    return h
print((hex(fnv(b"exuvia")), fnv(b"")))      # prints: ('0x6cbb6bc139fb8d4d', 14695981039346656037)
def base64(data):
    alphabet, out = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", ""
    for i in range(0, len(data), 3):
        part = data[i:i + 3]
        n = int.from_bytes(part + bytes(3 - len(part)))
        out += "".join(alphabet[n >> s & 63] for s in (18, 12, 6, 0))[:len(part) + 1] + "=" * (3 - len(part))
    return out
print((base64(b"any carnal pleas"), base64(b""), base64(b"a")))  # prints: ('YW55IGNhcm5hbCBwbGVhcw==', '', 'YQ==')

# === words with unicode ===
text = "Zażółć gęślą jaźń, ŁÓDŹ"
print((text.lower(), text.title()))         # prints: ('zażółć gęślą jaźń, łódź', 'Zażółć Gęślą Jaźń, Łódź')
print(sorted(set(c for c in text.lower() if c.isalpha() and ord(c) > 127)))  # prints: ['ó', 'ą', 'ć', 'ę', 'ł', 'ń', 'ś', 'ź', 'ż']
print((len(text.encode()), text[::-1], text.casefold() == text.lower()))  # prints: (35, 'ŹDÓŁ ,ńźaj ąlśęg ćłóżaZ', True)
