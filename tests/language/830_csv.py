"""Comma-separated values: read, written, quoted, escaped, refused."""
import csv
import io

print(list(csv.reader(['a,b,c', '1,"x,y",3', '', '"say ""hi""",,', '" two', 'lines",end'])))
print(list(csv.reader(io.StringIO("k;v\r\n'a;b';2\r\n"), delimiter=';', quotechar="'")))
print(list(csv.reader(['1,"2",x3'.replace('x3', '3.5')], quoting=csv.QUOTE_NONNUMERIC)))
print(list(csv.reader(['a\\,b,c\\', 'd, e'], escapechar='\\', skipinitialspace=True)))
print(list(csv.reader(['"a"b,c', '"open'])), list(csv.reader(['"a",b'], quoting=csv.QUOTE_NONE)))

out = io.StringIO()
writer = csv.writer(out)
print(writer.writerow(['plain', 'with,comma', 'with"quote', 'two\nlines', 3, 2.5, None, '']))
writer.writerows([[''], [], range(3), ('a b', ' c')])
print(repr(out.getvalue()))
for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC, csv.QUOTE_NONE):
    out = io.StringIO()
    csv.writer(out, quoting=quoting, escapechar='!', lineterminator='|').writerow([1, 'a,b', 'c"', 2.0, '!'])
    print(quoting, out.getvalue())

out = io.StringIO()
table = csv.DictWriter(out, ['name', 'age'], restval='?', extrasaction='ignore')
table.writeheader()
table.writerows([{'name': 'Ann', 'age': 3}, {'name': 'Bob', 'shoe': 9}])
print(out.getvalue())
rows = csv.DictReader(io.StringIO(out.getvalue() + 'x,1,2,3\ny\n'))
print(rows.fieldnames, list(rows), rows.line_num)

csv.register_dialect('pipes', delimiter='|', quoting=csv.QUOTE_ALL)
print(csv.list_dialects(), csv.get_dialect('pipes').delimiter, csv.field_size_limit())
print(next(csv.reader(['a|"b|c"'], 'pipes')), csv.Sniffer().sniff('a;b;c\n1;2;3\n').delimiter)
csv.unregister_dialect('pipes')


def attempt(action):
    try:
        print(action())
    except (csv.Error, TypeError) as error:
        print(type(error).__name__, error)


attempt(lambda: csv.get_dialect('pipes'))
attempt(lambda: csv.reader([], delimiter=';;'))
attempt(lambda: csv.reader([], delimiter=3))
attempt(lambda: csv.reader([], quoting=9))
attempt(lambda: csv.writer(5))
attempt(lambda: csv.writer(io.StringIO()).writerow(5))
attempt(lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(['a,b']))
attempt(lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(['']))
attempt(lambda: list(csv.reader([b'a,b'])))
attempt(lambda: list(csv.reader(['"a"b'], strict=True)))
attempt(lambda: list(csv.reader(['"a'], strict=True)))
attempt(lambda: list(csv.reader(['a\rb'])))
