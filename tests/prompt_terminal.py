# prompt_terminal.py BINARY: drives the prompt on a pseudo-terminal, key by key, as a person does.
# Each step is what to type and what must then appear; prints what did not, exits 1.
import os
import pty
import select
import signal
import sys
import termios
import time

STEPS = [
    (b'', b'>>> '),
    (b'1 + 2\n', b'3\r\n'),
    (b'_ * 2\n', b'6\r\n'),
    (b'x = 4x\x7f\n', b'>>> '),  # backspace
    (b'x\n', b'4\r\n'),
    (b'if x:\n', b'... '),
    (b'    print("in", x)\n', b'... '),
    (b'\n', b'in 4\r\n'),
    (b'\x1b[A\x1b[A\x1b[A\x1b[A\n', b'4\r\n'),  # four lines up: x
    (b'1/0\n', b'ZeroDivisionError: division by zero\r\n'),
    (b'"half a li', b'half a li'),
    (b'\x03', b'KeyboardInterrupt\r\n'),  # Ctrl-C forgets the line
    (b'while True: pass\n', b'... '),
    (b'\n', b'\r\n'),
    (b'\x03', b'KeyboardInterrupt\r\n'),  # and stops what runs
    (b'input("name? ")\n', b'name? '),
    (b'a person\n', b"'a person'\r\n"),
    (b'"h\xc3\xa9"\n', b"'h\xc3\xa9'\r\n"),
    (b'import sys; sys.ps1 = "next> "\n', b'next> '),
    (b'sys.stdin.isatty(), sys.stdout.isatty()\n', b'(True, True)\r\nnext> '),
]


def read_until(terminal, wanted, seconds):
    got = b''
    end = time.monotonic() + seconds
    while wanted not in got and time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            got += piece
    return got


def run(binary, home):
    process, terminal = pty.fork()
    if not process:
        os.environ.update(HOME=home, TERM='dumb')
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execv(binary, [binary])
    failed = 0
    for typed, wanted in STEPS:
        if typed == b'\x03':
            time.sleep(0.3)
        os.write(terminal, typed)
        got = read_until(terminal, wanted, 10)
        if wanted not in got:
            print('typed %r: expected %r, got %r' % (typed, wanted, got))
            failed += 1
    # Ctrl-D ends it, once the line is edited: before, the terminal makes an end of file of it.
    for _ in range(100):
        if not termios.tcgetattr(terminal)[3] & termios.ICANON:
            break
        time.sleep(0.05)
    os.write(terminal, b'\x04')
    read_until(terminal, b'\0', 0.5)
    ended, status = 0, 0
    for _ in range(100):
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            break
        time.sleep(0.05)
    if not ended or os.waitstatus_to_exitcode(status):
        print('Ctrl-D: status %r' % (os.waitstatus_to_exitcode(status) if ended else 'still running'))
        failed += 1
        if not ended:
            os.kill(process, signal.SIGKILL)
    print('%d passed, %d failed' % (len(STEPS) + 1 - failed, failed))
    return failed


sys.exit(1 if run(os.path.abspath(sys.argv[1]), sys.argv[2]) else 0)
