"""Builds texts and bytes in the usual ways: joining parts, appending to a name, slicing, replacing, a byte array.

Most of the objects are leaves: they hold no references, and their sizes vary widely.
"""
import time

ROUNDS = 400
PARTS = 3_000


def joined():
    return ",".join([str(i) for i in range(PARTS)])


def appended():
    text = ""
    for i in range(PARTS):
        text += chr(97 + i % 26)
        if i % 3 == 0:
            text += "é"
    return text


def sliced():
    text = "abcdefghij" * 30
    return "".join([text[i % 300 :: 1 + i % 5][:9] for i in range(PARTS)])


def split_and_replaced():
    text = " ".join(["word" + str(i % 50) for i in range(PARTS)])
    return "-".join([word.upper().replace("W", "vv") for word in text.split()])


def byte_array():
    buffer = bytearray()
    for i in range(PARTS):
        buffer.append(i % 256)
        if i % 4 == 0:
            buffer.extend(b"padding")
    return bytes(buffer)


results = []
for work in (joined, appended, sliced, split_and_replaced, byte_array):
    started = time.process_time()
    for _ in range(ROUNDS):
        result = work()
    results.append(len(result))
    results.append(result[-1])
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK text_building", *results)
