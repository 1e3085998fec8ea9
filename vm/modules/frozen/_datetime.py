"""What dates and times say where Python's own library, which works with them here, says otherwise
than its twin in C. Imported by datetime itself, this changes it, and is not there for it to take
anything from; imported by anybody else, it is datetime."""

import sys

_outer = sys.modules.get('datetime')
_spec = getattr(_outer, '__spec__', None)
if not getattr(_spec, '_initializing', False):
    from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
else:
    date, datetime, time, timedelta = _outer.date, _outer.datetime, _outer.time, _outer.timedelta
    timezone, _index = _outer.timezone, _outer._index
    _days_in_month = _outer._days_in_month
    _classes = {_outer.date, _outer.datetime, _outer.time, _outer.timedelta, timezone,
                _outer.tzinfo, _outer._IsoCalendarDate}

    def _name(cls):
        """As messages in C name a class: their own with the module."""
        if cls is _outer._IsoCalendarDate:
            return 'datetime.IsoCalendarDate'
        return 'datetime.' + cls.__name__ if cls in _classes else cls.__name__

    def _check_date_fields(year, month, day):
        year, month, day = _index(year), _index(month), _index(day)
        if not 1 <= year <= 9999:
            raise ValueError(f'year {year} is out of range')
        if not 1 <= month <= 12:
            raise ValueError('month must be in 1..12')
        if not 1 <= day <= _days_in_month(year, month):
            raise ValueError('day is out of range for month')
        return year, month, day

    def _check_time_fields(hour, minute, second, microsecond, fold):
        hour, minute, second = _index(hour), _index(minute), _index(second)
        microsecond = _index(microsecond)
        if not 0 <= hour <= 23:
            raise ValueError('hour must be in 0..23')
        if not 0 <= minute <= 59:
            raise ValueError('minute must be in 0..59')
        if not 0 <= second <= 59:
            raise ValueError('second must be in 0..59')
        if not 0 <= microsecond <= 999999:
            raise ValueError('microsecond must be in 0..999999')
        if fold not in (0, 1):
            raise ValueError('fold must be either 0 or 1')
        return hour, minute, second, microsecond, fold

    def _cmperror(one, other):
        raise TypeError(f"can't compare {_name(type(one))} to {_name(type(other))}")

    def _own_name(method):
        """A repr that begins with the class's name as C has it."""
        def __repr__(self):
            cls = type(self)
            text = method(self)
            written = f'{cls.__module__}.{cls.__qualname__}'
            if not text.startswith(written):
                written = cls.__name__
            return _name(cls) + text[len(written):]
        return __repr__

    def _mixed_compare(method, what):
        """Comparisons of which one side has an offset from UTC and the other none."""
        def _cmp(self, other, allow_mixed=False):
            if not allow_mixed and (self.utcoffset() is None) != (other.utcoffset() is None):
                raise TypeError(f"can't compare offset-naive and offset-aware {what}")
            return method(self, other, allow_mixed)
        return _cmp

    _subtract = datetime.__sub__

    def _datetime_subtract(self, other):
        if (isinstance(other, datetime) and self._tzinfo is not other._tzinfo
                and (self.utcoffset() is None) != (other.utcoffset() is None)):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        try:
            return _subtract(self, other)
        except OverflowError:
            raise OverflowError('date value out of range') from None

    def _out_of_range(method):
        """A sum that is no date any more."""
        def __add__(self, other):
            try:
                return method(self, other)
            except OverflowError:
                raise OverflowError('date value out of range') from None
        return __add__

    _general_timedelta = timedelta.__new__

    def _timedelta_new(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0,
                       weeks=0):
        if not (type(days) is type(seconds) is type(microseconds) is type(milliseconds)
                is type(minutes) is type(hours) is type(weeks) is int):
            for part in (days, seconds, microseconds, milliseconds, minutes, hours, weeks):
                if not isinstance(part, (int, float)):
                    raise TypeError('unsupported type for timedelta '
                                    f'{_part_name(locals(), part)} component: '
                                    f'{_name(type(part))}')
            try:
                return _general_timedelta(cls, days, seconds, microseconds, milliseconds, minutes,
                                          hours, weeks)
            except OverflowError as error:
                text = str(error)
                if not text.startswith('timedelta # of days'):
                    raise
                _refuse_days(int(text.rpartition(' ')[2]))
        seconds += (hours * 60 + minutes) * 60
        more, microseconds = divmod(microseconds + milliseconds * 1000, 1000000)
        more, seconds = divmod(seconds + more, 86400)
        days += weeks * 7 + more
        if not -999999999 <= days <= 999999999:
            _refuse_days(days)
        self = object.__new__(cls)
        self._days = days
        self._seconds = seconds
        self._microseconds = microseconds
        self._hashcode = -1
        return self

    def _part_name(given, part):
        return next(name for name, value in given.items() if value is part)

    def _refuse_days(days):
        if not -2**31 <= days < 2**31:
            raise OverflowError('Python int too large to convert to C int')
        raise OverflowError(f'days={days}; must have magnitude <= 999999999')

    _general_timezone = timezone.__new__

    def _timezone_new(cls, offset, name=timezone._Omitted):
        try:
            return _general_timezone(cls, offset, name)
        except ValueError as error:
            text = str(error).removesuffix('.')
            raise ValueError(f'{text}, not {offset!r}.') from None
        except TypeError:
            if not isinstance(offset, timedelta):
                raise TypeError('timezone() argument 1 must be datetime.timedelta, not '
                                + type(offset).__name__) from None
            raise TypeError('timezone() argument 2 must be str, not '
                            + type(name).__name__) from None

    _outer._check_date_fields = _check_date_fields
    _outer._check_time_fields = _check_time_fields
    _outer._cmperror = _cmperror
    for _cls in (date, datetime, time, timedelta, _outer._IsoCalendarDate):
        _cls.__repr__ = _own_name(_cls.__repr__)
    datetime._cmp = _mixed_compare(datetime._cmp, 'datetimes')
    time._cmp = _mixed_compare(time._cmp, 'times')
    datetime.__sub__ = _datetime_subtract
    for _cls in (date, datetime):
        _cls.__add__ = _cls.__radd__ = _out_of_range(_cls.__add__)
    date.__sub__ = _out_of_range(date.__sub__)
    timedelta.__new__ = _timedelta_new
    timezone.__new__ = _timezone_new
    raise ImportError('datetime is complete')
