def some_function():
    some_variable = 1
    def inner():
        return some_varible
    return inner()
some_function()
