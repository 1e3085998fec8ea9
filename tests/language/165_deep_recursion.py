# Recursion near the limit, in every kind of call, many times over.
import sys
sys.setrecursionlimit(3000)
def direct(n):
    return n if n == 0 else 1 + direct(n - 1)
class C:
    def method(self, n):
        return 0 if n == 0 else 1 + self.method(n - 1)
    def __call__(self, n):
        return 0 if n == 0 else 1 + self(n - 1)
    @staticmethod
    def static(n):
        return 0 if n == 0 else 1 + C.static(n - 1)
    @property
    def prop(self):
        return 1
def star(n, *args, **kwargs):
    return len(args) if n == 0 else star(n - 1, *args, **kwargs)
def closure():
    def f(n):
        return 0 if n == 0 else 1 + f(n - 1)
    return f
def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))
for _ in range(3):
    print(direct(2500), C().method(2500), C.static(2500), closure()(2500), star(2000, 1, 2, k=3))
print(C()(500), ackermann(2, 50))
def hanoi(n, a, b, c):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(12, 'a', 'b', 'c'))
def count_calls(n):
    global calls
    calls += 1
    if n > 1:
        count_calls(n - 1)
        count_calls(n - 2)
calls = 0
count_calls(15)
print(calls)
def gen(n):
    yield n
    if n:
        for x in gen(n - 1):
            yield x
print(sum(gen(100)))
def finally_depth(n):
    try:
        if n == 0:
            raise ValueError('bottom')
        finally_depth(n - 1)
    finally:
        log.append(n)
log = []
try:
    finally_depth(1000)
except ValueError as e:
    print(e, len(log), log[0], log[-1])
