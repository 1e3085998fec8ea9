"""A small shop: orders, stock and a report. What compile, read and load work on: a text as people
write them, with classes, loops, comprehensions, errors, generators and strings."""


class ShopError(Exception):
    pass


class OutOfStock(ShopError):
    def __init__(self, name, wanted, left):
        super().__init__('%s: %d wanted, %d left' % (name, wanted, left))
        self.name = name
        self.missing = wanted - left


class Product:
    """What is sold: a name, a price in cents, and what it weighs."""

    def __init__(self, name, cents, grams=100, *, fragile=False):
        self.name = name
        self.cents = cents
        self.grams = grams
        self.fragile = fragile

    def __repr__(self):
        return 'Product(%r, %d)' % (self.name, self.cents)

    def __lt__(self, other):
        return (self.cents, self.name) < (other.cents, other.name)

    @property
    def price(self):
        return '%d.%02d' % divmod(self.cents, 100)


class Stock:
    def __init__(self, products):
        self.products = {product.name: product for product in products}
        self.counts = {}

    def add(self, name, count=1):
        if name not in self.products:
            raise KeyError(name)
        self.counts[name] = self.counts.get(name, 0) + count
        return self

    def take(self, name, count):
        left = self.counts.get(name, 0)
        if count > left:
            raise OutOfStock(name, count, left)
        self.counts[name] = left - count
        if not self.counts[name]:
            del self.counts[name]
        return self.products[name]

    def __len__(self):
        return sum(self.counts.values())

    def __iter__(self):
        for name in sorted(self.counts):
            yield self.products[name], self.counts[name]


class Order:
    number = 0

    def __init__(self, customer, lines, rebate=0.0):
        Order.number += 1
        self.number = Order.number
        self.customer = customer
        self.lines = list(lines)
        self.rebate = rebate
        self.state = 'open'
        self.weight = 0

    def fill(self, stock):
        taken, total = [], 0
        try:
            for name, count in self.lines:
                product = stock.take(name, count)
                taken.append((name, count))
                total += product.cents * count
                self.weight += product.grams * count + (50 if product.fragile else 0)
        except OutOfStock:
            for name, count in taken:
                stock.add(name, count)
            self.state = 'waiting'
            raise
        else:
            self.state = 'filled'
        finally:
            self.lines_seen = len(taken)
        return round(total * (1.0 - self.rebate))


def postage(grams, *, steps=((500, 190), (2000, 450), (10000, 890))):
    for limit, cents in steps:
        if grams <= limit:
            return cents
    return steps[-1][1] * (1 + grams // steps[-1][0])


def customers(names, orders_each):
    """Orders without end, from each customer in turn."""
    wishes = [('cup', 2), ('plate', 6), ('spoon', 12), ('pan', 1), ('kettle', 1)]
    turn = 0
    while True:
        name = names[turn % len(names)]
        start = (turn * 7) % len(wishes)
        lines = [wishes[(start + i) % len(wishes)] for i in range(1 + turn % orders_each)]
        yield Order(name, lines, rebate=0.05 if turn % 4 == 3 else 0.0)
        turn += 1


def run_shop(order_count):
    products = [Product('cup', 450, 300, fragile=True), Product('plate', 700, 400, fragile=True),
                Product('spoon', 180, 60), Product('pan', 3990, 1800), Product('kettle', 5290, 1400)]
    stock = Stock(products)
    for product, count in zip(products, (60, 90, 120, 20, 12)):
        stock.add(product.name, count)
    income, post, missing, best = 0, 0, {}, {}
    source = customers(['Ada', 'Boris', 'Chen'], 3)
    while order_count > 0:
        order = next(source)
        order_count -= 1
        try:
            cents = order.fill(stock)
        except OutOfStock as problem:
            missing[problem.name] = missing.get(problem.name, 0) + problem.missing
            continue
        income += cents
        post += postage(order.weight)
        best[order.customer] = max(best.get(order.customer, 0), cents)
    left = {product.name: count for product, count in stock}
    dearest = max(products)
    lines = [f'{name}: {cents / 100:.2f}' for name, cents in sorted(best.items())]
    return (income, post, len(stock), sorted(left.items()), sorted(missing.items()),
            dearest.name, dearest.price, '; '.join(lines))


RESULT = run_shop(40)
ANSWER = (197577, 24080, 52, [('cup', 32), ('pan', 8), ('plate', 12)], [('kettle', 2), ('spoon', 72)],
          'kettle', '52.90', 'Ada: 52.90; Boris: 92.80; Chen: 108.68')
