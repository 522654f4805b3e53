"""Asks CPython the questions that the tests ask of this folder: python3.14 generate.py [count [seed]] > cases.txt

Each kind of question is asked `count` times with random arguments, next to a fixed list; the seed makes the file reproducible.
"""
import _string
import math
import random
import struct
import sys

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 14
pick = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)


def escaped(text):
    return "".join(c if " " <= c <= "~" and c != "\\" else "\\{%x}" % ord(c) for c in text)


def hexed(value):
    return "-nan" if value != value and math.copysign(1, value) < 0 else float.hex(value)


def typed(value):
    if isinstance(value, int):
        return f"i:{value}"
    if isinstance(value, float):
        return "f:" + hexed(value)
    if isinstance(value, bytes):
        return "y:" + value.decode("latin-1")
    return "s:" + value


def ask(question, arguments, compute):
    try:
        answer = "= " + compute()
    except (KeyError, AttributeError):
        answer = "! ValueError: KeyError"
    except IndexError as error:
        answer = f"! ValueError: {error}"
    except Exception as error:
        answer = f"! {type(error).__name__}: {error}"
    if "\ud800" <= max(answer) <= "\udfff" or any("\ud800" <= c <= "\udfff" for c in answer):
        return
    print("\t".join([question, *map(escaped, arguments), escaped(answer)]))


def chance(part):
    return pick.random() < part


def some(text, share):
    return pick.choice(text) if chance(share) else ""


def any_float():
    way = pick.randrange(8)
    if way == 0:
        return struct.unpack("d", pick.randbytes(8))[0]
    if way == 1:
        return pick.choice([0.0, -0.0, math.inf, -math.inf, math.nan, -math.nan, 5e-324, 1.7976931348623157e308, 1e16, 1e22, 1e23, 2.5, 0.5, -1.5, 9.5, 99.5, 0.0001, 0.00001])
    if way == 2:
        return float(pick.randrange(-10**6, 10**6)) / 8
    if way == 3:
        return pick.randrange(-10**17, 10**17) / 10.0 ** pick.randrange(20)
    if way == 4:
        return round(pick.uniform(-100, 100), pick.randrange(4))
    if way == 5:
        return pick.choice([1, -1]) * 10.0 ** pick.randrange(-30, 30)
    if way == 6:
        return 2.0 ** pick.randrange(-1074, 1024)
    return pick.uniform(-1e7, 1e7)


def any_int():
    way = pick.randrange(5)
    if way == 0:
        return pick.randrange(-10, 10)
    if way == 1:
        return pick.randrange(-(2**63), 2**63)
    if way == 2:
        return pick.choice([1, -1]) * pick.getrandbits(pick.randrange(1, 400))
    if way == 3:
        return pick.choice([0, 2**63 - 1, -(2**63), 2**63, 10**400, 255, 97, 0x10FFFF, 0x110000, 1000, 999, -1000])
    return pick.randrange(-(10**7), 10**7)


TEXT = ["", "a", "abc", "it's", 'say "x"', "both ' and \"", "tab\tnew\nline\r", "back\\slash", "é", "日本語", "\x00\x7f\x80\xa0\xad", "😀", "\u200b\ufeff", "\U0001f9ff\U000e0001", "abcdefgh"]


def any_text():
    if chance(0.5):
        return pick.choice(TEXT)
    return "".join(chr(pick.choice([pick.randrange(128), pick.randrange(0x500), pick.randrange(0xD800), pick.randrange(0xE000, 0x20000)])) for _ in range(pick.randrange(5)))


def any_spec(kinds):
    spec = ""
    if chance(0.4):
        spec += some("*0 é<x,", 0.5) + pick.choice("<>^=")
    spec += some("+- ", 0.3) + some("z", 0.1) + some("#", 0.2) + some("0", 0.25)
    if chance(0.6):
        spec += str(pick.randrange(30))
    spec += some(",_", 0.3) + some(",_", 0.03)
    if chance(0.5):
        spec += "." + (str(pick.choice([0, 1, 2, 3, 5, 10, 17, 20, 40])) if chance(0.9) else "") + some(",_", 0.25)
    spec += pick.choice(kinds) if chance(0.85) else some("bcdeEfFgGnosxX%qé!", 0.7)
    return spec + some("x", 0.02)


