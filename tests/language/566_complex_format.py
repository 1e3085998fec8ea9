# format() of complex numbers; __new__ of one type for another; __subclasses__.
def show(s):
    try:
        print(s, '=>', repr(eval(s)))
    except Exception as error:
        print(s, '->', type(error).__name__, error)
for s in "format(1+2j,'.2f')|format(1j,'=5')|format(1j,'05')|format(1j,'x')|format(1+2j,'')|format(1+2j,'>10')|format(1+2j,'^12.3')|format(2j,'10')|format(-1.5-2j,'+e')|format(0j,'g')|format(complex('nan'),'f')|format(1e20+1j,',')|format(-0.0+1j,'')|f'{1+2j:*<20.1f}'|format(3+4j,'#.0f')|format(3+4j,' .3n')|int.__new__(bool,1)|object.__new__(int)|object.__new__(list)|list.__new__(dict)|int.__subclasses__()|Exception.__new__(KeyError)|BaseException.__new__(KeyError,1)|str.__new__(int)|tuple.__new__(tuple,[1])|type.__new__(type,'a',(),{}).__name__|(lambda:0).__get__(None)|(lambda:0).__get__()|object().__init__(1)".split('|'):
    show(s)
