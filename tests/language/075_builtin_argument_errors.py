# Builtins that are called wrongly.
calls = [lambda: len(), lambda: len(1, 2), lambda: len(5), lambda: abs(), lambda: abs('a'), lambda: ord(), lambda: ord('ab'), lambda: ord(5), lambda: chr('a'),
         lambda: isinstance(1), lambda: isinstance(1, 5), lambda: iter(5), lambda: next(5), lambda: next(), lambda: sum(), lambda: sum(5), lambda: sum(['a']), lambda: sum('ab', ''),
         lambda: max(), lambda: max([]), lambda: min(5), lambda: max(1, 'a'), lambda: sorted(), lambda: reversed(5), lambda: enumerate(), lambda: enumerate(5),
         lambda: zip(5), lambda: map(), lambda: map(len), lambda: getattr(), lambda: getattr(5, 'x'), lambda: getattr(5, 5), lambda: hash([]), lambda: divmod(1),
         lambda: divmod('a', 1), lambda: pow(), lambda: pow('a', 2), lambda: round(), lambda: id(), lambda: repr(), lambda: hex('a'), lambda: bin(1.5), lambda: range('a'),
         lambda: print(sep=5), lambda: print(foo=1), lambda: any(5), lambda: all(), lambda: callable(), lambda: type(), lambda: setattr(1), lambda: issubclass(1, int)]
for call in calls:
    try:
        print(call())
    except TypeError as e:
        print('TypeError:', e)
    except ValueError as e:
        print('ValueError:', e)
    except AttributeError as e:
        print('AttributeError:', e)
