# Methods and attributes of numbers.
print((5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate(), (2.5).real, (2.5).imag)
print((10).bit_length(), (255).bit_count(), (-8).bit_length(), (0).bit_length())
print((3.0).is_integer(), (3.5).as_integer_ratio(), (7).as_integer_ratio(), (0.1).as_integer_ratio())
print((1.5).hex(), (-0.1).hex(), (0.0).hex(), float.fromhex('-0x1.999999999999ap-4'))
print((5).__add__(3), (5).__sub__(7), (2).__mul__(4), (7).__floordiv__(2), (1.5).__add__(1))
print((5).__add__('x'), (5).__eq__(5), (5).__lt__(6), int.__add__(2, 3), (3).__neg__(), (3).__index__())
