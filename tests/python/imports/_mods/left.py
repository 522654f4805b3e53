name = "left"
from . import right
