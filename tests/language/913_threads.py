# Threads: turns, locks and what stands on them, queues, pools, values of one thread alone.
import _thread
import io
import queue
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed


def run(*targets, arguments=()):
    threads = [threading.Thread(target=target, args=arguments) for target in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


order = []
run(*(lambda n=n: (time.sleep(0.005 * n), order.append(n)) for n in (3, 1, 2)))
print(sorted(order))

total, lock = 0, threading.Lock()


def count():
    global total
    for _ in range(300):
        with lock:
            total += 1


run(count, count, count)
print(total)

# A loop that only looks gives way to the one who changes what it looks at.
spinning = True


def spin():
    while spinning:
        pass


thread = threading.Thread(target=spin)
thread.start()
spinning = False
thread.join()
print(thread.is_alive())

full, taken = queue.Queue(2), []


def produce():
    for number in range(8):
        full.put(number)
    full.put(None)


def consume():
    while (number := full.get()) is not None:
        taken.append(number)


run(produce, consume)
print(taken)

with ThreadPoolExecutor(3) as pool:
    print(list(pool.map(lambda n: n * n, range(6))))
    futures = [pool.submit(lambda n=n: (time.sleep(n / 200), n)[1]) for n in (3, 1, 2)]
    print(sorted(future.result() for future in as_completed(futures)))
    try:
        pool.submit(lambda: 1 / 0).result()
    except ZeroDivisionError as error:
        print(error)

local = threading.local()
local.name = "main"


class Own(threading.local):
    def __init__(self, value):
        self.value = value


own = Own(7)


def look():
    print(hasattr(local, "name"), own.value)
    local.name, own.value = "other", 8


run(look, look)
print(local.name, own.value)

barrier, passed = threading.Barrier(3), []
run(*[lambda: passed.append(barrier.wait())] * 3)
print(sorted(passed))
event = threading.Event()
print(event.wait(0.001))
threading.Timer(0.001, event.set).start()
print(event.wait(5))
condition, items = threading.Condition(), []


def wait_for_items():
    with condition:
        condition.wait_for(lambda: items)
        print("woken", items)


thread = threading.Thread(target=wait_for_items)
thread.start()
with condition:
    items.append(1)
    condition.notify_all()
thread.join()
semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(timeout=0.001))
again = threading.RLock()
with again, again:
    run(lambda: print(again.acquire(blocking=False)))
run(lambda: print(again.acquire(blocking=False)))


def deep(n=0):
    return deep(n + 1)


def too_deep():
    try:
        deep()
    except RecursionError as error:
        print(error)


def of_others():
    for attempt in (threading.RLock().release, lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)):
        try:
            attempt()
        except (RuntimeError, ValueError) as error:
            print(error)


run(too_deep)
run(of_others)


def fails():
    raise ValueError("in a thread")


sys.stderr = io.StringIO()
run(fails)
run(sys.exit)
print(*(line for line in sys.stderr.getvalue().splitlines() if "File" not in line), sep="\n")
sys.stderr = sys.__stderr__
print(threading.active_count(), threading.current_thread().name)


def interrupt():
    _thread.interrupt_main()


thread = threading.Thread(target=interrupt)
try:
    thread.start()
    time.sleep(5)
except KeyboardInterrupt:
    print("interrupted", threading.current_thread() is threading.main_thread())
thread.join()
threading.Thread(target=lambda: (time.sleep(0.01), print("the last one"))).start()
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
print("main ends")
