__all__ = ['fine', 3]
fine = 1
