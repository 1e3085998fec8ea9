# String literals, escapes and repr.
print('single', "double", '''triple 'single' ''', """triple
double""")
print('a' 'b' "c", 'line \
continued', r'raw \n', R"raw\\", 'tab\tbell\x41\u0042\U00000043\103\0end'.replace('\0', '<nul>'))
print(repr('plain'), repr("it's"), repr('say "hi"'), repr('both \' and "'))
print(repr('\n\t\r\\\x00\x1f\x7f\x80\xa0\xad\xe9'), repr('\u20ac\U0001f600\ud800\u200b\ue000'))
print(ascii('h\xe9llo\u20ac\U0001f600'))
print(len(''), len('abc'), len('\n'), len('\\n'), len('\u20ac'), len('\U0001f600'))
print('\'', "\"", repr('\a\b\f\v'))
print(['mixed', "quo'te"], {'k"ey': 'v\'al'})
print(str('x'), str(5), str(None), str([1, 'a']), repr(repr('x')))
print('unknown \d escape kept', '\8', 'oct \101\60')
