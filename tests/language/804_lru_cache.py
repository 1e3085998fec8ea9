"""Caches: LRU with a linked list, LFU, memoization with statistics."""


class Link:
    __slots_hint__ = ("key", "value", "prev", "next")

    def __init__(self, key=None, value=None):
        self.key = key
        self.value = value
        self.prev = self.next = self


class LRUCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity")
        self.capacity = capacity
        self.links = {}
        self.root = Link()
        self.hits = self.misses = 0

    def _unlink(self, link):
        link.prev.next, link.next.prev = link.next, link.prev

    def _push_front(self, link):
        first = self.root.next
        self.root.next = first.prev = link
        link.prev, link.next = self.root, first

    def get(self, key, default=None):
        link = self.links.get(key)
        if link is None:
            self.misses += 1
            return default
        self.hits += 1
        self._unlink(link)
        self._push_front(link)
        return link.value

    def put(self, key, value):
        link = self.links.get(key)
        if link is not None:
            link.value = value
            self._unlink(link)
        else:
            if len(self.links) >= self.capacity:
                oldest = self.root.prev
                self._unlink(oldest)
                del self.links[oldest.key]
            link = self.links[key] = Link(key, value)
        self._push_front(link)

    def __len__(self):
        return len(self.links)

    def __contains__(self, key):
        return key in self.links

    def __iter__(self):
        link = self.root.next
        while link is not self.root:
            yield link.key
            link = link.next

    def __repr__(self):
        return "LRU(%s)" % ", ".join("%s=%s" % (k, self.links[k].value) for k in self)


class LFUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.values = {}
        self.uses = {}
        self.clock = 0

    def touch(self, key):
        count, _ = self.uses.get(key, (0, 0))
        self.clock += 1
        self.uses[key] = (count + 1, self.clock)

    def get(self, key):
        if key not in self.values:
            raise KeyError(key)
        self.touch(key)
        return self.values[key]

    def put(self, key, value):
        if key not in self.values and len(self.values) >= self.capacity:
            victim = min(self.uses, key=self.uses.get)
            del self.values[victim], self.uses[victim]
        self.values[key] = value
        self.touch(key)


def memoize(cache):
    def decorate(function):
        def wrapper(*args):
            missing = object()
            result = cache.get(args, missing)
            if result is missing:
                result = function(*args)
                cache.put(args, result)
            return result
        wrapper.cache = cache
        wrapper.__name__ = function.__name__
        return wrapper
    return decorate


cache = LRUCache(3)
for step in "put a 1;put b 2;put c 3;get a;put d 4;get b;get c;put c 33;put e 5;get a;get d".split(";"):
    words = step.split()
    if words[0] == "put":
        cache.put(words[1], int(words[2]))
        print("%-10s %r" % (step, cache))
    else:
        print("%-10s %s %r" % (step, cache.get(words[1], "-"), cache))
print(len(cache), "c" in cache, "b" in cache, list(cache), cache.hits, cache.misses)


@memoize(LRUCache(1000))
def binomial(n, k):
    if k == 0 or k == n:
        return 1
    return binomial(n - 1, k - 1) + binomial(n - 1, k)


print(binomial(60, 30), binomial.__name__, binomial.cache.hits, binomial.cache.misses)


@memoize(LRUCache(5))
def collatz(n):
    return 1 if n == 1 else 1 + collatz(n // 2 if n % 2 == 0 else 3 * n + 1)


print([collatz(n) for n in range(1, 30)], len(collatz.cache))
lfu = LFUCache(2)
lfu.put("x", 1)
lfu.put("y", 2)
print(lfu.get("x"), lfu.get("x"), lfu.get("y"))
lfu.put("z", 3)
for key in "xyz":
    try:
        print(key, lfu.get(key), end="; ")
    except KeyError as e:
        print("no", e, end="; ")
print()
state = 12345
trace = []
for _ in range(3000):
    state = (state * 1103515245 + 12345) & 0x7fffffff
    trace.append((state >> 16) % 40 * ((state >> 8) % 3) % 40)
for capacity in (1, 5, 10, 20, 40):
    c = LRUCache(capacity)
    for key in trace:
        if c.get(key) is None:
            c.put(key, True)
    print(capacity, c.hits, c.misses, "%.3f" % (c.hits / len(trace)), len(c))
try:
    LRUCache(0)
except ValueError as e:
    print("bad", e)
