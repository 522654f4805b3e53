# === eight queens ===
def queens(n):
    def place(row, cols, d1, d2):
        if row == n:
            return 1
        return sum(place(row + 1, cols | {c}, d1 | {row + c}, d2 | {row - c})
                   for c in range(n)
                   if c not in cols and row + c not in d1 and row - c not in d2)
    return place(0, frozenset(), frozenset(), frozenset())
print([queens(n) for n in range(1, 7)])     # prints: [1, 0, 0, 2, 10, 4]

# === the game of life ===
def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = x + dx, y + dy
                    counts[key] = counts.get(key, 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}
glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
cells = glider
for _ in range(20): cells = step(cells)
print((sorted(cells), cells == {(x + 5, y + 5) for x, y in glider}))  # prints: ([(5, 7), (6, 5), (6, 7), (7, 6), (7, 7)], True)

# === sieve ===
def sieve(n):
    flags = [True] * (n + 1)
    flags[0] = flags[1] = False
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            for j in range(i * i, n + 1, i):
                flags[j] = False
    return [i for i, f in enumerate(flags) if f]
print((sieve(50), len(sieve(5000))))        # prints: ([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47], 669)

# === collatz ===
def collatz(n, memo={1: 1}):
    path = []
    while n not in memo:
        path.append(n)
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    length = memo[n]
    for m in reversed(path):
        length += 1
        memo[m] = length
    return length
print(max((collatz(n), n) for n in range(1, 3000)))  # prints: (217, 2919)

# === towers of hanoi, ackermann, permutations by recursion ===
def hanoi(n, a="A", b="B", c="C"):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
print((hanoi(2), len(hanoi(8))))            # prints: ([('A', 'B'), ('A', 'C'), ('B', 'C')], 255)
def ack(m, n):
    return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))
print((ack(2, 3), ack(2, 9)))               # prints: (9, 21)

# === matrices ===
def mul(a, b):
    return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]
def power(m, n):
    result = [[int(i == j) for j in range(len(m))] for i in range(len(m))]
    while n:
        if n & 1: result = mul(result, m)
        m = mul(m, m)
        n >>= 1
    return result
print(power([[1, 1], [1, 0]], 90)[0][1])    # prints: 2880067194370816120

# === mandelbrot in characters ===
def row(y):
    out = ""
    for x in range(-20, 9):
        z, c = 0j, complex(x / 10, y / 5)
        for i in range(12):
            z = z * z + c
            if abs(z) > 2: break
        out += ".:-=+*%@#"[i // 2 + (i == 11)]
    return out
for y in range(-5, 6, 2): print(row(y))     # prints: ......:::::::::::-=+%::::....
                                            #       : ..:::::::::---%%%%%%%%%%%::::
                                            #       : .:::---=%%%%%%%%%%%%%%%%%-:::
                                            #       : .:::---=%%%%%%%%%%%%%%%%%-:::
                                            #       : ..:::::::::---%%%%%%%%%%%::::
                                            #       : ......:::::::::::-=+%::::....
