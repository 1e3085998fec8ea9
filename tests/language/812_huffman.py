"""Huffman coding: building the tree, encoding, decoding, canonical codes."""


class Leaf:
    def __init__(self, symbol, weight):
        self.symbol, self.weight = symbol, weight

    def codes(self, prefix=""):
        yield self.symbol, prefix or "0"

    def depth(self):
        return 0


class Inner:
    def __init__(self, left, right):
        self.left, self.right = left, right
        self.weight = left.weight + right.weight

    def codes(self, prefix=""):
        yield from self.left.codes(prefix + "0")
        yield from self.right.codes(prefix + "1")

    def depth(self):
        return 1 + max(self.left.depth(), self.right.depth())


def build(weights):
    nodes = sorted(((w, i, Leaf(s, w)) for i, (s, w) in enumerate(sorted(weights.items()))), reverse=True)
    serial = len(nodes)
    while len(nodes) > 1:
        a, b = nodes.pop(), nodes.pop()
        node = Inner(a[2], b[2])
        nodes.append((node.weight, serial, node))
        serial += 1
        nodes.sort(key=lambda entry: entry[:2], reverse=True)
    return nodes[0][2] if nodes else None


def count(text):
    weights = {}
    for c in text:
        weights[c] = weights.get(c, 0) + 1
    return weights


def encode(text, table):
    return "".join(table[c] for c in text)


def decode(bits, tree):
    if isinstance(tree, Leaf):
        return tree.symbol * len(bits)
    out = []
    node = tree
    for bit in bits:
        node = node.left if bit == "0" else node.right
        if isinstance(node, Leaf):
            out.append(node.symbol)
            node = tree
    if node is not tree:
        raise ValueError("truncated input")
    return "".join(out)


def canonical(table):
    """The code of the same lengths in which codes of one length follow each other."""
    code = 0
    previous = 0
    result = {}
    for length, symbol in sorted((len(bits), s) for s, bits in table.items()):
        code <<= length - previous
        previous = length
        result[symbol] = format(code, "0%db" % length)
        code += 1
    return result


def pack(bits):
    padded = bits + "0" * (-len(bits) % 8)
    return [int(padded[i:i + 8], 2) for i in range(0, len(padded), 8)]


def unpack(data, length):
    return "".join(f"{byte:08b}" for byte in data)[:length]


for text in ("abracadabra", "this is an example of a huffman tree", "aaaa", "ab", "the quick brown fox jumps over the lazy dog. " * 3):
    weights = count(text)
    tree = build(weights)
    table = dict(tree.codes())
    bits = encode(text, table)
    data = pack(bits)
    print(repr(text[:30]), len(text) * 8, "->", len(bits), "bits, depth", tree.depth(), "%.1f%%" % (100 * len(bits) / (8 * len(text))))
    assert decode(bits, tree) == text
    assert unpack(data, len(bits)) == bits
    for symbol, code in sorted(table.items(), key=lambda item: (len(item[1]), item[0]))[:6]:
        print("   %r %3d %s" % (symbol, weights[symbol], code))
    same = canonical(table)
    assert sum(2 ** -len(c) for c in same.values()) == (1.0 if len(same) > 1 else 0.5)
    assert {s: len(c) for s, c in same.items()} == {s: len(c) for s, c in table.items()}
    codes = sorted(same.values())
    assert not any(b.startswith(a) for a, b in zip(codes, codes[1:]))
    print("   canonical", " ".join("%s=%s" % (s, c) for s, c in list(same.items())[:5]))
    print("   data", data[:10], sum(data))
try:
    decode("0", build(count("aabbc")))
    decode("1", build(count("aabbc")))
except ValueError as e:
    print(e)
print(build({}))
fibonacci = [1, 1]
while len(fibonacci) < 16:
    fibonacci.append(fibonacci[-1] + fibonacci[-2])
print(build({chr(97 + i): w for i, w in enumerate(fibonacci)}).depth(), sorted(len(c) for _, c in build({chr(97 + i): 1 for i in range(16)}).codes()))
