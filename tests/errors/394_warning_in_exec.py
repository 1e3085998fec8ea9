exec("x = 1\nx is 1")
eval("5 is 5")
raise SystemExit(1)
