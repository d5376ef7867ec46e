"""The processes that can be generated, and those that belong to the plan but cannot yet."""

from __future__ import annotations

import dataclasses

from mcgen.errors import McgenError
from mcgen.events import Process

__all__ = ["NOT_YET", "PROCESSES", "ProcessEntry", "find_process"]


@dataclasses.dataclass(frozen=True, slots=True)
class ProcessEntry:
    """A process.

    Parameters
    ----------
    name
        Its name on the command line.
    code
        Its code in the event column ``process``.
    parent
        The particle that the beams make; None: the one that the user's decay file declares.
    decay
        Decay of that particle, in the language of decay files; it does not count where the user's files have their own.
    summary
        One line.
    """

    name: str
    code: Process
    parent: str | None
    decay: str
    summary: str


PROCESSES: dict[str, ProcessEntry] = {
    entry.name: entry
    for entry in (
        ProcessEntry("signal", Process.SIGNAL, None, "", "a root that the user's decay file declares"),
        ProcessEntry(
            "charged",
            Process.CHARGED,
            "Upsilon(4S)",
            "Decay Upsilon(4S)\n1.0 B+ B- VSS;\nEnddecay\nEnd\n",
            "e+e- -> Upsilon(4S) -> B+ B-",
        ),
        ProcessEntry(
            "mixed",
            Process.MIXED,
            "Upsilon(4S)",
            "Define dm 0.507e12\nDecay Upsilon(4S)\n1.0 B0 anti-B0 VSS_BMIX dm;\nEnddecay\nEnd\n",
            "e+e- -> Upsilon(4S) -> B0 anti-B0, coherent mixing",
        ),
    )
}
"""Processes by name."""

NOT_YET = (
    "uubar", "ddbar", "ssbar", "ccbar", "taupair", "ee", "mumu", "gg", "eeee", "eemumu", "llXX", "hhISR",
)  # fmt: skip
"""Default processes of Belle II that are not implemented yet."""


def find_process(name: str) -> ProcessEntry:
    """Return a process.

    Raises
    ------
    McgenError
        There is no such process, or not yet.
    """
    if name in PROCESSES:
        return PROCESSES[name]
    there = ", ".join(PROCESSES)
    if name in NOT_YET:
        raise McgenError(f"process `{name}` is not implemented in this version; there are {there}")
    from mcgen.diagnostics.suggest import suggest

    near = suggest(name, [*PROCESSES, *NOT_YET])
    hint = f"; did you mean {' or '.join(near[:2])}?" if near else ""
    raise McgenError(f"unknown process `{name}`{hint} (there are {there})")
