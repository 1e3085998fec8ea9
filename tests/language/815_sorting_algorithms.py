"""Sorting algorithms by hand, checked against sorted, with counted comparisons."""


class Counted:
    comparisons = 0

    def __init__(self, key, tag=0):
        self.key, self.tag = key, tag

    def __lt__(self, other):
        Counted.comparisons += 1
        return self.key < other.key

    def __repr__(self):
        return "%s%s" % (self.key, chr(97 + self.tag))


def bubble(a):
    n = len(a)
    while True:
        swapped = False
        for i in range(1, n):
            if a[i] < a[i - 1]:
                a[i - 1], a[i] = a[i], a[i - 1]
                swapped = True
        if not swapped:
            return a
        n -= 1


def insertion(a):
    for i in range(1, len(a)):
        x = a[i]
        j = i
        while j > 0 and x < a[j - 1]:
            a[j] = a[j - 1]
            j -= 1
        a[j] = x
    return a


def selection(a):
    for i in range(len(a)):
        m = i
        for j in range(i + 1, len(a)):
            if a[j] < a[m]:
                m = j
        a[i], a[m] = a[m], a[i]
    return a


def shell(a):
    gap = len(a) // 2
    while gap:
        for i in range(gap, len(a)):
            x, j = a[i], i
            while j >= gap and x < a[j - gap]:
                a[j] = a[j - gap]
                j -= gap
            a[j] = x
        gap //= 2
    return a


def merge(a):
    if len(a) < 2:
        return a
    m = len(a) // 2
    left, right = merge(a[:m]), merge(a[m:])
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            out.append(right[j])
            j += 1
        else:
            out.append(left[i])
            i += 1
    return out + left[i:] + right[j:]


def quick(a):
    def sort(low, high):
        while low < high:
            pivot = a[(low + high) // 2]
            i, j = low, high
            while i <= j:
                while a[i] < pivot:
                    i += 1
                while pivot < a[j]:
                    j -= 1
                if i <= j:
                    a[i], a[j] = a[j], a[i]
                    i += 1
                    j -= 1
            sort(low, j)
            low = i
    sort(0, len(a) - 1)
    return a


def quick_comprehension(a):
    if len(a) <= 1:
        return a
    pivot, *rest = a
    return quick_comprehension([x for x in rest if x < pivot]) + [pivot] + quick_comprehension([x for x in rest if not x < pivot])


def heap(a):
    def sift(root, end):
        while 2 * root + 1 < end:
            child = 2 * root + 1
            if child + 1 < end and a[child] < a[child + 1]:
                child += 1
            if not a[root] < a[child]:
                return
            a[root], a[child] = a[child], a[root]
            root = child
    for root in reversed(range(len(a) // 2)):
        sift(root, len(a))
    for end in range(len(a) - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift(0, end)
    return a


def counting(a):
    counts = [0] * (max(a, default=0) + 1)
    for x in a:
        counts[x] += 1
    return [x for x, n in enumerate(counts) for _ in range(n)]


def radix(a):
    place = 1
    while a and max(a) >= place:
        buckets = [[] for _ in range(10)]
        for x in a:
            buckets[x // place % 10].append(x)
        a = [x for b in buckets for x in b]
        place *= 10
    return a


def noise(n, seed=42, top=1000):
    out = []
    for _ in range(n):
        seed = (seed * 1664525 + 1013904223) % 2 ** 32
        out.append((seed >> 16) % top)
    return out


ALGORITHMS = [bubble, insertion, selection, shell, merge, quick, quick_comprehension, heap, sorted]
INPUTS = {"random": noise(120), "sorted": list(range(100)), "reversed": list(range(100, 0, -1)), "equal": [7] * 60, "few": noise(100, top=4), "empty": [], "one": [5], "two": [2, 1]}
print("%-20s" % "comparisons", *("%9s" % name for name in INPUTS))
for f in ALGORITHMS:
    row = []
    for values in INPUTS.values():
        Counted.comparisons = 0
        result = f([Counted(v) for v in values])
        assert [c.key for c in result] == sorted(values), f.__name__
        row.append(Counted.comparisons if f is not sorted else "-")
    print("%-20s" % f.__name__, *("%9s" % n for n in row))
for f in (counting, radix):
    print(f.__name__, all(f(v[:]) == sorted(v) for v in INPUTS.values()))
cards = [Counted(k, t) for t, k in enumerate((3, 1, 3, 2, 1, 2, 3))]
for f in ALGORITHMS:
    result = f(cards[:])
    print("%-20s" % f.__name__, result, "stable" if all(a.key < b.key or a.tag < b.tag for a, b in zip(result, result[1:])) else "not stable")
mixed = noise(400, seed=7, top=10 ** 6)
print(merge(mixed) == quick(mixed[:]) == heap(mixed[:]) == radix(mixed) == sorted(mixed), sorted(mixed)[:3], sorted(mixed)[-3:])
print(merge([2.5, -1, 0, 1e300, -1e-300, 3]), quick(list("sorting")), insertion([(2, "b"), (1, "z"), (2, "a")]), heap([[3], [1, 2], [1]]))
try:
    merge([1, "a"])
except TypeError as e:
    print(e)
