def f():
	if True:
		é = [1]; print("é", é[5] + é[0])
f()
