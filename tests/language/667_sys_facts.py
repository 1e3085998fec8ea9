# What sys tells, and its hooks for the prompt.
import sys

print(sys.version_info[:3], sys.version_info.major, sys.version_info >= (3, 8), sys.version_info.releaselevel, type(sys.version_info).__name__)
print(sys.version_info, sys.hexversion, sys.maxsize, sys.maxunicode, sys.byteorder, sys.platform)
print(sys.float_info)
print(sys.int_info)
print(sys.hash_info)
print(sys.float_info.max, sys.float_info.epsilon, sys.float_info[0] == sys.float_info.max)
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors(), sys.api_version)
print(sys.flags.optimize, sys.flags.utf8_mode, sys.flags.dev_mode, sys.flags.int_max_str_digits, len(sys.flags))
print(type(sys.executable).__name__, type(sys.prefix).__name__, sys.float_repr_style, type(sys.warnoptions).__name__, sys.is_finalizing())
print('os' in sys.stdlib_module_names, 'nonsense' in sys.stdlib_module_names, len(sys.stdlib_module_names))
print('sys' in sys.builtin_module_names, 'builtins' in sys.builtin_module_names, type(sys.builtin_module_names).__name__)
print(sys.gettrace(), sys.settrace(None), sys.getprofile(), sys.getswitchinterval(), sys.audit('event', 1), sys.setswitchinterval(0.005))
for name in ('stdin', 'stdout', 'stderr'):
    stream = getattr(sys, name)
    print(stream.name, stream.mode, stream.encoding, stream.errors, stream.line_buffering, type(stream).__name__, stream is getattr(sys, '__%s__' % name))
    print(repr(stream), stream.fileno(), stream.isatty(), stream.buffer.name, stream.buffer.raw.mode)


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


attempt(type(sys.version_info))
attempt(type(sys.flags), range(18))
attempt(lambda: sys.nonsense)
attempt(lambda: setattr(sys.version_info, 'major', 4))
attempt(sys.intern, 5)
print(sys.implementation.name in ('cpython', 'sevenstep'), sys.implementation.version == sys.version_info, type(sys.implementation).__name__)
space = type(sys.implementation)(a=1, b='two')
print(space, space.a, space == type(space)(b='two', a=1), space == 5)
space.c = space
print(space)
del space.c, space.a
print(space, vars(space))
attempt(type(space), 1)
sys.displayhook('shown')
sys.displayhook(None)
exec(compile('"text"', '<prompt>', 'single'))
print(_)
shown = []
sys.displayhook = shown.append
exec(compile('5 * 5', '<prompt>', 'single'))
print(shown)
del sys.displayhook
try:
    exec(compile('5 * 5', '<prompt>', 'single'))
except RuntimeError as error:
    print(error)
sys.displayhook = sys.__displayhook__
