# Keys made of passwords, messages with a key, and what hash objects say of themselves.
import hashlib
import hmac
import platform


def attempt(function, *arguments, **named):
    try:
        print(function(*arguments, **named))
    except Exception as error:
        print(type(error).__name__, error)


derive = hashlib.pbkdf2_hmac
for name in 'md5', 'sha1', 'SHA256', 'sha512':
    print(derive(name, b'password', b'salt', 3).hex())
print(derive('sha256', b'p' * 200, b'', 2, 70).hex())
print(derive(hash_name='sha224', password=b'p', salt=b's', iterations=1, dklen=5))
attempt(derive, 'nope', b'p', b's', 1)
attempt(derive, 5, b'p', b's', 1)
attempt(derive, 'sha256', 'p', b's', 1)
attempt(derive, 'sha256', b'p', b's', 0)
attempt(derive, 'sha256', b'p', b's', 1, 0)
attempt(derive, 'sha256', b'p', b's', 1.5)
attempt(derive, 'sha256', b'p')

stretch = hashlib.scrypt
print(stretch(b'p', salt=b's', n=16, r=2, p=2).hex())
print(stretch(b'p', salt=b's', n=2, r=1, p=1, dklen=10).hex())
attempt(stretch, b'p', salt=b's', n=3, r=1, p=1)
attempt(stretch, b'p', n=2, r=1, p=1)
attempt(stretch, b'p', salt=b's')
attempt(stretch, b'p', salt=b's', n=2, r=0, p=1)
attempt(stretch, b'p', salt=b's', n=2 ** 20, r=8, p=1)
attempt(stretch, b'p', salt=b's', n=2, r=1, p=1, dklen=0)
attempt(stretch, b'p', salt=b's', n='x', r=1, p=1)

message = hmac.new(b'k', b'm', 'sha256')
print(message.name, message.digest_size, message.block_size, message.hexdigest())
copy = message.copy()
copy.update(b'more')
print(copy.hexdigest(), message.hexdigest())
for kind in hashlib.md5, hashlib.sha384, hashlib.blake2b, 'sha3_256':
    print(hmac.new(b'k' * 200, b'm', kind).hexdigest())
print(hmac.digest(b'k', b'm', 'sha1'), hmac.compare_digest('a', 'b'))
attempt(hmac.new, b'k', b'm')
attempt(hmac.new, 'k', b'm', 'md5')
attempt(hmac.new, b'k', 'm', 'md5')

print(hashlib.sha256, type(hashlib.sha256(b'a')), hashlib.new('SHA-256').name)
print(repr(hashlib.sha1(b'')).split(' object')[0])
attempt(type(hashlib.md5()))
attempt(hashlib.sha256, 'a')
attempt(hashlib.sha256, data=b'a')
attempt(hashlib.new, 'nope')
print(platform.python_version(), platform.python_implementation())
