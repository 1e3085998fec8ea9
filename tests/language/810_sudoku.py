"""Sudoku: a solver with three masks per square, and puzzles dug out of a full grid so that one
solution is left."""


class Grid:
    FULL = 0b1111111110

    def __init__(self, text=None):
        self.cells = [0] * 81
        self.rows = [0] * 9
        self.columns = [0] * 9
        self.boxes = [0] * 9
        if text is not None:
            marks = [c for c in text if c.isdigit() or c == "."]
            if len(marks) != 81:
                raise ValueError("a grid has 81 squares, not %d" % len(marks))
            for i, mark in enumerate(marks):
                if mark not in ".0":
                    self.put(i, int(mark))

    def used(self, i):
        r, c = divmod(i, 9)
        return self.rows[r] | self.columns[c] | self.boxes[r // 3 * 3 + c // 3]

    def flip(self, i, digit):
        r, c = divmod(i, 9)
        bit = 1 << digit
        self.rows[r] ^= bit
        self.columns[c] ^= bit
        self.boxes[r // 3 * 3 + c // 3] ^= bit

    def put(self, i, digit):
        if self.used(i) >> digit & 1:
            raise ValueError("%d stands twice at row %d, column %d" % (digit, i // 9 + 1, i % 9 + 1))
        self.cells[i] = digit
        self.flip(i, digit)

    def take(self, i):
        digit = self.cells[i]
        self.cells[i] = 0
        self.flip(i, digit)
        return digit

    def choices(self, i):
        free = self.FULL & ~self.used(i)
        while free:
            low = free & -free
            yield low.bit_length() - 1
            free ^= low

    def most_constrained(self):
        best, least = None, 10
        for i, cell in enumerate(self.cells):
            if cell == 0:
                count = (self.FULL & ~self.used(i)).bit_count()
                if count < least:
                    best, least = i, count
                    if count <= 1:
                        break
        return best

    def solutions(self):
        """Each solution as a string; the grid is as before when the last one was given."""
        i = self.most_constrained()
        if i is None:
            yield str(self)
            return
        for digit in list(self.choices(i)):
            self.put(i, digit)
            yield from self.solutions()
            self.take(i)

    def solvable_once(self):
        found = self.solutions()
        first = next(found, None)
        second = next(found, None)
        return first is not None and second is None

    def __str__(self):
        return "".join(map(str, self.cells)).replace("0", ".")

    def picture(self):
        lines = []
        for r in range(9):
            row = [str(d or ".") for d in self.cells[9 * r:9 * r + 9]]
            lines.append(" | ".join(" ".join(row[k:k + 3]) for k in (0, 3, 6)))
            if r in (2, 5):
                lines.append("------+-------+------")
        return "\n".join(lines)


class Shuffler:
    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = self.state * 75 % 65537
        return self.state % n

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


def full_grid(shuffler):
    """The cyclic pattern, with digits, rows within bands and columns within stacks exchanged."""
    digits = shuffler.shuffled(range(1, 10))
    rows = [3 * band + r for band in shuffler.shuffled(range(3)) for r in shuffler.shuffled(range(3))]
    columns = [3 * stack + c for stack in shuffler.shuffled(range(3)) for c in shuffler.shuffled(range(3))]
    return "".join(str(digits[(3 * (r % 3) + r // 3 + c) % 9]) for r in rows for c in columns)


def dig(solution, shuffler, leave):
    text = list(solution)
    for i in shuffler.shuffled(range(81)):
        if 81 - text.count(".") <= leave:
            break
        kept, text[i] = text[i], "."
        grid = Grid("".join(text))
        if not grid.solvable_once():
            text[i] = kept
    return "".join(text)


for seed, leave in ((11, 40), (12, 32), (13, 28)):
    shuffler = Shuffler(seed)
    solution = full_grid(shuffler)
    puzzle = dig(solution, shuffler, leave)
    grid = Grid(puzzle)
    print(grid.picture(), 81 - puzzle.count("."))
    answer = next(grid.solutions())
    print(answer, answer == solution, str(grid) == answer)

for bad in ("123", "11" + "." * 79, "." * 80 + "x"):
    try:
        Grid(bad)
    except ValueError as e:
        print("error:", e)
blocked = Grid("12345678." + "." * 17 + "9" + "." * 54)
print(list(blocked.solutions()), blocked.most_constrained(), list(blocked.choices(8)))
