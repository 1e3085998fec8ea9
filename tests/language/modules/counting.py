"""Says when it runs, and counts."""
print('counting runs as', __name__)
LIMIT = 10
value = 0
exported = 'exported'
_hidden = 'hidden'


def increment(by=1):
    global value
    value += by
    return value


def read_new():
    return new_attribute
