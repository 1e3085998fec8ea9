# An event loop by hand: tasks, sleeping, queues, cancelling, gathering.
class deque(list):
    def popleft(self): return self.pop(0)
class Future:
    def __init__(self): self.done, self.value, self.error, self.waiting = False, None, None, []
    def set(self, value=None, error=None):
        self.done, self.value, self.error = True, value, error
        for task in self.waiting: loop.ready.append(task)
    def __await__(self):
        while not self.done:
            self.waiting.append(loop.current)
            yield self
        if self.error: raise self.error
        return self.value
class Cancelled(BaseException): pass
class Task(Future):
    def __init__(self, coroutine):
        super().__init__()
        self.coroutine, self.cancelling = coroutine, False
        loop.ready.append(self)
    def step(self):
        if self.done: return
        try:
            if self.cancelling:
                self.cancelling = False
                self.coroutine.throw(Cancelled())
            else: self.coroutine.send(None)
        except StopIteration as e: self.set(e.value)
        except BaseException as e: self.set(error=e)
    def cancel(self):
        self.cancelling = True
        loop.ready.append(self)
class Loop:
    def __init__(self): self.ready, self.timers, self.now, self.current = deque(), [], 0, None
    def run(self, coroutine):
        main = Task(coroutine)
        while not main.done:
            if not self.ready:
                self.timers.sort(key=lambda t: t[0])
                self.now, future = self.timers.pop(0)
                future.set()
                continue
            self.current = self.ready.popleft()
            self.current.step()
        if main.error: raise main.error
        return main.value
loop = Loop()
def sleep(seconds):
    future = Future()
    loop.timers.append((loop.now + seconds, future))
    return future
async def gather(*coroutines):
    tasks = [Task(c) for c in coroutines]
    return [await t for t in tasks]
class Queue:
    def __init__(self): self.items, self.getters = deque(), deque()
    def put(self, item):
        self.items.append(item)
        if self.getters: self.getters.popleft().set()
    async def get(self):
        while not self.items:
            future = Future(); self.getters.append(future); await future
        return self.items.popleft()
class Timer:
    async def __aenter__(self): self.start = loop.now; return self
    async def __aexit__(self, *error): self.spent = loop.now - self.start; await sleep(0)
async def worker(name, queue, log):
    try:
        while (item := await queue.get()) is not None:
            await sleep(item)
            log.append((loop.now, name, item))
    except Cancelled:
        log.append((loop.now, name, 'cancelled')); raise
    finally:
        log.append((loop.now, name, 'gone'))
async def ticker(step, count):
    for i in range(count):
        await sleep(step)
        yield loop.now
async def main():
    queue, log = Queue(), []
    workers = [Task(worker(n, queue, log)) for n in 'ab']
    for item in (3, 1, 2, 5, None): queue.put(item)
    async with Timer() as timer:
        async for now in ticker(2, 4): log.append((now, 'tick'))
    await sleep(3)
    busy = [w for w in workers if not w.done]
    for w in busy: w.cancel()
    for w in workers:
        try: await w
        except Cancelled: log.append('was cancelled')
    print(*log, sep='\n')
    print('spent', timer.spent, len(busy))
    async def square(n): await sleep(n); return n * n
    print(await gather(*[square(n) for n in (3, 1, 2)]))
    async def fails(): await sleep(1); raise ValueError('task failed')
    try: await gather(square(1), fails(), square(2))
    except ValueError as e: print(repr(e))
    return [x async for x in ticker(1, 3)]
print(loop.run(main()))
