"""Codes in the columns: the status bits of a particle and the process of an event."""

from __future__ import annotations

import enum

__all__ = ["Process", "Status"]


class Status(enum.IntFlag):
    """Bits of the column ``status``, with the values of Belle II's ``MCParticle`` (they fit into 16 bits).

    ``PRIMARY`` stands for every particle that the generator made (nothing came from a detector simulation),
    ``STABLE`` for the leaves of the decay tree.
    """

    PRIMARY = 1
    STABLE = 2
    VIRTUAL = 16
    INITIAL = 32
    ISR_PHOTON = 64
    FSR_PHOTON = 128
    PHOTOS_PHOTON = 256


class Process(enum.IntEnum):
    """Codes of the column ``process``; stored in files, so a value is never given a second meaning.

    ``DECAY`` is a lone mother at rest (`mcgen.decay`); ``SIGNAL`` any root that a decay file declares.
    """

    UNKNOWN = 0
    DECAY = 1
    SIGNAL = 2
    MIXED = 3
    CHARGED = 4
    UUBAR = 11
    DDBAR = 12
    SSBAR = 13
    CCBAR = 14
    TAUPAIR = 21
    MUMU = 22
    EE = 23
    GG = 24
    EEEE = 31
    EEMUMU = 32
    EETAUTAU = 33
    EEPIPI = 34
    EEKK = 35
    EEPP = 36
    ISR = 41

    @property
    def label(self) -> str:
        """The process's name on the command line: ``mixed``, ``uubar`` ...; of a code without a name its number."""
        return self.name.lower()
