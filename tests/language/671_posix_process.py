# The module posix: the process and what it starts.
import posix
import sys

print(posix.getpid() > 1, posix.getppid() >= 0, posix.getuid() >= 0, posix.getgid() == posix.getegid())
print(len(posix.urandom(7)), posix.urandom(0), posix.cpu_count() >= 1, type(posix.environ[b'PYTHONHASHSEED']).__name__)
posix.putenv('SEVENSTEP_TEST', 'value')
print(posix.system('test "$SEVENSTEP_TEST" = value'), posix.waitstatus_to_exitcode(posix.system('exit 5')))
posix.unsetenv(b'SEVENSTEP_TEST')
print(posix.waitstatus_to_exitcode(posix.system('test "$SEVENSTEP_TEST" = value')))
sys.stdout.flush()
child = posix.fork()
if not child:
    posix._exit(7)
ended, status = posix.waitpid(child, 0)
print(ended == child, posix.waitstatus_to_exitcode(status), posix.WIFEXITED(status), posix.WEXITSTATUS(status), posix.WIFSIGNALED(status))
child = posix.fork()
if not child:
    posix.execv('/bin/sh', ['sh', '-c', 'exit 3'])
print(posix.waitstatus_to_exitcode(posix.waitpid(child, 0)[1]))
child = posix.fork()
if not child:
    posix.execve('/bin/sh', ['sh', '-c', 'test "$ONLY" = this && exit 4'], {'ONLY': 'this'})
print(posix.waitstatus_to_exitcode(posix.waitpid(child, 0)[1]))
child = posix.fork()
if not child:
    posix.kill(posix.getpid(), 9)
print(posix.waitstatus_to_exitcode(posix.waitpid(child, 0)[1]))


def attempt(function, *args, **names):
    try:
        print(function(*args, **names))
    except Exception as error:
        print(type(error).__name__, error)


attempt(posix.execv, '/nonexistent', ['x'])
attempt(posix.execv, '/bin/sh', [])
attempt(posix.waitpid, -1, 0)
attempt(posix.kill, posix.getpid(), 1000)
attempt(posix.urandom, -1)
attempt(posix.get_terminal_size, 0)
attempt(posix.putenv, 'a=b', 'c')
attempt(posix.putenv, 5, 'c')
mask = posix.umask(0o22)
print(posix.umask(mask) == 0o22)
name = posix.uname()
print(name.sysname, name[0], len(name), type(name).__name__, type(name).__module__)
size = posix.terminal_size((80, 24))
print(size, size.columns, size.lines, size == (80, 24))
match size:
    case posix.terminal_size(columns, lines):
        print(columns, lines)
attempt(posix.terminal_size, (1,))
attempt(posix.terminal_size, 5)
attempt(lambda: setattr(size, 'columns', 3))
print(len(posix.times()), posix.error is OSError)
