# _bisect and _heapq: what they say of arguments.
import _bisect as bisect
import _heapq as heapq


def show(text):
    try:
        print(text, '->', repr(eval(text)))
    except BaseException as error:
        print(text, '->', type(error).__name__ + ':', error)


CASES = r"""
bisect.bisect_right([1,2],1,-1)
bisect.bisect_right([1,2],'a')
bisect.bisect_right([1])
bisect.bisect_right(1,2)
bisect.bisect_right([1,2],1,0,'a')
bisect.insort_right((1,2),1)
bisect.bisect_right([1,2],1,0,1,2)
heapq.heappush(1,2)
heapq.heappop([])
heapq.heappop(1)
heapq.heapify(1)
heapq.heapreplace([],1)
heapq.heappushpop(1,2)
"""
for case in CASES.strip().splitlines():
    show(case)
