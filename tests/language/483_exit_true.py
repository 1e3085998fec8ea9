# True is 1.
raise SystemExit(True)
