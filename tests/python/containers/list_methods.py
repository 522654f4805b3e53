# === growing and shrinking ===
l = []
l.append(1)
l.extend([2, 3])
l.extend("ab")
print(l)                                    # prints: [1, 2, 3, 'a', 'b']
l.insert(0, "first")
l.insert(-1, "before last")
l.insert(100, "end")
l.insert(-100, "start")
print(l)                                    # prints: ['start', 'first', 1, 2, 3, 'a', 'before last', 'b', 'end']
print((l.pop(), l.pop(0), l.pop(1), l))     # prints: ('end', 'start', 1, ['first', 2, 3, 'a', 'before last', 'b'])
l.remove(2)
print(l)                                    # prints: ['first', 3, 'a', 'before last', 'b']
l.clear()
print(l)                                    # prints: []
l = [3, 1, 2]
l.reverse()
print(l)                                    # prints: [2, 1, 3]
c = l.copy()
c.append(9)
print((l, c))                               # prints: ([2, 1, 3], [2, 1, 3, 9])
print((l.index(1), l.index(2, 0), l.count(1), [1, 1, True, 1.0].count(1)))  # prints: (1, 0, 1, 4)
print(([1, 2, 1, 2].index(1, 1), [1, 2, 3].index(3, -1)))  # prints: (2, 2)

# === errors ===
l.remove(100)                               # raises: ValueError: list.remove(x): x not in list
l.index(100)                                # raises: ValueError: list.index(x): x not in list
l.index(3, 5)                               # raises: ValueError: list.index(x): x not in list
[].pop()                                    # raises: IndexError: pop from empty list
[1].pop(5)                                  # raises: IndexError: pop index out of range
l.pop("a")                                  # raises: TypeError: 'str' object cannot be interpreted as an integer
l.append()                                  # raises: TypeError: list.append() takes exactly one argument (0 given)
l.extend(5)                                 # raises: TypeError: 'int' object is not iterable
l.insert(1)                                 # raises: TypeError: insert expected 2 arguments, got 1
l.insert("a", 1)                            # raises: TypeError: 'str' object cannot be interpreted as an integer
l[5]                                        # raises: IndexError: list index out of range
l[5] = 1                                    # raises: IndexError: list assignment index out of range
del l[5]                                    # raises: IndexError: list assignment index out of range
list(5)                                     # raises: TypeError: 'int' object is not iterable
list(1, 2)                                  # raises: TypeError: list expected at most 1 argument, got 2
[1] + (2,)                                  # raises: TypeError: can only concatenate list (not "tuple") to list
[1] * [2]                                   # raises: TypeError: can't multiply sequence by non-int of type 'list'
hash([])                                    # raises: TypeError: unhashable type: 'list'
{[]: 1}                                     # raises: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')

# === operators ===
print(([1] + [2], [1, 2] * 2, 2 * [0], [1] * -1, [1, 2] == [1, 2], [1] != [2]))
    # prints: ([1, 2], [1, 2, 1, 2], [0, 0], [], True, True)
print(([1, 2] < [1, 3], [1] < [1, 0], [] < [1], [2] > [1, 5], 1 in [1, 2]))  # prints: (True, True, True, True, True)
print(([1] in [[1]], not [], len([1, 2])))  # prints: (True, True, 2)
[1, "a"] < [1, 2]                           # raises: TypeError: '<' not supported between instances of 'str' and 'int'
[1] < (1,)                                  # raises: TypeError: '<' not supported between instances of 'list' and 'tuple'
print([1, 2] == (1, 2))                     # prints: False
l = m = [1]
l += [2]
l *= 2
print(m)                                    # prints: [1, 2, 1, 2]
l = l + [5]
print((m, l))                               # prints: ([1, 2, 1, 2], [1, 2, 1, 2, 5])
l = [1]
l += "ab"
print(l)                                    # prints: [1, 'a', 'b']

# === construction ===
print((list(), list("ab"), list((1, 2)), list({1: 2}), list(range(3))))  # prints: ([], ['a', 'b'], [1, 2], [1], [0, 1, 2])
print((list(x for x in "z"), [[]] * 2, [[] for _ in range(2)]))  # prints: (['z'], [[], []], [[], []])
print(list(map(str, [1])))                  # prints: ['1']
x = [[]] * 2
x[0].append(1)
print(x)                                    # prints: [[1], [1]]

# === repr and recursion ===
l = [1, "a", None, 1.5, (1,), [2], {"k": []}]
print((l, str(l)))                          # prints: ([1, 'a', None, 1.5, (1,), [2], {'k': []}], "[1, 'a', None, 1.5, (1,), [2], {'k': []}]")
l = [1]
l.append(l)
print((l, repr(l) == "[1, [...]]"))         # prints: ([1, [...]], True)
print(l == l)                               # prints: True
del l[1]

# === equality looks at identity first ===
nan = float("nan")
print(([nan] == [nan], nan in [nan], [nan].count(nan), [nan].index(nan)))  # prints: (True, True, 1, 0)

# === changing during iteration ===
l = [1, 2, 3, 4]
for x in l:
    l.remove(x)
print(l)                                    # prints: [2, 4]
l = [1, 2, 3]
it = iter(l)
print(next(it))                             # prints: 1
l.clear()
print(repr(next(it, "end")))                # prints: 'end'
l.append(1)
print(repr(next(it, "still end")))          # prints: 'still end'
it = iter([1, 2, 3])
print((it.__length_hint__(), next(it), it.__length_hint__()))  # prints: (3, 1, 2)
r = reversed([1, 2, 3])
print((next(r), list(r), list(r)))          # prints: (3, [2, 1], [])

# === comparison that changes the list ===
class Evil:
    def __init__(self, l): self.l = l
    def __eq__(self, other):
        self.l.clear()
        return False
l = []
l.extend([Evil(l), Evil(l), 3])
print(3 in l)                               # prints: False
print(l)                                    # prints: []
l.extend([Evil(l), 1, 2])
l.index(2)                                  # raises: ValueError: list.index(x): x not in list
l.extend([Evil(l), 1, 2])
l.remove(2)                                 # raises: ValueError: list.remove(x): x not in list
l.extend([Evil(l), 1, 2])
print(l.count(2))                           # prints: 0

# === a list as a stack and a queue ===
s = []
for i in range(10): s.append(i)
print(([s.pop() for _ in range(3)], [s.pop(0) for _ in range(3)], s))  # prints: ([9, 8, 7], [0, 1, 2], [3, 4, 5, 6])
big = list(range(1000))
while len(big) > 5: big.pop(len(big) // 2)
print(big)                                  # prints: [0, 1, 2, 998, 999]
