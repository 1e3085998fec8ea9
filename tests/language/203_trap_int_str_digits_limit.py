# Trap: int str digits limit.
try: str(10**5000)
except ValueError as e: print(e)
