"""Every method of every type the machine brings, called with odd values: whatever is raised is right, a death is not.

    BUILD odd_calls.py list                 the numbers and names of all types and functions, one a line
    BUILD odd_calls.py NUMBER [SEED]        all calls of one of them; what is about to be called stands in the
                                            file that ODD_LOG names, so that a death has a name

With ODD_ENDLESS=1 there are values without end among them: for a build whose memory is limited. crash.py runs all of
them, each in a process of its own."""
import gc
import os
import random
import sys
import weakref

MODULES = """builtins _io _thread _weakref _collections _functools itertools _operator math cmath _random _struct array
    binascii zlib _sre _json _codecs unicodedata marshal types _ast ast _heapq _bisect _abc _string _stat errno
    time _contextvars _asyncio _csv _decimal _pickle _datetime _hashlib _md5 _sha1 _sha256 _sha512 _sha3 _blake2
    select _socket _queue _signal _locale _opcode _symtable _warnings _typing atexit sys gc collections
    functools contextvars io enum dataclasses decimal fractions datetime re json string weakref copy threading
    queue""".split()
# What ends the process, waits for ever, changes what all else needs, or touches files of the system.
NOT = set("""_exit exit quit input breakpoint help abort fork forkpty kill pause sleep sigwait sigwaitinfo raise_signal
    pthread_kill alarm setitimer interrupt_main setrecursionlimit freeze set_debug setswitchinterval copyright
    credits license settrace setprofile set_wakeup_fd siginterrupt set_threshold _run_exitfuncs _shutdown
    acquire acquire_lock wait get put join select accept _wait_for_tstate_lock wait_for connect gethostbyname
    getaddrinfo gethostbyaddr gethostbyname_ex getnameinfo connect_ex sethostname close stack_size settimeout
    setdefaulttimeout _at_fork_reinit disable open FileIO open_code start_new_thread start_new _start_new_thread
    Thread Timer _DummyThread _MainThread bind listen recv recvfrom recv_into recvfrom_into setuid exec eval
    __import__ compile""".split())


class Raises:
    """Every special method raises."""


class Lies:
    """Special methods that answer what nobody expects."""
    def __len__(self): return -1
    def __index__(self): return 10**30
    def __hash__(self): return 3
    def __eq__(self, other): return NotImplemented
    def __lt__(self, other): return "maybe"
    def __iter__(self): return self
    def __next__(self): raise RuntimeError("no next")
    def __getitem__(self, key): return self
    def __bool__(self): return True
    def __fspath__(self): return 3
    def __length_hint__(self): return 10**17
    def __int__(self): return "3"
    def __float__(self): return 3
    def __str__(self): return 3
    def __repr__(self): return None
    def __getattr__(self, name): return 3


def _raising(name):
    def method(self, *rest): raise LookupError(name)
    return method


for _name in """len index hash eq lt iter next getitem bool fspath length_hint int float str contains call enter get set delete add
        radd getattr setattr format reduce_ex instancecheck subclasshook""".split():
    setattr(Raises, f"__{_name}__", _raising(_name))


class Meddler:
    """Each special method empties what it was given to look at, and collects."""
    def __init__(self, victims): self.victims = victims
    def meddle(self):
        for victim in self.victims:
            try: victim.clear()
            except Exception: pass
        gc.collect()
        return 1
    def __len__(self): return self.meddle()
    def __index__(self): return self.meddle()
    def __hash__(self): return self.meddle()
    def __eq__(self, other): self.meddle(); return False
    def __lt__(self, other): self.meddle(); return True
    def __iter__(self): self.meddle(); return iter([1, self, 3])
    def __bool__(self): self.meddle(); return True
    def __call__(self, *rest): self.meddle(); return rest[0] if rest else None
    def __getitem__(self, key):
        self.meddle()
        if isinstance(key, int) and key > 5: raise IndexError
        return key
    def __contains__(self, key): return bool(self.meddle())
    def __str__(self): self.meddle(); return "meddled"
    __repr__ = __str__
    def __fspath__(self): return str(self)
    def keys(self): self.meddle(); return ["a", "b"]
    def read(self, *rest): self.meddle(); return b"ab"
    def readinto(self, room): self.meddle(); return 10**6
    def write(self, data): self.meddle(); return -5
    def __del__(self): kept.append(self); del kept[:-3]


kept = []
class SubInt(int): pass
class SubText(str):
    def __hash__(self): return 5
    def __eq__(self, other): return True
