"""How commands end: exit codes, and messages instead of tracebacks for everything that a user can cause.

0: done. 1: an error, told on stderr. 2: wrong usage. 130 / 143: interrupted / terminated, nothing written. An exception
that is none of these is a defect of mcgen and keeps its traceback.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from mcgen.errors import DecayFileError, McgenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["INTERRUPTED", "TERMINATED", "exit_code_of"]

INTERRUPTED = 130
TERMINATED = 143
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}


def exit_code_of(command: Callable[[], Any]) -> int:
    """Run a command and return its exit code; failures are told on stderr.

    Parameters
    ----------
    command
        What to run; an integer that it returns is the exit code.
    """
    with _signals_kept() as received:
        try:
            return _run(command)
        except (click.Abort, KeyboardInterrupt):
            return _interrupted(received)
        except Exception:  # a library may turn the interruption into an error of its own, numpy's import does
            if received:
                return _interrupted(received)
            raise


def _run(command: Callable[[], Any]) -> int:
    try:
        result = command()
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except McgenError as error:
        _tell(error)
        return 1
    except MemoryError:
        _say("error: not enough memory; generate fewer events at a time, or write to a file with -o")
        return 1
    except BrokenPipeError:
        return _pipe_closed()
    except OSError as error:
        if error.filename is None and error.errno not in _UNWRITABLE:
            raise
        _say(f"error: {error.strerror or error}" + (f": {error.filename}" if error.filename is not None else ""))
        return 1
    return result if isinstance(result, int) else 0


def _tell(error: McgenError) -> None:
    if isinstance(error, DecayFileError) and error.diagnostics:
        from mcgen.diagnostics import colour_wanted, render_terminal

        _say(render_terminal(error.diagnostics, colour=colour_wanted(sys.stderr)))
    _say(f"error: {error}")


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def _interrupted(received: list[int]) -> int:
    terminated = signal.SIGTERM in received
    _say(f"{'terminated' if terminated else 'interrupted'}, nothing written")
    return TERMINATED if terminated else INTERRUPTED


def _pipe_closed() -> int:
    """End quietly when the reader of our output has left (``mcgen show ... | head``)."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the flush at exit must not fail again
    return 0


@contextlib.contextmanager
def _signals_kept() -> Iterator[list[int]]:
    """Raise KeyboardInterrupt on SIGINT and SIGTERM (batch systems end jobs with it), and keep which one came."""
    received: list[int] = []

    def interrupt(number: int, _: object) -> NoReturn:
        received.append(number)
        raise KeyboardInterrupt

    before = {}
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup and background jobs ignore Ctrl-C
                before[number] = signal.signal(number, interrupt)
    except ValueError:  # not in the main thread: signals are someone else's
        pass
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
