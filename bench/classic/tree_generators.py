"""Walks trees lazily: recursive `yield from`, a stack of iterators, pipelines of generators, early exit."""
import itertools
import operator
import time

DEPTH = 13


class Tree:
    def __init__(self, label, left=None, right=None):
        self.label = label
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.label
        if self.right is not None:
            yield from self.right


def build(low, high):
    if low >= high:
        return None
    middle = (low + high) // 2
    return Tree(middle, build(low, middle), build(middle + 1, high))


def in_order(tree):
    """The same order as iteration, without recursion."""
    stack = []
    while stack or tree is not None:
        while tree is not None:
            stack.append(tree)
            tree = tree.left
        tree = stack.pop()
        yield tree.label
        tree = tree.right


def recursive(tree):
    return sum(tree)


def with_stack(tree):
    return sum(in_order(tree)) + sum(in_order(tree.left))


def pipeline(tree):
    odd = (label for label in tree if label % 2)
    squares = (label * label for label in odd)
    windows = itertools.pairwise(squares)
    return sum(later - earlier for earlier, later in windows)


def merged(tree):
    products = map(operator.mul, in_order(tree), itertools.islice(in_order(tree), 100, None))
    groups = itertools.groupby(products, key=lambda product: product // 4096)
    return sum(key ^ len(list(group)) for key, group in groups)


def early_exit(tree):
    total = 0
    for limit in range(0, 1 << DEPTH, 23):
        for label in itertools.dropwhile(lambda label: label < 20, in_order(tree)):
            if label > 20 + limit % 64:
                break
            total += label
    return total


tree = build(0, 1 << DEPTH)
results = []
for work in (recursive, with_stack, pipeline, merged, early_exit):
    started = time.process_time()
    for _ in range(60):
        result = work(tree)
    results.append(result)
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK tree_generators", *results)
