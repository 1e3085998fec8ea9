# An uncaught KeyError shows its key's repr; the message of a chain ends with the last error.
def lookup(d, key):
    try:
        return d[key]
    except KeyError:
        d['fallback ' + key]
lookup({'a': 1}, 'missing')
