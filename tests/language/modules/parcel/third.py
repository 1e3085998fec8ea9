import parcel.inner.deep as deepest
from parcel import order, inner
order.append('third')
