compile(b"# coding: klingon\nx = 1", "name", "exec")
