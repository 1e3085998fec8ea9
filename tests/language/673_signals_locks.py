# _signal and _thread: handlers, locks for one thread.
import _signal
import _thread
import posix
import time


def attempt(function, *args, **names):
    try:
        print(function(*args, **names))
    except BaseException as error:
        print(type(error).__name__, error)


def handler(number, frame):
    print('signal', number)
    caught.append(number)


caught = []
print(_signal.getsignal(_signal.SIGUSR1), _signal.signal(_signal.SIGUSR1, handler), _signal.getsignal(_signal.SIGUSR1) is handler)
posix.kill(posix.getpid(), _signal.SIGUSR1)
_signal.raise_signal(_signal.SIGUSR1)
print(caught)
attempt(_signal.raise_signal, _signal.SIGINT)
print(_signal.getsignal(_signal.SIGINT) is _signal.default_int_handler)
_signal.signal(_signal.SIGALRM, handler)
print(_signal.alarm(100), _signal.alarm(0))
_signal.setitimer(_signal.ITIMER_REAL, 0.01)
while _signal.SIGALRM not in caught:
    pass


def interrupt(number, frame):
    raise ZeroDivisionError('from the handler')


_signal.signal(_signal.SIGALRM, interrupt)
_signal.setitimer(_signal.ITIMER_REAL, 0.01)
attempt(time.sleep, 20)
_signal.setitimer(_signal.ITIMER_REAL, 0.01)
try:
    while True:
        pass
except ZeroDivisionError as error:
    print('loop:', error)
read_end, write_end = posix.pipe()
_signal.setitimer(_signal.ITIMER_REAL, 0.01)
attempt(posix.read, read_end, 1)
_signal.setitimer(_signal.ITIMER_REAL, 0.01)
attempt(open(read_end).read)
print(_signal.signal(_signal.SIGUSR1, _signal.SIG_IGN) is handler, _signal.raise_signal(_signal.SIGUSR1), _signal.getsignal(_signal.SIGUSR1))
attempt(_signal.signal, _signal.SIGUSR1, 5)
attempt(_signal.signal, 1000, handler)
attempt(_signal.signal, _signal.SIGKILL, handler)
print(_signal.strsignal(_signal.SIGTERM), _signal.SIGINT in _signal.valid_signals(), _signal.getitimer(_signal.ITIMER_REAL))

lock = _thread.allocate_lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01), lock.release(), lock.locked())
with lock as held:
    print(held, lock.locked(), repr(lock)[:27])
attempt(lock.release)
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -5)
again = _thread.RLock()
print(again.acquire(), again.acquire(), again._is_owned(), again.release(), again.release(), again._is_owned())
attempt(again.release)
with again, again:
    print(repr(again)[:22], again._is_owned())
local = _thread._local()
local.value = 5
print(local.value, local.__dict__, hasattr(local, 'other'), _thread.get_ident() == _thread.get_ident(), _thread._count())
print(_thread.LockType is type(lock), _thread.error is RuntimeError, type(_thread.TIMEOUT_MAX).__name__, _thread.stack_size())
