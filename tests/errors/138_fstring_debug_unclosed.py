x = f"{a="
