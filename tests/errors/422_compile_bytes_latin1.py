compile(b"# coding: latin-1\nx = \xe9 1", "name", "exec")
