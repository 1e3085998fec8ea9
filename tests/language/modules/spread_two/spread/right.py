from . import left
SIDE = 'right of ' + left.SIDE
