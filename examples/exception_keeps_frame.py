# An exception holds its traceback, which holds the frames, which hold their locals.
def fail():
    big = ['data'] * 100
    raise ValueError('no')

kept = None
try:
    fail()
except ValueError as error:
    kept = error
print('the call is over')
kept = None
print('now its locals are gone, too')
