"""A discrete event simulation: processes are generators that say how long they wait."""


class Simulator:
    def __init__(self):
        self.now = 0
        self.queue = []
        self.serial = 0
        self.trace = []

    def schedule(self, delay, process, value=None):
        self.serial += 1
        entry = (self.now + delay, self.serial, process, value)
        low, high = 0, len(self.queue)
        while low < high:
            middle = (low + high) // 2
            if self.queue[middle][:2] > entry[:2]:
                low = middle + 1
            else:
                high = middle
        self.queue.insert(low, entry)

    def log(self, *parts):
        self.trace.append("%5d  %s" % (self.now, " ".join(str(p) for p in parts)))

    def run(self, until):
        while self.queue and self.queue[-1][0] <= until:
            self.now, _, process, value = self.queue.pop()
            self.resume(process, value)
        self.now = until

    def resume(self, process, value):
        try:
            request = process.send(value)
        except StopIteration as e:
            if e.value is not None:
                self.log("process returned", e.value)
            return
        if isinstance(request, int):
            self.schedule(request, process)
        else:
            request.wait(process)


class Resource:
    def __init__(self, sim, name, slots):
        self.sim, self.name, self.slots = sim, name, slots
        self.waiting = []
        self.used = 0
        self.peak = 0

    def acquire(self):
        return Acquire(self)

    def release(self):
        if self.waiting:
            self.sim.schedule(0, self.waiting.pop(0), "after waiting")
        else:
            self.used -= 1


class Acquire:
    def __init__(self, resource):
        self.resource = resource

    def wait(self, process):
        r = self.resource
        if r.used < r.slots:
            r.used += 1
            r.sim.schedule(0, process, "at once")
        else:
            r.waiting.append(process)
            r.peak = max(r.peak, len(r.waiting))


class Store:
    def __init__(self, sim):
        self.sim, self.items, self.getters = sim, [], []

    def put(self, item):
        if self.getters:
            self.sim.schedule(0, self.getters.pop(0), item)
        else:
            self.items.append(item)

    def wait(self, process):
        if self.items:
            self.sim.schedule(0, process, self.items.pop(0))
        else:
            self.getters.append(process)


class Noise:
    def __init__(self, seed):
        self.state = seed

    def between(self, low, high):
        self.state = (self.state * 16807) % 2147483647
        return low + self.state % (high - low + 1)


def customer(sim, number, tills, noise, done):
    arrived = sim.now
    sim.log("customer", number, "arrives")
    how = yield tills.acquire()
    sim.log("customer", number, "is served", how)
    try:
        yield noise.between(5, 12)
    finally:
        tills.release()
    sim.log("customer", number, "leaves")
    done.put((number, sim.now - arrived))
    return None


def source(sim, count, tills, noise, done):
    for number in range(1, count + 1):
        yield noise.between(1, 6)
        sim.schedule(0, customer(sim, number, tills, noise, done))
    return "all %d customers came" % count


def statistician(sim, done, results):
    while True:
        number, time = yield done
        results[number] = time
        if len(results) % 5 == 0:
            sim.log("mean so far %.2f" % (sum(results.values()) / len(results)))


def clock(sim, period):
    ticks = 0
    try:
        while True:
            yield period
            ticks += 1
            sim.log("tick", ticks)
    finally:
        sim.log("clock stopped after", ticks)


sim = Simulator()
noise = Noise(2024)
tills = Resource(sim, "tills", 2)
done = Store(sim)
results = {}
tick = clock(sim, 25)
sim.schedule(0, source(sim, 12, tills, noise, done))
sim.schedule(0, statistician(sim, done, results))
sim.schedule(0, tick)
sim.run(100)
tick.close()
print("\n".join(sim.trace))
print(results, tills.peak, tills.used, max(results.values()), len(sim.queue))


def ping_pong(n):
    left, right = [], []

    def player(name, mine, other):
        while True:
            ball = yield
            if ball is None:
                continue
            mine.append((name, ball))
            if ball >= n:
                return mine
            other.append(ball + 1)
    return player


def scheduler(tasks):
    rounds = 0
    while tasks:
        rounds += 1
        for task in tasks[:]:
            try:
                next(task)
            except StopIteration:
                tasks.remove(task)
    return rounds


def worker(name, n, out):
    for i in range(n):
        out.append(name + str(i))
        yield


out = []
print(scheduler([worker("a", 3, out), worker("b", 1, out), worker("c", 4, out)]), out)
