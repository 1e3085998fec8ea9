# errno and _stat: numbers by name.
import _stat
import errno

print(sorted(n for n in dir(errno) if n[0] == 'E') , sorted(errno.errorcode.items()))
for n in sorted(dir(_stat)):
    v = getattr(_stat, n)
    if isinstance(v, int): print(n, v)
for m in (0o100644, 0o40755, 0o120777, 0o104755, 0o102644, 0o41777, 0o60660, 0o20620, 0o140755, 0o10644, 0): print(_stat.filemode(m), _stat.S_ISDIR(m), _stat.S_ISREG(m), _stat.S_IMODE(m), _stat.S_IFMT(m))
