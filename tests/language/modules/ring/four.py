import ring.three
print(ring.three.THIRD)
