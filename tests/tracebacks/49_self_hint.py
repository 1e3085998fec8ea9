class Foo:
    def method(self): return self.missing
    missng = 1
Foo().method()
