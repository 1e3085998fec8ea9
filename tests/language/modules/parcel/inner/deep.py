from .. import VALUE, order
from . import __name__ as package_name
order.append(__name__)


def reach():
    from ..first import __name__ as name
    return VALUE, package_name, name
