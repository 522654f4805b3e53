# === a long text grows in place, by constants and by other texts ===
def constants(rounds):
    text = ""
    for _ in range(rounds):
        text += "xyz" * 100
    return text
made = constants(2000)
print(len(made), made == "xyz" * 200000, hash(made) == hash("xyz" * 200000))  # prints: 600000 True True
def mixed(rounds):
    text = "start"
    for number in range(rounds):
        text += "\u00e9" + str(number % 10)
        text += "."
    return text
made = mixed(3000)
print(len(made), made[:11], made[-3:], made.count("."))  # prints: 9005 starté0.é1. é9. 3000

# === who holds the text before keeps what it held ===
def shared():
    text = "a" * 1000
    kept = text
    text += "b"
    text += "c"
    return len(kept), len(text), kept[-1], text[-2:]
print(shared())                              # prints: (1000, 1002, 'a', 'bc')
def parts():
    text, seen = "m" * 600, []
    for _ in range(3):
        text += "n"
        seen.append(text)
    return [len(part) for part in seen]
print(parts())                               # prints: [601, 602, 603]
