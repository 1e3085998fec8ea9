# bytes % arguments.
def show(text):
    try:
        print(text, "=>", repr(eval(text)))
    except Exception as error:
        print(text, "->", type(error).__name__, error)


for text in """\
b'%s %d %x %c %b %a %r'%(b'a',5,255,65,b'z','\\xe9','q')
b'%s'%'a'
b'%b'%5
b'%c'%256
b'%c'%b'ab'
b'%c'%'a'
b'%d'%'a'
b'%(a)s'%{b'a':b'x'}
b'%s'%(1,2)
b'%s'
b'%'%()
b'a'%1
b'%d'%()
b'%5s|%-5s|%.1s'%(b'a',b'b',b'cd')
b'%05d|%+d|%5.2f'%(3,4,1.5)
b'%s'%memoryview(b'q')
b'%i%%'%3
""".splitlines():
    show(text)
