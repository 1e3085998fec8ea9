try:
    pass
except:
foo = 1
