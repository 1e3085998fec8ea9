# The module posix: folders, names, descriptors.
import posix
import time

root = '../../build/posix-%d' % time.time_ns()
home = posix.getcwd()


def attempt(function, *args, **names):
    try:
        print(function(*args, **names))
    except Exception as error:
        print(type(error).__name__, str(error).replace(root, 'ROOT'))


attempt(posix.mkdir, root)
attempt(posix.mkdir, root)
attempt(posix.rmdir, root + '/none')
attempt(posix.mkdir, root + '/inner', 0o700)
posix.chdir(root)
print(posix.getcwd() == home, posix.getcwd().startswith('/'), type(posix.getcwdb()).__name__)
descriptor = posix.open('file', posix.O_RDWR | posix.O_CREAT, 0o640)
print(posix.write(descriptor, b'some bytes here'), posix.lseek(descriptor, 5, 0), posix.read(descriptor, 5))
print(posix.read(descriptor, 100), posix.read(descriptor, 100), posix.isatty(descriptor), posix.get_inheritable(descriptor))
copy = posix.dup(descriptor)
print(copy != descriptor, posix.lseek(copy, 0, 1), posix.ftruncate(copy, 4), posix.fstat(copy).st_size)
posix.close(copy)
attempt(posix.close, copy)
attempt(posix.read, copy, 1)
attempt(posix.write, descriptor, 'text')
posix.close(descriptor)
print(sorted(posix.listdir()), sorted(posix.listdir('.')), posix.listdir(b'inner'), sorted(posix.listdir(b'.')))
attempt(posix.listdir, 'nowhere')
attempt(posix.listdir, 5.5)
print(posix.symlink('file', 'link'), posix.readlink('link'), posix.readlink(b'link'))
print(posix.rename('file', 'moved'), posix.replace('moved', 'file'), posix.link('file', 'hard'))
attempt(posix.rename, 'nowhere', 'other')
attempt(posix.readlink, 'file')
attempt(posix.unlink, 'inner/none')
attempt(posix.open, 'none', posix.O_RDONLY)
attempt(posix.open, 'nul\0', 0)
attempt(posix.stat, 'nul\0')
attempt(posix.stat, 5.5)
attempt(posix.mkdir, 5)
attempt(posix.chdir, [])
print(posix.access('file', posix.R_OK), posix.access('none', posix.F_OK), posix.chmod('file', 0o600))
print(posix.truncate('file', 2), posix.stat('file').st_size, posix.utime('file', (1000, 2000.5)))
stat = posix.stat('file')
print(stat.st_atime, stat.st_mtime, stat.st_mtime_ns, stat[7:9], oct(stat.st_mode), stat.st_nlink, len(stat))
posix.utime('link', ns=(10 ** 9, 3 * 10 ** 9 + 7))
print(posix.stat('file').st_mtime_ns, posix.lstat('link').st_size, posix.stat('link', follow_symlinks=False).st_size)
attempt(posix.utime, 'file', 5)
attempt(posix.utime, 'file', (1, 2), ns=(1, 2))
entries = {entry.name: entry for entry in posix.scandir('.')}
for name in sorted(entries):
    entry = entries[name]
    print(entry, entry.path, entry.is_dir(), entry.is_file(), entry.is_symlink(), entry.is_file(follow_symlinks=False),
          entry.stat().st_size == posix.stat(name).st_size, entry.inode() == posix.lstat(name).st_ino, posix.fspath(entry))
with posix.scandir('inner') as found:
    print(list(found))
with posix.scandir(b'.') as found:
    print(sorted(entry.path for entry in found))
read_end, write_end = posix.pipe()
print(posix.write(write_end, b'through'), posix.read(read_end, 10), posix.close(read_end), posix.close(write_end))
for name in ('file', 'link', 'hard'):
    posix.remove(name)
posix.rmdir('inner')
print(posix.listdir())
posix.chdir(home)
posix.rmdir(root)
print(posix.strerror(2), posix.fspath('x'), posix.fspath(b'y'))
attempt(posix.fspath, 5)
print(posix.stat_result(range(10)), posix.stat_result(range(12)).st_mtime)
attempt(posix.stat_result, (1, 2))
print(posix.stat_result.n_fields, posix.stat_result.n_sequence_fields, posix.stat_result.__match_args__)
