# === a seed decides everything ===
import random
random.seed(42)
print((random.random(), random.random(), random.random()))
    # prints: (0.6394267984578837, 0.025010755222666936, 0.27502931836911926)
random.seed(42)
print(random.random())                      # prints: 0.6394267984578837
random.seed(0)
print((random.random(), random.getrandbits(32), random.getrandbits(64)))
    # prints: (0.8444218515250481, 3255389356, 7758176404715800194)
print((random.getrandbits(100), random.getrandbits(1), random.getrandbits(0)))  # prints: (710317309215200623862088544052, 0, 0)
random.seed(2 ** 100)
print(random.random())                      # prints: 0.7586581712996778
random.seed(-5)
print(random.random())                      # prints: 0.6229016948897019
random.seed("text")
print((random.random(), random.randint(1, 100)))  # prints: (0.8711565613554825, 99)
random.seed(b"bytes")
print(random.random())                      # prints: 0.37075677971469856
random.seed(1.5)
print(random.random())                      # prints: 0.551763726942059

# === integers ===
random.seed(1)
print([random.randint(1, 6) for _ in range(10)])  # prints: [2, 5, 1, 3, 1, 4, 4, 4, 6, 4]
print([random.randrange(10) for _ in range(5)])  # prints: [3, 1, 7, 0, 6]
print([random.randrange(0, 100, 7) for _ in range(5)])  # prints: [42, 63, 84, 84, 0]
print((random.randrange(10 ** 30), random.randint(5, 5)))  # prints: (892610668220964702735858539096, 5)
random.randint(5, 1)                        # raises: ValueError: empty range in randint(5, 1)
random.randrange(0)                         # raises: ValueError: empty range for randrange()
random.randrange(1, 10, 0)                  # raises: ValueError: zero step for randrange()
random.randrange(1.5)                       # raises: TypeError: 'float' object cannot be interpreted as an integer

# === choices ===
random.seed(2)
print((random.choice("abcdef"), random.choice([1, 2, 3])))  # prints: ('a', 1)
print(random.choices("abc", k=5))           # prints: ['a', 'c', 'c', 'c', 'a']
print(random.choices([1, 2, 3], weights=[1, 0, 5], k=5))  # prints: [3, 3, 3, 1, 3]
print(random.choices("ab", cum_weights=[1, 3], k=4))  # prints: ['b', 'b', 'b', 'b']
print((random.sample(range(100), 5), random.sample("abcdef", 3)))  # prints: ([69, 56, 64, 34, 4], ['a', 'c', 'd'])
print(random.sample(range(1000), 50)[:5])   # prints: [954, 326, 929, 389, 433]
random.choice([])                           # raises: IndexError: Cannot choose from an empty sequence
random.sample([1], 2)                       # raises: ValueError: Sample larger than population or is negative
random.choices("ab", weights=[1], k=1)      # raises: ValueError: The number of weights does not match the population

# === shuffling ===
random.seed(3)
l = list(range(10))
random.shuffle(l)
print(l)                                    # prints: [1, 5, 6, 0, 9, 4, 7, 2, 8, 3]
random.shuffle(l)
print(l)                                    # prints: [6, 1, 7, 8, 3, 4, 5, 0, 9, 2]

# === distributions ===
random.seed(4)
print((random.uniform(1, 2), random.gauss(0, 1), random.gauss(0, 1)))
    # prints: (1.2360480897374346, 0.800567637572005, 0.6063385897275299)
print((random.normalvariate(0, 1), random.expovariate(1)))  # prints: (-2.0576931698696224, 1.6117022315498528)
print((random.triangular(0, 1, 0.5), random.betavariate(1, 2)))  # prints: (0.6573358805662887, 0.10334816780202884)
print((random.gammavariate(2, 1), random.paretovariate(2)))  # prints: (0.8093857269906943, 1.1282345166391032)
print(random.lognormvariate(0, 1))          # prints: 0.4667148666314824

# === generators are independent ===
a, b = random.Random(7), random.Random(7)
print((a.random() == b.random(), a.randint(1, 10) == b.randint(1, 10)))  # prints: (True, True)
random.seed(8)
c = random.Random(9)
print((c.random(), random.random()))        # prints: (0.46300735781502145, 0.2267058593810488)
state = a.getstate()
x = [a.random() for _ in range(3)]
a.setstate(state)
print(x == [a.random() for _ in range(3)])  # prints: True
print((random.randbytes(4), random.Random(1).randbytes(6)))  # prints: (b'\xa7\xf7X\xf6', b'\xf5\xb1e"\xb7\x91')

# === the stream stays right for long ===
random.seed(12345)
total = 0.0
for _ in range(10000): total += random.random()
print((total, random.random()))             # prints: (4964.708631633028, 0.4553124128624343)
