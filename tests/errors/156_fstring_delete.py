del f"{a}"
