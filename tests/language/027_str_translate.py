# translate and maketrans, with dicts and with strings.
table = str.maketrans('abc', 'xyz')
print(table, 'aabbcc dd'.translate(table))
print('hello'.translate(str.maketrans({'h': 'J', 'l': None, 'o': '00'})))
print('hello'.translate(str.maketrans('el', 'ip', 'o')))
print('abc'.translate({97: 'AA', 98: None, 99: 0x43}))
def rot13(text):
    result = []
    for c in text:
        if 'a' <= c <= 'z':
            c = chr((ord(c) - ord('a') + 13) % 26 + ord('a'))
        elif 'A' <= c <= 'Z':
            c = chr((ord(c) - ord('A') + 13) % 26 + ord('A'))
        result.append(c)
    return ''.join(result)
print(rot13('Hello, World!'), rot13(rot13('Hello, World!')))
try:
    str.maketrans('ab', 'c')
except ValueError as e:
    print(e)
