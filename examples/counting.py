# A list, two names for it, and then none.
a = []
b = a
del a
del b
