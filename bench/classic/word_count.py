"""Counts the words and word pairs of a generated text, groups them by length and letter, and ranks them."""
import time

WORDS = 160_000
SYLLABLES = ["ba", "ne", "ri", "to", "sul", "mek", "or", "an", "vi", "quo", "lem", "dra"]


def make_text():
    state = 42
    lines = []
    line = []
    for _ in range(WORDS):
        state = (state * 1103515245 + 12345) % 2147483648
        pick = min(state >> 8 & 1023, state >> 18 & 1023)
        word = SYLLABLES[pick % 12] + SYLLABLES[pick // 12 % 12]
        if pick > 300:
            word += SYLLABLES[pick % 7]
        line.append(word.capitalize() if not line else word)
        if len(line) == 11:
            lines.append(" ".join(line) + ("." if pick % 3 else ","))
            line = []
    return "\n".join(lines)


def words_of(text):
    for line in text.splitlines():
        for word in line.split():
            yield word.strip(".,").lower()


def count(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def rank(counts):
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def group(counts):
    groups = {}
    for word, times in counts.items():
        groups.setdefault((len(word), word[0]), []).append((word, times))
    return {key: max(members, key=lambda member: (member[1], member[0])) for key, members in groups.items()}


clock = time.process_time
start = clock()
text = make_text()
made = clock()
words = list(words_of(text))
split = clock()
counts = count(words)
pairs = count(zip(words, words[1:]))
counted = clock()
ranking = rank(counts)
pair_ranking = rank(pairs)
groups = group(counts)
ranked = clock()
print("PHASE make", made - start)
print("PHASE split", split - made)
print("PHASE count", counted - split)
print("PHASE rank", ranked - counted)
best = sorted(groups.items())[0]
print("CHECK word_count", len(text), len(counts), len(pairs), ranking[0], pair_ranking[0], len(groups), best)
