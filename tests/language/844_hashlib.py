# hashlib: SHA-3 and its extendable kin, BLAKE2 with all that it can be given, names and errors.
import hashlib
import hmac
import warnings

print(sorted(hashlib.algorithms_guaranteed))
warnings.simplefilter("ignore")
text = bytes(range(256)) * 3
for name in sorted(hashlib.algorithms_guaranteed):
    shake = name.startswith("shake")
    size = (20,) if shake else ()
    made = hashlib.new(name, text)
    print(name, made.name, made.digest_size, made.block_size, made.hexdigest(*size)[:40])
    for cut in 0, 1, 63, 64, 71, 72, 127, 128, 135, 136, 137, 143, 144, 167, 168, 169, 256:
        pieces = hashlib.new(name)
        pieces.update(text[:cut])
        twin = pieces.copy()
        pieces.update(text[cut:])
        assert pieces.digest(*size) == made.digest(*size)
        assert twin.digest(*size) == hashlib.new(name, text[:cut]).digest(*size)
print(hashlib.shake_128(b"x").hexdigest(300)[-40:], hashlib.shake_256().digest(0))

for maker in hashlib.blake2b, hashlib.blake2s:
    print(maker.SALT_SIZE, maker.PERSON_SIZE, maker.MAX_KEY_SIZE, maker.MAX_DIGEST_SIZE)
    print(maker(b"abc", digest_size=9).hexdigest(), maker(key=b"key").hexdigest()[:20])
    print(maker(text, salt=b"salt", person=b"person", key=b"k" * 32).hexdigest()[:40])
    tree = maker(text, fanout=2, depth=3, leaf_size=4096, node_offset=2**40 + 1, node_depth=1,
                 inner_size=32, last_node=True, usedforsecurity=False)
    print(tree.hexdigest()[:40], tree.name, tree.digest_size, tree.block_size)
print(hashlib.pbkdf2_hmac("sha3_256", b"password", b"salt", 3).hex())
print(hmac.new(b"key", text, "sha3_512").hexdigest()[:40], hmac.digest(b"k", b"m", "blake2s").hex())

B, S = hashlib.blake2b, hashlib.blake2s
WRONG = """B(digest_size=0) B(digest_size=65) S(digest_size=33) B(key=b"x"*65) B(salt=b"x"*17)
S(person=b"x"*9) B(fanout=256) B(fanout=-1) B(depth=0) B(leaf_size=2**32) B(leaf_size=-1)
B(node_offset=-1) S(node_offset=2**48) B(node_depth=256) B(inner_size=65) B("a") B(1) B(key="a")
B(b"",b"") B(string=b"") B(digest_size="a") B().update("a") B().update(1) B(leaf_size=2**70)
B(fanout=2**40) B(leaf_size=1.5) hashlib.new("nothing") hashlib.new(1)"""
for expression in WRONG.split():
    try:
        print(expression, eval(expression))
    except Exception as error:
        message = "" if "hashlib" in expression else error
        print(expression, type(error).__name__, message)
