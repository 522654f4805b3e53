# === textbook reference counts ===
import sys
class Node:
    pass
node = Node()
print(sys.getrefcount(node))                # prints: 2
other = node
print(sys.getrefcount(node))                # prints: 3
box = [node, node]
print(sys.getrefcount(node))                # prints: 5
table = {"key": node}
print(sys.getrefcount(node))                # prints: 6
del other
print(sys.getrefcount(node))                # prints: 5
box.clear()
print(sys.getrefcount(node))                # prints: 3
table["key"] = None
print(sys.getrefcount(node))                # prints: 2

# === a local name is a reference, an argument is borrowed or owned by the parameter ===
def count_local():
    thing = Node()
    again = thing
    return sys.getrefcount(thing)
print(count_local())                        # prints: 2
def count_in_list(n):
    thing = Node()
    held = [thing] * n
    return sys.getrefcount(thing)
print(count_in_list(10))                    # prints: 11

# === an attribute holds its value ===
node.link = Node()
link = node.link
print(sys.getrefcount(link))                # prints: 3
node.link = None
print(sys.getrefcount(link))                # prints: 2

# === closures and defaults hold what they name ===
def make(value):
    def inner():
        return value
    return inner
value = []
f = make(value)
print(sys.getrefcount(value))               # prints: 3
del f
print(sys.getrefcount(value))               # prints: 2
def with_default(a=value):
    return a
print(sys.getrefcount(value))               # prints: 3
with_default.__defaults__ = None
print(sys.getrefcount(value))               # prints: 2

# === immortal objects do not count ===
print(sys.getrefcount(None) > 1000000)      # prints: True
print(sys.getrefcount(True) > 1000000)      # prints: True

# === a tuple, a set and a bound method hold their parts ===
key = Node()
pair = (key, key, key)
print(sys.getrefcount(key))                 # prints: 5
del pair
group = {key}
print(sys.getrefcount(key))                 # prints: 3
del group
class Greeter:
    def hello(self):
        return "hello"
greeter = Greeter()
bound = greeter.hello
print(sys.getrefcount(greeter))             # prints: 3
print(repr(bound()))                        # prints: 'hello'
del bound
print(sys.getrefcount(greeter))             # prints: 2
