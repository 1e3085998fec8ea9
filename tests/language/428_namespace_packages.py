# A folder without __init__.py is a package made of all folders of that name along the path.
import sys
sys.path[0:0] = ['modules/spread_one', 'modules/spread_two']
import spread
print(type(spread).__name__, spread.__name__, spread.__package__, hasattr(spread, '__file__'))
print([path.split('/')[-3:] for path in spread.__path__], spread.__spec__.origin)
print(type(spread.__loader__).__name__, spread.__spec__.has_location, spread.__spec__.parent)
from spread import right
print(right.SIDE, spread.left.SIDE, right.__package__)
try:
    import spread.middle
except ImportError as e:
    print(type(e).__name__, e)
try:
    from spread import middle
except ImportError as e:
    print(type(e).__name__, e)
try:
    spread.middle
except AttributeError as e:
    print(e)
