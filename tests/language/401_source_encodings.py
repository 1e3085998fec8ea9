# Source in other encodings: cookies, byte order marks, what they may be called, and errors.
def run(source):
    names = {}
    try:
        exec(source, names)
    except (SyntaxError, ValueError) as error:
        print(type(error).__name__, error)
    else:
        print({name: ascii(value) for name, value in names.items() if name[0] != '_'})

for cookie in ('koi8-r', 'KOI8_R', 'cskoi8r', 'koi8-u', 'cp1251', 'windows-1251', 'cp1252', 'iso-8859-2',
               'ISO_8859-15', 'latin_9', 'mac-roman', 'macroman', 'cp437', 'ibm866', 'tis-620', 'hp-roman8',
               'latin-1', 'Latin-1-unix', 'iso8859_1', 'l1', 'L2', 'greek', 'hebrew', 'arabic'):
    run(b'# -*- coding: ' + cookie.encode() + b' -*-\nx = "\xe0\xd1\xbb"\n\xe0\xd1 = 1\n')
for cookie in ('utf-8', 'UTF8', 'utf_8', 'U8', 'utf-8-unix', 'cp65001'):
    run(b'#!/usr/bin/env python\n# vim: set fileencoding=' + cookie.encode() + b' :\nx = "\xe2\x82\xac"\n')
for cookie in ('ascii', 'US-ASCII', '646'):
    run(b'# coding=' + cookie.encode() + b'\nx = "abc"\n')
run(b'\xef\xbb\xbfx = "\xe2\x82\xac"\n')
run(b'\xef\xbb\xbf# coding: utf-8\nx = 1\n')
run(b'# coding: klingon\nx = 1\n')
run(b'x = 1\n# coding: klingon\n')
run(b'\n\n# coding: klingon\nx = 1\n')
run(b'\n  \t# coding: latin-1\nx = "\xe9"\n')
run(b'"coding: klingon"\nx = 1\n')
run('# coding: klingon\nx = "\u20ac"\n')
run(b'x = "a\x00b"\n')
run('x = "a\x00b"\n')
