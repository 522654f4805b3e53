# === accumulated arithmetic equals that of the reference ===
def newton(n):
    x = n
    for _ in range(30): x = (x + n / x) / 2
    return x
print((newton(2.0), newton(10.0), newton(1e-10)))  # prints: (1.414213562373095, 3.162277660168379, 9.999999999999999e-06)
def integrate(f, a, b, n):
    h = (b - a) / n
    return h * (f(a) / 2 + f(b) / 2 + sum(f(a + i * h) for i in range(1, n)))
print((integrate(lambda x: x * x, 0, 3, 100), integrate(lambda x: 1 / (1 + x * x), 0, 1, 50)))
    # prints: (9.000449999999999, 0.7853814967308134)
def series(n):
    total = 0.0
    for k in range(n): total += (-1) ** k / (2 * k + 1)
    return 4 * total
print(series(1000))                         # prints: 3.140592653839794
def logistic(r, x, n):
    for _ in range(n): x = r * x * (1 - x)
    return x
print((logistic(3.9, 0.5, 100), logistic(4.0, 0.1, 50)))  # prints: (0.9546299998065798, 0.5600367632223772)

# === linear algebra ===
def solve(m, v):
    n = len(v)
    a = [row[:] + [x] for row, x in zip(m, v)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[p] = a[p], a[i]
        for r in range(i + 1, n):
            k = a[r][i] / a[i][i]
            a[r] = [x - k * y for x, y in zip(a[r], a[i])]
    out = [0.0] * n
    for i in reversed(range(n)):
        out[i] = (a[i][n] - sum(a[i][j] * out[j] for j in range(i + 1, n))) / a[i][i]
    return out
print(solve([[2, 1, -1], [-3, -1, 2], [-2, 1, 2]], [8, -11, -3]))  # prints: [2.0, 3.0000000000000004, -0.9999999999999999]

# === planets ===
class Body:
    __slots__ = "x", "y", "vx", "vy", "m"
    def __init__(self, *v): self.x, self.y, self.vx, self.vy, self.m = v
def advance(bodies, dt):
    for i, a in enumerate(bodies):
        for b in bodies[i + 1:]:
            dx, dy = a.x - b.x, a.y - b.y
            k = dt / (dx * dx + dy * dy) ** 1.5
            a.vx -= dx * b.m * k; a.vy -= dy * b.m * k
            b.vx += dx * a.m * k; b.vy += dy * a.m * k
    for b in bodies:
        b.x += b.vx * dt; b.y += b.vy * dt
bodies = [Body(0.0, 0.0, 0.0, 0.0, 10.0), Body(1.0, 0.0, 0.0, 3.0, 0.01), Body(-2.0, 0.5, 0.2, -2.0, 0.02)]
for _ in range(500): advance(bodies, 0.001)
print([round(v, 9) for b in bodies for v in (b.x, b.y)])
    # prints: [0.000386404, 0.000651259, -0.052740988, 0.891416856, -1.566831731, -0.521337731]

# === statistics ===
data = [2.5, 3.5, 1.25, 9.0, -4.75, 0.1]
mean = sum(data) / len(data)
print((mean, sum((x - mean) ** 2 for x in data) / (len(data) - 1), sorted(data)[len(data) // 2]))
    # prints: (1.9333333333333333, 20.241666666666667, 2.5)

# === a pseudo-random sequence through floats ===
def lcg(seed):
    while True:
        seed = (seed * 1664525 + 1013904223) % 2 ** 32
        yield seed / 2 ** 32
g = lcg(42)
inside = 0
for _ in range(2000):
    x, y = next(g), next(g)
    inside += x * x + y * y <= 1
print(4 * inside / 2000)                    # prints: 3.122

# === printing many magnitudes ===
for e in (-320, -300, -20, -5, -4, 0, 5, 15, 16, 17, 22, 100, 308): print(1.2345678901234567 * 10.0 ** e)
    # prints: 1.2347e-320
    #       : 1.2345678901234568e-300
    #       : 1.2345678901234566e-20
    #       : 1.2345678901234568e-05
    #       : 0.00012345678901234567
    #       : 1.2345678901234567
    #       : 123456.78901234567
    #       : 1234567890123456.8
    #       : 1.2345678901234566e+16
    #       : 1.2345678901234566e+17
    #       : 1.2345678901234568e+22
    #       : 1.2345678901234567e+100
    #       : 1.2345678901234567e+308
print(([x / 10 for x in range(12)], [0.1 * x for x in range(11)]))
    # prints: ([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1], [0.0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001, 0.7000000000000001, 0.8, 0.9, 1.0])
print([float(f"{x}e{e}") for x, e in ((1, 5), (15, -1), (123456, -10), (9, 22), (99999999999999999, 0))])
    # prints: [100000.0, 1.5, 1.23456e-05, 9e+22, 1e+17]

# === integer and float loops mixed ===
total = 0
for i in range(1, 101): total += i if i % 2 else i / 2
print((total, type(total).__name__))        # prints: (3775.0, 'float')
