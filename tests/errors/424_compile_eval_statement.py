compile("x = 1", "name", "eval")
