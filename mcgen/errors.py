"""Errors that a user can cause, and mend.

Every error the program raises on purpose derives from :class:`McgenError`; the command line prints its text (and its
diagnostics, if it has any) without a traceback. Anything else that escapes is a defect of mcgen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcgen.diagnostics import Diagnostic

__all__ = ["DecayFileError", "FileExistsRefusedError", "McgenError", "UnknownParticleError", "UnsupportedModelError"]


class McgenError(Exception):
    """Base of all errors that tell the user what to change."""


class UnknownParticleError(McgenError):
    """A particle name that neither the particle table nor an alias declares."""


class DecayFileError(McgenError):
    """A decay file that cannot be used as it stands.

    Parameters
    ----------
    message
        One line of summary.
    diagnostics
        What is wrong and where; renderers of :mod:`mcgen.diagnostics` print them.
    """

    def __init__(self, message: str, diagnostics: Sequence[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.diagnostics = tuple(diagnostics)


class UnsupportedModelError(DecayFileError):
    """A decay model that this version cannot generate (``unsupported="phsp"`` is the user's explicit way round)."""


class FileExistsRefusedError(McgenError):
    """An output file exists and overwriting it was not asked for."""
