# === a dictionary's values die in order of insertion ===
class Loud:
    def __init__(self, n):
        self.n = n
    def __del__(self):
        print("del", self.n)
d = {i: Loud(i) for i in range(3)}
d.clear()                                   # prints: del 0
                                            #       : del 1
                                            #       : del 2
d = {i: Loud(i) for i in range(3)}
del d                                       # prints: del 0
                                            #       : del 1
                                            #       : del 2

# === a tuple's items die from the last to the first ===
t = (Loud("a"), Loud("b"))
del t                                       # prints: del b
                                            #       : del a

# === a function's locals die from the last to the first ===
def f():
    first = Loud(1)
    second = Loud(2)
    third = Loud(3)
f()                                         # prints: del 3
                                            #       : del 2
                                            #       : del 1
def parameters(a, b):
    c = Loud("c")
parameters(Loud("a"), Loud("b"))            # prints: del c
                                            #       : del b
                                            #       : del a

# === assignment evaluates, stores, then drops the old value ===
x = Loud("old")
x = (print("evaluated"), Loud("new"))[1]    # prints: evaluated
                                            #       : del old
del x                                       # prints: del new

# === arguments live until the call returns ===
def call(x):
    print("in call")
call(Loud("argument"))                      # prints: in call
                                            #       : del argument
def star(*args):
    print(len(args))
star(Loud(1), Loud(2))                      # prints: 2
                                            #       : del 2
                                            #       : del 1

# === a temporary dies before the next statement ===
print(repr(Loud("t").n))                    # prints: del t
                                            #       : 't'
print(repr([Loud("l")][0].n))               # prints: del l
                                            #       : 'l'
print(len([Loud(1), Loud(2)][:1]))          # prints: del 2
                                            #       : del 1
                                            #       : 1

# === a comprehension's variable does not outlive it ===
print([x.n for x in (Loud(i) for i in range(2))])  # prints: del 0
                                                   #       : del 1
                                                   #       : [0, 1]

# === unpacking drops the source when done ===
a, b = Loud("a"), Loud("b")
a, b = b, a
print(a.n, b.n)                             # prints: b a
del a                                       # prints: del b
del b                                       # prints: del a

# === conditional expressions and boolean operators ===
y = Loud("yes") and 5                       # prints: del yes
print(y)                                    # prints: 5
z = None or Loud("kept")
del z                                       # prints: del kept
