x = "\d" f"\w{1}" b"\s"
y = 1if x else 2
raise SystemExit(1)
