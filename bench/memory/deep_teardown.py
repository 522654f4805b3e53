"""Drops chains that are nested a hundred thousand deep: lists, tuples, dictionaries, instances, in turn.

The deletion of the head sets the whole chain free; a runtime that recurses here needs an unbounded stack.
"""
import time
import weakref

DEPTH = 100_000
ROUNDS = 10


class Cell:
    def __init__(self, inner):
        self.inner = inner


def in_list(inner):
    return [inner]


def in_tuple(inner):
    return (inner,)


def in_dict(inner):
    return {"inner": inner}


def nested(wrap, core):
    chain = core
    for _ in range(DEPTH):
        chain = wrap(chain)
    return chain


alive = 0
building = 0.0
for wrap in (in_list, in_tuple, in_dict, Cell):
    dropping = 0.0
    for _ in range(ROUNDS):
        core = Cell(None)
        watcher = weakref.ref(core)
        started = time.process_time()
        chain = nested(wrap, core)
        del core
        built = time.process_time()
        building += built - started
        alive += watcher() is not None
        del chain
        dropping += time.process_time() - built
        alive += watcher() is not None
    print("PHASE drop_" + wrap.__name__, dropping)
print("PHASE build", building)
print("CHECK deep_teardown", alive)
