# The module time: clocks go forward.
import time
a = time.perf_counter()
b = time.perf_counter_ns()
c = time.time()
d = time.monotonic()
time.sleep(0.01)
print(time.perf_counter() - a >= 0.01, time.perf_counter_ns() - b >= 10000000, time.time() - c >= 0.009, time.monotonic() > d, time.process_time() >= 0, time.time_ns() > 0)
print(type(a).__name__, type(b).__name__, type(c).__name__)
try:
    time.sleep(-1)
except ValueError as e:
    print(e)
try:
    time.sleep('x')
except TypeError as e:
    print(e)
