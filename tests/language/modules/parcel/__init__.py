__all__ = ['first', 'shown', 'VALUE']
VALUE = 42
_hidden = 1
order = ['parcel']
from . import first
from .first import shown
