# Message digests at every length around a block, in parts, copied.
import _md5, _sha1, _sha256, _sha512
for make in (_md5.md5, _sha1.sha1, _sha256.sha224, _sha256.sha256, _sha512.sha384, _sha512.sha512):
    for n in (0, 1, 3, 55, 56, 57, 63, 64, 65, 111, 112, 113, 119, 127, 128, 129, 1000, 100000):
        d = bytes(i * 7 % 256 for i in range(n))
        h = make(d); print(h.name, n, h.hexdigest())
    h = make(); h.update(b'ab'); c = h.copy(); h.update(b'c' * 300); c.update(b'd')
    print(h.hexdigest(), c.hexdigest(), h.digest() == make(b'ab' + b'c' * 300).digest(), h.digest_size, h.block_size, h.name)
    print(make(string=b'x', usedforsecurity=False).hexdigest())
    for bad in ('a', 5, None):
        try: make(bad)
        except TypeError as e: print(e)
    try: make().update('x')
    except TypeError as e: print(e)
    try: make(b'', 1)
    except TypeError as e: print(e)
