x = 'abc\u12'
