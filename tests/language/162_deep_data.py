# Deeply nested data: built, compared, printed, dropped.
l = []
for i in range(100000):
    l = [l]
depth = 0
while l:
    l = l[0]
    depth += 1
print(depth)
class Node:
    def __init__(self, next):
        self.next = next
head = None
for i in range(100000):
    head = Node(head)
n = 0
while head is not None:
    head = head.next
    n += 1
print(n)
a = b = []
for i in range(50):
    a, b = [a], [b]
print(a == b, str(a)[:5], len(repr(a)))
for make in (lambda: repr(nest(100000)), lambda: nest(100000) == nest(100000), lambda: nest_tuple(100000) < nest_tuple(100000)):
    def nest(n):
        l = []
        for _ in range(n):
            l = [l]
        return l
    def nest_tuple(n):
        t = (1,)
        for _ in range(n):
            t = (t,)
        return t
    try:
        make()
    except RecursionError as e:
        print(type(e).__name__)
