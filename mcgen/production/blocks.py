"""Cutting a range of event numbers into blocks and shards.

An event is a pure function of its number, so any cut of a sample into pieces gives the same events: blocks bound the
memory and are the unit of work of a worker, shards are the share of one job of a batch system.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcgen.errors import McgenError

if TYPE_CHECKING:
    from mcgen.typing import IntArray

__all__ = ["BLOCK_SIZE", "EventRange", "parse_shard"]

BLOCK_SIZE = 20_000
"""Events a block: large enough that the kernels run at full speed, small enough for flat memory."""

_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class EventRange:
    """Consecutive event numbers ``first ... first + count - 1``.

    Parameters
    ----------
    first
        Number of the first event, not negative.
    count
        How many events, not negative.

    Raises
    ------
    McgenError
        If a number is negative or does not fit 64 bits.
    """

    first: int
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise McgenError(f"the number of events must not be negative, got {self.count}")
        if self.first < 0:
            raise McgenError(f"event numbers must not be negative, got {self.first}")
        if self.first + self.count > _LARGEST:
            raise McgenError(f"event numbers end at 2^63 - 1, got {self.first} + {self.count}")

    def __len__(self) -> int:
        return self.count

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int | np.integer) and self.first <= int(number) < self.first + self.count

    @property
    def numbers(self) -> IntArray:
        """The event numbers, ``int64[count]``."""
        return np.arange(self.first, self.first + self.count, dtype=np.int64)

    def blocks(self, size: int = BLOCK_SIZE) -> list[EventRange]:
        """Return the range cut into blocks of ``size`` events; the last one may be shorter.

        >>> [len(block) for block in EventRange(1, 45_000).blocks()]
        [20000, 20000, 5000]
        """
        if size < 1:
            raise ValueError(f"a block holds at least one event, got {size}")
        starts = range(self.first, self.first + self.count, size)
        return [EventRange(start, min(size, self.first + self.count - start)) for start in starts]

    def shard(self, index: int, of: int) -> EventRange:
        """Return part ``index`` (1 ... ``of``) of the range; all parts together are the range, sizes differ by one.

        >>> EventRange(1, 10).shard(2, 3)
        EventRange(first=4, count=3)
        """
        if not 1 <= index <= of:
            raise McgenError(f"a shard is one of 1/{of} ... {of}/{of}, got {index}/{of}" if of > 0 else "no shards")
        start = self.count * (index - 1) // of
        stop = self.count * index // of
        return EventRange(self.first + start, stop - start)


def parse_shard(text: str) -> tuple[int, int]:
    """Return (i, N) of ``"i/N"``, i from 1 to N.

    >>> parse_shard("3/8")
    (3, 8)
    """
    left, slash, right = text.partition("/")
    if not (slash and left.isdecimal() and right.isdecimal() and 1 <= int(left) <= int(right)):
        raise McgenError(f"a shard is written i/N with i from 1 to N, such as 3/8; got {text!r}")
    return int(left), int(right)
