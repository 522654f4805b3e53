# A generator keeps its locals alive while it waits.
def pairs(items):
    made = []
    for item in items:
        made = [item, item]
        yield made

source = ['a', 'b']
g = pairs(source)
first = next(g)
second = next(g)
del source
g.close()
del g
print(first, second)
