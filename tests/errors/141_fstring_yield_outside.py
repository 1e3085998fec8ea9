x = f"{yield a}"
