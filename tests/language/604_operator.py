# Operators as functions; itemgetter, attrgetter, methodcaller.
import _operator as op

print(op.add(1, 2), op.sub(5, 7), op.mul(3, 'ab'), op.truediv(1, 4), op.floordiv(-7, 2), op.mod(-7, 2), op.pow(2, 10))
print(op.lshift(1, 70), op.rshift(-9, 1), op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.neg(4), op.pos(-3), op.abs(-3), op.inv(5), op.invert(5), op.index(True))
a = [1]
print(op.iadd(a, [2]) is a, a, op.isub(5, 3), op.imul(2, 3), op.ipow(2, 5), op.ior({1}, {2}), op.iand(6, 3), op.ixor(6, 3), op.ilshift(1, 3), op.irshift(8, 1), op.imod(7, 4), op.ifloordiv(7, 4), op.itruediv(7, 4))
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1.0), op.ne('a', 'b'), op.gt(1, 2), op.ge([2], [1]), op.is_(None, None), op.is_not([], []), op.not_(0), op.truth([]))
print(op.contains('abc', 'b'), op.countOf([1, 1, 2, True], 1), op.indexOf(iter([5, 6]), 6), op.concat([1], [2]), op.iconcat('a', 'b'), op.length_hint(iter([1, 2])), op.length_hint(5, 9))
d = {}
print(op.setitem(d, 'k', 5), op.getitem(d, 'k'), op.delitem(d, 'k'), d, op.getitem('hello', slice(1, 3)), op.call(max, 1, 5), op.call(dict, a=1))
print(op.itemgetter(1, 'a')({1: 2, 'a': 3}), op.itemgetter(-1)('xyz'), op.itemgetter(slice(2))([1, 2, 3]))
print(op.attrgetter('real', 'imag')(3 + 4j), op.attrgetter('__class__.__name__')(5), op.attrgetter('real')(7))
print(op.methodcaller('split', ',')('a,b'), op.methodcaller('format', x=1)('{x}'), op.methodcaller('upper')('up'))
rows = [('b', 2), ('a', 2), ('c', 1)]
print(sorted(rows, key=op.itemgetter(1)), sorted(rows, key=op.itemgetter(1, 0)), max(rows, key=op.itemgetter(1)))
class Matrix:
    def __matmul__(self, other):
        return '@'
    def __imatmul__(self, other):
        return '@='
    def __index__(self):
        return 3
print(op.matmul(Matrix(), 1), op.imatmul(Matrix(), 1), op.index(Matrix()), op.getitem('abcdef', Matrix()))
g = op.itemgetter(1, 2)
made = g.__reduce__()
print(made[0](*made[1])([0, 1, 2]), op.attrgetter('a.b', 'c').__reduce__()[1], op.methodcaller('m', 1).__reduce__()[1])
print(op._compare_digest('abc', 'abc'), op._compare_digest(b'abc', b'abd'), op._compare_digest('a', 'ab'))
for bad in (('a', 1), ('é', 'a'), (b'a', 'a')):
    try:
        op._compare_digest(*bad)
    except TypeError as e:
        print(e)
