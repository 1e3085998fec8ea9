"""A stack machine, an inventory, animals, brainf***, the longest common subsequence, bits."""
import sys, enum, collections, itertools, operator

class Op(enum.IntEnum):
    PUSH = 0
    ADD = 1
    MUL = 2
    JNZ = 3
    DUP = 4
    PRINT = 5
    HALT = 6
    SUB = 7
    SWAP = 8

class VM:
    dispatch = {}

    def op(code, dispatch=dispatch):

        def d(f):
            dispatch[code] = f
            return f
        return d

    def __init__(self, prog):
        self.p, self.s, self.pc, self.n = (prog, [], 0, collections.Counter())

    @op(Op.PUSH)
    def push(self, a):
        self.s.append(a)

    @op(Op.ADD)
    def add(self, _):
        self.s.append(self.s.pop() + self.s.pop())

    @op(Op.SUB)
    def sub(self, _):
        b = self.s.pop()
        self.s.append(self.s.pop() - b)

    @op(Op.DUP)
    def dup(self, _):
        self.s.append(self.s[-1])

    @op(Op.PRINT)
    def print(self, _):
        print('out', self.s[-1])

    @op(Op.JNZ)
    def jnz(self, a):
        if self.s[-1]:
            self.pc = a

    def run(self):
        while True:
            op, *arg = self.p[self.pc]
            self.pc += 1
            self.n[op.name] += 1
            if op is Op.HALT:
                return self
            self.dispatch[op](self, arg[0] if arg else None)
vm = VM([(Op.PUSH, 3), (Op.PRINT,), (Op.PUSH, 1), (Op.SUB,), (Op.JNZ, 1), (Op.HALT,)]).run()
print(vm.n, vm.s)

class Inventory:

    def __init__(self):
        self._items = {}

    def __setitem__(self, k, v):
        if v < 0:
            raise ValueError(f'{k}: negative stock ({v})')
        self._items[k] = v

    def __getitem__(self, k):
        return self._items[k]

    def __missing__(self, k):
        return 0

    def __delitem__(self, k):
        del self._items[k]

    def __contains__(self, k):
        return k in self._items

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __or__(self, o):
        r = Inventory()
        r._items = self._items | o._items
        return r

    def __repr__(self):
        return f"{type(self).__name__}({', '.join((f'{k}={v}' for k, v in self._items.items()))})"

    def items(self):
        yield from self._items.items()
i = Inventory()
i['nut'] = 5
i['bolt'] = 10
print(i, len(i), 'nut' in i, list(i), dict(i.items()), sorted(i, key=lambda k: -i[k]), i | i)
try:
    i['nut'] -= 9
except ValueError as e:
    print('error:', e, file=sys.stderr)
try:
    i['zip']
except KeyError as e:
    print('missing', e, e.args)

class Animal:
    sound = '...'
    count = 0

    def __init__(self, name):
        self.name = name
        type(self).count += 1

    def speak(self):
        return f'{self.name} says {self.sound}'

    def __init_subclass__(cls):
        cls.count = 0

class Dog(Animal):
    sound = 'Woof'

class Puppy(Dog):

    def speak(self):
        return super().speak().lower() + '!'
print([a.speak() for a in (Dog('Rex'), Puppy('Bit'), Animal('?'))], Dog.count, Puppy.count)
print(Animal.count, Puppy.__mro__[1].__name__, Animal.__subclasses__(), Dog.__dict__.keys())

def brainf(src, inp=''):
    out, tape, p, i, st, jmp = ([], [0] * 30, 0, 0, [], {})
    for k, c in enumerate(src):
        if c == '[':
            st.append(k)
        elif c == ']':
            j = st.pop()
            jmp[j], jmp[k] = (k, j)
    while i < len(src):
        match src[i]:
            case '>':
                p += 1
            case '<':
                p -= 1
            case '+':
                tape[p] = (tape[p] + 1) % 256
            case '-':
                tape[p] = (tape[p] - 1) % 256
            case '.':
                out.append(chr(tape[p]))
            case '[' if not tape[p]:
                i = jmp[i]
            case ']' if tape[p]:
                i = jmp[i]
        i += 1
    return ''.join(out)
print(brainf('++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.'), end='')

def lcs(a, b):
    t = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, j in itertools.product(range(len(a)), range(len(b))):
        t[i + 1][j + 1] = t[i][j] + 1 if a[i] == b[j] else max(t[i][j + 1], t[i + 1][j])
    return t[-1][-1]
print(lcs('AGGTAB', 'GXTXAYB'))
print(bin(~10 & 255), [x & -x for x in (12, 7, 8)], f'{3735928559:032b}', (1 << 64) - 1 ^ 255)
print(int.from_bytes(b'\xff\xfe', 'big', signed=True))
print((-300).to_bytes(2, 'little', signed=True), -17 >> 2, -17 // 4, -17 % 4, 0.5.hex())
print(float.fromhex('0x1p-3'), 0.1.as_integer_ratio(), 3.0.is_integer(), 1e+308 * 10)
print(-1e+308 * 10, float('nan') == float('nan'), 10 ** 18 * 10 ** 18 // 7, hash(2 ** 61))
print(hash(1.5), hash((1, 2)), 2 ** 100 % 97, int(1e+20), str(2 ** 200)[-5:], 7 .__add__(1))
print(True + True)
gen = (x ** 2 for x in range(3))
print(next(gen), list(gen), list(gen))
del vm
