"""Linked lists, stacks, queues, binary search trees with deletion, tries, a skip-free ordered map."""


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


class LinkedList:
    def __init__(self, values=()):
        self.head = None
        self.size = 0
        for v in reversed(list(values)):
            self.push(v)

    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1

    def pop(self):
        if self.head is None:
            raise IndexError("pop from an empty list")
        node = self.head
        self.head = node.next
        self.size -= 1
        return node.value

    def __iter__(self):
        node = self.head
        while node:
            yield node.value
            node = node.next

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        if index < 0:
            index += self.size
        for i, v in enumerate(self):
            if i == index:
                return v
        raise IndexError("index %d of %d" % (index, self.size))

    def __repr__(self):
        return " -> ".join(map(repr, self)) or "(empty)"

    def reverse(self):
        previous, node = None, self.head
        while node:
            node.next, previous, node = previous, node, node.next
        self.head = previous
        return self

    def insert_sorted(self, value):
        if self.head is None or value < self.head.value:
            self.push(value)
            return
        node = self.head
        while node.next and node.next.value < value:
            node = node.next
        node.next = Node(value, node.next)
        self.size += 1

    def remove_if(self, predicate):
        anchor = Node(None, self.head)
        node = anchor
        while node.next:
            if predicate(node.next.value):
                node.next = node.next.next
                self.size -= 1
            else:
                node = node.next
        self.head = anchor.next

    def sort(self):
        self.head = merge_sort(self.head, self.size)


def merge_sort(head, n):
    if n < 2:
        if head:
            head = Node(head.value)
        return head
    half = n // 2
    middle = head
    for _ in range(half):
        middle = middle.next
    a, b = merge_sort(head, half), merge_sort(middle, n - half)
    anchor = tail = Node(None)
    while a and b:
        if b.value < a.value:
            tail.next, b = b, b.next
        else:
            tail.next, a = a, a.next
        tail = tail.next
    tail.next = a or b
    return anchor.next


class TreeMap:
    class _Node:
        def __init__(self, key, value):
            self.key, self.value = key, value
            self.left = self.right = None

    def __init__(self):
        self.root = None
        self.count = 0

    def __setitem__(self, key, value):
        def insert(node):
            if node is None:
                self.count += 1
                return TreeMap._Node(key, value)
            if key < node.key:
                node.left = insert(node.left)
            elif node.key < key:
                node.right = insert(node.right)
            else:
                node.value = value
            return node
        self.root = insert(self.root)

    def __getitem__(self, key):
        node = self.root
        while node:
            if key == node.key:
                return node.value
            node = node.left if key < node.key else node.right
        raise KeyError(key)

    def __delitem__(self, key):
        def remove(node, key):
            if node is None:
                raise KeyError(key)
            if key < node.key:
                node.left = remove(node.left, key)
            elif key > node.key:
                node.right = remove(node.right, key)
            elif node.left and node.right:
                least = node.right
                while least.left:
                    least = least.left
                node.key, node.value = least.key, least.value
                node.right = remove(node.right, least.key)
            else:
                return node.left or node.right
            return node
        self.root = remove(self.root, key)
        self.count -= 1

    def __len__(self):
        return self.count

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def items(self, low=None, high=None):
        def walk(node):
            if node:
                if low is None or low < node.key:
                    yield from walk(node.left)
                if (low is None or low <= node.key) and (high is None or node.key < high):
                    yield node.key, node.value
                if high is None or node.key < high:
                    yield from walk(node.right)
        return walk(self.root)

    def height(self):
        def h(node):
            return 0 if node is None else 1 + max(h(node.left), h(node.right))
        return h(self.root)


class Trie:
    def __init__(self):
        self.children = {}
        self.word = False

    def add(self, word):
        node = self
        for c in word:
            node = node.children.setdefault(c, Trie())
        node.word = True

    def find(self, prefix):
        node = self
        for c in prefix:
            if c not in node.children:
                return
            node = node.children[c]
        yield from node.all(prefix)

    def all(self, prefix):
        if self.word:
            yield prefix
        for c in sorted(self.children):
            yield from self.children[c].all(prefix + c)


l = LinkedList([3, 1, 2])
print(l, len(l), l[0], l[-1], l.pop(), l, list(l.reverse()), 2 in l, sum(l), LinkedList())
for v in (5, 0, 2, 9, 3):
    l.insert_sorted(v)
print(l, len(l))
l.sort()
print(l)
l.remove_if(lambda v: v % 2)
print(l, len(l), max(l))
big = LinkedList((i * 7919) % 1009 for i in range(1000))
big.sort()
print(list(big)[:5], list(big)[-3:], list(big) == sorted((i * 7919) % 1009 for i in range(1000)))
for f in (lambda: LinkedList().pop(), lambda: l[10]):
    try:
        f()
    except IndexError as e:
        print(e)
t = TreeMap()
for w in "the quick brown fox jumps over the lazy dog and runs away from the bear".split():
    t[w] = t[w] + 1 if w in t else 1
print(len(t), list(t.items()), t.height(), list(t.items("c", "g")))
for w in ("the", "brown", "away"):
    del t[w]
print(len(t), [k for k, _ in t.items()], "the" in t, "dog" in t)
for f in (lambda: t["cat"], lambda: t.__delitem__("cat")):
    try:
        f()
    except KeyError as e:
        print("KeyError", e)
numbers = TreeMap()
for i in range(500):
    numbers[i * 7919 % 1013] = i
for i in range(0, 500, 3):
    del numbers[i * 7919 % 1013]
print(len(numbers), numbers.height(), sum(k for k, _ in numbers.items()), [k for k, _ in numbers.items(100, 120)])
trie = Trie()
for w in ("car", "card", "care", "cat", "dog", "do", ""):
    trie.add(w)
print(list(trie.find("car")), list(trie.find("d")), list(trie.find("x")), list(trie.find("")))
