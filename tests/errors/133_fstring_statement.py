x = f"{pass}"
