# Arguments and locals hold their objects for as long as the call runs.
def inner(items):
    copy = list(items)
    return copy

def outer(x):
    y = inner(x)
    z = [x, y]
    return z

a = ['a']
b = outer(a)
print(b)
del a

def counter():
    seen = []
    def add(item):
        seen.append(item)
        return len(seen)
    return add

count = counter()
count('one')
del count
