# === a metaclass whose method resolution order is empty or none at all ===
class Order(type):
    def mro(cls):
        return order
def make():
    try:
        made = Order("C", (), {})
        repr(made())
    except TypeError:
        return "TypeError"
    return "made"
order = 5
print(make())                  # prints: TypeError
order = []
try:
    make()
except Exception:
    pass
print("goes on")               # prints: goes on

# === more defaults than parameters ===
def two(a, b):
    return a, b
two.__defaults__ = (1, 2, 3, 4)
print(two())                   # prints: (3, 4)
two(1, 2, 3)                   # raises: TypeError: two() takes from -2 to 2 positional arguments but 3 were given
