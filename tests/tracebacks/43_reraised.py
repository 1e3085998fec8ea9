def f():
    raise ValueError('multi\nline')
try: f()
except ValueError as e:
    tb = e.__traceback__
    print(tb.tb_lineno, tb.tb_next.tb_lineno, tb.tb_next.tb_next)
    e2 = e
raise e2
