# except*: which clause takes what, what is left, raised again, raised anew.
def run(raised, *classes, reraise=(), new=()):
    log = []
    try:
        try:
            raise raised
        except* ValueError as e:
            log.append(('value', type(e).__name__, e.exceptions))
            if 'value' in reraise: raise
            if 'value' in new: raise KeyError('new')
        except* (TypeError, OSError) as e:
            log.append(('type', type(e).__name__, e.exceptions))
            if 'type' in reraise: raise
            if 'type' in new: raise KeyError('newer')
        else:
            log.append('else')
        finally:
            log.append('finally')
    except BaseException as e:
        log.append(('out', repr(e), repr(e.__cause__), repr(e.__context__)))
    try: e
    except NameError: log.append('gone')
    print(*log, sep='\n  ')

E = ExceptionGroup
run(ValueError(1))
run(KeyError(1))
run(E('g', [ValueError(1), TypeError(2), ValueError(3)]))
run(E('g', [ValueError(1), KeyError(2), E('h', [OSError(3), ValueError(4), IndexError(5)])]))
run(E('g', [ValueError(1), TypeError(2), KeyError(3)]), reraise=['value'])
run(E('g', [ValueError(1), TypeError(2), KeyError(3)]), reraise=['value', 'type'])
run(E('g', [ValueError(1), TypeError(2), KeyError(3)]), new=['value'])
run(E('g', [ValueError(1), TypeError(2)]), new=['value', 'type'])
run(E('g', [ValueError(1), TypeError(2)]), new=['value'], reraise=['type'])
run(E('g', [ValueError(1)]), new=['value'])
run(ValueError(1), reraise=['value'])
run(ValueError(1), new=['value'])
run(TypeError(1), reraise=['type'])
run(KeyboardInterrupt(1))
run(BaseExceptionGroup('b', [SystemExit(1), ValueError(2)]))

def nothing():
    try: pass
    except* ValueError: print('never')
    else: print('else')
    finally: print('finally')
nothing()

def nested():
    try:
        try:
            raise E('g', [ValueError(1), TypeError(2)])
        except* ValueError:
            try:
                raise E('h', [KeyError(3), IndexError(4)])
            except* KeyError as k:
                print('inner', k.exceptions)
    except* (TypeError, IndexError) as e:
        print('outer', repr(e))
        print(repr(e.exceptions[0].__context__))
nested()
