"""The half of importlib that knows no files: what importlib's own modules ask for, put in terms of
the machine's import (_imp)."""
import _imp
import sys

from _imp import BuiltinImporter, FrozenImporter, ModuleSpec


def _resolve_name(name, package, level):
    bits = package.rsplit('.', level - 1)
    if len(bits) < level:
        raise ImportError('attempted relative import beyond top-level package')
    return f'{bits[0]}.{name}' if name else bits[0]


def _sanity_check(name, package, level):
    if not isinstance(name, str):
        raise TypeError(f'module name must be str, not {type(name)}')
    if level < 0:
        raise ValueError('level must be >= 0')
    if level > 0:
        if not isinstance(package, str):
            raise TypeError('__package__ not set to a string')
        if not package:
            raise ImportError('attempted relative import with no known parent package')
    if not name and level == 0:
        raise ValueError('Empty module name')


def _gcd_import(name, package=None, level=0):
    _sanity_check(name, package, level)
    return _imp.import_module(_resolve_name(name, package, level) if level else name)


_find_and_load = _imp.import_module


def __import__(name, globals=None, locals=None, fromlist=(), level=0):
    import builtins
    return builtins.__import__(name, globals, locals, fromlist, level)


def _find_spec(name, path, target=None):
    return _imp.find_spec(name, path)


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None)
    if not origin and hasattr(loader, 'get_filename'):
        from _frozen_importlib_external import spec_from_file_location
        if is_package is None:
            return spec_from_file_location(name, loader=loader)
        return spec_from_file_location(name, loader=loader,
                                       submodule_search_locations=[] if is_package else None)
    if is_package is None:
        is_package = False
        if hasattr(loader, 'is_package'):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def module_from_spec(spec):
    loader = spec.loader
    if hasattr(loader, 'exec_module') and not hasattr(loader, 'create_module'):
        raise ImportError('loaders that define exec_module() must also define create_module()')
    return _imp.create_module(spec)


def _init_module_attrs(spec, module, *, override=False):
    _imp.describe_module(spec, module)
    return module


def _exec(spec, module):
    name = spec.name
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name!r} not in sys.modules', name=name)
    try:
        _imp.describe_module(spec, module)
        _imp.exec_module(spec, module)
    finally:
        module = sys.modules.pop(name)
        sys.modules[name] = module
    return module


def _load(spec):
    return _imp.load(spec)


_load_unlocked = _load


def _call_with_frames_removed(function, *args, **keywords):
    return function(*args, **keywords)


def _verbose_message(message, *args, verbosity=1):
    if sys.flags.verbose >= verbosity:
        if not message.startswith(('#', 'import ')):
            message = '# ' + message
        print(message.format(*args), file=sys.stderr)


class _ImportLockContext:
    def __enter__(self):
        _imp.acquire_lock()

    def __exit__(self, *exception):
        _imp.release_lock()


class _ModuleLockManager(_ImportLockContext):
    def __init__(self, name):
        self.name = name


def _load_module_shim(loader, fullname):
    return _imp.import_module(fullname)
