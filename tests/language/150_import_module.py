# Importing modules of the program's own; a module runs once.
import sys
sys.path.insert(0, 'modules')
import counting
import counting as again
from counting import increment, LIMIT as limit
print(counting is again, counting.value, limit, counting.__name__)
increment()
counting.increment(5)
print(counting.value, again.value)
counting.value = 100
print(increment())
def inside():
    import counting
    from counting import increment as inc
    return counting.value, inc()
print(inside(), 'counting' in sys.modules, sys.modules['counting'] is counting)
counting.new_attribute = 'set from outside'
print(again.new_attribute, counting.read_new())
from counting import *
print(exported, LIMIT)
try:
    print(_hidden)
except NameError as e:
    print(e)
print(type(counting).__name__, hasattr(counting, 'nothing'))
try:
    counting.nothing
except AttributeError as e:
    print(e)
