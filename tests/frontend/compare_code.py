"""Compares what code_json prints with CPython 3.11's own code objects: names, flags, scopes,
constants, and every instruction with its operand and its position.

    compare_code.py CODE_JSON FILE...

What differs by design is not counted: instructions that only one side has (RESUME, PRECALL,
PUSH_NULL, ...), calls that count their self, LOAD_METHOD where CPython loads from a module.
"""
import bisect, dis, json, opcode, re, subprocess, sys, types, warnings

BINARY = ['ADD', 'AND', 'FLOOR_DIVIDE', 'LSHIFT', 'MATRIX_MULTIPLY', 'MULTIPLY', 'REMAINDER',
          'OR', 'POWER', 'RSHIFT', 'SUBTRACT', 'TRUE_DIVIDE', 'XOR']
COMPARE = {'<': 'LT', '<=': 'LE', '==': 'EQ', '!=': 'NE', '>': 'GT', '>=': 'GE'}
DROPPED = {'RESUME', 'PRECALL', 'CACHE', 'COPY_FREE_VARS', 'PUSH_NULL', 'EXTENDED_ARG'}
SLOTS = {'LOAD_CLOSURE', 'LOAD_FAST', 'STORE_FAST', 'DELETE_FAST', 'LOAD_DEREF', 'STORE_DEREF',
         'DELETE_DEREF', 'LOAD_CLASSDEREF', 'MAKE_CELL'}
NOWHERE = (0, 1, 0, 0)  # where CPython sees the end of a module without a statement
NO_OPERAND = {'RETURN_GENERATOR', 'POP_TOP', 'YIELD_VALUE', 'GET_YIELD_FROM_ITER',
              'CALL_FUNCTION_EX'}


def kinds_of_operands(path):
    kinds = {}
    for line in open(path):
        if found := re.match(r'op\((\w+), ?\((.*)', line):
            after = found[2].split(')', 1)[1] if ')' in found[2] else ''
            kind = re.search(r', (local|name|const|jump|count|flags|inplace|invert)\b', found[2])
            kinds[found[1]] = kind and kind[1]
    return kinds


KINDS = kinds_of_operands('vm/ops.def')


def text_of(constant):
    if isinstance(constant, types.CodeType):
        return f'<code {constant.co_name}>'
    return 'frozenset' if isinstance(constant, frozenset) else repr(constant)


def resolve(instructions, offsets):
    """Jump targets become indices of instructions."""
    return [(name, bisect.bisect_left(offsets, operand[0]) if type(operand) is list else operand,
             place) for name, operand, place in instructions]


def theirs(code):
    instructions, offsets, keywords = [], [], None
    for at in dis.get_instructions(code):
        name, operand = at.opname, at.arg
        if name in DROPPED:
            continue
        if name == 'KW_NAMES':
            keywords = code.co_consts[at.arg]
            continue
        where = at.positions
        place = (where.lineno, where.end_lineno, where.col_offset, where.end_col_offset)
        if name == 'BINARY_OP':
            name, operand = 'BINARY_OP_' + BINARY[at.arg % 13], at.arg >= 13
        elif name == 'COMPARE_OP':
            name, operand = 'COMPARE_OP_' + COMPARE[at.argval], None
        elif at.opcode in opcode.hasjrel:
            operand = [at.argval]
        elif name == 'LOAD_CONST':
            operand = text_of(at.argval)
        elif name == 'CALL' and keywords is not None:
            instructions.append(('LOAD_CONST', repr(keywords), None))
            offsets.append(at.offset - 1)
            name, keywords = 'CALL_KW', None
        elif name in SLOTS or at.opcode in opcode.hasname:
            operand = at.argval
        elif name in NO_OPERAND:
            operand = None
        instructions.append((name, operand, place))
        offsets.append(at.offset)
    return resolve(instructions, offsets)