class SubList(list):
    def __iter__(self): self.clear(); return iter([self])
    def __len__(self): return 10
class SubDict(dict):
    def __missing__(self, key): self.clear(); return key
    def keys(self): self.clear(); return iter("ab")
    def items(self): return [1, 2]
class SubBytes(bytes):
    def __bytes__(self): return "x"


def plain(*args, **names): return args[0] if args else None
def inner(): yield 1
async def waiting(): yield 1
async def coroutine(): return 1
def running():
    try: yield holder[0].send(None)
    except Exception as error: yield error


holder = [None]


def walkers():
    """Iterators whose containers have shrunk, that are at their end, or that ask themselves."""
    shrunk, changed = [1, 2, 3, 4], {1: 1, 2: 2}
    items, keys, spent, asking, made = iter(shrunk), iter(changed), inner(), running(), coroutine()
    next(items), next(keys), list(spent)
    shrunk.clear(), changed.clear()
    holder[0] = asking
    made.close()
    return [items, keys, spent, asking, made, map(plain, [1]), zip("ab", [1]), enumerate("ab"), reversed([1, 2]),
            filter(None, [0, 1])]


def endless(meddler):
    return [2**31, range(10**20)] if os.environ.get("ODD_ENDLESS") else [2**16, iter(meddler.__len__, 1)]


def values():
    """Odd values, new ones each time: what has been damaged is not used for long."""
    array, cycle = bytearray(b"abcdef"), [1]
    cycle.append(cycle)
    victims = [[1, 2, 3] * 5, {1: 2, "a": "b"}, {1, 2, 3}, bytearray(b"xyz" * 30)]
    meddler = Meddler(victims)
    return [0, 1, -1, 2, 3, 5, -7, 100, 10**30, -10**30, 2**63 - 1, -2**63, 2**64, True, None, NotImplemented, ...,
            0.0, -0.0, float("inf"), float("nan"), 1e308, 1j, "", "a", "abc", "\udc80", "\0", "é", "日本",
            "\U0010ffff", "%s%d", "{0.a[b]}", "x" * 3000, b"", b"abc", b"\xff\0", array, memoryview(array),
            memoryview(b"abcd").cast("H"), [], *victims, (), (1,), (1, 2, 3), cycle, {}, set(), frozenset(),
            frozenset([1]), range(0), range(-3, 40, 7), slice(None), slice(10**30, -1, -10**30), slice(1, 2, 0),
            *walkers(), meddler, Raises(), Lies(), SubInt(7), SubText("sub"), SubList([1, 2]), SubDict(a=1),
            SubBytes(b"q"), int, type, object, Meddler, Raises, plain, len, "".join, [].append, int.__add__,
            str.__dict__, property(plain), staticmethod(plain), classmethod(plain), super(SubInt, SubInt(3)),
            ValueError("v"), ValueError, BaseExceptionGroup("g", [ValueError(1)]), plain.__code__, sys,
            weakref.ref(meddler), weakref.proxy(plain), *endless(meddler), object(), sys._getframe(),
            {"a": 1}.keys(), {1: 2}.items(), bytearray(b""), [[]], [("a", 1)], "utf-8", "latin-1", "strict",
            "ignore", "rb", "w", "__class__", "__dict__"]


def everything():
    """Name and thing, for all types and functions, each once."""
    seen, found = set(), []
    def note(name, thing):
        if id(thing) not in seen and callable(thing) and name.rsplit(".", 1)[-1] not in NOT:
            seen.add(id(thing))
            found.append((name, thing))
    for value in values() + [inner(), waiting(), plain.__code__.co_lines(), type.__dict__["__mro__"],
                             object.__init__, object().__str__, {}.values(), int.__dict__["real"], iter({}.items()),
                             reversed({}), iter({}.values()), iter(set()), iter("é"), iter("a"), iter(()),
                             iter(b""), iter(bytearray()), reversed(()), iter(range(3)), iter(range(10**30)),
                             iter(memoryview(b"a")), sys.flags, sys.implementation,
                             type(plain).__dict__["__code__"], type(plain).__dict__["__globals__"], list[int],
                             int | str]:
        note(type(value).__name__, type(value))
    for name in MODULES:
        try: module = __import__(name)
        except ImportError: continue
        for word in sorted(dir(module)): note(f"{name}.{word}", getattr(module, word, None))
    return found


