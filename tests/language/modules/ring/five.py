from . import six
FIFTH = 5


def ask():
    return six.answer()
