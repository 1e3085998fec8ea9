# asyncio as it comes with the library: tasks, queues, locks, timeouts, groups, and a server.
import asyncio
import os
import signal


async def work(n, d):
    await asyncio.sleep(d)
    return n * n


async def fails():
    await asyncio.sleep(0)
    raise ValueError("bad")


async def agen(n):
    try:
        for i in range(n):
            yield i
            await asyncio.sleep(0)
    finally:
        print("agen closed")


async def main():
    print(await asyncio.gather(*(work(i, 0.001 * (5 - i)) for i in range(5))))
    try:
        await asyncio.wait_for(asyncio.sleep(10), 0.01)
    except TimeoutError as e:
        print("timeout", repr(e))
    q = asyncio.Queue(maxsize=2)
    async def producer():
        for i in range(6):
            await q.put(i)
        await q.put(None)
    async def consumer():
        got = []
        while (item := await q.get()) is not None:
            got.append(item)
        return got
    t = asyncio.create_task(producer(), name="prod")
    print(await consumer(), t.done(), t.get_name())
    await t
    ev = asyncio.Event()
    async def waiter(i):
        await ev.wait()
        return i
    ws = [asyncio.create_task(waiter(i)) for i in range(3)]
    await asyncio.sleep(0)
    ev.set()
    print(await asyncio.gather(*ws))
    t = asyncio.create_task(asyncio.sleep(10))
    await asyncio.sleep(0)
    t.cancel("stop it")
    try:
        await t
    except asyncio.CancelledError as e:
        print("cancelled", e.args, t.cancelled())
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(work(1, 0.001))
            tg.create_task(fails())
            tg.create_task(fails())
    except* ValueError as eg:
        print(eg, [str(e) for e in eg.exceptions])
    async def slow():
        try:
            async with asyncio.timeout(0.005):
                await asyncio.sleep(5)
        except TimeoutError:
            print("timeout block")
    await asyncio.create_task(slow())
    async for x in agen(3):
        print("got", x)
    g = agen(5)
    print(await anext(g))
    await g.aclose()
    r = await asyncio.gather(work(2, 0), fails(), return_exceptions=True)
    print(r)
    lock = asyncio.Lock()
    sem = asyncio.Semaphore(2)
    order = []
    async def locked(i):
        async with sem:
            async with lock:
                order.append(i)
                await asyncio.sleep(0)
    await asyncio.gather(*(locked(i) for i in range(5)))
    print(order)
    tasks = [asyncio.create_task(work(3, 0)), asyncio.create_task(work(4, 1))]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending), done.pop().result())
    for p in pending:
        p.cancel()
    for c in asyncio.as_completed([work(1, .003), work(2, .001)]):
        print(await c)
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    loop.call_later(0.001, fut.set_result, "later")
    print(await fut)
    try:
        await asyncio.shield(fails())
    except ValueError as e:
        print("shield", e)
    async def handle(reader, writer):
        line = await reader.readline()
        writer.write(line.upper())
        await writer.drain()
        writer.close()
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    r, w = await asyncio.open_connection("127.0.0.1", port)
    w.write(b"hello\n")
    print(await r.read())
    w.close()
    server.close()
    await server.wait_closed()
    print(asyncio.current_task().get_name(), len(asyncio.all_tasks()))


asyncio.run(main())


async def interrupted():
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, came.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await came.wait()
    loop.remove_signal_handler(signal.SIGUSR1)
    loop.call_soon(os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(3)
    finally:
        print("cleaning up")


try:
    asyncio.run(interrupted())
except KeyboardInterrupt:
    print("KeyboardInterrupt")
raise asyncio.CancelledError("the end")
