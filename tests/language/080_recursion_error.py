# Recursion deeper than the limit is an exception that can be caught, again and again.
import sys
def down(n):
    return down(n + 1)
for _ in range(3):
    try:
        down(0)
    except RecursionError as e:
        print(type(e).__name__, e)
print(sys.getrecursionlimit(), issubclass(RecursionError, RuntimeError))
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
def reach():
    try:
        return 1 + reach()
    except RecursionError:
        return 1
print(900 < reach() <= 1000)
sys.setrecursionlimit(5000)
print(depth(4000), sys.getrecursionlimit())
try:
    sys.setrecursionlimit(0)
except ValueError as e:
    print(e)
class C:
    def __getattr__(self, name):
        return self.missing
try:
    C().x
except RecursionError as e:
    print('attribute:', type(e).__name__)
sys.setrecursionlimit(1000)
class R:
    def __repr__(self):
        return repr(self)
try:
    repr(R())
except RecursionError as e:
    print('repr:', type(e).__name__)
class E:
    def __add__(self, other):
        return self + other
try:
    E() + 1
except RecursionError as e:
    print('add:', type(e).__name__)
def ping(n): return pong(n)
def pong(n): return ping(n)
try:
    ping(0)
except RecursionError:
    print('mutual')
print(depth(500))
