__all__ = ['fine', 'absent']
fine = 1
