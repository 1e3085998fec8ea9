"""Bytecode shown: what `sevenstep -m dis FILE` prints, of the objects of a running program.

Offsets count units, jumps' arguments too; vm/OPCODES.md says what the opcodes do."""
import _dis
import sys

__all__ = ['code_info', 'dis', 'disassemble', 'distb', 'disco', 'findlinestarts', 'findlabels',
           'show_code', 'get_instructions', 'Instruction', 'Bytecode', 'cmp_op', 'hasconst',
           'hasname', 'hasjrel', 'hasjabs', 'haslocal', 'hascompare', 'hasfree', 'hasnargs',
           'opname', 'opmap']

opname = _dis.opname + [f'<{number}>' for number in range(len(_dis.opname), 256)]
opmap = {name: number for number, name in enumerate(_dis.opname)}
cmp_op = ('<', '<=', '==', '!=', '>', '>=')


def _of_kind(*kinds):
    return [number for number, kind in enumerate(_dis.kinds) if kind in kinds]


hasconst = _of_kind('CONST')
hasname = _of_kind('NAME')
hasjrel = _of_kind('JUMP')
haslocal = _of_kind('LOCAL')
hasfree = [opmap[name] for name in opmap if name.endswith('_DEREF') or name == 'LOAD_CLOSURE']
hasjabs = []
hasnargs = []
hascompare = []

COMPILER_FLAG_NAMES = {
    1: 'OPTIMIZED', 2: 'NEWLOCALS', 4: 'VARARGS', 8: 'VARKEYWORDS', 16: 'NESTED', 32: 'GENERATOR',
    64: 'NOFREE', 128: 'COROUTINE', 256: 'ITERABLE_COROUTINE', 512: 'ASYNC_GENERATOR',
}


def pretty_flags(flags):
    names = []
    for bit in range(32):
        flag = 1 << bit
        if flags & flag:
            names.append(COMPILER_FLAG_NAMES.get(flag, hex(flag)))
    return ', '.join(names) or hex(flags)


def _field(place):
    return property(lambda self: self[place])


class _Record(tuple):
    """A tuple whose items have names."""
    __slots__ = ()
    _fields = ()

    def __new__(cls, *values, **named):
        values += tuple(named[field] for field in cls._fields[len(values):])
        return tuple.__new__(cls, values)

    def __init_subclass__(cls):
        for place, field in enumerate(cls._fields):
            setattr(cls, field, _field(place))

    def _asdict(self):
        return dict(zip(self._fields, self))

    def _replace(self, **named):
        return type(self)(*[named.get(field, value) for field, value in zip(self._fields, self)])

    def __repr__(self):
        items = ', '.join([f'{field}={value!r}' for field, value in zip(self._fields, self)])
        return f'{type(self).__name__}({items})'


class Positions(_Record):
    __slots__ = ()
    _fields = ('lineno', 'end_lineno', 'col_offset', 'end_col_offset')


class Instruction(_Record):
    """One instruction; offset and jump targets count units."""
    __slots__ = ()
    _fields = ('opname', 'opcode', 'arg', 'argval', 'argrepr', 'offset', 'starts_line',
               'is_jump_target', 'positions')


def _find_code(x):
    x = getattr(x, '__func__', x)
    for name in '__code__', 'gi_code', 'ag_code', 'cr_code':
        if hasattr(x, name):
            x = getattr(x, name)
            break
    if isinstance(x, str):
        x = _compile(x, '<disassembly>')
    return x


def _compile(source, name):
    try:
        return compile(source, name, 'eval')
    except SyntaxError:
        return compile(source, name, 'exec')


def _code_of(x):
    code = _find_code(x)
    if hasattr(code, 'co_code'):
        return code
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def get_instructions(x, *, first_line=None, show_caches=False, adaptive=False):
    code = _code_of(x)
    moved = 0 if first_line is None else first_line - code.co_firstlineno
    positions = [Positions(*position) for position in code.co_positions()]
    for line in _dis.instructions(code):
        starts = line[6] + moved if line[6] is not None else None
        yield Instruction(*line[:6], starts, line[7], positions[line[5]])


def _write(text, file):
    (sys.stdout if file is None else file).write(text)


_CODE_TYPE = type(_field.__code__)
_SHOWN = (type(_field), _CODE_TYPE, classmethod, staticmethod, type, type(_Record()._asdict))


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False):
    """Shows a function, method, generator, code object, source, class or module; nothing: the
    last traceback."""
    if x is None:
        distb(file=file)
        return
    code = _find_code(x)
    if hasattr(code, 'co_code'):
        _write(_dis.text(code, -1 if depth is None else depth, -1), file)
    elif hasattr(code, '__dict__'):
        for name, value in sorted(code.__dict__.items()):
            if not isinstance(value, _SHOWN):
                continue
            _write(f'Disassembly of {name}:\n', file)
            try:
                dis(value, file=file, depth=depth)
            except TypeError as error:
                _write(f'Sorry: {error}\n', file)
            _write('\n', file)
    else:
        raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False):
    """Shows a code object, not what is inside; an arrow points at the unit of `lasti`, which counts
    two for a unit as tb_lasti does."""
    _write(_dis.text(co, 0, lasti // 2), file)


disco = disassemble


def distb(tb=None, *, file=None, show_caches=False, adaptive=False):
    """Shows the code in which a traceback ends."""
    if tb is None:
        tb = getattr(sys, 'last_traceback', None)
        if tb is None:
            raise RuntimeError('no last traceback to disassemble')
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file)


def findlinestarts(code):
    last = None
    for start, _, line in code.co_lines():
        if line is not None and line != last:
            last = line
            yield start, line


def findlabels(code):
    return [line[5] for line in _dis.instructions(_code_of(code)) if line[7]]


def code_info(x):
    code = _code_of(x)
    lines = [f'Name:              {code.co_name}',
             f'Filename:          {code.co_filename}',
             f'Argument count:    {code.co_argcount}',
             f'Positional-only arguments: {code.co_posonlyargcount}',
             f'Kw-only arguments: {code.co_kwonlyargcount}',
             f'Number of locals:  {code.co_nlocals}',
             f'Stack size:        {code.co_stacksize}',
             f'Flags:             {pretty_flags(code.co_flags)}']
    for title, items, show in (('Constants', code.co_consts, repr), ('Names', code.co_names, str),
                               ('Variable names', code.co_varnames, str),
                               ('Free variables', code.co_freevars, str),
                               ('Cell variables', code.co_cellvars, str)):
        if items:
            lines.append(f'{title}:')
            lines += [f'{place:4}: {show(item)}' for place, item in enumerate(items)]
    return '\n'.join(lines)


def show_code(co, *, file=None):
    _write(code_info(co) + '\n', file)


class Bytecode:
    """The instructions of an object, to be gone through or shown."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False):
        self.codeobj = _code_of(x)
        self.first_line = self.codeobj.co_firstlineno if first_line is None else first_line
        self.current_offset = current_offset
        self._original_object = x

    def __iter__(self):
        return get_instructions(self.codeobj, first_line=self.first_line)

    def __repr__(self):
        return f'{type(self).__name__}({self._original_object!r})'

    @classmethod
    def from_traceback(cls, tb):
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti)

    def info(self):
        return code_info(self.codeobj)

    def dis(self):
        parts = []

        class Keeper:
            write = parts.append
        offset = -1 if self.current_offset is None else self.current_offset
        disassemble(self.codeobj, offset, file=Keeper)
        return ''.join(parts)
