# An uncaught exception of one's own class, with arguments.
class AppError(Exception):
    def __str__(self):
        return 'app error %d' % self.args[0]
try:
    raise KeyError('context')
except KeyError:
    raise AppError(7)
