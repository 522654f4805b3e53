# === a little Lisp ===
def parse(text):
    words = text.replace("(", " ( ").replace(")", " ) ").replace("'", " ' ").split()
    def read():
        if not words: raise EOFError("unexpected end")
        w = words.pop(0)
        if w == "(":
            out = []
            while words and words[0] != ")": out.append(read())
            if not words: raise EOFError("missing )")
            words.pop(0)
            return out
        if w == "'": return ["quote", read()]
        try: return int(w)
        except ValueError: return w
    return read()
class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer
    def __missing__(self, k):
        if self.outer is None: raise NameError(f"unbound {k}")
        return self.outer[k]
class Lambda:
    def __init__(self, names, body, env): self.names, self.body, self.env = names, body, env
    def __call__(self, *args): return run(self.body, Env(self.names, args, self.env))
def run(x, env):
    while True:
        if isinstance(x, str): return env[x]
        if not isinstance(x, list): return x
        op, *args = x
        if op == "quote": return args[0]
        if op == "if":
            x = args[1] if run(args[0], env) else args[2]
        elif op == "define":
            env[args[0]] = run(args[1], env)
            return
        elif op == "lambda": return Lambda(args[0], args[1], env)
        elif op == "let":
            env = Env([n for n, _ in args[0]], [run(v, env) for _, v in args[0]], env)
            x = args[1]
        else:
            f, *values = [run(a, env) for a in x]
            if isinstance(f, Lambda):
                env, x = Env(f.names, values, f.env), f.body
            else:
                return f(*values)
world = Env()
world.update({"+": lambda *a: sum(a), "-": lambda a, b: a - b, "*": lambda a, b: a * b, "<": lambda a, b: a < b, "=": lambda a, b: a == b, "cons": lambda a, b: [a] + b, "car": lambda l: l[0], "cdr": lambda l: l[1:], "null": lambda l: l == [], "list": lambda *a: list(a)})
def lisp(text): return run(parse(text), world)
print((lisp("(+ 1 2 (* 3 4))"), lisp("(if (< 1 2) 'yes 'no)")))  # prints: (15, 'yes')
print((lisp("'(a b (c 1))"), lisp("((lambda (x y) (- x y)) 10 4)")))  # prints: (['a', 'b', ['c', 1]], 6)
print(lisp("(let ((x 2) (y 3)) (* x y))"))  # prints: 6
lisp("(define fact (lambda (n) (if (= n 0) 1 (* n (fact (- n 1))))))")
print((lisp("(fact 5)"), lisp("(fact 30)")))  # prints: (120, 265252859812191058636308480000000)
lisp("(define map (lambda (f l) (if (null l) l (cons (f (car l)) (map f (cdr l))))))")
print(lisp("(map (lambda (x) (* x x)) (list 1 2 3 4))"))  # prints: [1, 4, 9, 16]
lisp("(define count (lambda (n acc) (if (= n 0) acc (count (- n 1) (+ acc 1)))))")
print(lisp("(count 3000 0)"))               # prints: 3000
lisp("(define adder (lambda (n) (lambda (x) (+ x n))))")
print(lisp("((adder 5) 10)"))               # prints: 15
lisp("(nope 1)")                            # raises: NameError: unbound nope
lisp("(+ 1")                                # raises: EOFError: missing )
lisp("((lambda (x) x))")                    # raises: NameError: unbound x

# === a stack machine with a table of operations ===
class Machine:
    ops = {}
    def op(name, ops=ops):
        def add(f):
            ops[name] = f
            return f
        return add
    @op("push")
    def push(self, v): self.stack.append(int(v))
    @op("add")
    def add(self): self.stack.append(self.stack.pop() + self.stack.pop())
    @op("sub")
    def sub(self):
        b, a = self.stack.pop(), self.stack.pop()
        self.stack.append(a - b)
    @op("dup")
    def dup(self): self.stack.append(self.stack[-1])
    @op("jnz")
    def jnz(self, target):
        if self.stack[-1]: self.pc = int(target)
    @op("print")
    def show(self): print("out", self.stack[-1])
    def run(self, code):
        self.stack, self.pc = [], 0
        program = [line.split() for line in code.split(";")]
        while self.pc < len(program):
            name, *args = program[self.pc]
            self.pc += 1
            self.ops[name](self, *args)
        return self.stack
print(Machine().run("push 3; print; push 1; sub; jnz 1; push 5; add"))
    # prints: out 3
    #       : out 2
    #       : out 1
    #       : [5]
Machine().run("add")                        # raises: IndexError: pop from empty list
Machine().run("jump 1")                     # raises: KeyError: 'jump'
Machine().run("push x")                     # raises: ValueError: invalid literal for int() with base 10: 'x'

# === brainfuck ===
def bf(code, data=b""):
    stack, jump = [], {}
    for i, c in enumerate(code):
        if c == "[": stack.append(i)
        elif c == "]":
            j = stack.pop()
            jump[i], jump[j] = j, i
    tape, p, i, out, data = bytearray(100), 0, 0, [], iter(data)
    while i < len(code):
        c = code[i]
        if c == ">": p += 1
        elif c == "<": p -= 1
        elif c == "+": tape[p] = (tape[p] + 1) % 256
        elif c == "-": tape[p] = (tape[p] - 1) % 256
        elif c == ".": out.append(chr(tape[p]))
        elif c == ",": tape[p] = next(data, 0)
        elif c == "[" and not tape[p] or c == "]" and tape[p]: i = jump[i]
        i += 1
    return "".join(out)
print(repr(bf("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.")))
    # prints: 'Hello World!'
print(repr(bf(",[.,]", b"echo")))           # prints: 'echo'
bf("]")                                     # raises: IndexError: pop from empty list
