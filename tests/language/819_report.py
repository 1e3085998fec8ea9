"""Reports from records: parsing, grouping, joining, pivot tables, percentages, histograms, text boxes."""

DATA = """
date,region,product,units,price
2024-01-03,north,apple,12,0.50
2024-01-04,south,pear,7,0.75
2024-01-04,north,apple,30,0.45
2024-01-09,east,plum,100,0.20
2024-01-11,south,apple,5,0.55
2024-02-01,north,pear,18,0.70
2024-02-02,east,apple,9,0.50
2024-02-05,west,quince,2,2.25
2024-02-14,south,plum,60,0.25
2024-02-20,east,pear,11,0.80
2024-03-01,north,plum,44,0.22
2024-03-07,west,apple,16,0.52
2024-03-12,south,quince,x,2.00
2024-03-15,east,quince,3,2.50
2024-03-30,north,apple,25
"""


class Record:
    def __init__(self, **fields):
        for name, value in fields.items():
            setattr(self, name, value)

    def __getitem__(self, name):
        return getattr(self, name)

    @property
    def total(self):
        return self.units * self.price

    @property
    def month(self):
        return self.date[:7]

    def __repr__(self):
        return "Record(" + ", ".join("%s=%r" % item for item in sorted(vars(self).items())) + ")"


def parse(text):
    lines = text.strip().split("\n")
    names = lines[0].split(",")
    kinds = {"units": int, "price": float}
    problems = []
    records = []
    for number, line in enumerate(lines[1:], 2):
        values = line.split(",")
        try:
            if len(values) != len(names):
                raise ValueError("%d fields instead of %d" % (len(values), len(names)))
            records.append(Record(**{n: kinds.get(n, str)(v) for n, v in zip(names, values)}))
        except ValueError as e:
            problems.append("line %d: %s" % (number, e))
    return records, problems


def group(records, key):
    groups = {}
    for r in records:
        groups.setdefault(r[key] if isinstance(key, str) else key(r), []).append(r)
    return groups


def table(headers, rows, align=None):
    cells = [[str(c) if not isinstance(c, float) else "%.2f" % c for c in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(headers)] + cells) for i in range(len(headers))]
    align = align or "<" + ">" * (len(headers) - 1)
    def line(values):
        return "| " + " | ".join(f"{v:{a}{w}}" for v, a, w in zip(values, align, widths)) + " |"
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    yield rule
    yield line(headers)
    yield rule
    for row in cells:
        yield line(row)
    yield rule


def pivot(records, row_key, column_key, value):
    columns = sorted({r[column_key] for r in records})
    for key, members in sorted(group(records, row_key).items()):
        sums = dict.fromkeys(columns, 0)
        for r in members:
            sums[r[column_key]] += value(r)
        yield [key, *[sums[c] or "" for c in columns], sum(sums.values())]


def statistics(values):
    values = sorted(values)
    n = len(values)
    mean = sum(values) / n
    middle = n // 2
    median = values[middle] if n % 2 else (values[middle - 1] + values[middle]) / 2
    deviation = (sum((v - mean) ** 2 for v in values) / (n - 1)) ** 0.5 if n > 1 else 0.0
    return {"n": n, "mean": mean, "median": median, "deviation": deviation, "least": values[0], "greatest": values[-1]}


def histogram(values, width=5, scale=30):
    bins = {}
    for v in values:
        bins[int(v // width)] = bins.get(int(v // width), 0) + 1
    most = max(bins.values())
    for b in range(min(bins), max(bins) + 1):
        n = bins.get(b, 0)
        yield "%3d-%-3d %s %d" % (b * width, b * width + width, "#" * round(scale * n / most), n)


def box(text, title=""):
    lines = text.split("\n")
    width = max(map(len, lines + [title]))
    return "\n".join([" " + title.center(width + 2, "_"), *("| %s |" % l.ljust(width) for l in lines), " " + "-" * (width + 2)])


records, problems = parse(DATA)
print(len(records), "records,", len(problems), "problems")
for p in problems:
    print("  !", p)
print(records[0])
grand = sum(r.total for r in records)
rows = sorted(([name, len(g), sum(r.units for r in g), sum(r.total for r in g), "%.1f%%" % (100 * sum(r.total for r in g) / grand)]
               for name, g in group(records, "product").items()), key=lambda row: -row[3])
rows.append(["all", len(records), sum(r.units for r in records), grand, "100%"])
print("\n".join(table(["product", "sales", "units", "total", "share"], rows)))
regions = sorted(group(records, "region"))
print("\n".join(table(["month"] + regions + ["all"], pivot(records, "month", "region", lambda r: r.units))))
print("\n".join(table(["product"] + regions + ["all"], pivot(records, "product", "region", lambda r: round(r.total, 2)))))
for name, value in statistics([r.units for r in records]).items():
    print(f"{name:.<12}{value:.>10.3f}" if isinstance(value, float) else f"{name:.<12}{value:.>10}")
print("\n".join(histogram([r.total for r in records])))
best = max(records, key=lambda r: (r.total, r.date))
print(box("best: %s %s\n%d x %.2f = %.2f" % (best.date, best.product, best.units, best.price, best.total), "sale"))
managers = {"north": "Nora", "south": "Sam", "east": "Eva"}
for region, members in sorted(group(records, lambda r: managers.get(r.region, "(nobody)")).items()):
    print("%-10s %s" % (region, ", ".join("%s:%d" % (r.product, r.units) for r in members)))
running, peak = 0.0, (0, None)
for r in records:
    running += r.total
    peak = max(peak, (r.total, r.date))
    if r.date.endswith(("1", "5")):
        print(f"{r.date} {running:8.2f} {'*' * int(running // 5)}")
print(peak, {m: round(sum(r.total for r in g), 2) for m, g in group(records, "month").items()})
