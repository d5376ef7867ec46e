"""Generating blocks on this machine: in this process, or with worker processes, always in order.

Workers are fresh processes (``spawn``): they exist on every platform, inherit no threads, and open the source
themselves from the picklable request. Results come in the order of the blocks, and no more than a few blocks are under
way at a time, so memory does not grow with the sample.
"""

from __future__ import annotations

import signal
import sys
import types
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING, Any

from mcgen.errors import McgenError
from mcgen.production.worker import Piece, generate_piece, start_worker, work_on

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from concurrent.futures import Future

    from mcgen.processes.source import EventSource, GenerationRequest
    from mcgen.production.blocks import EventRange

__all__ = ["generate_here", "generate_with_workers"]

_AHEAD = 1  # blocks under way beyond one a worker


def generate_here(source: EventSource, blocks: Sequence[EventRange]) -> Generator[Piece, None, None]:
    """Generate blocks one after the other in this process.

    Parameters
    ----------
    source
        The open source.
    blocks
        What to generate.
    """
    for block in blocks:
        yield generate_piece(source, block)


def generate_with_workers(
    opener: Callable[[GenerationRequest], EventSource],
    request: GenerationRequest,
    blocks: Sequence[EventRange],
    workers: int,
) -> Generator[Piece, None, None]:
    """Generate blocks with worker processes; the pieces come in the order of the blocks.

    Close the iterator (``contextlib.closing``) if it may be left before its end: that stops the workers at once.

    Parameters
    ----------
    opener
        Opens the source in each worker; must be importable by name.
    request
        What to generate; travels to the workers.
    blocks
        The blocks.
    workers
        Number of processes.

    Raises
    ------
    McgenError
        What the source raises, or that a worker died.
    """
    context = _Context()
    reader, leash = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(workers, context, start_worker, (reader, opener, request))
    under_way: deque[Future[Piece]] = deque()
    waiting = iter(blocks)
    finished = False
    try:
        for block in waiting:
            under_way.append(pool.submit(work_on, block))
            if len(under_way) >= workers + _AHEAD:
                break
        while under_way:
            piece = under_way.popleft().result()
            for block in waiting:
                under_way.append(pool.submit(work_on, block))
                break
            yield piece
        finished = True
    except BrokenProcessPool:
        raise McgenError(
            "a worker process died (the system may have killed it for memory); try again with fewer workers"
        ) from None
    finally:
        if not finished:
            leash.close()  # workers end at once, whatever they are doing
        pool.shutdown(wait=True, cancel_futures=True)
        leash.close()
        reader.close()


class _Process(SpawnProcess):
    """A spawned process that neither imports the user's script again nor hears Ctrl-C."""

    @staticmethod
    def _Popen(process_obj: Any) -> Any:  # noqa: N802 - multiprocessing's name
        with _main_hidden(), _interrupts_held():
            return SpawnProcess._Popen(process_obj)


class _Context(SpawnContext):
    Process = _Process


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Keep multiprocessing from importing the user's main module in the worker.

    Workers need nothing of it, and a script without ``if __name__ == "__main__"`` would start itself over and over.
    """
    main = sys.modules.get("__main__")
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        if main is not None:
            sys.modules["__main__"] = main


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes with SIGINT blocked (inherited): Ctrl-C while they start up would print their tracebacks."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
