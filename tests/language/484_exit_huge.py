# What no C int holds is -1.
raise SystemExit(2 ** 70)
