runs = globals().get("runs", 0) + 1
