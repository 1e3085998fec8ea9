import ring.four
THIRD = 3
