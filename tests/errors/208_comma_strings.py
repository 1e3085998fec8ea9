x = ["a", b "c"]
