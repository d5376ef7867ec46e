"""What decay files say about the lineshapes of particles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

__all__ = ["LineshapeKind", "LineshapeStatements"]

LineshapeKind: TypeAlias = Literal["flat", "nonrelbw", "manydelta", "relbw"]


@dataclass(slots=True)
class LineshapeStatements:
    """Lineshape and mass-limit statements, collected by particle.

    All keys are names of real particles: a statement about an alias is one about its particle and holds for all its
    aliases, because EvtGen keeps masses and lineshapes with the particle (``EvtPDL`` looks them up by ``EvtId::getId``,
    not by alias). Look up with the name of the real particle.

    Parameters
    ----------
    kind
        ``LSFLAT``: "flat", ``LSNONRELBW``: "nonrelbw", ``LSMANYDELTAFUNC``: "manydelta"; without an entry the particle
        has its usual relativistic Breit-Wigner ("relbw").
    decay_wave
        ``SetLineshapePW mother d1 d2 L``: {(mother, d1, d2): L}, the orbital angular momentum of that decay.
    birth_wave
        The same statement from the daughters' side: {(d1, mother, d2): L, (d2, mother, d1): L}.
    blatt_decay, blatt_birth
        Radius of the Blatt-Weisskopf factor of the particle's decay and of its birth [1/GeV].
    include_birth, include_decay
        Whether the factors of momentum and barrier of the birth, of the decay, enter the lineshape.
    mass_min, mass_max
        Limits of the mass [GeV].
    """

    kind: dict[str, LineshapeKind] = field(default_factory=dict)
    decay_wave: dict[tuple[str, str, str], int] = field(default_factory=dict)
    birth_wave: dict[tuple[str, str, str], int] = field(default_factory=dict)
    blatt_decay: dict[str, float] = field(default_factory=dict)
    blatt_birth: dict[str, float] = field(default_factory=dict)
    include_birth: dict[str, bool] = field(default_factory=dict)
    include_decay: dict[str, bool] = field(default_factory=dict)
    mass_min: dict[str, float] = field(default_factory=dict)
    mass_max: dict[str, float] = field(default_factory=dict)

    def copy(self) -> LineshapeStatements:
        """Independent copy."""
        return LineshapeStatements(*(dict(getattr(self, name)) for name in self.__slots__))
