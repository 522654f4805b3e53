# === a linked list with iteration and reversal ===
class Linked:
    class Node:
        __slots__ = ("value", "next")
        def __init__(self, value, next=None):
            self.value, self.next = value, next
    def __init__(self, items=()):
        self.head = None
        for x in reversed(list(items)):
            self.head = Linked.Node(x, self.head)
    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next
    def reverse(self):
        previous = None
        node = self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous
        return self
    def __repr__(self):
        return f"Linked({list(self)})"
print((Linked("abc"), Linked(range(4)).reverse(), list(Linked()), sum(Linked([1, 2, 3]))))
    # prints: (Linked(['a', 'b', 'c']), Linked([3, 2, 1, 0]), [], 6)

# === a least recently used cache with weak observers ===
import weakref
class Cache:
    def __init__(self, size):
        self.size, self.items, self.observers = size, {}, []
    def get(self, key, make):
        if key in self.items:
            value = self.items[key] = self.items.pop(key)
            return value
        value = self.items[key] = make(key)
        while len(self.items) > self.size:
            oldest = next(iter(self.items))
            del self.items[oldest]
            for ref in self.observers:
                if (o := ref()) is not None:
                    o.evicted(oldest)
        return value
class Observer:
    def __init__(self): self.log = []
    def evicted(self, key): self.log.append(key)
cache = Cache(2)
o, gone = Observer(), Observer()
cache.observers += [weakref.ref(o), weakref.ref(gone)]
del gone
print([cache.get(k, str.upper) for k in "abacbda"])  # prints: ['A', 'B', 'A', 'C', 'B', 'D', 'A']
print((o.log, list(cache.items)))           # prints: (['b', 'a', 'c', 'b'], ['d', 'a'])

# === a binary heap ===
class Heap:
    def __init__(self): self.a = []
    def push(self, x):
        a = self.a
        a.append(x)
        i = len(a) - 1
        while i and a[i] < a[(i - 1) // 2]:
            a[i], a[(i - 1) // 2] = a[(i - 1) // 2], a[i]
            i = (i - 1) // 2
    def pop(self):
        a = self.a
        a[0], a[-1] = a[-1], a[0]
        result = a.pop()
        i = 0
        while (c := 2 * i + 1) < len(a):
            if c + 1 < len(a) and a[c + 1] < a[c]: c += 1
            if a[i] <= a[c]: break
            a[i], a[c] = a[c], a[i]
            i = c
        return result
    def __len__(self): return len(self.a)
h = Heap()
for x in [5, 3, 8, 1, 9, 2, 7, 3]: h.push(x)
print([h.pop() for _ in range(len(h))])     # prints: [1, 2, 3, 3, 5, 7, 8, 9]

# === shortest paths ===
def dijkstra(graph, start):
    dist, h = {start: 0}, Heap()
    h.push((0, start))
    while h:
        d, u = h.pop()
        if d > dist[u]: continue
        for v, w in graph.get(u, {}).items():
            if d + w < dist.get(v, float("inf")):
                dist[v] = d + w
                h.push((d + w, v))
    return dist
print(dijkstra({"a": {"b": 7, "c": 3}, "c": {"b": 1, "d": 8}, "b": {"d": 2}}, "a"))  # prints: {'a': 0, 'b': 4, 'c': 3, 'd': 6}

# === a balanced tree by insertion, with parents as cycles ===
class Tree:
    def __init__(self, key, parent=None):
        self.key, self.parent, self.left, self.right = key, parent, None, None
    def insert(self, key):
        side = "left" if key < self.key else "right"
        child = getattr(self, side)
        if child is None: setattr(self, side, Tree(key, self))
        else: child.insert(key)
    def __iter__(self):
        if self.left: yield from self.left
        yield self.key
        if self.right: yield from self.right
    def depth(self):
        return 1 + max((t.depth() for t in (self.left, self.right) if t), default=0)
t = Tree(50)
x = 7
for i in range(100):
    x = (x * 37 + 11) % 101
    t.insert(x)
print((list(t) == sorted(list(t)), len(list(t)), t.depth() < 30, t.left.parent is t))  # prints: (True, 101, True, True)
r = weakref.ref(t)
del t
import gc
print(gc.collect() >= 0)                    # prints: True
print(r() is None)                          # prints: True

# === a graph with cycles, found by depth first search ===
def find_cycle(graph):
    state, path = {}, []
    def visit(n):
        state[n] = 1
        path.append(n)
        for m in graph[n]:
            if state.get(m) == 1: return path[path.index(m):]
            if m not in state and (c := visit(m)): return c
        state[n] = 2
        path.pop()
    for n in graph:
        if n not in state and (c := visit(n)): return c
print((find_cycle({1: [2], 2: [3], 3: [4, 1], 4: []}), str(find_cycle({1: [2], 2: []}))))  # prints: ([1, 2, 3], 'None')

# === text: word counts and run lengths ===
text = "the cat and the dog and the bird"
counts = {}
for w in text.split(): counts[w] = counts.get(w, 0) + 1
print(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))
    # prints: [('the', 3), ('and', 2), ('bird', 1), ('cat', 1), ('dog', 1)]
def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]: j += 1
        out.append(s[i] + (str(j - i) if j - i > 1 else ""))
        i = j
    return "".join(out)
print((rle("aaabccdddd"), rle("")))         # prints: ('a3bc2d4', '')
