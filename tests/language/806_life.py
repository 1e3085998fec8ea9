"""Game of life on an endless board kept as a set of cells, and on a torus kept as rows."""


def parse(pattern, at=(0, 0)):
    return {(r + at[0], c + at[1]) for r, row in enumerate(pattern.split("/")) for c, ch in enumerate(row) if ch == "o"}


def step(live):
    counts = {}
    for r, c in live:
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                if dr or dc:
                    key = (r + dr, c + dc)
                    counts[key] = counts.get(key, 0) + 1
    return {cell for cell, n in counts.items() if n == 3 or n == 2 and cell in live}


def show(live):
    if not live:
        return "(empty)"
    top, left = min(r for r, _ in live), min(c for _, c in live)
    bottom, right = max(r for r, _ in live), max(c for _, c in live)
    return "\n".join("".join("o" if (r, c) in live else "." for c in range(left, right + 1)) for r in range(top, bottom + 1))


class Torus:
    def __init__(self, width, height, live):
        self.width, self.height = width, height
        self.rows = [[0] * width for _ in range(height)]
        for r, c in live:
            self.rows[r % height][c % width] = 1

    def neighbors(self, r, c):
        rows, w, h = self.rows, self.width, self.height
        above, same, below = rows[r - 1], rows[r], rows[(r + 1) % h]
        left, right = c - 1, (c + 1) % w
        return above[left] + above[c] + above[right] + same[left] + same[right] + below[left] + below[c] + below[right]

    def step(self):
        self.rows = [[1 if (n := self.neighbors(r, c)) == 3 or n == 2 and self.rows[r][c] else 0 for c in range(self.width)] for r in range(self.height)]

    def __str__(self):
        return "\n".join("".join(".#"[cell] for cell in row) for row in self.rows)

    @property
    def population(self):
        return sum(map(sum, self.rows))


glider = parse(".o./..o/ooo")
live = glider
for generation in range(5):
    print("generation", generation, len(live))
    print(show(live))
    live = step(live)
moved = {(r + 1, c + 1) for r, c in glider}
after = glider
for _ in range(4):
    after = step(after)
print("glider moved:", after == moved)

live = parse(".oo/oo./.o.")
sizes = []
for generation in range(120):
    sizes.append(len(live))
    live = step(live)
print(sizes[::10], max(sizes))

seen = {}
live = parse("ooo")
for generation in range(10):
    key = tuple(sorted(live))
    if key in seen:
        print("period", generation - seen[key])
        break
    seen[key] = generation
    live = step(live)

torus = Torus(12, 8, glider)
for _ in range(40):
    torus.step()
print(torus, torus.population, sep="\n")
infinite = parse(".o./..o/ooo", at=(0, 0))
for _ in range(40):
    infinite = step(infinite)
wrapped = {(r % 8, c % 12) for r, c in infinite}
print(wrapped == {(r, c) for r in range(8) for c in range(12) if torus.rows[r][c]})
acorn = Torus(30, 20, parse(".o...../...o.../oo..ooo", at=(8, 10)))
history = []
for generation in range(60):
    history.append(acorn.population)
    acorn.step()
print(history)
print(show(set()), show({(5, 5)}))
