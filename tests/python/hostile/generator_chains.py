# === a generator that is passed over while its delegate runs counts as running ===
def outer():
    values = [1, 2, (yield from inner())]
def inner():
    yield "first"
    for act in (chain.close, lambda: next(chain), lambda: chain.throw(KeyError), lambda: chain.send(None)):
        try:
            act()
        except ValueError as error:
            yield str(error)
chain = outer()
for item in chain:
    print(item)                # prints: first
                               #       : generator already executing
                               #       : generator already executing
                               #       : generator already executing
                               #       : generator already executing
del chain

# === the error of the running chain goes to whoever asks for the next value ===
def relay(source):
    yield from source
def asks():
    yield 1
    next(top)
top = relay(relay(asks()))
print(next(top))               # prints: 1
next(top)                      # raises: ValueError: generator already executing
print(list(top))               # prints: []

# === a second delegator finds its source running and fails alone ===
def second_inner():
    yield 1
    try:
        next(other)
    except ValueError as error:
        yield str(error)
    yield 3
source = second_inner()
first = relay(source)
other = relay(source)
print(list(first))             # prints: [1, 'generator already executing', 3]
print(list(other))             # prints: []

# === StopIteration thrown in before the first instruction passes as it is ===
def plain():
    yield 1
plain().throw(StopIteration(5))         # raises: StopIteration: 5

# === clean-up in a long chain of generators that hold each other ===
def holds(value):
    try:
        yield
    finally:
        done.append(1)
        value = None
done = []
value = None
for _ in range(150):
    link = holds(value)
    next(link)
    value = link
del link
value = None
print(len(done))               # prints: 150