def ours(code):
    constants = [f'<code {c["name"]}>' if isinstance(c, dict) else
                 'frozenset' if c.startswith('frozenset') else c for c in code['constants']]
    instructions, offsets = [], []
    for offset, name, operand, line, end_line, column, end_column in code['units']:
        if name == 'PUSH_NULL':
            continue
        place = (line or None, end_line or None, None if column < 0 else column,
                 None if end_column < 0 else end_column)
        kind = KINDS[name]
        if name == 'LOAD_FAST_CHECK':
            name = 'LOAD_FAST'
        if kind == 'const':
            operand = constants[operand]
        elif kind == 'local':
            operand = code['slots'][operand][0]
        elif kind == 'name':
            operand = code['names'][operand]
        elif kind == 'jump':
            operand = [operand]
        elif kind == 'inplace':
            operand = bool(operand)
        elif kind is None or name in NO_OPERAND:
            operand = None
        instructions.append((name, operand, place))
        offsets.append(offset)
    return resolve(instructions, offsets)


def same(left, right, index):
    if left == right:
        return True
    if not left or not right:
        return False
    if left[2] in (None, NOWHERE):
        return left[:2] == right[:2]
    if left[0] == right[0] == 'CALL':
        return left[2] == right[2] and abs(left[1] - right[1]) == 1
    if (left[0], right[0]) == ('LOAD_ATTR', 'LOAD_METHOD'):
        return left[1:] == right[1:]
    if index < 20 and left[0] in ('RETURN_GENERATOR', 'MAKE_CELL', 'POP_TOP'):
        return left[:2] == right[:2]
    return False


def differences(code, our):
    slots = our['slots']
    for what, left, right in (
            ('name', code.co_name, our['name']),
            ('qualname', code.co_qualname, our['qualname']),
            ('flags', code.co_flags, our['flags']),
            ('arguments', [code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount],
             our['arguments']),
            ('first line', code.co_firstlineno, our['first_line']),
            ('names', list(code.co_names), our['names']),
            ('locals', list(code.co_varnames), [n for n, kind in slots if kind & 0x20]),
            ('cells', sorted(code.co_cellvars), sorted(n for n, kind in slots if kind & 0x40)),
            ('free', list(code.co_freevars), [n for n, kind in slots if kind & 0x80])):
        if left != right:
            yield f'{what}: CPython {left!r}, here {right!r}'
    left, right = theirs(code), ours(our)
    shown = 0
    for index in range(max(len(left), len(right))):
        a = left[index] if index < len(left) else None
        b = right[index] if index < len(right) else None
        if not same(a, b, index) and shown < 3:
            shown += 1
            yield f'instruction {index}: CPython {a}, here {b}'


class Count:
    codes = equal = 0


def compare(code, our, path):
    Count.codes += 1
    found = list(differences(code, our))
    if found:
        print(f'{path}: {code.co_qualname} (line {code.co_firstlineno})', *found, sep='\n    ')
    Count.equal += not found
    left = [c for c in code.co_consts if isinstance(c, types.CodeType)]
    right = [c for c in our['constants'] if isinstance(c, dict)]
    if len(left) == len(right):
        for pair in zip(left, right):
            compare(*pair, path)
    else:
        print(f'{path}: {code.co_qualname} holds other code objects')


def main():
    warnings.simplefilter('ignore')
    tool, files = sys.argv[1], sys.argv[2:]
    refused = []
    for path in files:
        result = subprocess.run([tool, 'json', path], capture_output=True)
        if result.returncode not in (0, 1):
            sys.exit(f'{path}: code_json ended with {result.returncode}')
        our = json.loads(result.stdout.decode('utf-8', 'surrogatepass'))
        try:
            code = compile(open(path, 'rb').read(), path, 'exec', dont_inherit=True)
        except SyntaxError as error:
            if our is not None:
                print(f'{path}: CPython refuses it: {error}')
            continue
        if our is None:
            refused.append(path)
        else:
            compare(code, our, path)
    print(f'{Count.equal} of {Count.codes} code objects equal CPython\'s;',
          f'{len(refused)} of {len(files)} files refused')
    print(*refused, sep='\n', end='\n' if refused else '')
    sys.exit(Count.equal < 0.995 * Count.codes)


main()
