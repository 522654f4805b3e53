# === growth and shrinkage across machine words ===
x = 1
values = []
for i in range(0, 200, 25): values.append(1 << i)
print(values)                               # prints: [1, 33554432, 1125899906842624, 37778931862957161709568, 1267650600228229401496703205376, 42535295865117307932921825928971026432, 1427247692705959881058285969449495136382746624, 47890485652059026823698344598447161988085597568237568]
print(([v - 1 for v in values[2:5]], [-v for v in values[2:4]]))
    # prints: ([1125899906842623, 37778931862957161709567, 1267650600228229401496703205375], [-1125899906842624, -37778931862957161709568])
f = [0, 1]
for i in range(200): f.append(f[-1] + f[-2])
print((f[100], f[200]))                     # prints: (354224848179261915075, 280571172992510140037611932413038677189525)
for i in range(200): f[-1] -= f[-2] if i % 2 else f[-3]
print(f[-1] < f[-2])                        # prints: True
a = 1
for i in range(1, 60): a *= i
print(a)                                    # prints: 138683118545689835737939019720389406345902876772687432540821294940160000000000000
for i in range(1, 60): a //= i
print(a)                                    # prints: 1

# === gcd and digits ===
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
print(gcd(2 ** 120 * 3 ** 5, 6 ** 50) == 2 ** 50 * 3 ** 5)  # prints: True
print(sum(int(c) for c in str(2 ** 1000)))  # prints: 1366

# === division identities ===
ok = True
for a in (10 ** 40 + 3, -(10 ** 40) - 3, 2 ** 64, -(2 ** 64), 7, -7, 2 ** 50, -(2 ** 50)):
    for b in (3, -3, 2 ** 33, -(2 ** 33), 10 ** 25, -(10 ** 25), 1, -1):
        q, r = divmod(a, b)
        ok = ok and q * b + r == a and (0 <= r < b if b > 0 else b < r <= 0) and q == a // b and r == a % b
print(ok)                                   # prints: True
ok = True
for n in (2 ** 64, -(2 ** 64), 2 ** 130 + 12345, -(2 ** 130) - 1, 2 ** 49, -(2 ** 51)):
    for s in (0, 1, 7, 31, 32, 63, 64, 65, 129):
        ok = ok and n >> s == n // 2 ** s and n << s == n * 2 ** s and ~n == -n - 1
    for m in (0xFF, 2 ** 64 - 1, -1, -(2 ** 40)):
        ok = ok and (n & m) + (n | m) == n + m and (n ^ m) == (n | m) - (n & m)
print(ok)                                   # prints: True

# === conversion round trips ===
print(all(int(str(n)) == n and int(hex(n), 16) == n and int(bin(n), 2) == n for n in (2 ** 64, -(3 ** 80), 10 ** 50, 2 ** 50, -(2 ** 50) - 1)))
    # prints: True
print(all(int.from_bytes(n.to_bytes(20, o, signed=True), o, signed=True) == n for n in (2 ** 100, -(2 ** 100), 0, -1) for o in ("big", "little")))
    # prints: True

# === square roots by Newton's method ===
def isqrt(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x: return x
        x = y
print(isqrt(2 * 10 ** 60))                  # prints: 1414213562373095048801688724209
import math
print(math.isqrt(2 * 10 ** 60) == isqrt(2 * 10 ** 60))  # prints: True

# === true division is correctly rounded ===
print(((2 ** 53 + 1) / 1, (10 ** 25) / (10 ** 2 + 1), (2 ** 200 + 1) / 2 ** 199))
    # prints: (9007199254740992.0, 9.900990099009901e+22, 2.0)
print((1 / 2 ** 1074, 3 / 10 ** 320))       # prints: (5e-324, 3e-320)
print((float(2 ** 53 + 1), float(2 ** 54 + 3), float(10 ** 23), float(2 ** 1023)))
    # prints: (9007199254740992.0, 1.8014398509481988e+16, 1e+23, 8.98846567431158e+307)

# === pi to fifty digits ===
def pi(digits):
    one = 10 ** (digits + 10)
    def arctan(x):
        total = term = one // x
        n, sign = 3, -1
        while term:
            term //= x * x
            total += sign * (term // n)
            n, sign = n + 2, -sign
        return total
    return 4 * (4 * arctan(5) - arctan(239)) // 10 ** 10
print(pi(50))                               # prints: 314159265358979323846264338327950288419716939937510

# === as keys and in sets ===
d = {2 ** 70: "big", 1: "small"}
print((d[2 ** 70], d[2 ** 69 * 2], d[1.0]))  # prints: ('big', 'big', 'small')
print(len({10 ** 20, 10 ** 20 + 0, 10 ** 20 + 1}))  # prints: 2
