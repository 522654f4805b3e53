"""Keeps a window of batches of mixed records and drops the oldest whole batch each time.

The objects of a batch were made together and die together, while the batches around them live on.
"""
import time

BATCHES = 900
RECORDS = 1_500
WINDOW = 12


def make_batch(number):
    batch = []
    for i in range(RECORDS):
        identity = number * RECORDS + i
        batch.append({"id": identity, "tags": [i % 7, i % 11], "position": (i * 0.5, number * 0.25)})
    return batch


def summary(batch):
    return sum(record["id"] + record["tags"][0] + len(record["position"]) for record in batch)


window = []
dropped = 0
making = dropping = 0.0
for number in range(BATCHES):
    started = time.process_time()
    window.append(make_batch(number))
    made = time.process_time()
    making += made - started
    if len(window) > WINDOW:
        dropped += summary(window[0])
        started = time.process_time()
        del window[0]
        dropping += time.process_time() - started
print("PHASE make", making)
print("PHASE drop", dropping)
print("CHECK batches", dropped, sum(map(summary, window)))