def ask_formats():
    text, spec = any_text(), any_spec(["s", "", "s"])
    if chance(0.7):
        spec = some("*é", 0.5) + pick.choice("<>^") + str(pick.randrange(12)) + (f".{pick.randrange(6)}" if chance(0.5) else "") + some("s", 0.5)
    ask("format_str", [text, spec], lambda: format(text, spec))
    value, spec2 = any_int(), any_spec(list("bcdoxXn") + ["", "d"] + ["f", "%", "g"])
    if chance(0.5):
        spec2 = some("<>^=", 0.3) + some("+- ", 0.3) + some("#", 0.4) + some("0", 0.4) + str(pick.randrange(1, 30)) + some("_,", 0.6) + some("dboxX", 0.8)
    ask("format_int", [str(value), spec2], lambda: format(value, spec2))
    number = any_float()
    for _ in range(3):
        spec3 = any_spec(list("eEfFgGn%") + ["", "", "f"])
        ask("format_float", [hexed(number), spec3], lambda: format(number, spec3))
    other = pick.choice([number, any_float()])
    spec4 = any_spec(list("eEfFgGn") + ["", ""])
    if chance(0.6):
        spec4 = some("*", 0.3) and "*" + pick.choice("<>^") or ""
        spec4 += some("+- ", 0.3) + some("z", 0.1) + some("#", 0.2) + some("4", 0.5) + some("0", 0.3) + some(",_", 0.2)
        spec4 = spec4.lstrip("0") + (f".{pick.randrange(9)}" if chance(0.6) else "") + some("eEfFgGn", 0.6)
    ask("format_complex", [hexed(other), hexed(number), spec4], lambda: format(complex(other, number), spec4))


def ask_reprs():
    value, other, text = any_float(), any_float(), any_text()
    ask("repr_float", [hexed(value)], lambda: repr(value))
    ask("repr_complex", [hexed(other), hexed(value)], lambda: repr(complex(other, value)))
    ask("float_from_hex", [hexed(value)], lambda: float.fromhex(hexed(value)).hex())
    ask("repr_str", [text], lambda: repr(text))
    ask("ascii_str", [text], lambda: ascii(text))
    ask("ascii_of_repr", [text], lambda: ascii(text))
    data = text.encode()[:6]
    ask("repr_bytes", [data.decode("latin-1")], lambda: repr(data))
    whole = any_int()
    ask("int_to_decimal", [str(whole)], lambda: str(whole))
    ask("hex", [str(whole)], lambda: hex(whole))


def mutated(text):
    letters = list(text)
    for _ in range(pick.choice([0, 0, 1, 1, 2])):
        place = pick.randrange(len(letters) + 1)
        if chance(0.5):
            letters.insert(place, pick.choice("0019._eEpPxXjJ+-() \t_afn٣\u2003é\x00"))
        elif letters and place < len(letters):
            del letters[place]
    return "".join(letters)


def ask_parsers():
    value = any_float()
    text = mutated(pick.choice([repr(value), "%e" % value, str(pick.randrange(10**6)), "1_000.5_0e1_0", " inf ", "-Infinity", "nan", "١٢٣.٤", "+.5", "1."]))
    ask("parse_float", [text], lambda: float(text).hex())
    data = text.encode()
    ask("parse_float_bytes", [data.decode("latin-1")], lambda: float(data).hex())
    text2 = mutated(pick.choice([value.hex(), "0x%x.%xp%d" % (pick.getrandbits(pick.randrange(1, 80)), pick.getrandbits(pick.randrange(1, 80)), pick.randrange(-1200, 1100)), "0x%xp%d" % (pick.getrandbits(54) | 1, -1074 - pick.randrange(60)), "inf", "  .8p1 "]))
    ask("float_from_hex", [text2], lambda: float.fromhex(text2).hex())
    number = any_int()
    base = pick.choice([10, 10, 0, 2, 8, 16, 36, 7, 1, 37, -1])
    text3 = mutated(pick.choice([str(number), hex(number), bin(number % 1000), oct(number), "1_000", "0_0", "z9", f"{number:_}", " 12 ", "٣٤", "007"]))
    ask("parse_int", [text3, str(base)], lambda: str(int(text3, base)))
    data3 = text3.encode()
    ask("parse_int_bytes", [data3.decode("latin-1"), str(base)], lambda: str(int(data3, base)))
    text4 = mutated(pick.choice([str(complex(value, any_float())), f"{value}j", "j", "-j", "1+j", "(1_0-2.5e3J)", " ( 1 ) ", "infinity-nanj", "1e5j"]))

    def parts():
        result = complex(text4)
        return result.real.hex() + " " + result.imag.hex()

    ask("parse_complex", [text4], parts)


