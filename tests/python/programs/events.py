# === coroutines made of generators, run by a scheduler ===
log = []
class Task:
    count = 0
    def __init__(self, gen):
        Task.count += 1
        self.id, self.gen, self.waiting, self.result = Task.count, gen, [], None
class Scheduler:
    def __init__(self): self.ready, self.tasks = [], {}
    def spawn(self, gen):
        t = Task(gen)
        self.tasks[t.id] = t
        self.ready.append((t, None))
        return t.id
    def run(self):
        while self.ready:
            task, value = self.ready.pop(0)
            try:
                request = task.gen.send(value)
            except StopIteration as stop:
                del self.tasks[task.id]
                for w in task.waiting: self.ready.append((w, stop.value))
                continue
            except Exception as e:
                log.append(f"task {task.id} failed: {e!r}")
                del self.tasks[task.id]
                for w in task.waiting: self.ready.append((w, None))
                continue
            match_kind, *args = request
            if match_kind == "spawn": self.ready.append((task, self.spawn(args[0])))
            elif match_kind == "join" and args[0] in self.tasks: self.tasks[args[0]].waiting.append(task)
            else: self.ready.append((task, None))
def worker(name, n):
    total = 0
    for i in range(n):
        log.append(f"{name}{i}")
        total += i
        yield ("pause",)
    return total
def failing():
    yield ("pause",)
    raise ValueError("worker")
def main():
    a = yield "spawn", worker("a", 3)
    b = yield "spawn", worker("b", 2)
    c = yield "spawn", failing()
    ra = yield "join", a
    rb = yield "join", b
    rc = yield "join", c
    log.append(("results", ra, rb, rc))
s = Scheduler()
s.spawn(main())
s.run()
for entry in log: print(entry)              # prints: a0
                                            #       : a1
                                            #       : b0
                                            #       : a2
                                            #       : b1
                                            #       : task 4 failed: ValueError('worker')
                                            #       : ('results', 3, None, None)
print(s.tasks)                              # prints: {}

# === bank accounts: exceptions roll back ===
class Insufficient(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need, self.have = need, have
class Account:
    def __init__(self, owner, balance=0): self.owner, self._balance = owner, balance
    @property
    def balance(self): return self._balance
    def withdraw(self, n):
        if n > self._balance: raise Insufficient(n, self._balance)
        self._balance -= n
    def deposit(self, n):
        if n <= 0: raise ValueError("deposit must be positive")
        self._balance += n
class Transaction:
    def __init__(self, *accounts): self.accounts = accounts
    def __enter__(self):
        self.saved = [a._balance for a in self.accounts]
        return self
    def __exit__(self, t, v, tb):
        if t:
            for a, b in zip(self.accounts, self.saved): a._balance = b
        return t is not None and issubclass(t, Insufficient)
x, y = Account("x", 100), Account("y")
def move(n):
    with Transaction(x, y):
        y.deposit(n)
        x.withdraw(n)
    return x.balance, y.balance
print((move(30), move(500), move(70)))      # prints: ((70, 30), (70, 30), (0, 100))
move(-5)                                    # raises: ValueError: deposit must be positive
print((x.balance, y.balance))               # prints: (0, 100)
x.balance = 5                               # raises: AttributeError: property 'balance' of 'Account' object has no setter
x.withdraw(1)                               # raises: Insufficient: need 1, have 0

# === an event bus whose listeners may go away ===
import weakref
class Bus:
    def __init__(self): self.refs = []
    def listen(self, obj): self.refs.append(weakref.ref(obj, self.refs.remove))
    def send(self, *a): return [r().hear(*a) for r in self.refs]
class Listener:
    def __init__(self, name): self.name = name
    def hear(self, x): return f"{self.name}:{x}"
bus = Bus()
p, q = Listener("p"), Listener("q")
bus.listen(p); bus.listen(q)
print(bus.send(1))                          # prints: ['p:1', 'q:1']
del p
print((bus.send(2), len(bus.refs)))         # prints: (['q:2'], 1)

# === a small object system: shapes with operators ===
class Vec:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __add__(self, o): return Vec(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Vec(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __matmul__(self, o): return self.x * o.x + self.y * o.y
    def __eq__(self, o): return isinstance(o, Vec) and (self.x, self.y) == (o.x, o.y)
    def __hash__(self): return hash((self.x, self.y))
    def __abs__(self): return (self @ self) ** 0.5
    def __iter__(self): yield self.x; yield self.y
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __repr__(self): return f"Vec({self.x!r}, {self.y!r})"
    def __neg__(self): return self * -1
    def __bool__(self): return any(self)
a, b = Vec(3, 4), Vec(1, 2)
print((a + b, 2 * a, a @ b, abs(a), tuple(a), a[1], -a, a == Vec(3, 4)))
    # prints: (Vec(4, 6), Vec(6, 8), 11, 5.0, (3, 4), 4, Vec(-3, -4), True)
print(({a: 1}[Vec(3, 4)], bool(Vec(0, 0)), sum([a, b], Vec(0, 0))))  # prints: (1, False, Vec(4, 6))
print(max([b, a], key=abs))                 # prints: Vec(3, 4)
