# textwrap, string, reprlib, json, re, base64, pprint, shlex, calendar, datetime.
import textwrap, string
print(textwrap.fill('the quick brown fox jumps over the lazy dog ' * 3, 30)); print(textwrap.dedent('  a\n   b\n'), textwrap.shorten('hello big world', 10), textwrap.indent('a\nb', '> '))
print(string.ascii_letters, string.Template('$a ${b} $$').substitute(a=1, b=2), string.Formatter().format('{0} {x!r:>5}', 1, x='q'), string.capwords('ab cd'), string.punctuation)
try: string.Template('$z').substitute()
except KeyError as e: print('KeyError', e)
import reprlib; print(reprlib.repr(list(range(100))), reprlib.repr('x' * 100))
import json; print(json.dumps({'a': [1, 2.5, None, True, 'é"\n']}, indent=2), json.loads('{"x": [1, 2, {"y": null}], "z": "\\u00e9"}'), json.dumps([1,2], separators=(',', ':')), json.dumps({'b':1,'a':2}, sort_keys=True))
try: json.loads('{bad')
except json.JSONDecodeError as e: print(e)
import re; print(re.sub(r'(\w+) (\w+)', r'\2 \1', 'hello world'), re.findall(r'\d+', 'a1b22'), re.match(r'(?P<x>a+)', 'aaa').groupdict(), re.split(r'[,;]', 'a,b;c'))
import base64; print(base64.b64encode(b'hello'), base64.b32encode(b'hi'), base64.b85encode(b'hello'), base64.urlsafe_b64decode('-_8='))
import pprint; pprint.pprint({'a': list(range(30)), 'b': {'c': 'x' * 50, 'd': ['y' * 30, 'z' * 30]}})
import shlex; print(shlex.split('a "b c" d'), shlex.quote("it's"))
import calendar, datetime
print(calendar.month(2024, 2), datetime.date(2024, 2, 29).isoformat(), datetime.datetime(2024, 1, 1, 12) + datetime.timedelta(days=1, hours=3), datetime.timedelta(seconds=3661), datetime.date(2024,1,1).strftime('%Y/%m/%d %A'))
