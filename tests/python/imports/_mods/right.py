from . import left
name = "right"
seen_of_left = left.name
