"""A digest of events that does not depend on how they were cut into batches."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Self

import numpy as np

from mcgen.events.columns import COLUMNS

if TYPE_CHECKING:
    from mcgen.events.events import Events

__all__ = ["EventsDigest"]


class EventsDigest:
    """sha256 of a stream of events, fed batch by batch.

    Every column has a running sha256 of its little-endian bytes, and so have the particle counts; the digest is the
    sha256 of the column names and their hashes. Cuts between batches leave no trace, one flipped bit does.
    """

    def __init__(self) -> None:
        self._hashes = {name: hashlib.sha256() for name in ("counts", *COLUMNS)}

    def update(self, events: Events) -> Self:
        """Add a batch of events; return the digest itself."""
        for name, running in self._hashes.items():
            array = getattr(events, name)
            running.update(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data)
        return self

    def hexdigest(self) -> str:
        """Return the digest of all events so far, 64 hexadecimal digits."""
        total = hashlib.sha256()
        for name, running in self._hashes.items():
            total.update(name.encode() + b"\0" + running.digest())
        return total.hexdigest()
