# cmath: poles, what is too large, special values.
import cmath


def show(text):
    try:
        print(text, '->', repr(eval(text)))
    except BaseException as error:
        print(text, '->', type(error).__name__ + ':', error)


CASES = r"""
cmath.sqrt(-1)
cmath.log(0)
cmath.log(1,0)
cmath.log(2,3)
cmath.exp(1000)
cmath.exp(complex(0,float('inf')))
cmath.acos(2),cmath.acosh(0.5),cmath.asin(2),cmath.asinh(2j),cmath.atan(1+1j),cmath.atanh(2)
cmath.cos(1+2j),cmath.sin(1+2j),cmath.tan(1+2j),cmath.cosh(1+2j),cmath.sinh(1+2j),cmath.tanh(1+2j)
cmath.phase('a')
cmath.polar(3+4j),cmath.rect(2,1),cmath.phase(-1)
cmath.rect(float('inf'),0),cmath.rect(float('inf'),1),cmath.rect(float('-inf'),0),cmath.rect(float('nan'),0)
cmath.rect(1,float('inf'))
cmath.rect(0,float('inf'))
cmath.isclose(1,1+1e-10)
cmath.isclose(1,2,rel_tol=-1)
cmath.atanh(1)
cmath.log10(100)
cmath.tan(complex(1000,1)),cmath.tanh(complex(1000,1))
cmath.sqrt('a')
"""
for case in CASES.strip().splitlines():
    show(case)
