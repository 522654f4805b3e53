# === an object dies at the statement that drops its last reference ===
class Loud:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("del", self.name)
a = Loud("a")
del a                                       # prints: del a
a = Loud("first")
a = Loud("second")                          # prints: del first
a = None                                    # prints: del second
Loud("never named")                         # prints: del never named
None if Loud("in a condition") else 1       # prints: del in a condition

# === locals die when their function returns, after the value is computed ===
def f():
    local = Loud("local")
    print("leaving")
    return "result"
print(repr(f()))                            # prints: leaving
                                            #       : del local
                                            #       : 'result'
def g(parameter):
    del parameter
    print("after del")
g(Loud("argument"))                         # prints: del argument
                                            #       : after del
def h(parameter):
    parameter = None
    print("rebound")
h(Loud("rebound argument"))                 # prints: del rebound argument
                                            #       : rebound

# === an alias keeps it alive ===
b = Loud("shared")
c = b
del b
print("still here")                         # prints: still here
del c                                       # prints: del shared

# === a container lets go of its items ===
items = [Loud(1), Loud(2), Loud(3)]
print(items.pop().name)                     # prints: del 3
                                            #       : 3
del items[0]                                # prints: del 1
items.clear()                               # prints: del 2
items = [Loud(4), Loud(5)]
del items                                   # prints: del 5
                                            #       : del 4
table = {"x": Loud("x"), "y": Loud("y")}
table["x"] = 0                              # prints: del x
print(repr(table.pop("y").name))            # prints: del y
                                            #       : 'y'
pair = (Loud("left"), Loud("right"))
left, right = pair
del pair
del left, right                             # prints: del left
                                            #       : del right

# === a slice assignment drops what it replaces ===
items = [Loud(1), Loud(2), Loud(3)]
items[0:2] = []                             # prints: del 2
                                            #       : del 1
items[:] = [None]                           # prints: del 3

# === loop variables are replaced at each turn ===
for x in [1, 2]:
    y = Loud(x)
    print("turn", x)                        # prints: turn 1
                                            #       : del 1
                                            #       : turn 2
del y                                       # prints: del 2

# === an attribute that is overwritten or deleted ===
class Box:
    pass
box = Box()
box.content = Loud("one")
box.content = Loud("two")                   # prints: del one
del box.content                             # prints: del two
box.content = Loud("three")
del box                                     # prints: del three
