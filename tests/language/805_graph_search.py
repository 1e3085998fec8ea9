"""Graphs: breadth first, depth first, Dijkstra with a heap by hand, topological order, components."""


class Heap:
    def __init__(self, items=()):
        self.items = []
        for item in items:
            self.push(item)

    def push(self, item):
        items = self.items
        items.append(item)
        i = len(items) - 1
        while i > 0 and items[i] < items[(i - 1) // 2]:
            items[i], items[(i - 1) // 2] = items[(i - 1) // 2], items[i]
            i = (i - 1) // 2

    def pop(self):
        items = self.items
        top = items[0]
        last = items.pop()
        if items:
            items[0] = last
            i = 0
            while True:
                smallest = i
                for child in (2 * i + 1, 2 * i + 2):
                    if child < len(items) and items[child] < items[smallest]:
                        smallest = child
                if smallest == i:
                    break
                items[i], items[smallest] = items[smallest], items[i]
                i = smallest
        return top

    def __bool__(self):
        return bool(self.items)


class Graph:
    def __init__(self):
        self.edges = {}

    def add(self, a, b, weight=1, both=True):
        self.edges.setdefault(a, []).append((b, weight))
        self.edges.setdefault(b, [])
        if both:
            self.edges[b].append((a, weight))

    def neighbors(self, node):
        return [b for b, _ in self.edges[node]]

    def bfs(self, start, goal):
        previous = {start: None}
        queue = [start]
        for node in queue:
            if node == goal:
                break
            for n in self.neighbors(node):
                if n not in previous:
                    previous[n] = node
                    queue.append(n)
        else:
            return None
        path = []
        while goal is not None:
            path.append(goal)
            goal = previous[goal]
        return path[::-1]

    def dijkstra(self, start):
        distance = {start: 0}
        done = set()
        heap = Heap([(0, start)])
        while heap:
            d, node = heap.pop()
            if node in done:
                continue
            done.add(node)
            for n, w in self.edges[node]:
                if n not in distance or d + w < distance[n]:
                    distance[n] = d + w
                    heap.push((d + w, n))
        return distance

    def dfs(self, node, seen=None):
        if seen is None:
            seen = set()
        seen.add(node)
        yield node
        for n in self.neighbors(node):
            if n not in seen:
                yield from self.dfs(n, seen)

    def components(self):
        seen = set()
        result = []
        for node in self.edges:
            if node not in seen:
                component = list(self.dfs(node))
                seen.update(component)
                result.append(sorted(component))
        return result


def topological(dependencies):
    state = {}
    order = []

    def visit(node, path):
        if state.get(node) == "done":
            return
        if node in path:
            raise ValueError("cycle: " + " -> ".join(path[path.index(node):] + [node]))
        for d in dependencies.get(node, ()):
            visit(d, path + [node])
        state[node] = "done"
        order.append(node)

    for node in sorted(dependencies):
        visit(node, [])
    return order


MAZE = """
#########
#S..#...#
#.#.#.#.#
#.#...#.#
#.###.#.#
#...#.#G#
#########
""".strip().splitlines()


def solve(maze):
    cells = {(r, c): ch for r, row in enumerate(maze) for c, ch in enumerate(row) if ch != "#"}
    find = {ch: pos for pos, ch in cells.items() if ch in "SG"}
    graph = Graph()
    for r, c in cells:
        for dr, dc in ((0, 1), (1, 0)):
            if (r + dr, c + dc) in cells:
                graph.add((r, c), (r + dr, c + dc))
    path = graph.bfs(find["S"], find["G"])
    return ["".join("*" if (r, c) in path and ch == "." else ch for c, ch in enumerate(row)) for r, row in enumerate(maze)], len(path) - 1


rows, steps = solve(MAZE)
print("\n".join(rows), steps, sep="\n")
cities = Graph()
for line in "A-B 7,A-C 9,A-F 14,B-C 10,B-D 15,C-D 11,C-F 2,D-E 6,E-F 9,X-Y 1".split(","):
    pair, weight = line.split()
    cities.add(*pair.split("-"), weight=int(weight))
print(cities.dijkstra("A"), cities.bfs("A", "E"), cities.bfs("A", "X"), cities.components())
print(list(cities.dfs("A")))
print(topological({"app": ["lib", "ui"], "ui": ["lib", "draw"], "lib": ["core"], "draw": ["core"], "core": []}))
try:
    topological({"a": ["b"], "b": ["c"], "c": ["a"]})
except ValueError as e:
    print(e)
grid = Graph()
for r in range(15):
    for c in range(15):
        if c < 14:
            grid.add((r, c), (r, c + 1), (r * 7 + c * 3) % 9 + 1)
        if r < 14:
            grid.add((r, c), (r + 1, c), (r * 5 + c * 11) % 9 + 1)
distances = grid.dijkstra((0, 0))
print(distances[14, 14], max(distances.values()), sum(distances.values()), len(grid.bfs((0, 0), (14, 14))))
heap = Heap(x * 37 % 101 for x in range(50))
out = []
while heap:
    out.append(heap.pop())
print(out == sorted(out), out[:10])
