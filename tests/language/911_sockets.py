# Sockets and waiting for them: pairs, TCP and UDP on this host, timeouts, errors, select.
import os
import select
import socket


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except (OSError, TypeError, ValueError, OverflowError) as error:
        print(f"{type(error).__name__}: {error}")


first, second = socket.socketpair()
first.sendall(b"x" * 100)
print(len(second.recv(1000)), first.family, first.type, first.proto)
first.settimeout(0.001)
attempt(first.recv, 1)
first.setblocking(False)
attempt(first.recv, 1)
print(first.gettimeout(), second.gettimeout(), first.getblocking())
room = bytearray(5)
second.send(b"hey")
print(first.recv_into(room), room)
second.close()
print(first.recv(10))
attempt(first.send, b"nobody")
first.close()
attempt(first.send, b"closed")
print(first)

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
served, address = server.accept()
print(address == client.getsockname(), served.getpeername() == address)
stream = client.makefile("rw")
stream.write("line\n")
stream.flush()
print(served.recv(10))
served.sendall(b"one\ntwo\n")
served.shutdown(socket.SHUT_WR)
print(list(stream))
for each in stream, client, served, server:
    each.close()

with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as two:
    one.bind(("127.0.0.1", 0))
    print(two.sendto(b"datagram", one.getsockname()), one.recvfrom(20)[0])
    attempt(one.bind, "x")
    attempt(one.connect, ("127.0.0.1", 99999))
    attempt(one.connect, ("127.0.0.1",))
attempt(socket.create_connection, ("127.0.0.1", 1))
attempt(socket.socket().settimeout, -1)
attempt(socket.inet_aton, "1.2.3.x")
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
print(socket.inet_aton("1.2.3.4"), socket.inet_ntoa(b"\1\2\3\4"), socket.htons(1))
print(socket.inet_ntop(socket.AF_INET6, socket.inet_pton(socket.AF_INET6, "::1")))
print(issubclass(socket.gaierror, OSError), socket.timeout is TimeoutError)

reading, writing = os.pipe()
print(select.select([reading], [writing], [], 0) == ([], [writing], []))
os.write(writing, b"x")
print(select.select([reading], [], []) == ([reading], [], []))
poll = select.poll()
poll.register(reading, select.POLLIN)
print(poll.poll() == [(reading, select.POLLIN)])
poll.unregister(reading)
print(poll.poll(1))
with select.epoll() as epoll:
    epoll.register(reading, select.EPOLLIN)
    print(epoll.poll(1) == [(reading, select.EPOLLIN)], epoll.closed)
attempt(epoll.poll)
attempt(select.select, ["x"], [], [])
