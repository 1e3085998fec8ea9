"""A JSON reader and writer by hand, with positions in errors, and a path query."""


class JSONError(ValueError):
    def __init__(self, message, text, position):
        line = text.count("\n", 0, position) + 1
        column = position - text.rfind("\n", 0, position)
        super().__init__("%s at line %d, column %d" % (message, line, column))


class Reader:
    ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

    def __init__(self, text):
        self.text = text
        self.at = 0

    def fail(self, message):
        raise JSONError(message, self.text, self.at)

    def space(self):
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1

    def peek(self):
        return self.text[self.at] if self.at < len(self.text) else ""

    def expect(self, c):
        if self.peek() != c:
            self.fail("expected %r, found %s" % (c, repr(self.peek()) if self.peek() else "the end"))
        self.at += 1

    def document(self):
        value = self.value()
        self.space()
        if self.at < len(self.text):
            self.fail("more text")
        return value

    def value(self):
        self.space()
        c = self.peek()
        if c == "{":
            return self.object()
        if c == "[":
            return self.array()
        if c == '"':
            return self.string()
        if c == "-" or c.isdigit():
            return self.number()
        for word, value in (("true", True), ("false", False), ("null", None)):
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        self.fail("no value" if c else "unexpected end")

    def object(self):
        result = {}
        self.expect("{")
        self.space()
        if self.peek() == "}":
            self.at += 1
            return result
        while True:
            self.space()
            key = self.string()
            self.space()
            self.expect(":")
            if key in result:
                self.fail("key %r again" % key)
            result[key] = self.value()
            self.space()
            if self.peek() == ",":
                self.at += 1
                continue
            self.expect("}")
            return result

    def array(self):
        result = []
        self.expect("[")
        self.space()
        if self.peek() == "]":
            self.at += 1
            return result
        while True:
            result.append(self.value())
            self.space()
            if self.peek() != ",":
                self.expect("]")
                return result
            self.at += 1

    def string(self):
        self.expect('"')
        parts = []
        while True:
            c = self.peek()
            if not c or c == "\n":
                self.fail("string without end")
            self.at += 1
            if c == '"':
                return "".join(parts)
            if c == "\\":
                e = self.peek()
                self.at += 1
                if e == "u":
                    digits = self.text[self.at:self.at + 4]
                    try:
                        parts.append(chr(int(digits, 16)))
                    except ValueError:
                        self.fail("bad escape")
                    self.at += 4
                elif e in self.ESCAPES:
                    parts.append(self.ESCAPES[e])
                else:
                    self.fail("bad escape")
            else:
                parts.append(c)

    def number(self):
        start = self.at
        while self.peek() and self.peek() in "+-0123456789.eE":
            self.at += 1
        text = self.text[start:self.at]
        try:
            return int(text)
        except ValueError:
            try:
                return float(text)
            except ValueError:
                self.at = start
                self.fail("bad number %s" % text)


def write(value, indent=None, level=0):
    if value is None:
        return "null"
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        out = ['"']
        for c in value:
            if c in '"\\':
                out.append("\\" + c)
            elif c == "\n":
                out.append("\\n")
            elif c == "\t":
                out.append("\\t")
            elif not 32 <= ord(c) < 127:
                out.append("\\u%04x" % ord(c))
            else:
                out.append(c)
        return "".join(out) + '"'
    if isinstance(value, (list, tuple)):
        items, brackets = [write(v, indent, level + 1) for v in value], "[]"
    elif isinstance(value, dict):
        items, brackets = [write(str(k)) + ": " + write(v, indent, level + 1) for k, v in value.items()], "{}"
    else:
        raise TypeError("cannot write " + type(value).__name__)
    if indent is None or not items:
        return brackets[0] + ", ".join(items) + brackets[1]
    pad = "\n" + " " * indent * (level + 1)
    return brackets[0] + pad + ("," + pad).join(items) + "\n" + " " * indent * level + brackets[1]


def query(document, path):
    """Values at a path: names, numbers, and * for all."""
    found = [document]
    for step in path.split("."):
        following = []
        for node in found:
            if step == "*":
                following.extend(node.values() if isinstance(node, dict) else node if isinstance(node, list) else [])
            elif isinstance(node, dict) and step in node:
                following.append(node[step])
            elif isinstance(node, list) and step.lstrip("-").isdigit() and -len(node) <= int(step) < len(node):
                following.append(node[int(step)])
        found = following
    return found


TEXT = r'''
{"name": "catalog", "version": 3, "ratio": -1.25e2, "empty": {}, "none": null,
 "books": [
    {"title": "A \"quoted\" title", "pages": 120, "tags": ["x", "y\n"], "available": true},
    {"title": "\u00dcber\tTab \\ slash \/", "pages": 9007199254740993, "tags": [], "available": false}
 ],
 "matrix": [[1, 2], [3, [4, []]]]}
'''
document = Reader(TEXT).document()
print(document)
print(write(document))
print(write(document, indent=2))
print(Reader(write(document)).document() == document, Reader(write(document, 4)).document() == document)
for path in ("name", "books.*.title", "books.0.tags.1", "books.-1.pages", "matrix.1.1.0", "nothing.at.all", "books.*.tags.*", "*"):
    print(path, "=>", query(document, path))
for bad in ("", "{", "[1, 2", '{"a" 1}', '{"a": 1,}', "[1 2]", '"open', "tru", "1.2.3", '{"a": 1, "a": 2}', "[1]\n  x", '"\\q"', '{1: 2}', "[\n1,\n  @]", '"\\u12g4"'):
    try:
        print(Reader(bad).document())
    except JSONError as e:
        print("%-20r %s" % (bad, e))
try:
    write({"f": write})
except TypeError as e:
    print(e)
deep = "[" * 100 + "]" * 100
print(len(write(Reader(deep).document())), write([1.0, 1e100, 0.1, -0.0, 10 ** 20, "\x7f\u20ac"]), write({}), write([]), write({1: (2, 3)}))
