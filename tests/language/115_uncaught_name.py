# An uncaught NameError inside a comprehension inside a method.
class C:
    def m(self):
        return [undefined_name for _ in range(3)]
C().m()
