x = f"{a['b}"
