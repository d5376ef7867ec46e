"""The particle table: one row a particle, one column a property."""

from __future__ import annotations

import dataclasses
import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from mcgen.errors import McgenError, UnknownParticleError
from mcgen.particles.limits import mass_limits, spin_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mcgen.typing import FloatArray, IntArray

__all__ = ["Particle", "ParticleTable"]


@dataclasses.dataclass(frozen=True, slots=True)
class Particle:
    """One row of a :class:`ParticleTable`, to be read.

    Attributes
    ----------
    name, conjugate
        Names of the particle and of its antiparticle (its own name if self-conjugate).
    pdg
        PDG code.
    mass, width
        Pole mass and width [GeV].
    ctau
        Proper decay length [cm]; 0: stable, or a resonance.
    charge
        Electric charge [e].
    spin
        Spin J.
    mass_range
        Lowest and highest mass produced [GeV].
    alias_of
        Name of the particle that this one is an alias of, or None.
    """

    name: str
    pdg: int
    mass: float
    width: float
    ctau: float
    charge: float
    spin: float
    conjugate: str
    mass_range: tuple[float, float]
    alias_of: str | None


class ParticleTable:
    """Properties of all particles, immutable.

    Parameters
    ----------
    names
        DEC/EvtGen names, unique.
    pdg
        PDG codes ``[n]``.
    mass, width
        Pole mass and width [GeV] ``[n]``.
    max_delta
        How far below the pole mass the particle is produced [GeV] ``[n]``; 0: 15 widths.
    ctau
        Proper decay length [cm] ``[n]``.
    charge3
        Three times the electric charge ``[n]``.
    spin2
        Twice the spin ``[n]``.
    conjugate
        Row of the antiparticle ``[n]``, the own row if self-conjugate.
    alias_of
        Row of the particle that the row is an alias of ``[n]``, the own row if none.
    states
        Number of spin states ``[n]``; by default as :func:`~mcgen.particles.limits.spin_states` gives it.
    limits
        Lowest and highest mass [GeV] ``[2, n]``; by default :func:`~mcgen.particles.limits.mass_limits`.

    Raises
    ------
    McgenError
        If a name occurs twice.
    """

    __slots__ = (
        "_by_pdg", "_digest", "alias_of", "charge3", "conjugate", "ctau", "index", "mass", "max_delta", "maximal_mass",
        "minimal_mass", "names", "pdg", "spin2", "spin_states", "width",
    )  # fmt: skip

    def __init__(
        self,
        names: Sequence[str],
        pdg: IntArray,
        mass: FloatArray,
        width: FloatArray,
        max_delta: FloatArray,
        ctau: FloatArray,
        charge3: IntArray,
        spin2: IntArray,
        conjugate: IntArray,
        alias_of: IntArray | None = None,
        states: IntArray | None = None,
        limits: tuple[FloatArray, FloatArray] | None = None,
    ) -> None:
        n = len(names)
        self.names: tuple[str, ...] = tuple(names)
        index = {name: i for i, name in enumerate(self.names)}
        if len(index) != n:
            twice = next(name for i, name in enumerate(self.names) if index[name] != i)
            raise McgenError(f"the particle name {twice!r} is defined twice")
        self.index: Mapping[str, int] = MappingProxyType(index)
        self.pdg = _column(pdg, np.int64)
        self.mass = _column(mass, np.float64)
        self.width = _column(width, np.float64)
        self.max_delta = _column(max_delta, np.float64)
        self.ctau = _column(ctau, np.float64)
        self.charge3 = _column(charge3, np.int64)
        self.spin2 = _column(spin2, np.int64)
        self.conjugate = _column(conjugate, np.int64)
        self.alias_of = _column(np.arange(n) if alias_of is None else alias_of, np.int64)
        self.spin_states = _column(
            spin_states(self.spin2, self.mass, self.names) if states is None else states, np.int64
        )
        low, high = mass_limits(self.mass, self.width, self.max_delta) if limits is None else limits
        self.minimal_mass, self.maximal_mass = _column(low, np.float64), _column(high, np.float64)
        self._by_pdg: dict[int, int] | None = None
        self._digest: str | None = None

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.index

    def __iter__(self) -> Iterator[Particle]:
        return (self[i] for i in range(len(self.names)))

    def __repr__(self) -> str:
        return f"<ParticleTable of {len(self)} particles, digest {self.digest[:12]}>"

    def __getstate__(self) -> dict[str, Any]:
        skip = {"index", "_by_pdg", "_digest"}
        return {name: getattr(self, name) for name in self.__slots__ if name not in skip}

    def __setstate__(self, state: dict[str, Any]) -> None:
        for name, value in state.items():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
            setattr(self, name, value)
        self.index = MappingProxyType({name: i for i, name in enumerate(self.names)})
        self._by_pdg = self._digest = None

    def __getitem__(self, key: str | int) -> Particle:
        """Return a particle by name or row; :class:`UnknownParticleError` for a name that is not there."""
        i = self.find(key) if isinstance(key, str) else key
        base = int(self.alias_of[i])
        return Particle(
            name=self.names[i],
            pdg=int(self.pdg[i]),
            mass=float(self.mass[i]),
            width=float(self.width[i]),
            ctau=float(self.ctau[i]),
            charge=int(self.charge3[i]) / 3,
            spin=int(self.spin2[i]) / 2,
            conjugate=self.names[self.conjugate[i]],
            mass_range=(float(self.minimal_mass[i]), float(self.maximal_mass[i])),
            alias_of=None if base == i else self.names[base],
        )

    def find(self, name: str) -> int:
        """Return the row of a particle.

        Raises
        ------
        UnknownParticleError
            With the names that are most alike.
        """
        try:
            return self.index[name]
        except KeyError:
            near = self.suggest(name)
            hint = f"; did you mean {' or '.join(repr(other) for other in near)}?" if near else ""
            raise UnknownParticleError(f"unknown particle {name!r}{hint}") from None

    def find_pdg(self, pdg: int) -> int:
        """Return the row of the first particle (no alias) with a PDG code.

        Raises
        ------
        UnknownParticleError
            If there is none.
        """
        if self._by_pdg is None:
            rows = np.flatnonzero(self.alias_of == np.arange(len(self)))[::-1]
            self._by_pdg = dict(zip(self.pdg[rows].tolist(), rows.tolist(), strict=True))
        try:
            return self._by_pdg[pdg]
        except KeyError:
            raise UnknownParticleError(f"no particle has the PDG code {pdg}") from None

    def suggest(self, name: str, count: int = 3) -> list[str]:
        """Return up to ``count`` names that are most alike, best first."""
        import difflib

        exact = [other for other in self.names if other.lower() == name.lower()]
        near = difflib.get_close_matches(name, self.names, n=count, cutoff=0.6)
        return list(dict.fromkeys(exact + near))[:count]

    @property
    def digest(self) -> str:
        """SHA-256 of names and properties, in hexadecimal digits."""
        if self._digest is None:
            digest = hashlib.sha256("\n".join(self.names).encode())
            for name in sorted(set(self.__slots__) - {"_by_pdg", "_digest", "index", "names"}):
                digest.update(name.encode() + getattr(self, name).tobytes())
            self._digest = digest.hexdigest()
        return self._digest

    def with_changes(self, changes: Mapping[str, tuple[float, float | None]]) -> ParticleTable:
        """Return a table with other masses and widths, as the DEC statement ``Particle`` asks.

        As in EvtGen a change to an alias changes the particle itself and thereby all its aliases, and neither the
        conjugate nor the spin states follow. The mass range stays as it was, too, unless it was a point or does not
        hold the new mass: then it is that of the new figures.

        Parameters
        ----------
        changes
            Name to (mass, width or None to keep the width) [GeV].

        Raises
        ------
        UnknownParticleError
            For a name that the table does not have.
        McgenError
            For a mass or width that is negative or not finite.
        """
        mass, width = self.mass.copy(), self.width.copy()
        low, high = self.minimal_mass.copy(), self.maximal_mass.copy()
        for name, (new_mass, new_width) in changes.items():
            if not (0 <= new_mass < np.inf and (new_width is None or 0 <= new_width < np.inf)):
                raise McgenError(f"mass and width of {name!r} must not be negative, got {new_mass} and {new_width}")
            rows = self.alias_of == self.alias_of[self.find(name)]
            mass[rows] = new_mass
            if new_width is not None:
                width[rows] = new_width
            new_low, new_high = mass_limits(mass[rows], width[rows], self.max_delta[rows])
            reset = (low[rows] >= high[rows]) | (new_mass < low[rows]) | (new_mass > high[rows])
            low[rows], high[rows] = np.where(reset, new_low, low[rows]), np.where(reset, new_high, high[rows])
        return self._replace(mass=mass, width=width, limits=(low, high))

    def with_aliases(self, aliases: Mapping[str, str], conjugates: Mapping[str, str] | None = None) -> ParticleTable:
        """Return a table with further rows that share another row's properties.

        Parameters
        ----------
        aliases
            New name to name of a particle, or of an alias that the table has or that stands earlier in the mapping.
        conjugates
            Name to name of its antiparticle, for new and old names. Otherwise the alias of a self-conjugate particle
            is self-conjugate, and that of any other has the plain antiparticle as conjugate.

        Raises
        ------
        UnknownParticleError
            If a name is not known.
        McgenError
            If an alias has a name that is taken.
        """
        names, index, source = list(self.names), dict(self.index), list(range(len(self)))
        for alias, particle in aliases.items():
            if alias in index:
                raise McgenError(f"the alias {alias!r} has the name of a particle that exists")
            row = index[particle] if particle in index else self.find(particle)
            index[alias] = len(names)
            names.append(alias)
            source.append(source[row])
        rows = np.array(source)
        conjugate = self.conjugate[rows]
        new = np.arange(len(self), len(names))
        own = conjugate[new] == self.alias_of[rows[new]]
        conjugate[new[own]] = new[own]
        for name, other in (conjugates or {}).items():
            for known in (name, other):
                if known not in index:
                    self.find(known)
            conjugate[index[name]] = index[other]
        return self._replace(rows=rows, names=names, conjugate=conjugate, alias_of=self.alias_of[rows])

    def _replace(self, rows: IntArray | None = None, **columns: Any) -> ParticleTable:
        keep = slice(None) if rows is None else rows
        values: dict[str, Any] = {
            name: getattr(self, name)[keep]
            for name in ("pdg", "mass", "width", "max_delta", "ctau", "charge3", "spin2", "conjugate", "alias_of")
        }
        values |= {
            "names": self.names,
            "states": self.spin_states[keep],
            "limits": (self.minimal_mass[keep], self.maximal_mass[keep]),
        }
        return ParticleTable(**(values | columns))


def _column(values: Any, dtype: type) -> Any:
    column: Any = np.array(values, dtype)
    column.setflags(write=False)
    return column
