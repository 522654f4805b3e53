# === arithmetic and comparison ===
import operator as op
print((op.add(1, 2), op.sub(5, 3), op.mul(2, 3), op.truediv(7, 2)))  # prints: (3, 2, 6, 3.5)
print((op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 3), op.neg(1), op.pos(1)))  # prints: (3, 1, 8, -1, 1)
print((op.invert(1), op.inv(0), op.abs(-1), op.lshift(1, 3), op.rshift(8, 1)))  # prints: (-2, -1, 1, 8, 4)
print((op.and_(6, 3), op.or_(6, 3), op.xor(6, 3)))  # prints: (2, 7, 5)
print((op.eq(1, 1), op.ne(1, 1), op.lt(1, 2), op.le(1, 1), op.gt(1, 2)))  # prints: (True, False, True, True, False)
print((op.ge(1, 2), op.not_(1), op.truth([]), op.is_(None, None)))  # prints: (False, False, False, True)
print((op.is_not(1, None), op.index(5)))    # prints: (True, 5)
print((op.is_none(None), op.is_not_none(None)))  # prints: (True, False)
op.add(1, "a")                              # raises: TypeError: unsupported operand type(s) for +: 'int' and 'str'
op.index(1.5)                               # raises: TypeError: 'float' object cannot be interpreted as an integer
op.lt(1, "a")                               # raises: TypeError: '<' not supported between instances of 'int' and 'str'

# === containers ===
print((op.getitem([1, 2], 1), op.contains([1], 1), op.concat("a", "b")))  # prints: (2, True, 'ab')
print((op.countOf([1, 1, 2], 1), op.indexOf([5, 6], 6), op.length_hint([1, 2])))  # prints: (2, 1, 2)
print((op.length_hint(iter([1])), op.length_hint(5, 3)))  # prints: (1, 3)
l = [1, 2]
op.setitem(l, 0, 9)
op.delitem(l, 1)
print(l)                                    # prints: [9]
op.indexOf([1], 5)                          # raises: ValueError: sequence.index(x): x not in sequence
op.concat(1, 2)                             # raises: TypeError: 'int' object can't be concatenated

# === in-place ===
a = [1]
print((op.iadd(a, [2]) is a, a, op.isub(5, 2), op.imul("a", 2)))  # prints: (True, [1, 2], 3, 'aa')
print((op.iconcat([1], [2]), op.ior({1: 1}, {2: 2})))  # prints: ([1, 2], {1: 1, 2: 2})

# === getters and callers ===
print((op.itemgetter(1)("abc"), op.itemgetter(0, 2)("abc")))  # prints: ('b', ('a', 'c'))
print((op.itemgetter(slice(1, 3))("abcd"), op.itemgetter("k")({"k": 1})))  # prints: ('bc', 1)
print(op.itemgetter(-1)([1, 2]))            # prints: 2
class A: pass
a = A()
a.x, a.b = 1, A()
a.b.y = 2
print((op.attrgetter("x")(a), op.attrgetter("b.y")(a), op.attrgetter("x", "b.y")(a)))  # prints: (1, 2, (1, 2))
print((op.methodcaller("upper")("abc"), op.methodcaller("split", ",")("a,b")))  # prints: ('ABC', ['a', 'b'])
print((op.methodcaller("format", x=1)("{x}"), op.call(max, 1, 2)))  # prints: ('1', 2)
print(op.call(dict, a=1))                   # prints: {'a': 1}
op.itemgetter(5)("abc")                     # raises: IndexError: string index out of range
op.attrgetter("nope")(a)                    # raises: AttributeError: 'A' object has no attribute 'nope'
op.attrgetter(1)                            # raises: TypeError: attribute name must be a string
op.itemgetter()                             # raises: TypeError: itemgetter expected 1 argument, got 0
op.methodcaller()                           # raises: TypeError: methodcaller needs at least one argument, the method name
op.methodcaller("nope")("a")                # raises: AttributeError: 'str' object has no attribute 'nope'
print(op.itemgetter(1))                     # prints: operator.itemgetter(1)
print(sorted([("b", 1), ("a", 2)], key=op.itemgetter(0)))  # prints: [('a', 2), ('b', 1)]
print(sorted(["bb", "a"], key=op.methodcaller("__len__")))  # prints: ['a', 'bb']
print(list(map(op.mul, [1, 2], [3, 4])))    # prints: [3, 8]
