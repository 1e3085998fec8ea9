# array: what does not fit, and what it says of arguments.
import array


def show(text):
    try:
        print(text, '->', repr(eval(text)))
    except BaseException as error:
        print(text, '->', type(error).__name__ + ':', error)


CASES = r"""
array.array()
array.array('z')
array.array('ab')
array.array(1)
array.array('i','abc')
array.array('i',[1,2,3])
array.array('i')
array.array('u','abc')
array.array('u')
array.array('u',['ab'])
array.array('u',[1])
array.array('i',b'abcd')
array.array('i',b'abc')
array.array('i',['a'])
array.array('i',[1.5])
array.array('b',[200])
array.array('b',[-200])
array.array('b',[2**20])
array.array('B',[-1])
array.array('B',[256])
array.array('h',[2**15])
array.array('H',[-1])
array.array('H',[2**16])
array.array('H',[2**40])
array.array('i',[2**31])
array.array('i',[-2**40])
array.array('i',[2**70])
array.array('I',[-1])
array.array('I',[2**32])
array.array('I',[2**70])
array.array('I',['a'])
array.array('I',[1.0])
array.array('l',[2**63])
array.array('L',[-1])
array.array('L',[2**64])
array.array('q',[2**63])
array.array('q',['a'])
array.array('Q',[-1])
array.array('Q',[2**64])
array.array('f',['a'])
array.array('f',[1e300])
array.array('d',[1,2.5])
array.array('d',range(3))
array.array('i',5)
array.array('i',[1],2)
array.array('i',x=1)
array.array('i',array.array('f',[1.5]))
array.array('f',array.array('i',[1]))
array.array('u',array.array('i',[1]))
array.array('i',[1,2])[5]
array.array('i',[1,2])['a']
array.array('i',[1,2,3])[::2]
array.array('i',[1,2])+[1]
array.array('i',[1,2])+array.array('f',[1])
array.array('i',[1,2])*2
array.array('i',[1,2])*'a'
array.array('i',[1,2])*-1
array.array('i',[1,2])==array.array('f',[1,2])
array.array('i',[1,2])<array.array('f',[1,3])
array.array('i',[1,2])==[1,2]
array.array('i',[1,2]).append('a')
array.array('i',[1,2]).append()
array.array('i',[1,2]).buffer_info()[1]
array.array('i',[1,2]).byteswap()
array.array('d',[1,2]).count(1)
array.array('i',[1,2]).extend([3,'a'])
array.array('i',[1,2]).extend(array.array('f',[1]))
array.array('i',[1,2]).extend(5)
array.array('i',[1,2]).fromlist(5)
array.array('i',[1,2]).fromlist(['a'])
array.array('i',[1,2]).fromunicode('a')
array.array('i',[1,2]).tounicode()
array.array('u','ab').tounicode()
array.array('i',[1,2]).index(3)
array.array('i',[1,2,1]).index(1,1)
array.array('i',[1,2]).index(2,0,1)
array.array('i',[1,2]).insert(5,'a')
array.array('i',[]).pop()
array.array('i',[1]).pop(5)
array.array('i',[1]).remove(5)
array.array('i',[1,2]).tolist()
array.array('i',[1,2]).typecode, array.array('i',[1,2]).itemsize
array.array('i',[1]).__reduce_ex__(2)
array.array('i',[1]).__reduce_ex__(3)
array.array('u','a').__reduce_ex__(3)
array.array('i',[1]).__copy__()
hash(array.array('i',[1]))
2 in array.array('i',[1])
"""
for case in CASES.strip().splitlines():
    show(case)
