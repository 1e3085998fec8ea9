# _json: reading with the places of errors, writing with everything that can be asked for.
import json
from json import decoder, encoder

for bad in ['{"a": }', '[1, 2', '{"a" 1}', '', 'nul', '"abc', '{"a":1,}', '[1,]', '"\\x"', '1 2',
            '{1: 2}', '"a\nb"', "{'a': 1}", '[01]', '-', '1.', '"\\u12"', '"\\ud800\\u12"', '{',
            '[', '"\\', '{"a"', '{"a":', '{"a":1', '[1 2]', '1e', '-x', 'Infinit']:
    try:
        print(repr(json.loads(bad)))
    except json.JSONDecodeError as error:
        print(repr(bad), error, error.pos)

print(json.loads('[0, -0, 1e5, -1.5E-3, 123456789012345678901234567890, 12345678901234567, 1.0]'))
print(json.loads('["\\ud83d\\ude00 \\u00e9 \\ud800 \\/\\b\\f\\n\\r\\t\\"\\\\", "é\u2028"]'))
print(json.loads('[NaN, Infinity, -Infinity, null, true, false]'))
print(json.loads('{"a": [{"a": {}}, []], "b": 1, "b": 2}', object_pairs_hook=list))
print(json.loads('{"a": 1.5, "b": 2}', parse_float=str, parse_int=hex if 0 else repr))
print(json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d)))
first, second = json.loads('[{"some key": 1}, {"some key": 2}]')
print(next(iter(first)) is next(iter(second)))
print(json.loads('"a\tb"', strict=False), decoder.scanstring('x"yz" ', 2))

text = 'é\u2028\U0001f600"\\/\b\f\n\r\t\x01\x7f'
print(json.dumps(text), json.dumps(text, ensure_ascii=False))
print(encoder.encode_basestring('é"'), encoder.encode_basestring_ascii('é"'))
print(json.dumps({1: 'a', 1.5: 'b', True: 'c', None: 'd', 10**20: ()}))
print(json.dumps([1, 1.0, 1e100, -0.0, float('inf'), float('-inf'), float('nan'), [[], {}]]))
print(json.dumps({'b': [1, {'z': 1, 'y': 2}], 'a': (2, 3)}, sort_keys=True, separators=(',', ':')))
print(json.dumps({(1, 2): 3, 'a': 1}, skipkeys=True), json.dumps({1, 2}, default=sorted))


class Number(int):
    def __repr__(self):
        return 'number'


class Pairs(dict):
    def items(self):
        return [('own', 1)]


loop = []
loop.append({'loop': loop})
print(json.dumps([Number(5), {Number(6): 1}]), json.dumps(Pairs(a=1)))
for wrong in [lambda: json.dumps(loop), lambda: json.dumps({(1, 2): 3}), lambda: json.dumps(object),
              lambda: json.dumps(float('nan'), allow_nan=False), lambda: json.dumps({1: 1, 'a': 2},
              sort_keys=True), lambda: json.dumps(1j, default=lambda value: value),
              lambda: json.loads('[' * 100000), lambda: decoder.scanstring('a', 5),
              lambda: decoder.scanstring(b'a', 1), lambda: encoder.encode_basestring(5)]:
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)
json.loads('{"a": [1, 2, }')
