"""Sorts records by keys, by comparison, stably and in part, with the builtin sort and with written-out ones."""
import operator
import time

COUNT = 60_000


class Record:
    def __init__(self, number, name, score):
        self.number = number
        self.name = name
        self.score = score

    def __lt__(self, other):
        return (self.score, self.number) < (other.score, other.number)


def make_records():
    records = []
    state = 7
    for number in range(COUNT):
        state = (state * 1103515245 + 12345) % 2147483648
        records.append(Record(number, "name" + str(state // 512 % 5_000), state // 256 % 1_000 * 0.5))
    return records


def by_key(records):
    by_name = sorted(records, key=operator.attrgetter("name"))
    by_both = sorted(by_name, key=lambda record: (-record.score, record.name))
    by_name.sort(key=lambda record: record.score, reverse=True)
    return by_name[COUNT // 2].number + by_both[COUNT // 3].number


def by_comparison(records):
    return sorted(records)[COUNT // 2].number


def plain_values(records):
    scores = sorted([record.score for record in records])
    names = sorted([record.name for record in records])
    pairs = sorted([(record.score, record.number) for record in records])
    return f"{scores[COUNT // 2]} {names[COUNT // 2]} {pairs[COUNT // 2][1]}"


def merge_sort(values):
    if len(values) < 2:
        return values
    middle = len(values) // 2
    left, right = merge_sort(values[:middle]), merge_sort(values[middle:])
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            merged.append(right[j])
            j += 1
        else:
            merged.append(left[i])
            i += 1
    merged.extend(left[i:])
    merged.extend(right[j:])
    return merged


def quick_sort(values):
    if len(values) < 2:
        return values
    pivot = values[len(values) // 2]
    smaller = [value for value in values if value < pivot]
    equal = [value for value in values if value == pivot]
    larger = [value for value in values if value > pivot]
    return quick_sort(smaller) + equal + quick_sort(larger)


def written_out(records):
    numbers = [record.number * 7919 % 10_007 for record in records]
    expected = sorted(numbers)
    return merge_sort(numbers) == expected and quick_sort(numbers) == expected


records = make_records()
results = []
for work in (by_key, by_comparison, plain_values, written_out):
    started = time.process_time()
    results.append(work(records))
    print("PHASE", work.__name__, time.process_time() - started)
print("CHECK sorting", *results)
