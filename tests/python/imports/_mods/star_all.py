__all__ = ["visible", "_also_visible"]
visible = 1
_also_visible = 2
hidden = 3
