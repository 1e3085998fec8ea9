# SystemExit with something that is not a number.
raise SystemExit(('a', 1))
