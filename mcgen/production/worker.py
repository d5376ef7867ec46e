"""What runs inside a worker process: one source, opened once, and the leash that ties it to its parent."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING, NamedTuple

from mcgen.production.counters import count_difference

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from mcgen.events import Events
    from mcgen.processes.source import EventSource, GenerationRequest
    from mcgen.production.blocks import EventRange

__all__ = ["Piece", "generate_piece", "start_worker", "work_on"]


class Piece(NamedTuple):
    """The events of one block, and what was counted while they were generated."""

    events: Events
    counters: dict[str, int]


def generate_piece(source: EventSource, block: EventRange) -> Piece:
    """Generate one block with an open source."""
    before = dict(source.counters)
    events = source.generate(block.numbers)
    return Piece(events, count_difference(source.counters, before))


_opener: Callable[[GenerationRequest], EventSource] | None = None
_request: GenerationRequest | None = None
_source: EventSource | None = None


def start_worker(
    leash: Connection, opener: Callable[[GenerationRequest], EventSource], request: GenerationRequest
) -> None:
    """Prepare this process to work: leave Ctrl-C to the parent, and end when the parent lets go of the leash.

    The source itself is opened with the first block, where an error reaches the parent as it is.
    """
    global _opener, _request, _source
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(leash,), daemon=True, name="mcgen-leash").start()
    _opener, _request, _source = opener, request, None


def work_on(block: EventRange) -> Piece:
    """Generate one block with this process's own source."""
    global _source
    if _source is None:
        if _opener is None or _request is None:
            raise RuntimeError("the worker was not started")
        _source = _opener(_request)
    return generate_piece(_source, block)


def _end_with(leash: Connection) -> None:
    """Wait for the other end of the leash to close (the parent stops, or has died), then end this process at once."""
    with contextlib.suppress(EOFError, OSError):
        leash.recv_bytes()
    os._exit(1)
