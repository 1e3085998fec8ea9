"""Fails half way through."""
print('failing runs')
before = 1
after = before / 0
