"""Decay chains: what a decay table forces a particle into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcgen.decays.mode import DecayMode
    from mcgen.decays.table import DecayTable

__all__ = ["DecayChain", "forced_chain"]

_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class DecayChain:
    """A particle and, where there is no choice, what it decays into.

    Parameters
    ----------
    name
        The particle, as the decay table writes it.
    daughters
        Chains of the daughters; empty where the particle is stable, has a choice of modes, or its decay would repeat one
        further up.
    model
        Decay model of the mode, empty without one.
    choices
        Number of modes it has in the table.
    """

    name: str
    daughters: tuple[DecayChain, ...] = ()
    model: str = ""
    choices: int = 0

    def descriptor(self) -> str:
        """Return the chain in a line: ``B0 -> (J/psi -> mu+ mu-) (K*0 -> K+ pi-)``."""
        if not self.daughters:
            return self.name
        words = [f"({d.descriptor()})" if d.daughters else d.name for d in self.daughters]
        return f"{self.name} -> {' '.join(words)}"

    def nodes(self) -> tuple[list[int], list[str], list[str]]:
        """Return mothers, labels and details of the chain as a picture wants them (:mod:`mcgen.decays.picture`)."""
        mothers, labels, details = [-1], [self.name], [self._detail()]
        pending = [(0, d) for d in self.daughters]
        while pending:
            mother, chain = pending.pop(0)
            mothers.append(mother)
            labels.append(chain.name)
            details.append(chain._detail())
            pending += [(len(labels) - 1, d) for d in chain.daughters]
        return mothers, labels, details

    def _detail(self) -> str:
        return self.model or (f"{self.choices} modes" if self.choices else "stable")

    def __str__(self) -> str:
        return self.descriptor()

    def _repr_html_(self) -> str:
        from mcgen.decays.picture import draw_tree

        return draw_tree(*self.nodes(), title=self.descriptor())


def forced_chain(table: DecayTable, mother: str, mode: DecayMode | None = None) -> DecayChain:
    """Return the chain of a particle, followed wherever the table leaves one mode only.

    Parameters
    ----------
    table
        The decay table.
    mother
        The particle.
    mode
        The mode to begin with; None: the only one, if there is only one.
    """
    return _follow(table, mother, mode, (mother,))


def _follow(table: DecayTable, name: str, mode: DecayMode | None, above: tuple[str, ...]) -> DecayChain:
    modes = [m for m in table.modes.get(name, ()) if m.fraction > 0.0]
    if mode is None and len(modes) == 1 and len(above) < _DEEPEST:
        mode = modes[0]
    if mode is None:
        return DecayChain(name, choices=len(modes))
    daughters = tuple(DecayChain(d) if d in above else _follow(table, d, None, (*above, d)) for d in mode.daughters)
    return DecayChain(name, daughters, mode.model, len(modes))
