# === population counts, masks and rotations ===
def bits(n):
    c = 0
    while n: n &= n - 1; c += 1
    return c
print([bits(n) for n in (0, 1, 255, 2 ** 64 - 1, 2 ** 100 + 1)])  # prints: [0, 1, 8, 64, 2]
print(all(bits(n) == n.bit_count() == bin(n).count("1") for n in range(300)))  # prints: True
def rotl(x, k, w=32): return (x << k | x >> w - k) & (1 << w) - 1
print((hex(rotl(0x80000001, 4)), hex(rotl(1, 63, 64))))  # prints: ('0x18', '0x8000000000000000')
print(([n & -n for n in (1, 6, 8, 96, 2 ** 80)], [n ^ n >> 1 for n in range(8)]))
    # prints: ([1, 2, 8, 32, 1208925819614629174706176], [0, 1, 3, 2, 6, 7, 5, 4])

# === two's complement views ===
def signed(n, w): return n - (1 << w) if n >> w - 1 & 1 else n
print((signed(0xFF, 8), signed(0x7F, 8), signed(2 ** 64 - 1, 64), -1 & 0xFFFF))  # prints: (-1, 127, -1, 65535)
print(~0 & 2 ** 70 - 1 == 2 ** 70 - 1)      # prints: True

# === generators of random bits ===
def xorshift(s):
    while True:
        s ^= s << 13 & 2 ** 64 - 1
        s ^= s >> 7
        s ^= s << 17 & 2 ** 64 - 1
        yield s
g = xorshift(88172645463325252)
print([next(g) for _ in range(3)])          # prints: [8748534153485358512, 3040900993826735515, 3453997556048239312]
def splitmix(x):
    while True:
        x = x + 0x9E3779B97F4A7C15 & 2 ** 64 - 1
        z = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & 2 ** 64 - 1
        z = (z ^ z >> 27) * 0x94D049BB133111EB & 2 ** 64 - 1
        yield z ^ z >> 31
g = splitmix(0)
print([hex(next(g)) for _ in range(3)])     # prints: ['0xe220a8397b1dcdaf', '0x6e789e6aa1b965f4', '0x6c45d188009454f']

# === a Mersenne Twister in Python ===
class MT:
    def __init__(self, seed):
        self.s = [seed & 0xFFFFFFFF]
        for i in range(1, 624): self.s.append((1812433253 * (self.s[-1] ^ self.s[-1] >> 30) + i) & 0xFFFFFFFF)
        self.i = 624
    def next(self):
        if self.i == 624:
            s = self.s
            for k in range(624):
                y = s[k] & 0x80000000 | s[(k + 1) % 624] & 0x7FFFFFFF
                s[k] = s[(k + 397) % 624] ^ y >> 1 ^ (0x9908B0DF if y & 1 else 0)
            self.i = 0
        y = self.s[self.i]
        self.i += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C5680
        y ^= y << 15 & 0xEFC60000
        return y ^ y >> 18
m = MT(5489)
print([m.next() for _ in range(3)])         # prints: [3499211612, 581869302, 3890346734]
for _ in range(700): last = m.next()
print(last)                                 # prints: 3011196239

# === a hash function by the book ===
def sha256(data):
    def frac(x, root):
        n, p = 1 << 32 * root, x
        lo, hi = 0, p << 32
        while lo < hi:
            mid = (lo + hi + 1) // 2
            if mid ** root <= p << 32 * root: lo = mid
            else: hi = mid - 1
        return lo & 0xFFFFFFFF
    primes = [p for p in range(2, 312) if all(p % q for q in range(2, int(p ** 0.5) + 1))]
    h = [frac(p, 2) for p in primes[:8]]
    k = [frac(p, 3) for p in primes[:64]]
    r = lambda x, n: (x >> n | x << 32 - n) & 0xFFFFFFFF
    data += b"\x80" + bytes((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8)
    for o in range(0, len(data), 64):
        w = [int.from_bytes(data[o + i:o + i + 4]) for i in range(0, 64, 4)]
        for i in range(16, 64):
            a, b = w[i - 15], w[i - 2]
            w.append(w[i - 16] + (r(a, 7) ^ r(a, 18) ^ a >> 3) + w[i - 7] + (r(b, 17) ^ r(b, 19) ^ b >> 10) & 0xFFFFFFFF)
        v = h[:]
        for i in range(64):
            a, b, c, d, e, f, g, hh = v
            t1 = hh + (r(e, 6) ^ r(e, 11) ^ r(e, 25)) + (e & f ^ ~e & g) + k[i] + w[i]
            t2 = (r(a, 2) ^ r(a, 13) ^ r(a, 22)) + (a & b ^ a & c ^ b & c)
            v = [t1 + t2 & 0xFFFFFFFF, a, b, c, d + t1 & 0xFFFFFFFF, e, f, g]
        h = [x + y & 0xFFFFFFFF for x, y in zip(h, v)]
    return "".join(f"{x:08x}" for x in h)
print(repr(sha256(b"abc")))                 # prints: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
print(repr(sha256(b"")))                    # prints: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

# === Gaussian integers, fractions and continued fractions ===
class Fraction:
    def __init__(self, n, d=1):
        a, b = n, d
        while b: a, b = b, a % b
        self.n, self.d = n // a, d // a
    def __add__(self, o): return Fraction(self.n * o.d + o.n * self.d, self.d * o.d)
    def __mul__(self, o): return Fraction(self.n * o.n, self.d * o.d)
    def __eq__(self, o): return (self.n, self.d) == (o.n, o.d)
    def __repr__(self): return f"{self.n}/{self.d}"
total = Fraction(0)
for i in range(1, 31): total = total + Fraction(1, i)
print((total, Fraction(6, 4) * Fraction(2, 3), Fraction(1, 2) + Fraction(1, 2) == Fraction(1)))
    # prints: (9304682830147/2329089562800, 1/1, True)
def convergents(n):
    out, x = [], Fraction(1)
    for _ in range(n):
        x = Fraction(1) + Fraction((Fraction(1) + x).d, (Fraction(1) + x).n)
        out.append(x)
    return out
print(convergents(6))                       # prints: [3/2, 7/5, 17/12, 41/29, 99/70, 239/169]
