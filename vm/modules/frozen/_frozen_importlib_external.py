"""The half of importlib that knows files: finders and loaders for programs that import in ways of
their own. The import statement itself does not come here."""
import _imp
import sys

from _imp import ModuleSpec, NamespaceLoader, PathFinder, SourceFileLoader

SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = ['.svc']
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = []
MAGIC_NUMBER = b'7step-1\n'
_RAW_MAGIC_NUMBER = int.from_bytes(MAGIC_NUMBER, 'little')
_PYCACHE = '__pycache__'
path_sep = '/'
path_separators = '/'


def _pack_uint32(number):
    return (int(number) & 0xFFFFFFFF).to_bytes(4, 'little')


def _unpack_uint32(data):
    return int.from_bytes(data, 'little')


def _path_join(*parts):
    return '/'.join([part.rstrip('/') for part in parts if part])


def _path_split(path):
    head, _, tail = path.rpartition('/')
    return head, tail


def _is_kind(path, mask):
    import posix
    try:
        return posix.stat(path).st_mode & 0o170000 == mask
    except OSError:
        return False


def _path_isfile(path):
    return _is_kind(path, 0o100000)


def _path_isdir(path):
    import posix
    return _is_kind(path or posix.getcwd(), 0o040000)


def cache_from_source(path, debug_override=None, *, optimization=None):
    path = path if isinstance(path, str) else path.__fspath__()
    leaf = _path_split(path)[1]
    base, _, rest = leaf.rpartition('.')
    stem = base or rest  # tools ask of every file in a folder, whatever its name ends in
    return _imp.cache_name(path[:len(path) - len(leaf)] + stem + '.py')


def source_from_cache(path):
    path = path if isinstance(path, str) else path.__fspath__()
    head, leaf = _path_split(path)
    head, folder = _path_split(head)
    if folder != _PYCACHE:
        raise ValueError(f'{_PYCACHE} not bottom-level directory in {path!r}')
    if leaf.count('.') < 2 or not leaf.endswith('.svc'):
        raise ValueError(f'expected a cache file, not {leaf!r}')
    return _path_join(head, leaf.partition('.')[0] + '.py')


def decode_source(source_bytes):
    import io
    import tokenize
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source_bytes).readline)
    return io.IncrementalNewlineDecoder(None, True).decode(source_bytes.decode(encoding))


_UNSET = object()


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=_UNSET):
    if location is None:
        location = '<unknown>'
        if hasattr(loader, 'get_filename'):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = location if isinstance(location, str) else location.__fspath__()
        if not location.startswith('/'):
            import posix
            location = _path_join(posix.getcwd(), location)
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if loader is None:
        if not location.endswith('.py'):
            return None
        spec.loader = loader = SourceFileLoader(name, location)
    if submodule_search_locations is not _UNSET:
        spec.submodule_search_locations = submodule_search_locations
    elif hasattr(loader, 'is_package'):
        try:
            if loader.is_package(name):
                spec.submodule_search_locations = []
        except ImportError:
            pass
    if spec.submodule_search_locations == [] and location:
        spec.submodule_search_locations.append(_path_split(location)[0])
    return spec


class _LoaderBasics:
    """What every loader has that is told how to find a module's code."""

    def is_package(self, fullname):
        stem = _path_split(self.get_filename(fullname))[1].rsplit('.', 1)[0]
        return stem == '__init__' and fullname.rpartition('.')[2] != '__init__'

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f'cannot load module {module.__name__!r} when get_code() returns None')
        exec(code, module.__dict__)

    def load_module(self, fullname):
        return _imp.import_module(fullname)


class SourceLoader(_LoaderBasics):
    def path_mtime(self, path):
        raise OSError

    def path_stats(self, path):
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        pass

    def get_source(self, fullname):
        try:
            return decode_source(self.get_data(self.get_filename(fullname)))
        except OSError as error:
            raise ImportError('source not available through get_data()', name=fullname) from error

    def source_to_code(self, data, path, *, _optimize=-1):
        return compile(data, path, 'exec', dont_inherit=True)

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class FileLoader:
    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def load_module(self, fullname):
        return super().load_module(fullname)

    def get_filename(self, fullname=None):
        return self.path

    def get_data(self, path):
        with open(path, 'rb') as file:
            return file.read()


class SourcelessFileLoader(FileLoader, _LoaderBasics):
    def get_code(self, fullname):
        raise ImportError('cache files are read beside their sources only', name=fullname)

    def get_source(self, fullname):
        return None


class ExtensionFileLoader(FileLoader, _LoaderBasics):
    def create_module(self, spec):
        raise ImportError('there are no extension modules here', name=spec.name)

    def exec_module(self, module):
        raise ImportError('there are no extension modules here', name=module.__name__)

    def get_code(self, fullname):
        return None

    get_source = get_code


class WindowsRegistryFinder:
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        return None


class FileFinder:
    """The modules of one folder."""

    def __init__(self, path, *loader_details):
        self.path = path or '.'
        self._loaders = [(suffix, loader) for loader, suffixes in loader_details for suffix in suffixes]

    def invalidate_caches(self):
        pass

    def find_spec(self, fullname, target=None):
        base = _path_join(self.path, fullname.rpartition('.')[2])
        is_folder = _path_isdir(base)
        for suffix, loader in self._loaders:
            path = f'{base}/__init__{suffix}'
            if is_folder and _path_isfile(path):
                return spec_from_file_location(fullname, path, loader=loader(fullname, path),
                                               submodule_search_locations=[base])
        for suffix, loader in self._loaders:
            if _path_isfile(base + suffix):
                path = base + suffix
                return spec_from_file_location(fullname, path, loader=loader(fullname, path),
                                               submodule_search_locations=None)
        if is_folder:
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
            return spec
        return None

    @classmethod
    def path_hook(cls, *loader_details):
        def path_hook_for_FileFinder(path):
            if not _path_isdir(path):
                raise ImportError('only directories are supported', path=path)
            return cls(path, *loader_details)
        return path_hook_for_FileFinder

    def __repr__(self):
        return f'FileFinder({self.path!r})'


sys.path_hooks.append(FileFinder.path_hook((SourceFileLoader, SOURCE_SUFFIXES)))
