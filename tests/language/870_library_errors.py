# Errors of the library's classes: their module before the name, and no frames of what is C.
import traceback
import copy
import csv
import datetime
import decimal
import io
import json
import statistics
import struct



for action in [
    lambda: struct.pack('i', 'a'),
    lambda: decimal.Decimal('x'),
    lambda: decimal.Decimal(1) / 0,
    lambda: decimal.Decimal(1) + 1.5,
    lambda: decimal.Decimal(1).__class__([1]),
    lambda: int(decimal.Decimal('nan')),
    lambda: datetime.date(2023, 2, 29),
    lambda: datetime.date(0, 1, 1),
    lambda: datetime.time(25),
    lambda: datetime.date.max + datetime.timedelta(1),
    lambda: datetime.timedelta(days=10**9),
    lambda: datetime.date(2024, 1, 1) + 1,
    lambda: datetime.date(2024, 1, 1) < datetime.datetime(2024, 1, 1),
    lambda: datetime.datetime(2024, 1, 1) - datetime.datetime.now(datetime.timezone.utc),
    lambda: list(csv.reader(['"abc'], strict=True)),
]:
    try:
        action()
    except Exception as error:
        print(type(error).__module__, type(error).__name__, error)
        print(len(traceback.extract_tb(error.__traceback__)), repr(error))


class Day(datetime.date):
    pass


print(repr(Day(2024, 2, 29)), repr(datetime.date(2024, 2, 29).isocalendar()))
print(decimal.getcontext(), decimal.Decimal('1').__class__.__name__)
print(list(csv.reader(['a\t  b'], dialect='excel-tab')))
print(copy.Error, io.UnsupportedOperation, json.JSONDecodeError, statistics.StatisticsError)
statistics.variance([])
