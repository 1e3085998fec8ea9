# _operator: what it says of arguments, and reprs.
import _operator as operator


def show(text):
    try:
        print(text, '->', repr(eval(text)))
    except BaseException as error:
        print(text, '->', type(error).__name__ + ':', error)


CASES = r"""
operator.itemgetter()
operator.itemgetter(1,a=2)
operator.itemgetter(1)
operator.itemgetter(1,2)
operator.itemgetter(1)([1])
operator.itemgetter(1)()
operator.itemgetter(1)(1,2)
operator.itemgetter(1)(x=1)
operator.attrgetter()
operator.attrgetter(1)
operator.attrgetter('a.b','c')
operator.attrgetter('a.b')(1)
operator.attrgetter('a','b')(1)
operator.attrgetter('real','imag')(1)
operator.attrgetter('real.imag')
operator.methodcaller()
operator.methodcaller(1)
operator.methodcaller('a',1,b=2)
operator.methodcaller('a')
operator.methodcaller('a')(1)
operator.methodcaller('bit_length')(5)
operator.methodcaller('bit_length')()
operator.methodcaller('a',1,b=2).__reduce__()
operator.methodcaller('a',1).__reduce__()
operator.itemgetter(1,2).__reduce__()
operator.attrgetter('a.b','c').__reduce__()
operator.add(1)
operator.add(1,2,3)
operator.neg(1,2)
operator.not_()
operator.length_hint('abc','a')
operator.length_hint(1,2)
operator.length_hint(1)
operator.indexOf([1],2)
operator.countOf([1,1],1)
operator.concat(1,2)
operator.concat([1],2)
operator.iconcat(1,2)
operator.index('a')
operator.call()
operator.contains(1,2)
operator.setitem([1],1,2)
operator.delitem([1],1)
operator.getitem([1],1)
operator.pow(2,-1)
operator.add.__module__
operator.add
operator.matmul(1,2)
operator.is_(1,1)
operator.is_not(1)
"""
for case in CASES.strip().splitlines():
    show(case)
