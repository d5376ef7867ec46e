"""The decay table of a request: the user's files over the central table."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from mcgen.errors import DecayFileError, McgenError

if TYPE_CHECKING:
    from mcgen.dec import DecayFile
    from mcgen.decays import DecayTable
    from mcgen.diagnostics import Diagnostic
    from mcgen.particles import ParticleTable
    from mcgen.processes.request import GenerationRequest

__all__ = ["UserFiles", "read_tables"]

_BEAM_MADE = ("Upsilon", "vpho")


@dataclasses.dataclass(slots=True)
class UserFiles:
    """The user's decay files and the table that they make together with the central one.

    Attributes
    ----------
    table
        The resolved table.
    files
        The parsed files.
    findings
        What the checker says about them.
    event_code
        Event type of the first file's header, 0 if it has none.
    """

    table: DecayTable
    files: tuple[DecayFile, ...]
    findings: tuple[Diagnostic, ...]
    event_code: int

    def mothers(self) -> list[str]:
        """Return the particles whose decays the files declare, in their order."""
        return list(dict.fromkeys(block.particle.text for file in self.files for block in file.blocks))

    def root(self) -> str | None:
        """Return the particle that the files want the beams to make: the first mother that beams can make, if any."""
        for name in self.mothers():
            if self.table.aliases.get(name, name).startswith(_BEAM_MADE):
                return name
        return None


def read_tables(request: GenerationRequest, particles: ParticleTable, decay: str = "") -> UserFiles:
    """Resolve the files of a request.

    Parameters
    ----------
    request
        The request.
    particles
        Particle properties.
    decay
        Decay statements of the process itself, laid over the central table and under the user's files.

    Raises
    ------
    DecayFileError
        A file has mistakes.
    McgenError
        A file cannot be read, or there is nothing to decay by.
    """
    from mcgen.dec import central_table, parse, resolve
    from mcgen.dec.checks import check
    from mcgen.models import signatures

    base = None
    if request.central is not None:
        base = central_table(particles, None if request.central == "belle2" else request.central)
        _refuse_mistakes(f"central decay table {request.central}", list(base.diagnostics))
    elif not request.decay_files:
        raise McgenError("without a central table there must be a decay file")
    if decay:
        base = resolve(parse(decay, f"process {request.process}"), particles=particles, base=base)
    files = tuple(parse(given.text, given.name) for given in request.decay_files)
    known = signatures()
    findings: list[Diagnostic] = []
    table = base
    for file in files:
        findings += check(file, table, particles, known)
        table = resolve(file, particles=particles, base=table)
    _refuse_mistakes(", ".join(file.name for file in files), findings)
    assert table is not None
    return UserFiles(table, files, tuple(findings), _event_code(files))


def _refuse_mistakes(name: str, findings: list[Diagnostic]) -> None:
    from mcgen.diagnostics import Severity

    mistakes = [f for f in findings if f.severity is Severity.ERROR]
    if mistakes:
        count = f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}"
        raise DecayFileError(f"{name}: {count}; nothing is generated", mistakes)


def _event_code(files: tuple[DecayFile, ...]) -> int:
    for file in files:
        text = file.header.get("eventtype")
        if text and text.split()[0].isdigit():
            return int(text.split()[0])
    return 0
