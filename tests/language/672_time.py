# The module time: clocks, struct_time, strings and back.
import time


def attempt(function, *args, **names):
    try:
        print(function(*args, **names))
    except Exception as error:
        print(type(error).__name__, error)


moment = time.gmtime(1700000000.75)
print(moment, moment.tm_year, moment[3], moment.tm_zone, moment.tm_gmtoff, len(moment))
print(time.gmtime(0), time.gmtime(-1).tm_year, time.localtime(86400 * 59) == time.gmtime(86400 * 59))
print(time.mktime(time.localtime(1234567890)), time.asctime(moment), time.ctime(1700000000) == time.asctime(time.localtime(1700000000)))
print(time.strftime('%Y-%m-%d %H:%M:%S %j %a %b %%', moment), time.strftime('', moment), time.strftime('é', moment))
print(time.struct_time((2001, 2, 3, 4, 5, 6, 7, 8, 9)), time.struct_time(range(11)).tm_gmtoff)
for function in (time.time, time.monotonic, time.perf_counter, time.process_time, time.thread_time):
    first, second = function(), function()
    print(function.__name__, type(first).__name__, second >= first)
for function in (time.time_ns, time.monotonic_ns, time.perf_counter_ns, time.process_time_ns, time.thread_time_ns):
    first, second = function(), function()
    print(function.__name__, type(first).__name__, second >= first)
start = time.monotonic()
print(time.sleep(0.01), time.monotonic() - start >= 0.01, time.sleep(0))
print(time.timezone, time.altzone, time.daylight, time.tzname)
for name in ('time', 'monotonic', 'perf_counter', 'process_time', 'thread_time'):
    info = time.get_clock_info(name)
    print(info.implementation, info.monotonic, info.adjustable, 0 < info.resolution < 1)
print(time.get_clock_info('monotonic'))
print(type(time.clock_gettime(time.CLOCK_MONOTONIC)).__name__, type(time.clock_gettime_ns(time.CLOCK_REALTIME)).__name__, time.clock_getres(time.CLOCK_MONOTONIC) < 1)
attempt(time.sleep, -1)
attempt(time.sleep, 'x')
attempt(time.gmtime, 'x')
attempt(time.gmtime, 1e30)
attempt(time.mktime, (1, 2))
attempt(time.mktime, 5)
attempt(time.asctime, (2000, 13, 1, 0, 0, 0, 0, 0, 0))
attempt(time.strftime, 5)
attempt(time.struct_time, (1, 2, 3))
attempt(time.struct_time, 'x')
attempt(time.get_clock_info, 'sundial')
attempt(time.get_clock_info, 5)
print(time.struct_time.n_fields, time.struct_time.n_sequence_fields, time.struct_time.__name__, time.struct_time.__module__)
