"""classes: a simulator of logic circuits adds n pairs of numbers, gate by gate. Small objects,
small methods, inheritance, calls whose target depends on the class."""
import sys
import time

BITS = 16


class Wire:
    def __init__(self):
        self.value = 0
        self.listeners = []

    def get(self):
        return self.value

    def set(self, value, agenda):
        if value != self.value:
            self.value = value
            for gate in self.listeners:
                agenda.add(gate)

    def connect(self, gate):
        self.listeners.append(gate)


class Agenda:
    """The gates whose input changed, each at most once, in the order of their change."""

    def __init__(self):
        self.gates = []
        self.evaluations = 0

    def add(self, gate):
        if not gate.waiting:
            gate.waiting = True
            self.gates.append(gate)

    def run(self):
        while self.gates:
            gates = self.gates
            self.gates = []
            for gate in gates:
                gate.waiting = False
                gate.update(self)
            self.evaluations += len(gates)


class Gate:
    def __init__(self, output):
        self.output = output
        self.waiting = False

    def update(self, agenda):
        self.output.set(self.evaluate(), agenda)


class Inverter(Gate):
    def __init__(self, source, output):
        super().__init__(output)
        self.source = source
        source.connect(self)

    def evaluate(self):
        return 1 - self.source.get()


class BinaryGate(Gate):
    def __init__(self, left, right, output):
        super().__init__(output)
        self.left = left
        self.right = right
        left.connect(self)
        right.connect(self)


class AndGate(BinaryGate):
    def evaluate(self):
        return self.left.get() & self.right.get()


class OrGate(BinaryGate):
    def evaluate(self):
        return self.left.get() | self.right.get()


class Circuit:
    def __init__(self):
        self.agenda = Agenda()
        self.gates = []

    def build(self, kind, *wires):
        gate = kind(*wires)
        self.gates.append(gate)
        self.agenda.add(gate)
        return gate

    def half_adder(self, a, b, total, carry):
        either, not_both = Wire(), Wire()
        self.build(OrGate, a, b, either)
        self.build(AndGate, a, b, carry)
        self.build(Inverter, carry, not_both)
        self.build(AndGate, either, not_both, total)

    def full_adder(self, a, b, carry_in, total, carry_out):
        partial, carry_1, carry_2 = Wire(), Wire(), Wire()
        self.half_adder(b, carry_in, partial, carry_1)
        self.half_adder(a, partial, total, carry_2)
        self.build(OrGate, carry_1, carry_2, carry_out)


class Adder(Circuit):
    """A ripple-carry adder: the carry of each digit is an input of the next."""

    def __init__(self, bits):
        super().__init__()
        self.a = [Wire() for _ in range(bits)]
        self.b = [Wire() for _ in range(bits)]
        self.total = [Wire() for _ in range(bits + 1)]
        carry = Wire()
        for i in range(bits):
            carry_out = Wire() if i + 1 < bits else self.total[bits]
            self.full_adder(self.a[i], self.b[i], carry, self.total[i], carry_out)
            carry = carry_out
        self.agenda.run()

    def put(self, wires, number):
        for i, wire in enumerate(wires):
            wire.set(number >> i & 1, self.agenda)

    def add(self, a, b):
        self.put(self.a, a)
        self.put(self.b, b)
        self.agenda.run()
        total = 0
        for wire in reversed(self.total):
            total = total * 2 + wire.get()
        return total


class Random:
    """A linear congruential generator: the same numbers on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state * 1664525 + 1013904223) % 4294967296
        return (self.state >> 10) % limit


def run(size):
    random = Random(11)
    adder = Adder(BITS)
    sums = []
    for _ in range(size):
        a = random.below(1 << BITS)
        b = random.below(1 << BITS)
        sums.append((a, b, adder.add(a, b)))
    return sums, adder.agenda.evaluations


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2700
    if size < 1:
        sys.exit('classes: the size must be at least 1')
    run(2)
    start = time.perf_counter_ns()
    sums, evaluations = run(size)
    elapsed = time.perf_counter_ns() - start
    for a, b, total in sums:
        if a + b != total:
            sys.exit('classes: %d + %d came out as %d' % (a, b, total))
    print('%d sums, the last %d + %d = %d' % ((size,) + sums[-1]))
    print('%d gate evaluations' % evaluations)
    print('seconds: %.9f' % (elapsed / 1e9), file=sys.stderr)


main()
