"""Churns functions, cells, bound methods and suspended frames: closures, partly run generators, callbacks.

A suspended generator owns its frame with all its locals, and a closure owns the cells that it shares.
"""
import time

COUNT = 12_000
ROUNDS = 50


def counter(start):
    step = [1]

    def advance():
        nonlocal start
        start += step[0]
        return start

    def widen():
        step.append(step.pop() + 1)

    return advance, widen


def shared_cells():
    total = 0
    for i in range(COUNT):
        advance, widen = counter(i)
        advance()
        widen()
        total += advance()
    return total


def numbers(start, payload):
    while True:
        received = yield start
        start += 1 if received is None else received + len(payload)


def suspended_generators():
    suspended = []
    total = 0
    for i in range(COUNT):
        generator = numbers(i, [i])
        total += next(generator) + generator.send(2)
        suspended.append(generator)
        if len(suspended) > 500:
            suspended.clear()
    return total


class Button:
    def __init__(self, number):
        self.number = number
        self.callback = None

    def press(self, times=1, *extra, **options):
        return self.number * times + len(extra) + len(options)


def bound_methods():
    total = 0
    for i in range(COUNT):
        button = Button(i)
        press = button.press
        button.callback = lambda times, bound=press: bound(times, i, kind="soft")
        total += button.callback(2)
        button.callback = None
    return total


results = []
for work in (shared_cells, suspended_generators, bound_methods):
    started = time.process_time()
    for _ in range(ROUNDS):
        result = work()
    results.append(result)
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK closures", *results)
