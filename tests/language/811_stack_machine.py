"""A small virtual machine: an assembler, an interpreter with functions and memory, and programs for it."""


class MachineError(Exception):
    pass


OPERATIONS = {}


def operation(name):
    def register(function):
        OPERATIONS[name] = function
        return function
    return register


class Machine:
    def __init__(self, code, trace=False):
        self.code = code
        self.stack = []
        self.calls = []
        self.memory = {}
        self.pc = 0
        self.output = []
        self.steps = 0
        self.trace = trace
        self.running = True

    def pop(self):
        if not self.stack:
            raise MachineError("stack underflow at %d" % (self.pc - 1))
        return self.stack.pop()

    def push(self, *values):
        self.stack.extend(values)

    def run(self, limit=100000):
        while self.running:
            if not 0 <= self.pc < len(self.code):
                raise MachineError("pc out of range: %d" % self.pc)
            name, argument = self.code[self.pc]
            if self.trace:
                print("%3d %-6s %-5s %s" % (self.pc, name, "" if argument is None else argument, self.stack))
            self.pc += 1
            self.steps += 1
            if self.steps > limit:
                raise MachineError("more than %d steps" % limit)
            OPERATIONS[name](self, argument)
        return self.output


@operation("push")
def op_push(m, a):
    m.push(a)


@operation("pop")
def op_pop(m, a):
    m.pop()


@operation("dup")
def op_dup(m, a):
    m.push(m.stack[-1] if m.stack else m.pop())


@operation("swap")
def op_swap(m, a):
    y, x = m.pop(), m.pop()
    m.push(y, x)


@operation("over")
def op_over(m, a):
    y, x = m.pop(), m.pop()
    m.push(x, y, x)


def binary(name, function):
    def run(m, a):
        y, x = m.pop(), m.pop()
        try:
            m.push(function(x, y))
        except ZeroDivisionError:
            raise MachineError("division by zero") from None
    OPERATIONS[name] = run


for name, function in {"add": lambda x, y: x + y, "sub": lambda x, y: x - y, "mul": lambda x, y: x * y,
                       "div": lambda x, y: x // y, "mod": lambda x, y: x % y, "lt": lambda x, y: int(x < y),
                       "eq": lambda x, y: int(x == y)}.items():
    binary(name, function)


@operation("jmp")
def op_jmp(m, a):
    m.pc = a


@operation("jz")
def op_jz(m, a):
    if m.pop() == 0:
        m.pc = a


@operation("call")
def op_call(m, a):
    m.calls.append(m.pc)
    if len(m.calls) > 500:
        raise MachineError("call stack overflow")
    m.pc = a


@operation("ret")
def op_ret(m, a):
    if not m.calls:
        raise MachineError("ret without call")
    m.pc = m.calls.pop()


@operation("load")
def op_load(m, a):
    m.push(m.memory.get(a, 0))


@operation("store")
def op_store(m, a):
    m.memory[a] = m.pop()


@operation("print")
def op_print(m, a):
    m.output.append(m.pop())


@operation("halt")
def op_halt(m, a):
    m.running = False


def assemble(source):
    labels, lines = {}, []
    for number, line in enumerate(source.strip().splitlines(), 1):
        line = line.split(";")[0].strip()
        if line.endswith(":"):
            if line[:-1] in labels:
                raise MachineError("line %d: label %s again" % (number, line[:-1]))
            labels[line[:-1]] = len(lines)
        elif line:
            lines.append((number, line.split()))
    code = []
    for number, (name, *rest) in lines:
        if name not in OPERATIONS:
            raise MachineError("line %d: no operation %s" % (number, name))
        argument = None
        if rest:
            word = rest[0]
            if word.lstrip("-").isdigit():
                argument = int(word)
            else:
                argument = labels.get(word, word)
        code.append((name, argument))
    return code


PROGRAMS = {
    "factorial": "push 20\ncall fact\nprint\nhalt\nfact:\ndup\npush 2\nlt\njz more\npop\npush 1\nret\nmore:\ndup\npush 1\nsub\ncall fact\nmul\nret",
    "primes": "push 2\nstore n\nnext:\nload n\npush 50\nlt\njz end\npush 2\nstore d\ntry:\nload d\nload d\nmul\nload n\nswap\nlt\njz check\nload n\nprint\njmp step\ncheck:\nload n\nload d\nmod\njz step\nload d\npush 1\nadd\nstore d\njmp try\nstep:\nload n\npush 1\nadd\nstore n\njmp next\nend:\nhalt",
    "fibonacci": "push 0\npush 1\npush 30\nstore i\nloop:\nload i\njz done\nover\nprint\nswap\nover\nadd\nload i\npush 1\nsub\nstore i\njmp loop\ndone:\nhalt",
    "gcd": "push 1071\npush 462\nloop:\ndup\njz done\nswap\nover\nmod\njmp loop\ndone:\npop\nprint\nhalt",
    "underflow": "push 1\nadd\nhalt",
    "endless": "loop:\njmp loop",
    "zero": "push 1\npush 0\ndiv\nhalt",
    "deep": "f:\ncall f",
    "falls off": "push 1",
    "unknown": "push 1\nfrobnicate",
    "twice": "a:\nhalt\na:\nhalt",
}
for name, source in PROGRAMS.items():
    try:
        machine = Machine(assemble(source))
        print("%-10s %s (%d steps)" % (name, machine.run(), machine.steps))
    except MachineError as e:
        print("%-10s error: %s" % (name, e))
Machine(assemble("push 6 ; six\npush 7\nmul\ndup\nprint\njz 0\nhalt"), trace=True).run()
print(len(OPERATIONS), sorted(OPERATIONS)[:5])
