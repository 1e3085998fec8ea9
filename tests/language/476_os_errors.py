# OSError: the class that errno chooses, and its texts.
NAMES = dict(EAGAIN=11, EALREADY=114, EINPROGRESS=115, EWOULDBLOCK=11, EPIPE=32, ESHUTDOWN=108, ECHILD=10, ECONNABORTED=103, ECONNREFUSED=111,
             ECONNRESET=104, EEXIST=17, ENOENT=2, EISDIR=21, ENOTDIR=20, EINTR=4, EACCES=13, EPERM=1, ESRCH=3, ETIMEDOUT=110, EINVAL=22)
for name, number in NAMES.items():
    print(name, repr(OSError(number, 'text')), type(IOError(number, 'text', 'file')).__name__)
def show(e): print(repr(e), '|', str(e), '|', e.args, e.errno, e.strerror, e.filename, e.filename2, getattr(e, 'characters_written', '-'))
for args in ((), (1,), ('a',), (2, 'no'), (2, 'no', 'file'), (2, 'no', None), (2, 'no', 'a', None, 'b'), (2, 'no', 'a', 5),
             (2, 'no', b'bytes', None, None), (2, 'no', 7), ('x', 'y'), (2.0, 'y'), (None, 'y'), (1, 2, 3, 4, 5, 6), (9999, 'high')):
    show(OSError(*args))
show(BlockingIOError(11, 'again', 5)); show(BlockingIOError(11, 'again', 'name')); show(FileNotFoundError(13, 'kept'))
show(FileNotFoundError('only')); show(ConnectionError(32, 'stays'))
b = BlockingIOError(); b.characters_written = 9; show(b); del b.characters_written; show(b)
print(EnvironmentError is OSError is IOError, issubclass(BrokenPipeError, ConnectionError))
class Own(OSError): pass
show(Own(2, 'subclass', 'f'))
class Init(OSError):
    def __init__(self, code): super().__init__(code, 'made')
show(Init(2))
try: open('/nonexistent/file')
except OSError as e: show(e)
try: open('/')
except OSError as e: show(e)
try: OSError(1, 2, x=3)
except TypeError as e: print(e)
