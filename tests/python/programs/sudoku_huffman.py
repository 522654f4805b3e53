# === sudoku by elimination and search ===
rows, cols = "ABCDEFGHI", "123456789"
squares = [r + c for r in rows for c in cols]
units = [[r + c for c in cols] for r in rows] + [[r + c for r in rows] for c in cols] + [[r + c for r in rs for c in cs] for rs in ("ABC", "DEF", "GHI") for cs in ("123", "456", "789")]
peers = {s: set(sum([u for u in units if s in u], [])) - {s} for s in squares}
print((len(squares), len(units), len(peers["C2"]), sorted(peers["A1"])[:5]))  # prints: (81, 27, 20, ['A2', 'A3', 'A4', 'A5', 'A6'])
def assign(values, s, d):
    others = values[s].replace(d, "")
    return values if all(eliminate(values, s, o) for o in others) else False
def eliminate(values, s, d):
    if d not in values[s]: return values
    values[s] = values[s].replace(d, "")
    if not values[s]: return False
    if len(values[s]) == 1 and not all(eliminate(values, p, values[s]) for p in peers[s]): return False
    for u in units:
        if s in u:
            places = [p for p in u if d in values[p]]
            if not places: return False
            if len(places) == 1 and not assign(values, places[0], d): return False
    return values
def search(values):
    if values is False: return False
    if all(len(values[s]) == 1 for s in squares): return values
    n, s = min((len(values[s]), s) for s in squares if len(values[s]) > 1)
    for d in values[s]:
        if result := search(assign(values.copy(), s, d)): return result
    return False
def solve(grid):
    values = {s: cols for s in squares}
    for s, d in zip(squares, grid):
        if d in cols and not assign(values, s, d): return False
    return search(values)
solution = solve("4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......")
for r in rows: print("".join(solution[r + c] for c in cols))  # prints: 417369825
                                                              #       : 632158947
                                                              #       : 958724316
                                                              #       : 825437169
                                                              #       : 791586432
                                                              #       : 346912758
                                                              #       : 289643571
                                                              #       : 573291684
                                                              #       : 164875293
print(repr(str(solve("55" + "." * 79))))    # prints: 'False'

# === Huffman codes ===
class Tree:
    def __init__(self, weight, left=None, right=None, symbol=None):
        self.weight, self.left, self.right, self.symbol = weight, left, right, symbol
    def __lt__(self, o): return self.weight < o.weight
    def codes(self, prefix=""):
        if self.symbol is not None: yield self.symbol, prefix or "0"
        else:
            yield from self.left.codes(prefix + "0")
            yield from self.right.codes(prefix + "1")
def huffman(text):
    counts = {}
    for c in text: counts[c] = counts.get(c, 0) + 1
    heap = [Tree(n, symbol=c) for c, n in sorted(counts.items())]
    while len(heap) > 1:
        heap.sort()
        heap = [Tree(heap[0].weight + heap[1].weight, heap[0], heap[1])] + heap[2:]
    return dict(heap[0].codes())
codes = huffman("abracadabra")
print(sorted(codes.items(), key=lambda kv: (len(kv[1]), kv[0])))
    # prints: [('a', '0'), ('r', '10'), ('b', '111'), ('c', '1100'), ('d', '1101')]
encoded = "".join(codes[c] for c in "abracadabra")
decode, out, bits = {v: k for k, v in codes.items()}, "", ""
for b in encoded:
    bits += b
    if bits in decode: out, bits = out + decode[bits], ""
print((len(encoded), out))                  # prints: (23, 'abracadabra')

# === a JSON writer and reader ===
def dump(x):
    if x is None: return "null"
    if x is True: return "true"
    if x is False: return "false"
    if isinstance(x, (int, float)): return repr(x)
    if isinstance(x, str): return '"' + x.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(x, (list, tuple)): return "[" + ", ".join(map(dump, x)) + "]"
    if isinstance(x, dict): return "{" + ", ".join(f"{dump(str(k))}: {dump(v)}" for k, v in x.items()) + "}"
    raise TypeError(f"cannot write {type(x).__name__}")
def load(s):
    def skip(i):
        while i < len(s) and s[i] in " \n\t,:": i += 1
        return i
    def value(i):
        i = skip(i)
        if i >= len(s): raise ValueError("unexpected end")
        c = s[i]
        if c == "{":
            d, i = {}, skip(i + 1)
            while s[i] != "}":
                k, i = value(i)
                d[k], i = value(i)
                i = skip(i)
            return d, i + 1
        if c == "[":
            l, i = [], skip(i + 1)
            while s[i] != "]":
                v, i = value(i)
                l.append(v)
                i = skip(i)
            return l, i + 1
        if c == '"':
            out, i = [], i + 1
            while s[i] != '"':
                if s[i] == "\\":
                    i += 1
                    out.append({"n": "\n"}.get(s[i], s[i]))
                else: out.append(s[i])
                i += 1
            return "".join(out), i + 1
        for word, v in (("null", None), ("true", True), ("false", False)):
            if s.startswith(word, i): return v, i + len(word)
        j = i
        while j < len(s) and s[j] in "+-.eE0123456789": j += 1
        return (float if any(ch in s[i:j] for ch in ".eE") else int)(s[i:j]), j
    return value(0)[0]
data = {"name": "a\"b\n", "list": [1, -2.5, 1e20, None, True, []], "nested": {"x": {"y": "é"}}}
text = dump(data)
print(repr(text))                           # prints: '{"name": "a\\"b\\n", "list": [1, -2.5, 1e+20, null, true, []], "nested": {"x": {"y": "é"}}}'
print((load(text) == data, load("[1, 2.5, \"x\"]"), load(" {} ")))  # prints: (True, [1, 2.5, 'x'], {})
dump({1: object()})                         # raises: TypeError: cannot write object
load("[1, ?]")                              # raises: ValueError: invalid literal for int() with base 10: ''
load("")                                    # raises: ValueError: unexpected end

# === primes and keys ===
def egcd(a, b):
    if b == 0: return a, 1, 0
    g, x, y = egcd(b, a % b)
    return g, y, x - a // b * y
def probably_prime(n):
    d, r = n - 1, 0
    while d % 2 == 0: d, r = d // 2, r + 1
    for a in (2, 3, 5, 7, 11, 13):
        x = pow(a, d, n)
        if x in (1, n - 1): continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1: break
        else: return False
    return True
p = next(n for n in range(10 ** 40 + 1, 10 ** 41, 2) if probably_prime(n))
q = next(n for n in range(10 ** 45 + 1, 10 ** 46, 2) if probably_prime(n))
print((p - 10 ** 40, q - 10 ** 45))         # prints: (121, 9)
n, phi, e = p * q, (p - 1) * (q - 1), 65537
d = egcd(e, phi)[1] % phi
message = int.from_bytes(b"exuvia sheds its skin")
print(pow(pow(message, e, n), d, n).to_bytes(21))  # prints: b'exuvia sheds its skin'
