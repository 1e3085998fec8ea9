class A:
    @property
    def p(self): return self.q
def run(f, *args): return f(*args)
run(lambda a: a.p,
    A())
