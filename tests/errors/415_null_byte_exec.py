exec(b"x = 1\0\ny = 2")
