"""The central decay table and reading from disk."""

from __future__ import annotations

import hashlib
import importlib.util
from os import PathLike
from pathlib import Path
from typing import Protocol

from mcgen.dec.file import DecayFile, read_text
from mcgen.dec.parser import parse
from mcgen.dec.resolve import ParticleNames, resolve
from mcgen.decays.table import DecayTable
from mcgen.errors import McgenError

__all__ = ["central_path", "central_table", "read"]


class DigestedNames(ParticleNames, Protocol):
    """Particle names that know a digest of themselves."""

    @property
    def digest(self) -> str:
        """Digest of the particle table's content."""


_KEPT = 8
_tables: dict[tuple[str, str, str], DecayTable] = {}


def read(path: str | PathLike[str]) -> DecayFile:
    """Read a decay file from disk.

    Parameters
    ----------
    path
        The file, UTF-8 text.

    Raises
    ------
    McgenError
        If the file cannot be read, is binary, or is not UTF-8 text. Mistakes in it do not raise: see ``diagnostics``.
    """
    return parse(read_text(Path(path)), str(path))


def central_path() -> Path:
    """Belle II's decay table, DECAY_BELLE2.DEC, in the data of the installed ``decaylanguage`` package.

    Raises
    ------
    McgenError
        If ``decaylanguage`` is not installed or does not hold the file.
    """
    spec = importlib.util.find_spec("decaylanguage")
    if spec is None or spec.origin is None:
        message = "the central decay table comes with the package decaylanguage, which is not installed"
        raise McgenError(message)
    path = Path(spec.origin).parent / "data" / "DECAY_BELLE2.DEC"
    if not path.is_file():
        message = f"the installed decaylanguage has no {path.name}; install decaylanguage>=0.18 or name a decay table"
        raise McgenError(message)
    return path


def central_table(particles: DigestedNames, path: str | PathLike[str] | None = None) -> DecayTable:
    """The central decay table, resolved once per process, file content and particle table.

    Parameters
    ----------
    particles
        The particle table.
    path
        Another central file; None: :func:`central_path`.

    Raises
    ------
    McgenError
        If the file cannot be read.
    """
    place = central_path() if path is None else Path(path)
    text = read_text(place)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    key = (digest, str(place), particles.digest)
    table = _tables.get(key)
    if table is None:
        table = resolve(parse(text, str(place)), particles=particles)
        while len(_tables) >= _KEPT:
            _tables.pop(next(iter(_tables)))
        _tables[key] = table
    return table
