from . import marker
from ..shapes import area as from_parent
value = marker + "!"
