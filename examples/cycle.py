# Two objects that hold each other keep a count of 1: only the collector finds them.
import gc

class Node:
    def __init__(self, name):
        self.name = name

left = Node('left')
right = Node('right')
left.other = right
right.other = left
del left
del right
print('the names are gone')
print(gc.collect(), 'objects were unreachable')
