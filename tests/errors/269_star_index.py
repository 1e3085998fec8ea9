x = a[*b, **c]
