"""Inserts keys into unbalanced search trees of instances, deletes half of them, and drops the trees.

A node holds a key, a value and two children; rotation-free deletion moves references between live nodes.
"""
import time

KEYS = 6_000
TREES = 45


class Node:
    def __init__(self, key):
        self.key = key
        self.value = [key]
        self.left = None
        self.right = None


def insert(root, key):
    node = root
    while True:
        if key < node.key:
            if node.left is None:
                node.left = Node(key)
                return
            node = node.left
        elif key > node.key:
            if node.right is None:
                node.right = Node(key)
                return
            node = node.right
        else:
            node.value.append(key)
            return


def delete(node, key):
    """Returns the subtree without `key`."""
    if node is None:
        return None
    if key < node.key:
        node.left = delete(node.left, key)
    elif key > node.key:
        node.right = delete(node.right, key)
    elif node.left is None:
        return node.right
    elif node.right is None:
        return node.left
    else:
        successor = node.right
        while successor.left is not None:
            successor = successor.left
        node.key, node.value = successor.key, successor.value
        node.right = delete(node.right, successor.key)
    return node


def total(node):
    if node is None:
        return 0
    return sum(node.value) + total(node.left) + total(node.right)


state = 12345
results = []
inserting = deleting = 0.0
for _ in range(TREES):
    keys = []
    for _ in range(KEYS):
        state = (state * 1103515245 + 12345) % 2147483648
        keys.append(state // 64 % 100_000)
    started = time.process_time()
    root = Node(50_000)
    for key in keys:
        insert(root, key)
    inserted = time.process_time()
    for key in keys[::2]:
        root = delete(root, key)
    deleting += time.process_time() - inserted
    inserting += inserted - started
    results.append(total(root))
print("PHASE insert", inserting)
print("PHASE delete", deleting)
print("CHECK trees_instance", *results[:3], sum(results))
