class MyErr(Exception):
    def __str__(self): raise ValueError
raise MyErr('x')
