compile("a b", "foo.py", "exec")
