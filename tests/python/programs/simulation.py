# === a task simulation with classes, queues and priorities ===
class Packet:
    __slots__ = ("link", "ident", "kind", "datum", "data", "__weakref__")
    def __init__(self, link, ident, kind):
        self.link, self.ident, self.kind, self.datum, self.data = link, ident, kind, 0, [0] * 4
    def append_to(self, queue):
        self.link = None
        if queue is None: return self
        tail = queue
        while tail.link is not None: tail = tail.link
        tail.link = self
        return queue
class Task:
    def __init__(self, sim, ident, priority, queue):
        self.sim, self.ident, self.priority, self.queue = sim, ident, priority, queue
        self.held, self.runs = False, 0
        sim.tasks.append(self)
    def run(self): raise NotImplementedError(type(self).__name__)
class Idle(Task):
    def __init__(self, *a):
        super().__init__(*a)
        self.control, self.left = 1, 300
    def run(self):
        self.left -= 1
        if self.left == 0:
            self.held = True
        elif self.control & 1 == 0:
            self.control //= 2
            self.sim.release("device-a")
        else:
            self.control = self.control // 2 ^ 0xD008
            self.sim.release("device-b")
class Device(Task):
    def run(self):
        p = self.queue
        if p is None:
            self.held = True
            return
        self.queue = p.link
        self.sim.send(p, "handler")
class Worker(Task):
    letters = "abcdefghijklmnopqrstuvwxyz"
    def __init__(self, *a):
        super().__init__(*a)
        self.count, self.target = 0, "handler"
    def run(self):
        p = self.queue
        if p is None:
            self.held = True
            return
        self.queue = p.link
        for i in range(4):
            self.count = (self.count + 1) % 26
            p.data[i] = ord(self.letters[self.count])
        self.sim.send(p, self.target)
class Handler(Task):
    def run(self):
        p = self.queue
        if p is None:
            self.held = True
            return
        self.queue = p.link
        p.datum += 1
        self.sim.send(p, "worker" if p.kind == "work" and p.datum < 40 else "device-a" if p.datum % 2 else "device-b")
class Simulation:
    def __init__(self): self.tasks, self.sent = [], 0
    def find(self, ident): return next(t for t in self.tasks if t.ident == ident)
    def release(self, ident): self.find(ident).held = False
    def send(self, p, ident):
        t = self.find(ident)
        p.link, p.ident = None, ident
        t.queue = p.append_to(t.queue)
        t.held = False
        self.sent += 1
    def run(self, limit=2000):
        steps = 0
        while steps < limit:
            ready = [t for t in self.tasks if not t.held]
            if not ready: break
            t = max(ready, key=lambda t: t.priority)
            t.runs += 1
            t.run()
            steps += 1
        return steps
def build():
    sim = Simulation()
    Idle(sim, "idle", 0, None)
    q = None
    for i in range(3): q = Packet(q, "worker", "work")
    Worker(sim, "worker", 1000, q)
    q = None
    for i in range(3): q = Packet(q, "device", "device")
    Handler(sim, "handler", 2000, q)
    Device(sim, "device-a", 3000, None)
    Device(sim, "device-b", 4000, None)
    return sim
sim = build()
print(sim.run())                            # prints: 2000
print((sim.sent, [(t.ident, t.runs) for t in sim.tasks]))
    # prints: (1332, [('idle', 0), ('worker', 0), ('handler', 666), ('device-a', 667), ('device-b', 667)])

# === everything goes when it is dropped ===
import gc
import weakref
r = weakref.ref(sim)
del sim
print(gc.collect() >= 0)                    # prints: True
print(r() is None)                          # prints: True

# === constraint propagation in a chain of variables ===
class Variable:
    def __init__(self, name, value): self.name, self.value, self.constraints = name, value, []
    def __repr__(self): return f"{self.name}={self.value}"
class Scale:
    def __init__(self, src, k, c, dst):
        self.src, self.k, self.c, self.dst = src, k, c, dst
        src.constraints.append(self)
        dst.constraints.append(self)
    def propagate(self, changed):
        if changed is self.src: self.dst.value = self.src.value * self.k + self.c; return self.dst
        self.src.value = (self.dst.value - self.c) / self.k
        return self.src
def set_value(v, value):
    v.value = value
    seen, todo = {id(v)}, [v]
    while todo:
        w = todo.pop()
        for c in w.constraints:
            other = c.dst if w is c.src else c.src
            if id(other) not in seen:
                seen.add(id(other))
                todo.append(c.propagate(w))
chain = [Variable(f"v{i}", i) for i in range(6)]
for a, b in zip(chain, chain[1:]): Scale(a, 2, 1, b) #!
set_value(chain[0], 1)
print(chain)                                # prints: [v0=1, v1=3, v2=7, v3=15, v4=31, v5=63]
set_value(chain[-1], 100)
print(chain)                                # prints: [v0=2.15625, v1=5.3125, v2=11.625, v3=24.25, v4=49.5, v5=100]
del a, b
r = weakref.ref(chain[2])
del chain
print(gc.collect() > 0)                     # prints: True
print(r() is None)                          # prints: True

# === a bank of elevators driven by generators ===
def elevator(name, floor):
    log = []
    while True:
        target = yield floor, log
        while floor != target:
            floor += 1 if target > floor else -1
            log.append(floor)
def dispatch(lifts, calls):
    positions = {n: next(g)[0] for n, g in lifts.items()}
    for call in calls:
        n = min(positions, key=lambda n: (abs(positions[n] - call), n))
        positions[n], log = lifts[n].send(call)
        yield n, call, len(log)
lifts = {"a": elevator("a", 0), "b": elevator("b", 9)}
print(list(dispatch(lifts, [3, 8, 2, 5, 0, 9])))
    # prints: [('a', 3, 3), ('b', 8, 1), ('a', 2, 4), ('a', 5, 7), ('a', 0, 12), ('b', 9, 2)]

# === text reports ===
table = [("name", "qty", "price"), ("apple", 3, 0.5), ("banana", 12, 0.25), ("cherry", 100, 0.1)]
for i, (a, b, c) in enumerate(table):
    print(f"{a:<8}|{b:>5}|{c:>8}" if i == 0 else f"{a:<8}|{b:>5}|{c:>8.2f}|")
    # prints: name    |  qty|   price
    #       : apple   |    3|    0.50|
    #       : banana  |   12|    0.25|
    #       : cherry  |  100|    0.10|
print(repr(f"{sum(q * p for _, q, p in table[1:]):.3f}"))  # prints: '14.500'
