# try, except, else, finally.
def f(x):
    try:
        print('try', end=' ')
        result = 10 // x
    except ZeroDivisionError:
        print('except', end=' ')
        result = 'division'
    except TypeError as e:
        print('type:', e, end=' ')
        result = 'type'
    else:
        print('else', end=' ')
    finally:
        print('finally', end=' ')
    return result
print(f(5))
print(f(0))
print(f('a'))
try:
    raise ValueError('message')
except ValueError as e:
    print(e, repr(e), e.args, str(e), type(e))
try:
    raise ValueError
except ValueError as e:
    print(repr(e), e.args, str(e) == '')
try:
    raise KeyError('k')
except (IndexError, KeyError) as e:
    print(repr(e), str(e))
try:
    {}['x']
except LookupError as e:
    print(type(e).__name__)
try:
    try:
        [][1]
    except KeyError:
        print('wrong')
except IndexError:
    print('outer')
try:
    int('x')
except:
    print('bare')
def g():
    try:
        return 'returned'
    except ValueError:
        pass
print(g())
for i in range(3):
    try:
        if i == 1:
            raise Exception('one', 1)
        print(i)
    except Exception as e:
        print(e, e.args)
