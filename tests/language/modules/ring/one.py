from ring import two
FIRST = 1
