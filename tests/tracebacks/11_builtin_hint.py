prin('x')
