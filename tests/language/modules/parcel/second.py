from . import __path__ as path
import parcel
