from .. import parcel
