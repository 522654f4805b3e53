# Containers hold what is in them, each reference counts.
class Point:
    pass

a = []
xs = [a, a]
d = {'k': a}
p = Point()
p.home = a
del xs[0]
d.clear()
xs.append(p)
del p
a.append('text')
del a
xs.clear()
del xs
