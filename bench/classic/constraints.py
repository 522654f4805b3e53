"""Solves number puzzles with objects: variables with domains, constraints that narrow them, a trail to undo.

The puzzles are magic squares of order 3 (all) and 4 (the first ones), found by propagation and search.
"""

SQUARES = 250


class Variable:
    def __init__(self, name, values):
        self.name = name
        self.domain = frozenset(values)
        self.constraints = []

    def fixed(self):
        return len(self.domain) == 1

    def value(self):
        return min(self.domain)


class Inconsistent(Exception):
    pass


class Constraint:
    def __init__(self, variables):
        self.variables = variables
        for variable in variables:
            variable.constraints.append(self)

    def narrow(self, solver):
        raise NotImplementedError


class AllDifferent(Constraint):
    def narrow(self, solver):
        for variable in self.variables:
            if variable.fixed():
                for other in self.variables:
                    if other is not variable and variable.value() in other.domain:
                        solver.restrict(other, other.domain - variable.domain)


class SumIs(Constraint):
    def __init__(self, variables, total):
        super().__init__(variables)
        self.total = total

    def narrow(self, solver):
        least = sum(min(variable.domain) for variable in self.variables)
        most = sum(max(variable.domain) for variable in self.variables)
        for variable in self.variables:
            low = self.total - most + max(variable.domain)
            high = self.total - least + min(variable.domain)
            kept = [value for value in variable.domain if low <= value <= high]
            if len(kept) < len(variable.domain):
                solver.restrict(variable, frozenset(kept))


class Less(Constraint):
    def narrow(self, solver):
        left, right = self.variables
        solver.restrict(left, frozenset([value for value in left.domain if value < max(right.domain)]))
        solver.restrict(right, frozenset([value for value in right.domain if value > min(left.domain)]))


class Solver:
    def __init__(self, variables):
        self.variables = variables
        self.trail = []
        self.waiting = []
        self.nodes = 0

    def restrict(self, variable, domain):
        if domain == variable.domain:
            return
        self.trail.append((variable, variable.domain))
        variable.domain = domain
        if not domain:
            raise Inconsistent(variable.name)
        for constraint in variable.constraints:
            if constraint not in self.waiting:
                self.waiting.append(constraint)

    def propagate(self):
        try:
            while self.waiting:
                self.waiting.pop(0).narrow(self)
        finally:
            self.waiting.clear()

    def undo(self, length):
        while len(self.trail) > length:
            variable, domain = self.trail.pop()
            variable.domain = domain

    def solutions(self):
        self.nodes += 1
        open_variables = [variable for variable in self.variables if not variable.fixed()]
        if not open_variables:
            yield [variable.value() for variable in self.variables]
            return
        chosen = min(open_variables, key=lambda variable: len(variable.domain))
        for value in sorted(chosen.domain):
            mark = len(self.trail)
            try:
                self.restrict(chosen, frozenset([value]))
                self.propagate()
            except Inconsistent:
                pass
            else:
                yield from self.solutions()
            self.undo(mark)


def magic_square(order, unique):
    last = order * order
    cells = [Variable(f"c{i}", range(1, last + 1)) for i in range(last)]
    total = order * (last + 1) // 2
    AllDifferent(cells)
    for i in range(order):
        SumIs(cells[i * order : (i + 1) * order], total)
        SumIs(cells[i::order], total)
    SumIs(cells[:: order + 1], total)
    SumIs(cells[order - 1 : last - 1 : order - 1], total)
    if unique:
        Less([cells[0], cells[order - 1]])
        Less([cells[0], cells[last - 1]])
        Less([cells[order - 1], cells[last - order]])
    return Solver(cells)


small = magic_square(3, False)
found = list(small.solutions())
large = magic_square(4, True)
first = []
for square in large.solutions():
    first.append(square)
    if len(first) == SQUARES:
        break
print("CHECK constraints", len(found), small.nodes, large.nodes, *first[-1])
