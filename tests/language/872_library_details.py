# What signal handlers are given, signatures of plain classes, paths in errors, times parsed.
import inspect
import os
import pathlib
import signal
import time


def handler(number, frame):
    print(signal.Signals(number).name, frame.f_code.co_name, frame.f_locals)


def send(value):
    os.kill(os.getpid(), signal.SIGUSR1)
    return value


class Plain:
    pass


signal.signal(signal.SIGUSR1, handler)
send(5)
print(inspect.signature(Plain))
for wrong in [lambda: pathlib.Path('/').mkdir(), lambda: pathlib.Path('/no/such').unlink(),
              lambda: os.rmdir(pathlib.Path('/no/such')), lambda: os.stat(b'/no/such')]:
    try:
        wrong()
    except OSError as error:
        print(type(error).__name__, error)
print(time.strptime('30 Nov 00', '%d %b %y'))
