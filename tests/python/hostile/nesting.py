# === sources that nest too deeply are refused ===
def refused(source):
    try:
        compile(source, "source", "exec")
    except (SyntaxError, RecursionError, MemoryError):
        return True
print(refused("yield " * 100000))          # prints: True
print(refused("if " * 100000))             # prints: True
print(refused("x if y else" * 100000))     # prints: True

# === a method bound to a method, and so on ===
class Counter:
    def count(*arguments):
        return len(arguments)
method = Counter().count
for _ in range(1000):
    method = type(method)(method, 1)
print(list(map(method, [1])))              # prints: [1002]
