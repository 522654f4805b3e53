def __getattr__(name):
    if name == "refused":
        raise AttributeError("refused by the module")
    return "made " + name
