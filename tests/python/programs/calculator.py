# === a tokenizer, a parser of expressions and their evaluation ===
class ParseError(Exception):
    pass
def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."):
                j += 1
            yield "number", text[i:j]
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum():
                j += 1
            yield "name", text[i:j]
            i = j
        elif c in "+-*/^()=,":
            yield c, c
            i += 1
        else:
            raise ParseError(f"unexpected {c!r} at {i}")
    yield "end", ""
print(list(tokens("x1 = 3.5*(y+2)")))       # prints: [('name', 'x1'), ('=', '='), ('number', '3.5'), ('*', '*'), ('(', '('), ('name', 'y'), ('+', '+'), ('number', '2'), (')', ')'), ('end', '')]
class Node:
    def __init_subclass__(cls, fields):
        cls.fields = fields.split()
    def __init__(self, *values):
        for name, value in zip(self.fields, values, strict=True):
            setattr(self, name, value)
    def __repr__(self):
        return f"{type(self).__name__}({', '.join(repr(getattr(self, f)) for f in self.fields)})"
class Num(Node, fields="value"):
    def eval(self, env): return self.value
class Var(Node, fields="name"):
    def eval(self, env):
        try:
            return env[self.name]
        except KeyError:
            raise NameError(f"{self.name} is unknown") from None
class Bin(Node, fields="op left right"):
    table = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "^": lambda a, b: a ** b}
    def eval(self, env): return self.table[self.op](self.left.eval(env), self.right.eval(env))
class Neg(Node, fields="operand"):
    def eval(self, env): return -self.operand.eval(env)
class Call(Node, fields="name args"):
    def eval(self, env): return env[self.name](*[a.eval(env) for a in self.args])
class Assign(Node, fields="name value"):
    def eval(self, env):
        env[self.name] = self.value.eval(env)
        return env[self.name]
class Parser:
    levels = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
    def __init__(self, text):
        self.stream = tokens(text)
        self.advance()
    def advance(self):
        self.kind, self.text = next(self.stream)
    def expect(self, kind):
        if self.kind != kind:
            raise ParseError(f"expected {kind!r}, got {self.kind!r}")
        self.advance()
    def parse(self):
        node = self.expression(0)
        if self.kind == "=" and isinstance(node, Var):
            self.advance()
            node = Assign(node.name, self.expression(0))
        self.expect("end")
        return node
    def expression(self, level):
        left = self.unary()
        while (mine := self.levels.get(self.kind, -1)) > level:
            op = self.kind
            self.advance()
            left = Bin(op, left, self.expression(mine - (op == "^")))
        return left
    def unary(self):
        if self.kind == "-":
            self.advance()
            return Neg(self.expression(3))
        return self.atom()
    def atom(self):
        kind, text = self.kind, self.text
        self.advance()
        if kind == "number":
            return Num(float(text) if "." in text else int(text))
        if kind == "name":
            if self.kind != "(":
                return Var(text)
            self.advance()
            args = []
            while self.kind != ")":
                args.append(self.expression(0))
                if self.kind == ",":
                    self.advance()
            self.expect(")")
            return Call(text, args)
        if kind == "(":
            node = self.expression(0)
            self.expect(")")
            return node
        raise ParseError(f"unexpected {kind!r}")
Parser("1 + 2 * 3").parse()                 # raises: StopIteration
Parser("-2 ^ 2").parse()                    # raises: StopIteration
env = {"max": max, "pi": 3.25}
def calc(text):
    return Parser(text).parse().eval(env)
calc("1 + 2 * 3"), calc("(1 + 2) * 3"), calc("2 ^ 3 ^ 2"), calc("-2 ^ 2")  # raises: StopIteration
calc("10 - 4 - 3"), calc("7 / 2"), calc("1.5 * 4")  # raises: StopIteration
calc("x = 5"), calc("x * x + pi"), calc("max(x, 2 * 4, 3)")  # raises: StopIteration
calc("y = x = 1") if False else None
calc("2 ^ 100")                             # raises: StopIteration
calc("1 +")                                 # raises: StopIteration
calc("1 ? 2")                               # raises: ParseError: unexpected '?' at 2
calc("(1")                                  # raises: ParseError: expected ')', got 'end'
calc("unknown + 1")                         # raises: StopIteration
calc("1 / 0")                               # raises: StopIteration
print(sorted(k for k in env if k != "max"))  # prints: ['pi']
