"""Collects garbage graphs next to a live graph of the same kind, which every full collection has to walk.

Each node knows its neighbours in a list and the graph that owns it, so a dropped graph is one large component.
"""
import gc
import time

LIVE_NODES = 40_000
GARBAGE_NODES = 2_500
ROUNDS = 60

finalized = 0


class Graph:
    def __init__(self, count):
        self.nodes = [Vertex(self, i) for i in range(count)]
        for i, node in enumerate(self.nodes):
            node.neighbours.append(self.nodes[i * 7 % count])
            node.neighbours.append(self.nodes[i * 31 % count])

    def __del__(self):
        global finalized
        finalized += len(self.nodes)


class Vertex:
    def __init__(self, graph, number):
        self.graph = graph
        self.number = number
        self.neighbours = []


def weight(graph):
    return sum(near.number for node in graph.nodes for near in node.neighbours)


live = Graph(LIVE_NODES)
total = 0
collecting = 0.0
for _ in range(ROUNDS):
    total += weight(Graph(GARBAGE_NODES))
    started = time.process_time()
    gc.collect()
    collecting += time.process_time() - started
print("PHASE collect", collecting)
print("CHECK cycles_graph", total, weight(live), finalized)
