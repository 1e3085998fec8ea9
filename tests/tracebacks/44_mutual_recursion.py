def a(): b()
def b(): c()
def c(): a()
a()
