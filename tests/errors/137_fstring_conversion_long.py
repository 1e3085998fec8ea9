x = f"{a!rs}"
