# The limit on the digits of an int that becomes text, or comes from it.
print(len(str(10 ** 4299)))
try:
    str(10 ** 4300)
except ValueError as e:
    print(e)
try:
    int('1' * 4301)
except ValueError as e:
    print(e)
print(len(hex(10 ** 5000)), int('0x' + 'f' * 5000, 16).bit_length())
print(int('1' * 4300) % 1000)
