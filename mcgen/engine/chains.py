"""Polarised chains: spin density matrices handed from mothers to daughters, and decay matrices handed back.

The sequential algorithm (J. C. Collins, Nucl. Phys. B304 (1988) 794; I. G. Knowles, Nucl. Phys. B310 (1988) 571; in
decay generators: D. J. Lange, Nucl. Instrum. Meth. A462 (2001) 152): the daughters of an amplitude decay one after the
other; each gets the density matrix that follows from the mother's density, the amplitude and the decay matrices of the
sisters that have decayed before it; when all have decayed, the mother's own decay matrix goes back to *her* mother.

Only *relevant* daughters take part: those with more than one spin state whose own decay is an amplitude. The others
have the unit matrix as decay matrix whatever happens to them, and decay at once.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mcgen.engine.kinds import Kind
from mcgen.spin import daughter_density, decay_matrix

if TYPE_CHECKING:
    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.typing import BoolArray, ComplexArray, IntArray

__all__ = ["Chains", "Polarised", "relevant_daughters"]


@dataclasses.dataclass(slots=True)
class Polarised:
    """Rows that are ready to decay with a density matrix ``[s, s, n]``, in the canonical basis of their rest frames."""

    rows: IntArray
    density: ComplexArray


@dataclasses.dataclass(slots=True)
class _Link:
    """Decays of one kernel call whose daughters are being decayed one after the other."""

    mothers: IntArray
    amplitude: ComplexArray
    density: ComplexArray
    decays: list[ComplexArray | None]
    relevant: BoolArray
    next: npt.NDArray[np.int8]

    def select(self, columns: IntArray) -> tuple[ComplexArray, ComplexArray, list[ComplexArray | None]]:
        """Return amplitude, density and decay matrices of some of the decays."""
        if len(columns) == len(self.mothers) and (columns[1:] > columns[:-1]).all():
            return self.amplitude, self.density, self.decays
        decays = [None if d is None else d[..., columns] for d in self.decays]
        return self.amplitude[..., columns], self.density[..., columns], decays

    def deliver(self, slot: int, columns: IntArray, matrix: ComplexArray) -> None:
        """Take in the decay matrices of one daughter of some of the decays."""
        decays = self.decays[slot]
        if decays is None:
            decays = self.decays[slot] = _unit(self.amplitude.shape[slot + 1], len(self.mothers))
        decays[..., columns] = matrix


def relevant_daughters(store: Store, plan: Plan, rows: IntArray) -> BoolArray:
    """Return which daughters of ``rows`` (all with the same number of daughters) are relevant: ``bool[k, n]``."""
    k = int(store.count[rows[0]]) if len(rows) else 0
    out = np.empty((k, len(rows)), bool)
    for slot in range(k):
        daughter = store.first[rows] + slot
        mode = store.mode[daughter]
        polarisable = (plan.states[store.species[daughter]] > 1) & (mode >= 0)
        out[slot] = polarisable & (plan.kind[mode] >= Kind.TWO_BODY)
    return out


class Chains:
    """All chains of a batch.

    Attributes
    ----------
    wanted
        Rows whose decay matrix their mother waits for, ``bool[size]``.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.wanted = np.zeros(store.size, bool)
        self._links: list[_Link] = []
        self._link_of = np.full(store.size, -1, np.int32)  # link in which a row is a daughter
        self._column_of = np.zeros(store.size, np.int32)

    def decayed(
        self, mothers: IntArray, amplitude: ComplexArray, density: ComplexArray, relevant: BoolArray
    ) -> list[Polarised]:
        """Take in decays by amplitudes and return the daughters that can decay next.

        Parameters
        ----------
        mothers
            Rows that have decayed ``[n]``; all have the same spins of mother and daughters.
        amplitude
            Their amplitudes ``[sM, s1, ..., sk, n]``.
        density
            Their density matrices ``[sM, sM, n]``.
        relevant
            Their relevant daughters ``[k, n]``; mothers with none are allowed (their decay matrix may be wanted).
        """
        n = len(mothers)
        decays: list[ComplexArray | None] = [None] * len(relevant)
        link = _Link(mothers, amplitude, density, decays, relevant, np.zeros(n, np.int8))
        number = len(self._links)
        self._links.append(link)
        for slot in range(len(relevant)):
            daughters = self.store.first[mothers] + slot
            self._link_of[daughters] = number
            self._column_of[daughters] = np.arange(n)
        return self._advance(number, np.arange(n))

    def _advance(self, number: int, columns: IntArray) -> list[Polarised]:
        """Name the next relevant daughter of some decays; those without a further one hand their matrix back."""
        link, ready = self._links[number], []
        k = len(link.relevant)
        position = np.full(len(columns), k, np.int8)
        for slot in range(k - 1, -1, -1):
            here = link.relevant[slot, columns] & (link.next[columns] <= slot)
            position[here] = slot
        for slot in range(k):
            chosen = columns[position == slot]
            if not len(chosen):
                continue
            daughters = self.store.first[link.mothers[chosen]] + slot
            later = link.relevant[slot + 1 :, chosen].any(axis=0) | self.wanted[link.mothers[chosen]]
            self.wanted[daughters] = later
            link.next[chosen] = slot + 1
            density = daughter_density(*link.select(chosen), slot)
            ready.append(Polarised(daughters, _normalised(density)))
        finished = columns[position == k]
        finished = finished[self.wanted[link.mothers[finished]]]
        if len(finished):
            amplitude, _, decays = link.select(finished)
            matrix = decay_matrix(amplitude, decays)
            ready += self.hand_back(link.mothers[finished], _normalised(matrix))
        return ready

    def hand_back(self, rows: IntArray, matrix: ComplexArray) -> list[Polarised]:
        """Give the decay matrices ``[s, s, n]`` of ``rows`` to their mothers; return who can decay next."""
        ready = []
        numbers, slots = self._link_of[rows], self.store.slot[rows]
        for number in np.unique(numbers):
            for slot in np.unique(slots[numbers == number]):
                here = np.flatnonzero((numbers == number) & (slots == slot))
                columns = self._column_of[rows[here]]
                self._links[number].deliver(slot, columns, matrix[..., here])
                ready += self._advance(int(number), columns)
        return ready


def _unit(states: int, n: int) -> ComplexArray:
    unit = np.zeros((states, states, n), np.complex128)
    for i in range(states):
        unit[i, i] = 1.0
    return unit


def _normalised(matrix: ComplexArray) -> ComplexArray:
    """Scale density matrices to unit trace, so that long chains neither overflow nor underflow."""
    trace = matrix[0, 0].real.copy()
    for i in range(1, len(matrix)):
        trace += matrix[i, i].real
    out = np.empty_like(matrix)
    out.real, out.imag = matrix.real / trace, matrix.imag / trace
    return out
