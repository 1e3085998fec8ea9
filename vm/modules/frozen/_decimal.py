"""Decimal numbers as Python's own library works with them, saying what its twin in C says."""

import _pydecimal
from _pydecimal import *
from _pydecimal import __libmpdec_version__, __version__

_conditions = _pydecimal._condition_map
# In the order in which they are listed.
_signals = {signal: signal.__name__ for signal in (
    Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded,
    Subnormal, Underflow)}


def _raise_error(self, condition, explanation=None, *args):
    error = _conditions.get(condition, condition)
    if error in self._ignored_flags:
        return error().handle(self, *args)
    self.flags[error] = True
    if not self.traps[error]:
        return condition().handle(self, *args)
    raise error([condition])


def _context_repr(self):
    flags, traps = (', '.join(name for signal, name in _signals.items() if chosen[signal])
                    for chosen in (self.flags, self.traps))
    return (f'Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, '
            f'Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, '
            f'flags=[{flags}], traps=[{traps}])')


_general_new = Decimal.__new__


def _decimal_new(cls, value='0', context=None):
    try:
        return _general_new(cls, value, context)
    except TypeError:
        raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported'
                        ) from None
    except ValueError as error:
        if type(value) not in (tuple, list):
            raise
        raise ValueError(_wrong_parts(value)) from None


def _wrong_parts(parts):
    if len(parts) != 3:
        return 'argument must be a sequence of length 3'
    sign, digits, exponent = parts
    if sign not in (0, 1):
        return 'sign must be an integer with the value 0 or 1'
    if not isinstance(exponent, int) and exponent not in ('F', 'n', 'N'):
        return "string argument in the third position must be 'F', 'n' or 'N'"
    return 'coefficient must be a tuple of digits'


def _to_int(self):
    if self._is_special:
        if self._isnan():
            raise ValueError('cannot convert NaN to integer')
        raise OverflowError('cannot convert Infinity to integer')
    if self._exp >= 0:
        number = int(self._int) * 10 ** self._exp
    else:
        number = int(self._int[:self._exp] or '0')
    return -number if self._sign else number


_general_ratio, _general_hash = Decimal.as_integer_ratio, Decimal.__hash__


def _as_integer_ratio(self):
    if self._is_special:
        kind = 'NaN' if self._isnan() else 'Infinity'
        error = ValueError if self._isnan() else OverflowError
        raise error(f'cannot convert {kind} to integer ratio')
    return _general_ratio(self)


def _hash(self):
    if self._is_special and self.is_snan():
        raise TypeError('Cannot hash a signaling NaN value')
    return _general_hash(self)


Context._raise_error = _raise_error
Context.__repr__ = _context_repr
Decimal.__new__ = _decimal_new
Decimal.__int__ = Decimal.__trunc__ = _to_int
Decimal.as_integer_ratio = _as_integer_ratio
Decimal.__hash__ = _hash
for _context in (getcontext(), DefaultContext, BasicContext, ExtendedContext):
    for _chosen in (_context.flags, _context.traps):
        for _signal in _signals:
            _chosen[_signal] = bool(_chosen[_signal])
