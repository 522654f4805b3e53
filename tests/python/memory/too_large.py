# === requests that cannot be met are refused ===
[0] * (2 ** 60)                             # raises: MemoryError
"ab" * (2 ** 62)                            # raises: OverflowError: repeated string is too long
b"ab" * (2 ** 62)                           # raises: OverflowError: repeated bytes are too long
(1, 2) * (2 ** 62)                          # raises: MemoryError
[0] * (2 ** 64)                             # raises: OverflowError: cannot fit 'int' into an index-sized integer
"a" * (2 ** 64)                             # raises: OverflowError: cannot fit 'int' into an index-sized integer
bytes(2 ** 62)                              # raises: MemoryError
bytearray(2 ** 62)                          # raises: MemoryError
print(range(2 ** 100)[2 ** 90] == 2 ** 90)  # prints: True
list(range(2 ** 62))                        # raises: MemoryError
"x".ljust(2 ** 62)                          # raises: MemoryError

# === life goes on afterwards ===
l = [1, 2, 3]
try:
    l *= 2 ** 60
except MemoryError as e:
    print("memory error")                   # prints: memory error
print(l)                                    # prints: [1, 2, 3]
print(len([0] * 100000))                    # prints: 100000

# === the error is an ordinary exception ===
def attempt(n):
    try:
        return len([None] * n)
    except MemoryError:
        return "refused"
print((attempt(10), attempt(2 ** 60), attempt(20)))  # prints: (10, 'refused', 20)
print(issubclass(MemoryError, Exception))   # prints: True
1 << (2 ** 64)                              # raises: OverflowError: too many digits in integer

# === text, bytes and integers of any width are refused before they are made ===
format(1, ">100000000000000")               # raises: MemoryError
f"{1:>100000000000000}"                     # raises: MemoryError
"{:<100000000000000}".format("a")           # raises: MemoryError
format(1.5, "100000000000000")              # raises: MemoryError
"%100000000000000d" % 1                     # raises: MemoryError
"%*s" % (10**14, "a")                       # raises: MemoryError
b"%100000000000000d" % 1                    # raises: MemoryError
b"a".center(10**14)                         # raises: MemoryError
"a".zfill(10**15)                           # raises: MemoryError
1 << 10**16                                 # raises: MemoryError
(1).to_bytes(10**15)                        # raises: MemoryError
"x" * 10**15                                # raises: MemoryError
bytearray(10**15)                           # raises: MemoryError
