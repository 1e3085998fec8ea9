# What methods of containers say of wrong arguments: a bound method is named with the class of its
# object, an unbound one with the class it belongs to.
import collections


class Row(list):
    pass


class Table(dict):
    class Inner(set):
        pass


def show(function, *args, **names):
    try:
        print(function(*args, **names))
    except (TypeError, OverflowError, IndexError, ValueError) as error:
        print(type(error).__name__ + ":", error)


row, table, inner, deque = Row([1]), Table(a=1), Table.Inner([1]), collections.deque([1])
for method in [row.append, row.index, row.insert, row.pop, row.sort, row.__getitem__, row.clear,
               row.__reversed__, table.get, table.keys, table.fromkeys, table.__contains__,
               inner.add, inner.union, inner.update, inner.__contains__, deque.index, deque.insert,
               deque.rotate, deque.__mul__, deque.append, {1: 2}.keys().isdisjoint]:
    show(method, 1, 2, 3, 4, 5)
    show(method, unknown=1)
    show(method, 1, unknown=1)
for method in [list.append, list.sort, list.__getitem__, list.__len__, list.__add__, dict.get,
               dict.__contains__, dict.__setitem__, set.add, set.__contains__, set.union,
               Row.append, Table.get, tuple.count, tuple.__getitem__, str.join]:
    show(method)
    show(method, 5)
    show(method, 5, 6, 7, 8)
    show(method, 5, unknown=1)
show(lambda: row.append())
show(lambda: table.get())
show(lambda: Row.append())
show(list.sort, row, None, None, None)
show(row.pop, 2**100)
show(row.insert, 2**100, 1)
show(enumerate, unknown=1)
for view in [{}.keys(), {}.values(), {}.items(), collections.OrderedDict().keys(), iter([]),
             iter(()), iter({}), reversed([]), reversed({}), reversed({}.values()),
             reversed({}.items()), iter(set()), iter(range(1)), iter(range(2**70)), iter(int, 0)]:
    show(type(view))
    show(type(view), 1)
    show(view.__init__, 1)
for made in Row, Table.Inner, frozenset, Table:
    show(made, 1, 2)