def ask_rounding():
    value = any_float()
    digits = pick.choice([0, 1, 2, 3, 5, 15, 17, 22, -1, -2, -5, -15, -17, -308, -309, 323, 324, pick.randrange(-310, 330)])
    ask("round", [hexed(value), str(digits)], lambda: round(value, digits).hex())
    half = pick.randrange(-(10**6), 10**6) * 5.0 * 10.0 ** pick.choice([0, 0, 1, 3, -1])
    near = pick.choice([half, math.nextafter(half, math.inf), math.nextafter(half, 0)])
    places = pick.randrange(-8, 3)
    ask("round", [hexed(near), str(places)], lambda: round(near, places).hex())
    ask("round_to_int", [hexed(value)], lambda: str(round(value)))
    ask("round_to_int", [hexed(value % 10 // 0.5 / 2)], lambda: str(round(value % 10 // 0.5 / 2)))
    ask("float_to_int", [hexed(value)], lambda: str(int(value)))


def any_directive(kinds, star=True):
    text = "%" + "".join(some("-+ #0", 0.3) for _ in range(3))
    text += pick.choice(["", "", "5", "12", "*" if star else "3"])
    text += pick.choice(["", "", ".", ".0", ".3", ".12", ".*" if star else ".1"])
    return text + some("hlL", 0.05) + (pick.choice(kinds) if chance(0.95) else some("%é\nyk*", 0.8))


def ask_percent():
    template, values = some("ab é%", 0.3), []
    for _ in range(pick.choice([1, 1, 2])):
        directive = any_directive("diuoxXeEfFgGcsra")
        values += [pick.choice([pick.randrange(-20, 20), any_int()]) if chance(0.03) else pick.randrange(-20, 20) for _ in range(directive.count("*"))]
        values.append(pick.choice([any_int, any_float])() if directive[-1] not in "csra" or chance(0.2) else pick.choice(["é", any_text(), 97]))
        template += directive + some("x%é", 0.2)
    if chance(0.05):
        values.append(1)
    if chance(0.05):
        values.pop()
    ask("percent", [template, *map(typed, values)], lambda: template % tuple(values))
    data = any_directive("diuoxXeEfFgGcsbra").encode("latin-1")
    values2 = [pick.randrange(-20, 20) for _ in range(data.count(b"*"))]
    values2.append(pick.choice([any_int(), any_float()]) if data[-1:] not in b"csb" or chance(0.2) else pick.choice([b"x", b"abc\xff", b"", 97]))
    if not (data[-1:] in b"ra" and isinstance(values2[-1], bytes)):
        ask("percent_bytes", [data.decode("latin-1"), *map(typed, values2)], lambda: (data % tuple(values2)).decode("latin-1"))
    mapping = {"a": any_int(), "": 5, "a(b)": "text"}
    named = "%" + pick.choice(["(a)", "()", "(a(b))", "(a", "(b)", "(", "(a(b)"]) + any_directive("dsr", star=False)[1:]
    ask("percent_map", [named, *[part for key, value in mapping.items() for part in (key, typed(value))]], lambda: named % mapping)


def ask_fields():
    pieces = ["{}", "{{", "}}", "{", "}", "{0}", "{1}", "a", "é", "{!r}", "{0!s:>5}", "{:{}}", "{:{:{}}}", "{:>{}}", "{0:{1}}", "{a.b[0]}", "{[]}", "{0[}]}", "{!", "{!x}", "{:}}", "{٣}", "{!é}", ":", "!", "[", "]", "{0:05d}", "{!rx}", "{0[a]b}", "{.}", "{99999999999999999999}", "{!\t}", "{!a:^8}"]
    template = "".join(pick.choice(pieces) for _ in range(pick.choice([1, 1, 2, 3])))
    values = [pick.choice([any_int(), any_text(), any_float()]), pick.randrange(20), 7]

    def segments():
        return "; ".join(" ".join(map(repr, part)) for part in _string.formatter_parser(template))

    ask("segments", [template], segments)
    if not any(mark in template for mark in ("a.b", "[a]b", "[}]")):
        ask("str_format", [template, *map(typed, values)], lambda: template.format(*values))
    name = "".join(pick.choice(["a", "0", "12", ".", "[", "]", "b c", "é", "٣", "!", "99999999999999999999"]) for _ in range(pick.randrange(6)))

    def split():
        first, rest = _string.formatter_field_name_split(name)
        return repr(first) + "".join(f" {attribute} {key!r}" for attribute, key in rest)

    ask("name", [name], split)


FIXED_FLOATS = "1e16 1e15 123456789012345680.0 1e-4 1e-5 5e-324 2.2250738585072014e-308 1e23 9007199254740993.0 0.1 100.0 1e100".split()


def ask_fixed():
    for text in FIXED_FLOATS:
        value = float(text)
        ask("repr_float", [hexed(value)], lambda: repr(value))
    for value, spec in [(1234567.891, ",.2f"), (1234567.891234, ".6,f"), (1234567.891234, "_.6_f"), (1234567.891234, "030,.6_f"), (0.5, ".0f"), (1.5, ".0f"), (2.5, ".0f"), (-0.4, "z.0f"), (math.inf, "010,"), (math.nan, "+"), (1.5, ".2147483648f"), (1.5, "99999999999999999999"), (1.5, "."), (1.5, ",_"), (1.5, ".,_"), (1.5, ".,n"), (0.25, "%"), (1e22, ""), (1e22, ".3"), (1.0, ".3"), (123456.0, ".6"), (123456.0, ".6g"), (1.0, "#.0f"), (1.0, "#.3g"), (1.5, "1100.1090f")]:
        ask("format_float", [hexed(value), spec], lambda: format(value, spec))
    for value, spec in [(1234, "010,"), (1234, "09,"), (123, "08,"), (0, "04,"), (-1234, "010_x"), (65536, "_x"), (255, "#010b"), (97, "c"), (97, "5c"), (97, "+c"), (97, "#c"), (-1, "c"), (2**70, "c"), (5, "z"), (5, ".2"), (5, ",b"), (5, "q"), (5, "\x7f"), (5, "é"), (10**400, "e"), (5, "s"), (5, "dd"), (5, ",n"), (5, "<<"), (5, "٣"), (10**4299, ","), (10**4300, ","), (10**4300, "x"), (-(10**4299), "d")]:
        ask("format_int", [escaped(str_of(value)), spec], lambda: format(value, spec))
    for text, base in [("1" * 4300, 10), ("1" * 4301, 10), ("1" * 4301 + "x", 10), ("0" * 4301, 10), ("f" * 5000, 16), ("1_" * 4300 + "1", 10), ("x" * 300, 10), ("", 10), ("0x", 16), ("0x_f", 16), ("0x_f", 0), ("010", 0), ("0_0", 0), ("5", 99)]:
        ask("parse_int", [text, str(base)], lambda: str_of(int(text, base)))


def str_of(value):
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return str(value)
    finally:
        sys.set_int_max_str_digits(limit)


print("# Written by generate.py: question, arguments, answer.")
ask_fixed()
for question in (ask_formats, ask_reprs, ask_parsers, ask_rounding, ask_percent, ask_fields):
    for _ in range(COUNT):
        question()
