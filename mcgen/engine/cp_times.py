"""Decays whose amplitude depends on time: proper times, tags and final states of CP violating modes.

For a B from a coherent pair the joint density of both proper times and of the other meson's flavour at its decay is
``exp(-Gamma (t1 + t2)) sum |H(t1 - t2, tag)|^2`` (:class:`mcgen.models.CPAmplitude`): the other meson gets that flavour
(unless it is an alias: then the user has set its flavour) and thereby its decay mode. A B on its own gets the flavour at
production that the tag asks for, as in EvtGen.

Where both mesons of a pair decay by such modes there is no tag: with a_i(t) and abar_i(t) the amplitudes of a meson
that is a B, an anti-B, a time t earlier, antisymmetry of the pair gives ``abar_2(0) a_1(t1 - t2) - a_2(0) abar_1(t1 - t2)``
(A. B. Carter and A. I. Sanda, Phys. Rev. D23 (1981) 1567). Its modulus squared, summed over helicities, is the density
of the times; angles are then drawn for each meson by itself, which is exact for final states with one helicity
amplitude (SSD_CP, SSS_CP, SVS_CP).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from mcgen.engine.mixing import mode_parameters
from mcgen.errors import DecayFileError
from mcgen.models import CPAmplitude
from mcgen.rng import Purpose, draw_index
from mcgen.units import SPEED_OF_LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.rng import Rows
    from mcgen.spin import TwoBodySpins
    from mcgen.typing import BoolArray, ComplexArray, FloatArray, IntArray

__all__ = ["draw_pairs", "draw_singles", "partners"]

_SINGLE, _PAIR = 1 << 8, 1 << 9  # first draw numbers (k), beyond those of pair mixing
_SINGLE_TRIALS, _PAIR_TRIALS = 100_000, 1000
_HALF = 0.5


def partners(store: Store, plan: Plan, rows: IntArray) -> IntArray:
    """Return the other meson of the coherent pair of each row, -1 where the row is not from one."""
    mother = store.mother[rows]
    paired = (mother >= 0) & plan.mixing[store.mode[mother]]
    return np.asarray(np.where(paired, store.first[mother] + 1 - store.slot[rows], -1))


def draw_singles(store: Store, plan: Plan, rows: IntArray, *, keep_partners: bool = False) -> IntArray:
    """Draw times, tag and final state of rows with CP violating modes, each by itself.

    Parameters
    ----------
    keep_partners
        Take the partners' flavours as they are.

    Returns
    -------
    The partners that got a flavour: their modes have to be chosen again.
    """
    mates = partners(store, plan, rows)
    fixed = (mates >= 0) & (plan.is_alias(store.species[mates]) | keep_partners)
    for index, kernel, spins in _kernels(store, plan, rows):
        _draw_single(store, plan, rows[index], mates[index], fixed[index], _Amplitudes(plan, kernel, spins))
    return mates[(mates >= 0) & ~fixed]


class _Amplitudes:
    """One model at one spin signature: amplitudes of rows of any of its modes."""

    def __init__(self, plan: Plan, kernel: CPAmplitude, spins: TwoBodySpins) -> None:
        self.plan, self.kernel, self.spins = plan, kernel, spins

    def __call__(
        self, store: Store, rows: IntArray, delta_t: FloatArray, tag: BoolArray, flipped: BoolArray
    ) -> ComplexArray:
        """Helicity amplitudes ``[s1, s2, n]`` at nominal daughter masses."""
        mode = store.mode[rows]
        masses = self.plan.mass[self.plan.daughters[:2, mode]]
        return self.kernel.cp_amplitudes(
            mode_parameters(self.plan, mode), delta_t, tag, flipped, store.mass[rows], masses, self.spins
        )

    def bound(self, store: Store, rows: IntArray) -> FloatArray:
        mode = store.mode[rows]
        masses = self.plan.mass[self.plan.daughters[:2, mode]]
        return self.kernel.rate_bound(mode_parameters(self.plan, mode), store.mass[rows], masses, self.spins)

    def flips(self, store: Store, rows: IntArray) -> BoolArray:
        return self.kernel.flips(mode_parameters(self.plan, store.mode[rows]))

    def stretch(self, store: Store, rows: IntArray) -> FloatArray:
        return self.kernel.time_stretch(mode_parameters(self.plan, store.mode[rows]))


def _draw_single(
    store: Store, plan: Plan, rows: IntArray, mates: IntArray, fixed: BoolArray, amplitudes: _Amplitudes
) -> None:
    pending, trial = np.arange(len(rows)), 0
    while len(pending):
        if trial == _SINGLE_TRIALS:
            mode = plan.describe(int(store.mode[rows[pending[0]]]))
            raise DecayFileError(f"the rate of {mode} vanishes at all times for the flavour that the event asks for")
        at, mate = rows[pending], mates[pending]
        streams, first = store.rows(at), draw_index(Purpose.MIXING, trial, _SINGLE)
        tag = np.where(fixed[pending], plan.is_anti(store.species[mate]), streams.uniform(first) < _HALF)
        flipped = amplitudes.flips(store, at) & (streams.uniform(first + 1) < _HALF)
        ctau, stretch = plan.ctau[store.species[at]], amplitudes.stretch(store, at)
        t1, t2 = _times(streams, first + 2, ctau, stretch)
        t2 = np.where(mate < 0, 0.0, t2)
        delta_t = (t1 - t2) / SPEED_OF_LIGHT
        rate = _square(amplitudes(store, at, delta_t, tag, flipped)) * np.exp(-stretch * (t1 + t2) / ctau)
        accepted = streams.uniform(first + 4) * amplitudes.bound(store, at) <= rate
        done = at[accepted]
        _record(store, done, delta_t[accepted], tag[accepted], flipped[accepted])
        _set_times(store, plan, done, t1[accepted])
        _tag_partners(store, plan, mate[accepted], t2[accepted], tag[accepted], fixed[pending][accepted])
        lone = mate[accepted] < 0
        _set_flavour(store, plan, done[lone], ~tag[accepted][lone])
        pending, trial = pending[~accepted], trial + 1


def draw_pairs(store: Store, plan: Plan, mothers: IntArray) -> IntArray:
    """Draw times and final states where both mesons of a coherent pair have CP violating modes.

    Parameters
    ----------
    mothers
        Mothers of such pairs.

    Returns
    -------
    Mothers of pairs that cannot decay like this: the amplitude vanishes at all times (two decays into states of the
    same CP without CP violation, say).
    """
    forbidden = [mothers[:0]]
    first, second = store.first[mothers], store.first[mothers] + 1
    for i, kernel_1, spins_1 in _kernels(store, plan, first):
        for j, kernel_2, spins_2 in _kernels(store, plan, second[i]):
            index = i[j]
            one, two = _Amplitudes(plan, kernel_1, spins_1), _Amplitudes(plan, kernel_2, spins_2)
            forbidden.append(mothers[index[_draw_pair(store, plan, first[index], second[index], one, two)]])
    return np.concatenate(forbidden)


def _draw_pair(
    store: Store, plan: Plan, first: IntArray, second: IntArray, one: _Amplitudes, two: _Amplitudes
) -> IntArray:
    """Draw pairs of one kernel each; return the positions of those for which nothing was accepted."""
    pending, trial = np.arange(len(first)), 0
    while len(pending) and trial < _PAIR_TRIALS:
        a, b = first[pending], second[pending]
        streams, k = store.rows(a), draw_index(Purpose.MIXING, trial, _PAIR)
        yes, no = np.ones(len(a), bool), np.zeros(len(a), bool)
        flip_1 = one.flips(store, a) & (streams.uniform(k) < _HALF)
        flip_2 = two.flips(store, b) & (streams.uniform(k + 1) < _HALF)
        ctau, stretch = plan.ctau[store.species[a]], one.stretch(store, a)
        t1, t2 = _times(streams, k + 2, ctau, stretch)
        delta_t, zero = (t1 - t2) / SPEED_OF_LIGHT, np.zeros(len(a))
        late_b, late_anti = one(store, a, delta_t, yes, flip_1), one(store, a, delta_t, no, flip_1)
        early_b, early_anti = two(store, b, zero, yes, flip_2), two(store, b, zero, no, flip_2)
        sizes = _square(early_anti), _square(early_b)
        early, late = _overlap(early_anti, early_b), _overlap(late_b, late_anti)
        interference = early[0] * late[0] - early[1] * late[1]
        rate = sizes[0] * _square(late_b) + sizes[1] * _square(late_anti) - 2.0 * interference
        rate *= np.exp(-stretch * (t1 + t2) / ctau)
        bound = (np.sqrt(sizes[0]) + np.sqrt(sizes[1])) ** 2 * one.bound(store, a)
        accepted = streams.uniform(k + 4) * bound <= rate
        # for angles that depend on the tag: the other meson's weight as an anti-B against a B
        as_anti = streams.uniform(k + 5) * (sizes[0] + sizes[1]) < sizes[0]
        _record(store, a[accepted], delta_t[accepted], as_anti[accepted], flip_1[accepted])
        _record(store, b[accepted], -delta_t[accepted], ~as_anti[accepted], flip_2[accepted])
        store.ctau[a[accepted]], store.ctau[b[accepted]] = t1[accepted], t2[accepted]
        pending, trial = pending[~accepted], trial + 1
    return pending


def _kernels(store: Store, plan: Plan, rows: IntArray) -> Iterator[tuple[IntArray, CPAmplitude, TwoBodySpins]]:
    mode = store.mode[rows]
    key = plan.model[mode].astype(np.int64) * len(plan.spin_signatures) + plan.spins[mode]
    for number in np.unique(key):
        index = np.flatnonzero(key == number)
        first = mode[index[0]]
        kernel = plan.models[plan.model[first]]
        assert isinstance(kernel, CPAmplitude)
        yield index, kernel, cast("TwoBodySpins", plan.spin_signatures[plan.spins[first]])


def _times(streams: Rows, draw: int, ctau: FloatArray, stretch: FloatArray) -> tuple[FloatArray, FloatArray]:
    mean = ctau / (1.0 - stretch)
    return -mean * np.log(streams.uniform(draw)), -mean * np.log(streams.uniform(draw + 1))


def _square(amplitude: ComplexArray) -> FloatArray:
    return _overlap(amplitude, amplitude)[0]


def _overlap(left: ComplexArray, right: ComplexArray) -> tuple[FloatArray, FloatArray]:
    """Real and imaginary part of ``sum over helicities of left conj(right)``, one term after the other."""
    real, imaginary = np.zeros(left.shape[-1]), np.zeros(left.shape[-1])
    for i in range(left.shape[0]):
        for k in range(left.shape[1]):
            a, b = left[i, k], right[i, k]
            real += a.real * b.real + a.imag * b.imag
            imaginary += a.imag * b.real - a.real * b.imag
    return real, imaginary


def _record(store: Store, rows: IntArray, delta_t: FloatArray, tag: BoolArray, flipped: BoolArray) -> None:
    store.delta_t[rows], store.tag_b0bar[rows], store.flipped[rows] = delta_t, tag, flipped


def _set_times(store: Store, plan: Plan, rows: IntArray, ctau: FloatArray) -> None:
    """Set proper times; a meson that has mixed by itself has spent them under its first name."""
    mother = store.mother[rows]
    mixed = (mother >= 0) & plan.oscillates[store.mode[mother]]
    store.ctau[np.where(mixed, mother, rows)] = ctau


def _set_flavour(store: Store, plan: Plan, rows: IntArray, anti: BoolArray) -> None:
    """Give mesons on their own the flavour at production that the tag asks for."""
    mother = store.mother[rows]
    mixed = (mother >= 0) & plan.oscillates[store.mode[mother]]
    store.species[rows] = plan.flavour(store.species[rows], anti ^ mixed)
    store.species[mother[mixed]] = plan.flavour(store.species[mother[mixed]], anti[mixed])


def _tag_partners(
    store: Store, plan: Plan, mates: IntArray, ctau: FloatArray, tag: BoolArray, fixed: BoolArray
) -> None:
    paired = mates >= 0
    store.ctau[mates[paired]] = ctau[paired]
    free = paired & ~fixed
    store.species[mates[free]] = plan.flavour(store.species[mates[free]], tag[free])
