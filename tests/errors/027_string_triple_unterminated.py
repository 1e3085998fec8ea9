x = '''abc
and so on
