# pwd, grp and fcntl: what there is of root, flags and locks of a file, and wrong arguments.
import fcntl
import grp
import os
import pwd
import tempfile

root = pwd.getpwuid(0)
print(root.pw_name, root[2], root.pw_gid, root == pwd.getpwnam("root"), type(root), len(root))
print(grp.getgrgid(0).gr_name, grp.getgrnam(name="root").gr_gid, type(grp.getgrgid(id=0)))
print(root in pwd.getpwall(), grp.getgrgid(0) in grp.getgrall(), os.path.expanduser("~root/x"))

with tempfile.TemporaryFile() as file:
    print(fcntl.fcntl(file, fcntl.F_GETFD), fcntl.fcntl(file.fileno(), fcntl.F_SETFD, 0))
    print(fcntl.fcntl(file, fcntl.F_GETFD), bool(fcntl.fcntl(file, fcntl.F_GETFL) & os.O_RDWR))
    print(fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB), fcntl.flock(file, fcntl.LOCK_UN))
    print(fcntl.lockf(file, fcntl.LOCK_EX, 10, 5), fcntl.lockf(file, fcntl.LOCK_UN))
    print(len(fcntl.fcntl(file, fcntl.F_GETLK, bytes(32))))

WRONG = """pwd.getpwnam("nobody here")|pwd.getpwnam(1)|pwd.getpwuid("a")|pwd.getpwuid(2**31)
pwd.getpwuid(-2)|pwd.getpwuid(2**70)|pwd.getpwuid(-1)|grp.getgrnam("none here")|grp.getgrnam(1)
grp.getgrgid("a")|grp.getgrgid(2**31)|pwd.getpwnam()|grp.getgrgid()|grp.getgrgid(2**70)
grp.getgrgid(-2)|pwd.getpwnam("a\\0b")|fcntl.fcntl(-1, 1)|fcntl.fcntl("a", 1)|fcntl.fcntl(1)
fcntl.fcntl(0, 1, "x" * 2000)|fcntl.flock(1)|fcntl.fcntl(0, 1, 1.5)|fcntl.flock(9999, 1)
fcntl.ioctl(9999, 1)|fcntl.ioctl(9999, 1, bytearray(8))|fcntl.flock(0, "a")|fcntl.lockf(0)
fcntl.lockf(0, 16)"""
for line in WRONG.splitlines():
    for expression in line.split("|"):
        try:
            print(expression, eval(expression))
        except Exception as error:
            print(expression, type(error).__name__, error)
