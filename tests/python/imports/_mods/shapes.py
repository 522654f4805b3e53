"""Areas."""
PI = 3
def area(a, b):
    return a * b
