"""Rows of text with delimiters, read and written."""

__version__ = '1.0'

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)

_dialects = {}
_field_limit = 128 * 1024
_defaults = {'delimiter': ',', 'doublequote': True, 'escapechar': None, 'lineterminator': '\r\n',
             'quotechar': '"', 'quoting': QUOTE_MINIMAL, 'skipinitialspace': False, 'strict': False}


class Error(Exception):
    pass


def _checked_character(name, value, optional):
    if optional and value is None:
        return None
    if not isinstance(value, str):
        kind = 'string or None' if optional else 'string'
        raise TypeError(f'"{name}" must be {kind}, not {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'"{name}" must be a 1-character string')
    return value


class Dialect:
    """How rows are written: what a dialect's object or registered name says, then the options."""

    def __new__(cls, dialect=None, **options):
        for name in options:
            if name not in _defaults:
                raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        given = {name: getattr(dialect, name) for name in _defaults if hasattr(dialect, name)}
        given.update(options)
        chosen = _defaults | given
        if chosen['quotechar'] is None and 'quoting' not in given:
            chosen['quoting'] = QUOTE_NONE
        _checked_character('delimiter', chosen['delimiter'], False)
        _checked_character('escapechar', chosen['escapechar'], True)
        _checked_character('quotechar', chosen['quotechar'], True)
        if type(chosen['quoting']) is not int:
            raise TypeError('"quoting" must be an integer')
        if not QUOTE_MINIMAL <= chosen['quoting'] <= QUOTE_NONE:
            raise TypeError('bad "quoting" value')
        if chosen['quoting'] != QUOTE_NONE and chosen['quotechar'] is None:
            raise TypeError('quotechar must be set if quoting enabled')
        if chosen['lineterminator'] is None:
            raise TypeError('lineterminator must be set')
        if not isinstance(chosen['lineterminator'], str):
            raise TypeError('"lineterminator" must be a string')
        for name in ('doublequote', 'skipinitialspace', 'strict'):
            chosen[name] = bool(chosen[name])
        self = super().__new__(cls)
        self.__dict__.update(chosen)
        return self


def register_dialect(name, dialect=None, **options):
    if not isinstance(name, str):
        raise TypeError('dialect name must be a string')
    _dialects[name] = Dialect(dialect, **options)


def unregister_dialect(name):
    if name not in _dialects:
        raise Error('unknown dialect')
    del _dialects[name]


def get_dialect(name):
    if name not in _dialects:
        raise Error('unknown dialect')
    return _dialects[name]


def list_dialects():
    return list(_dialects)


def field_size_limit(limit=None):
    """The longest field that is read; a limit given replaces it."""
    global _field_limit
    before = _field_limit
    if limit is not None:
        if not isinstance(limit, int):
            raise TypeError('limit must be an integer')
        _field_limit = limit
    return before


# Where a reader is in a record. A line's end is a character of its own: ''.
(_START_RECORD, _START_FIELD, _ESCAPED, _IN_FIELD, _IN_QUOTED, _ESCAPED_IN_QUOTED, _QUOTE_IN_QUOTED,
 _AFTER_RECORD, _AFTER_ESCAPED_BREAK) = range(9)


class reader:
    """The records of an iterable of lines, lists of str."""

    def __init__(self, lines, /, dialect=None, **options):
        self._lines = iter(lines)
        self.dialect = Dialect(dialect, **options)
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        self._record, self._field, self._numeric = [], [], False
        self._state = _START_RECORD
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if not self._field and self._state != _IN_QUOTED:
                    raise
                if self.dialect.strict:
                    raise Error('unexpected end of data') from None
                self._end_field()
                return self._record
            if not isinstance(line, str):
                raise Error(f'iterator should return strings, not {type(line).__name__} '
                            '(the file should be opened in text mode)')
            self.line_num += 1
            for character in line:
                self._take(character)
            self._take('')
            if self._state == _START_RECORD:
                return self._record

    def _end_field(self):
        text = ''.join(self._field)
        self._record.append(float(text) if self._numeric else text)
        self._field, self._numeric = [], False

    def _end_record(self, character):
        self._end_field()
        self._state = _AFTER_RECORD if character else _START_RECORD

    def _add(self, character, state):
        if len(self._field) >= _field_limit:
            raise Error(f'field larger than field limit ({_field_limit})')
        self._field.append(character)
        self._state = state

    def _take(self, character):
        dialect, state = self.dialect, self._state
        at_break = character in ('', '\n', '\r')
        is_quote = character == dialect.quotechar and dialect.quoting != QUOTE_NONE
        if state == _START_RECORD:
            if at_break:
                self._state = _AFTER_RECORD if character else _START_RECORD
                return
            state = _START_FIELD
        if state == _AFTER_ESCAPED_BREAK:
            if not character:
                return
            state = _IN_FIELD

        if state == _START_FIELD:
            if at_break:
                self._end_record(character)
            elif is_quote:
                self._state = _IN_QUOTED
            elif character == dialect.escapechar:
                self._state = _ESCAPED
            elif character == ' ' and dialect.skipinitialspace:
                self._state = _START_FIELD
            elif character == dialect.delimiter:
                self._end_field()
                self._state = _START_FIELD
            else:
                self._numeric = dialect.quoting == QUOTE_NONNUMERIC
                self._add(character, _IN_FIELD)
        elif state == _IN_FIELD:
            if at_break:
                self._end_record(character)
            elif character == dialect.escapechar:
                self._state = _ESCAPED
            elif character == dialect.delimiter:
                self._end_field()
                self._state = _START_FIELD
            else:
                self._add(character, _IN_FIELD)
        elif state == _IN_QUOTED:
            if is_quote:
                self._state = _QUOTE_IN_QUOTED if dialect.doublequote else _IN_FIELD
            elif character == dialect.escapechar:
                self._state = _ESCAPED_IN_QUOTED
            elif character:
                self._add(character, _IN_QUOTED)
        elif state == _QUOTE_IN_QUOTED:
            if is_quote:
                self._add(character, _IN_QUOTED)
            elif character == dialect.delimiter:
                self._end_field()
                self._state = _START_FIELD
            elif at_break:
                self._end_record(character)
            elif dialect.strict:
                raise Error(f"'{dialect.delimiter}' expected after '{dialect.quotechar}'")
            else:
                self._add(character, _IN_FIELD)
        elif state == _ESCAPED:
            self._add(character or '\n', _AFTER_ESCAPED_BREAK if character and at_break else _IN_FIELD)
        elif state == _ESCAPED_IN_QUOTED:
            self._add(character or '\n', _IN_QUOTED)
        elif not character:
            self._state = _START_RECORD
        elif not at_break:
            raise Error('new-line character seen in unquoted field - '
                        'do you need to open the file in universal-newline mode?')


class writer:
    """Writes records to a file, each as one line of its dialect."""

    def __init__(self, file, /, dialect=None, **options):
        if not callable(getattr(file, 'write', None)):
            raise TypeError('argument 1 must have a "write" method')
        self._write = file.write
        self.dialect = Dialect(dialect, **options)

    def _field(self, value):
        dialect = self.dialect
        text = '' if value is None else str(value)
        quoted = dialect.quoting == QUOTE_ALL
        if dialect.quoting == QUOTE_NONNUMERIC:
            quoted = not hasattr(value, '__float__')
        special = (dialect.delimiter, dialect.escapechar, dialect.quotechar, *dialect.lineterminator)
        written = []
        for character in text:
            if character in special:
                if (dialect.quoting == QUOTE_NONE or character == dialect.escapechar
                        or character == dialect.quotechar and not dialect.doublequote):
                    if dialect.escapechar is None:
                        raise Error('need to escape, but no escapechar set')
                    written.append(dialect.escapechar)
                else:
                    quoted = True
                    if character == dialect.quotechar:
                        written.append(character)
            written.append(character)
        text = ''.join(written)
        return dialect.quotechar + text + dialect.quotechar if quoted else text

    def writerow(self, row, /):
        try:
            values = iter(row)
        except TypeError:
            raise Error(f'iterable expected, not {type(row).__name__}') from None
        dialect, fields = self.dialect, [self._field(value) for value in values]
        if fields == ['']:
            if dialect.quoting == QUOTE_NONE:
                raise Error('single empty field record must be quoted')
            fields = [dialect.quotechar * 2]
        return self._write(dialect.delimiter.join(fields) + dialect.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)
