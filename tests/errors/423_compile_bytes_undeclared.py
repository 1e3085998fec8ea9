compile(b"x = \xe9", "name", "exec")
