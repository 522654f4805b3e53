"""Formats a ledger in the three styles that Python knows, and reads the numbers back from the text."""
import time

LINES = 60_000


class Money:
    def __init__(self, cents):
        self.cents = cents

    def __format__(self, spec):
        return format(f"{self.cents // 100}.{self.cents % 100:02d}", spec)

    def __repr__(self):
        return f"Money({self.cents!r})"


def f_strings():
    out = []
    for i in range(LINES):
        amount = i * 1.25
        out.append(f"{i:05d}|{amount:>12,.2f}|{i % 97:#x}|{'item ' + str(i % 13):<10}|{i / 7:.3e}|{i % 3 == 0!s:^7}")
    return out


def format_method():
    template = "{0:>6}|{name:*^14}|{value:+.4f}|{0:b}"
    return [template.format(i, name="n" + str(i % 31), value=i * -0.125) for i in range(LINES)]


def percent():
    return ["%-8s|%06.2f|%d%%|%r" % ("k" + str(i % 19), i / 3.0, i % 100, (i, "x")) for i in range(LINES)]


def custom():
    return [f"{Money(i * 37):>12} {Money(i)!r}" for i in range(LINES)]


def read_back():
    total = 0
    for line in f_strings():
        number, amount, code, _, scientific, _ = line.split("|")
        total += int(number) + int(code, 16) + int(float(amount.replace(",", "")) * 4) + int(float(scientific))
    return [str(total)]


def checksum(lines):
    """A value that depends on every character, the same in every process."""
    state = 0
    for line in lines:
        for byte in line.encode()[::5]:
            state = (state * 31 + byte) & 0xFFFFFFF
    return state


results = []
for work in (f_strings, format_method, percent, custom, read_back):
    started = time.process_time()
    lines = work()
    print("PHASE", work.__name__, time.process_time() - started)
    results.append(checksum(lines))
print("CHECK formatting", *results)