class Caller:
    def __init__(self, name, thing, seed, log):
        self.name, self.thing, self.log = name, thing, log
        self.random = random.Random(f"{name} {seed}")
        self.pool = values()

    def draw(self):
        if self.random.random() < 0.02: self.pool = values()
        return self.random.choice(self.pool)

    def arguments(self):
        return [self.draw() for _ in range(self.random.choice((0, 1, 1, 1, 2, 2, 3, 4)))]

    def attempt(self, text, function, *given, **named):
        """One call, its outcome, be it an exception; the log names it before it is made."""
        self.log.seek(0)
        self.log.write((text + "\n").encode("utf-8", "replace")[:1000].ljust(1000))
        try:
            result = function(*given, **named)
            if not isinstance(result, type) and hasattr(type(result), "__next__"):
                for _ in range(20): next(result)
            return result
        except BaseException as error:
            return error

    def go(self, text, function, given):
        named = {}
        if self.random.random() < 0.06:
            named[self.random.choice("key sep end file encoding errors start stop default base x\udc80 self maxsplit name context".split())] = self.draw()
        words = [*map(shown, given), *(f"{name!a}={shown(value)}" for name, value in named.items())]
        self.attempt(f"{text}({', '.join(words)})", function, *given, **named)

    def makers(self):
        """The ways there are to an instance."""
        kind, draw = self.thing, self.draw
        found = [lambda: kind.__new__(kind), lambda: object.__new__(kind), kind, lambda: kind(draw()),
                 lambda: kind(draw(), draw()), lambda: kind(draw(), draw(), draw())]
        known = [value for value in values() if type(value) is kind]
        if known:
            found += [lambda: next(value for value in values() if type(value) is kind)] * 4
        try:
            class Derived(kind):
                def __len__(self): return 4
                def __eq__(self, other): return True
                def __hash__(self): return 1
                def __getattribute__(self, name): return object.__getattribute__(self, name)
            found += [lambda: Derived.__new__(Derived), lambda: Derived(draw()), Derived,
                      lambda: Derived(draw(), draw())]
        except Exception:
            pass
        return found

    def instance(self, makers):
        for _ in range(6):
            made = self.attempt(f"making {self.name}", self.random.choice(makers))
            raised = isinstance(made, BaseException) and made.__traceback__
            if isinstance(made, self.thing) and not raised: return made
        return None

    def unbound(self, name, given):
        self.go(f"unbound {self.name}.{name}", lambda *values, **named: getattr(self.thing, name)(*values, **named), given)

    def method(self, name, made):
        way, text = self.random.random(), f"{self.name}.{name}"
        if way < 0.08: self.attempt(f"set {text}", setattr, made, name, self.draw())
        elif way < 0.1: self.attempt(f"delete {text}", delattr, made, name)
        elif way < 0.13: self.attempt(f"set class, {text}", setattr, made, "__class__",
                                      self.random.choice((SubInt, SubList, SubDict, Raises, type(self.draw()))))
        elif way < 0.2: self.unbound(name, [self.draw(), *self.arguments()])
        else:
            method = self.attempt(f"get {text}", getattr, made, name)
            if callable(method): self.go(text, method, self.arguments())
        for check in (repr, hash, len, iter, bool, lambda value: value == made, gc.get_referents):
            if self.random.random() < 0.12: self.attempt(f"check {text}", check, made)

    def rounds(self, count):
        if not isinstance(self.thing, type):
            for _ in range(count * 12): self.go(self.name, self.thing, self.arguments())
            return
        makers = self.makers()
        names = [name for name in dir(self.thing) if name not in NOT]
        for _ in range(count):
            self.go(self.name, self.thing, self.arguments())
            for name in names:
                made = self.instance(makers)
                if made is not None: self.method(name, made)
                else: self.unbound(name, self.arguments())


def shown(value):
    """A name for the log that calls nothing of the value's own."""
    kind = type(value)
    return ascii(value)[:60] if kind in (int, float, str, bytes, bool, type(None)) else f"<{kind.__name__}>"


def main():
    found = everything()
    if sys.argv[1] == "list":
        for number, (name, thing) in enumerate(found): print(number, name)
        return
    name, thing = found[int(sys.argv[1])]
    import warnings
    warnings.simplefilter("ignore")
    sys.stdout = sys.stderr = open(os.devnull, "w")
    sys.unraisablehook = plain
    log = open(os.environ.get("ODD_LOG", os.devnull), "wb", buffering=0)
    Caller(name, thing, sys.argv[2] if len(sys.argv) > 2 else "1", log).rounds(int(os.environ.get("ODD_ROUNDS", "6")))


main()
