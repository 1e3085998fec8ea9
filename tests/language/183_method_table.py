# Everyday methods with arguments that fit and that do not.
arguments = [(), (0,), (-1,), ('a',), ('lo',), (None,), ([1],), ('l', 'L'), ('l', 2), (1, 'x'), ('a', 'b', 1)]
makers = {'str': lambda: 'hello a', 'list': lambda: [1, 'a', 0], 'tuple': lambda: (1, 'a', 1), 'dict': lambda: {'a': 1, 0: 'z'}, 'set': lambda: {0, 1}, 'int': lambda: 5, 'float': lambda: 2.5}
methods = {'str': 'capitalize center count endswith find index isalpha join ljust lower partition replace rfind rsplit split splitlines startswith strip swapcase title upper zfill',
           'list': 'append clear copy count extend index insert pop  remove reverse', 'tuple': 'count index', 'dict': 'clear copy get items keys pop popitem setdefault update values',
           'set': 'add clear copy difference discard intersection isdisjoint issubset issuperset pop remove symmetric_difference union update', 'int': 'bit_length bit_count conjugate as_integer_ratio', 'float': 'is_integer hex as_integer_ratio conjugate'}
for name, make in makers.items():
    for method in methods[name].split():
        row = []
        for args in arguments:
            x = make()
            try:
                row.append(repr(getattr(x, method)(*args)) + (' -> ' + repr(x) if x != make() else ''))
            except Exception as e:
                row.append(type(e).__name__ + ': ' + str(e))
        print(name + '.' + method, ' | '.join('"' if i and cell == row[i - 1] else cell for i, cell in enumerate(row)))
