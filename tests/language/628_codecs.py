# codecs by name, error handlers, character maps.
import codecs
print(codecs.lookup('UTF-8').name, codecs.lookup('latin1').name, codecs.encode('é', 'utf-8'), codecs.decode(b'\xe9', 'latin-1'), codecs.encode(b'abc', 'hex'), codecs.decode('616263', 'hex'), codecs.encode('abc', 'rot13'), 'é'.encode('cp1252'), b'\x80'.decode('cp1252'), 'aé'.encode('iso-8859-15'))
for f in (lambda: codecs.lookup('nope'), lambda: 'x'.encode('nope'), lambda: b'x'.decode('nope'), lambda: 'x'.encode('hex'), lambda: b'x'.decode('rot13'), lambda: codecs.lookup_error('q'), lambda: 'é'.encode('ascii', 'q'), lambda: b'\xff'.decode('ascii', 'q'), lambda: '€'.encode('cp1250x'), lambda: 'Ā'.encode('cp1252'), lambda: b'\x81'.decode('cp1252'), lambda: codecs.encode('é', 'ascii'), lambda: codecs.register(5), lambda: codecs.register_error('a', 5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
codecs.register_error('my', lambda e: ('<%d>' % e.start, e.end))
print('aéb€c'.encode('ascii', 'my'), b'a\xffb\xfe'.decode('ascii', 'my'), b'a\xffb'.decode('utf-8', 'my'), 'é€'.encode('latin-1', 'my'), 'Ā'.encode('cp1252', 'my'))
codecs.register_error('back', lambda e: ('?', e.start + 2)); print(b'a\xff\xffb\xfe\xfe'.decode('ascii', 'back'))
codecs.register_error('bytes', lambda e: (b'[!]', e.end)); print('aé'.encode('ascii', 'bytes'))
codecs.register_error('bad', lambda e: 5)
for f in (lambda: 'é'.encode('ascii', 'bad'), lambda: b'\xff'.decode('ascii', 'bad'), lambda: 'é'.encode('ascii', 'bad2')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for name in ('ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace'):
    print(name, 'aé€😀'.encode('ascii', name), 'Āx'.encode('cp1252', name), codecs.lookup_error(name)(UnicodeEncodeError('ascii', 'aé', 1, 2, 'r')))
print(codecs.utf_8_decode(b'ab\xc3'), codecs.utf_8_decode(b'ab\xe2\x82', 'strict', False), codecs.ascii_encode('abc'), codecs.latin_1_decode(b'\xff'), codecs.charmap_build('abc'), codecs.charmap_encode('ab', 'strict', {97: 1, 98: b'xy'}), codecs.charmap_decode(b'\0\1', 'strict', 'xy'), codecs.charmap_decode(b'\0\1', 'ignore', {0: 'long', 1: None}))
d = codecs.getincrementaldecoder('utf-8')(); print(d.decode(b'\xe2\x82'), d.decode(b'\xac!'), codecs.getencoder('utf-8')('é'), codecs.getreader('utf-8').__name__)
def search(name):
    if name == 'upper': return codecs.CodecInfo(lambda s, e='strict': (s.upper().encode(), len(s)), lambda b, e='strict': (bytes(b).decode().lower(), len(b)), name='upper')
codecs.register(search); print('abc'.encode('Upper'), b'ABC'.decode('UPPER')); codecs.unregister(search)
try: 'a'.encode('upper')
except LookupError as e: print(e)
print(codecs.BOM_UTF8, codecs.strict_errors is codecs.lookup_error('strict'), codecs.ignore_errors(UnicodeDecodeError('a', b'abc', 0, 2, 'r')))
try: codecs.strict_errors(ValueError('v'))
except ValueError as e: print(e)
try: codecs.replace_errors(5)
except TypeError as e: print(e)
