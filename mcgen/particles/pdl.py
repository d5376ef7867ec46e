"""Particle properties from EvtGen's ``evt.pdl`` files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.errors import McgenError
from mcgen.particles.table import ParticleTable
from mcgen.units import MM

if TYPE_CHECKING:
    import os

__all__ = ["read_pdl"]

_FIELDS = "add p <kind> <name> <id> <mass> <width> <max_Dm> <3*charge> <2*spin> <c*tau/mm> <pythia id>"


def read_pdl(path: str | os.PathLike[str]) -> ParticleTable:
    """Return the particle table of an ``evt.pdl`` file.

    A particle a line, ``add p <kind> <name> <id> <mass> <width> <max_Dm> <3*charge> <2*spin> <c*tau/mm> <pythia id>``
    with masses in GeV; lines that begin with ``*`` are comments, ``set`` lines are passed over and ``end`` ends the
    file. The antiparticle of a particle is the first one with the opposite code, or itself.

    Parameters
    ----------
    path
        The file; its lengths, in mm, become cm.

    Raises
    ------
    McgenError
        If the file cannot be read, or for a line that is wrong; the message begins with file and line.
    """
    from pathlib import Path

    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise McgenError(f"cannot read the particle table {path}: {error}") from error
    lines: dict[str, int] = {}
    figures: list[list[float]] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("*") or words[0] == "set":
            continue
        if words[0] == "end":
            break
        place = f"{path}:{number}"
        if words[0] != "add":
            raise McgenError(f"{place}: expected 'add', 'set', 'end' or a comment ('*'), found {words[0]!r}")
        if len(words) < 12:
            raise McgenError(f"{place}: a particle needs 12 fields, {_FIELDS}; found {len(words)}")
        name = words[3]
        if name in lines:
            raise McgenError(f"{place}: {name!r} is already defined in line {lines[name]}")
        lines[name] = number
        figures.append(_figures(words, place))
    if not lines:
        raise McgenError(f"{path}: no particle in this file (lines {_FIELDS})")
    pdg, mass, width, max_delta, charge3, spin2, ctau = np.array(figures).T
    codes = pdg.astype(np.int64)
    first = {int(code): i for i, code in reversed(list(enumerate(codes)))}
    return ParticleTable(
        names=tuple(lines),
        pdg=codes,
        mass=mass,
        width=width,
        max_delta=max_delta,
        ctau=ctau * MM,
        charge3=charge3.astype(np.int64),
        spin2=spin2.astype(np.int64),
        conjugate=np.array([first.get(-int(code), i) for i, code in enumerate(codes)]),
    )


def _figures(words: list[str], place: str) -> list[float]:
    labels = ("PDG code", "mass", "width", "max_Dm", "3*charge", "2*spin", "c*tau")
    values = []
    for label, word in zip(labels, words[4:11], strict=True):
        try:
            value = float(word)
        except ValueError:
            raise McgenError(f"{place}: the {label} of {words[3]!r} must be a number, found {word!r}") from None
        whole = label in {"PDG code", "3*charge", "2*spin"}
        if not np.isfinite(value) or (whole and value != int(value)):
            raise McgenError(f"{place}: the {label} of {words[3]!r} must be a {'whole ' * whole}number, found {word!r}")
        if label in {"mass", "width", "max_Dm", "2*spin", "c*tau"} and value < 0:
            raise McgenError(f"{place}: the {label} of {words[3]!r} must not be negative, found {word!r}")
        values.append(value)
    return values
