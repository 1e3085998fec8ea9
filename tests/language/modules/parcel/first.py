from . import order
order.append(__name__)
from .inner import deep
from .inner.deep import reach as reached


def shown():
    return __name__, __package__, deep.__name__, reached()
