"""Board puzzles: knight's tours by Warnsdorff's rule, sliding puzzle by A*, mazes, flood fill, tic-tac-toe."""


def knights_tour(size, start=(0, 0)):
    moves = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]
    board = [[0] * size for _ in range(size)]

    def free(r, c):
        for dr, dc in moves:
            if 0 <= r + dr < size and 0 <= c + dc < size and not board[r + dr][c + dc]:
                yield r + dr, c + dc

    r, c = start
    for n in range(1, size * size + 1):
        board[r][c] = n
        options = [(len(list(free(*square))), square) for square in free(r, c)]
        if not options:
            return board if n == size * size else None
        _, (r, c) = min(options)


class Sliding:
    GOAL = (1, 2, 3, 4, 5, 6, 7, 8, 0)

    @staticmethod
    def distance(state):
        total = 0
        for i, tile in enumerate(state):
            if tile:
                total += abs(i // 3 - (tile - 1) // 3) + abs(i % 3 - (tile - 1) % 3)
        return total

    @staticmethod
    def moves(state):
        i = state.index(0)
        r, c = divmod(i, 3)
        for name, dr, dc in (("up", -1, 0), ("down", 1, 0), ("left", 0, -1), ("right", 0, 1)):
            if 0 <= r + dr < 3 and 0 <= c + dc < 3:
                j = (r + dr) * 3 + c + dc
                changed = list(state)
                changed[i], changed[j] = changed[j], changed[i]
                yield name, tuple(changed)

    @classmethod
    def solvable(cls, state):
        tiles = [t for t in state if t]
        return sum(a > b for i, a in enumerate(tiles) for b in tiles[i + 1:]) % 2 == 0

    @classmethod
    def solve(cls, start):
        """Buckets by estimated length serve as the priority queue."""
        if not cls.solvable(start):
            return None
        buckets = {cls.distance(start): [(start, 0)]}
        came = {start: (None, None)}
        cost = {start: 0}
        while True:
            best = min(b for b in buckets if buckets[b])
            state, g = buckets[best].pop()
            if state == cls.GOAL:
                break
            if g > cost[state]:
                continue
            for name, following in cls.moves(state):
                if following not in cost or g + 1 < cost[following]:
                    cost[following] = g + 1
                    came[following] = (state, name)
                    buckets.setdefault(g + 1 + cls.distance(following), []).append((following, g + 1))
        path = []
        while came[state][0] is not None:
            state, name = came[state]
            path.append(name)
        return path[::-1]


class TicTacToe:
    LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]

    def __init__(self):
        self.memory = {}

    def winner(self, board):
        for a, b, c in self.LINES:
            if board[a] != "." and board[a] == board[b] == board[c]:
                return board[a]
        return None if "." in board else "draw"

    def value(self, board, player):
        key = board + player
        if key not in self.memory:
            over = self.winner(board)
            if over:
                self.memory[key] = 0 if over == "draw" else 1 if over == player else -1
            else:
                other = "o" if player == "x" else "x"
                self.memory[key] = max(-self.value(b, other) for b in self.plays(board, player))
        return self.memory[key]

    def plays(self, board, player):
        return [board[:i] + player + board[i + 1:] for i, c in enumerate(board) if c == "."]

    def best(self, board, player):
        other = "o" if player == "x" else "x"
        return max(self.plays(board, player), key=lambda b: -self.value(b, other))


def maze(width, height, seed):
    grid = [["#"] * (2 * width + 1) for _ in range(2 * height + 1)]
    stack = [(0, 0)]
    grid[1][1] = " "
    while stack:
        x, y = stack[-1]
        options = [(x + dx, y + dy) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)) if 0 <= x + dx < width and 0 <= y + dy < height and grid[2 * (y + dy) + 1][2 * (x + dx) + 1] == "#"]
        if not options:
            stack.pop()
            continue
        seed = seed * 48271 % 2147483647
        nx, ny = options[seed % len(options)]
        grid[y + ny + 1][x + nx + 1] = grid[2 * ny + 1][2 * nx + 1] = " "
        stack.append((nx, ny))
    return grid


def fill(grid, r, c, mark):
    target = grid[r][c]
    pending, painted = [(r, c)], 0
    while pending:
        r, c = pending.pop()
        if 0 <= r < len(grid) and 0 <= c < len(grid[r]) and grid[r][c] == target:
            grid[r][c] = mark
            painted += 1
            pending += [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
    return painted


for size in (5, 6, 8):
    tour = knights_tour(size)
    if tour:
        for row in tour:
            print(" ".join("%2d" % n for n in row))
    print(size, tour is not None and sorted(sum(tour, [])) == list(range(1, size * size + 1)))
for start in ((1, 2, 3, 4, 5, 6, 7, 0, 8), (0, 1, 3, 4, 2, 5, 7, 8, 6), (2, 1, 3, 4, 5, 6, 7, 8, 0), (1, 8, 2, 0, 4, 3, 7, 6, 5)):
    print(start, Sliding.solve(start))
game = TicTacToe()
print(game.value("." * 9, "x"), len(game.memory))
board, player = "." * 9, "x"
while not game.winner(board):
    board = game.best(board, player)
    player = "o" if player == "x" else "x"
print(board[:3], board[3:6], board[6:], game.winner(board), game.value("x...o...x", "o"), game.value("xx.oo....", "o"))
grid = maze(12, 5, 99)
print("\n".join("".join(row) for row in grid))
print(fill(grid, 1, 1, "."), fill(grid, 0, 0, "@"), sum(row.count(" ") for row in grid))
picture = [list(row) for row in ("..##..", ".#..#.", "#....#", ".#..#.", "..##..")]
print(fill(picture, 2, 2, "o"), ["".join(row) for row in picture])
