"""Unweighted flat n-body phase space, exact for two to ten daughters with masses of their own in each row.

The intermediate masses come from `mcgen.kinematics.mass_chain` and are accepted with the probability weight / bound
(`mcgen.kinematics.weight_bound`); the directions are isotropic in the rest frame of each intermediate system. The
result follows

    dR_n = delta^4(P - sum p_i)  prod_i d^3 p_i / (2 E_i)

without approximation (F. James, CERN 68-15; Kleiss, Stirling, Ellis, doi:10.1016/0010-4655(86)90119-0, give the
massless case by another route). docs/physics/phase_space.md holds the derivation and the acceptances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mcgen.kinematics.mass_chain import chain_weights
from mcgen.kinematics.two_body import isotropic, momentum_from_release
from mcgen.kinematics.weight_bound import weight_bound
from mcgen.rng import Purpose, Rows, draw_index
from mcgen.typing import FloatArray, IntArray, UintArray

__all__ = ["MAX_BODIES", "PhaseSpaceTally", "n_body"]

MAX_BODIES = 10

_BLOCK = 4096  # rows a block: node arrays of [9, 4096] stay in the second-level cache
_TRIALS = 256  # trials an attempt may take; the acceptance is above 0.59, so 1e-99 of the rows need more
_ANGLES = 32  # first draw of the directions
_TRIAL_STEP = 1 << 16  # distance of two trials in draw numbers
_EPSILON = 2.0**-52


@dataclass
class PhaseSpaceTally:
    """Counts of the accept-reject step, added up over calls; they do not depend on the batch."""

    rows: int = 0
    trials: int = 0
    overflows: int = 0
    """Trials whose weight was above its bound."""

    @property
    def acceptance(self) -> float:
        """Accepted rows per trial."""
        return self.rows / self.trials if self.trials else 1.0


def n_body(
    mother_mass: FloatArray,
    masses: FloatArray,
    rows: Rows,
    *,
    attempt: int | UintArray = 0,
    tally: PhaseSpaceTally | None = None,
) -> FloatArray:
    """Draw the daughters' four-momenta flat in phase space, in the mother's rest frame.

    Row i uses the draws ``draw_index(Purpose.KINEMATICS, attempt * 256 + trial, j)`` of its own stream alone.

    Parameters
    ----------
    mother_mass
        ``float64[n]`` [GeV].
    masses
        Daughter masses, ``float64[k, n]`` [GeV], 2 <= k <= 10; different rows may have different masses.
    rows
        Streams of the n mothers.
    attempt
        Number of the attempt (below 2**24), for callers that draw again: an integer, or ``uint64[n]``.
    tally
        Where trials and bound overflows are counted.

    Returns
    -------
    ``float64[k, 4, n]`` (E, px, py, pz) [GeV].

    Raises
    ------
    ValueError
        If k is out of range or the daughters of a row are heavier than the mother.
    """
    bodies, n = masses.shape
    if not 2 <= bodies <= MAX_BODIES:
        raise ValueError(f"phase space is available for 2 to {MAX_BODIES} daughters, not for {bodies}")
    sums = np.empty((bodies, n))
    sums[0] = masses[0]
    for i in range(1, bodies):
        np.add(sums[i - 1], masses[i], out=sums[i])
    kinetic = mother_mass - sums[-1]
    _require_open(kinetic, mother_mass, bodies)
    np.maximum(kinetic, _EPSILON * mother_mass, out=kinetic)
    first: int | UintArray
    if isinstance(attempt, np.ndarray):
        first = attempt * np.uint64(_TRIALS * _TRIAL_STEP) + np.uint64(draw_index(Purpose.KINEMATICS))
    else:
        first = draw_index(Purpose.KINEMATICS, attempt * _TRIALS)
    tally = PhaseSpaceTally() if tally is None else tally
    tally.rows += n
    t = np.empty((bodies, n))
    t[0] = 0.0
    if bodies == 2:
        t[1] = kinetic
        tally.trials += n
    else:
        _accepted_chains(kinetic, masses, sums, rows, first, tally, t[1:])
    p4 = np.empty((bodies, 4, n))
    for start in range(0, n, _BLOCK):
        s = slice(start, start + _BLOCK)
        u = rows[s].uniforms(_part(first, s, _ANGLES), 2 * (bodies - 1))
        _momenta(mother_mass[s], masses[:, s], sums[:, s], t[:, s], u, p4[:, :, s])
    return p4


def _require_open(kinetic: FloatArray, mother_mass: FloatArray, bodies: int) -> None:
    closed = ~(kinetic >= (-4.0 * bodies * _EPSILON) * mother_mass)
    if closed.any():
        row = int(closed.argmax())
        raise ValueError(
            f"row {row}: the daughters' masses exceed the mother's {mother_mass[row]:.6g} GeV by {-kinetic[row]:.6g} GeV"
        )


def _part(first: int | UintArray, index: slice | IntArray, shift: int) -> int | UintArray:
    """Return the draw numbers of some rows, moved by ``shift``."""
    return first[index] + np.uint64(shift) if isinstance(first, np.ndarray) else first + shift


def _accepted_chains(
    kinetic: FloatArray,
    masses: FloatArray,
    sums: FloatArray,
    rows: Rows,
    first: int | UintArray,
    tally: PhaseSpaceTally,
    out: FloatArray,
) -> None:
    """Write accepted T_2 ... T_k of all rows to ``out`` [k - 1, n]."""
    bound = weight_bound(kinetic, masses)
    pending = np.arange(len(kinetic))
    trial = 0
    while len(pending):
        if trial >= _TRIALS:
            raise ValueError(f"row {int(pending[0])}: no phase-space point accepted, masses not finite?")
        # few rows: several trials at once, of which the first accepted counts, so the outcome is the same
        copies = 4 if len(pending) <= 64 else 2 if len(pending) <= 256 else 1
        kept: list[IntArray] = []
        for start in range(0, len(pending), _BLOCK):
            block = pending[start : start + _BLOCK]
            index = block if copies == 1 else np.tile(block, copies)
            part = slice(start, start + len(block)) if trial == 0 and copies == 1 else index
            shift = trial * _TRIAL_STEP
            draws = _part(first, part, shift)
            if copies > 1:
                draws = draws + np.repeat(np.arange(copies, dtype=np.uint64) * np.uint64(_TRIAL_STEP), len(block))
            u = rows[part].uniforms(draws, len(masses) - 1)
            t, weight = chain_weights(kinetic[part], masses[:, part], sums[:, part], u[:-1])
            limit = bound[part]
            accepted = u[-1] * limit < weight
            over = weight > limit
            if copies > 1:
                done = accepted.reshape(copies, -1)
                which = done.argmax(axis=0)
                found = done.any(axis=0)
                used = np.where(found, which + 1, copies)
                tally.trials += int(used.sum())
                tally.overflows += int((over.reshape(copies, -1) & (np.arange(copies)[:, np.newaxis] < used)).sum())
                columns = np.flatnonzero(found)
                out[:, block[columns]] = t[:, which[columns] * len(block) + columns]
                kept.append(block[~found])
            else:
                tally.trials += len(block)
                tally.overflows += int(np.count_nonzero(over))
                if isinstance(part, slice):
                    out[:, part] = t  # rejected rows are overwritten later
                else:
                    out[:, block[accepted]] = t[:, accepted]
                kept.append(block[~accepted])
        trial += copies
        pending = np.concatenate(kept)


def _momenta(
    mother_mass: FloatArray, masses: FloatArray, sums: FloatArray, t: FloatArray, u: FloatArray, p4: FloatArray
) -> None:
    """Write the daughters' four-momenta of a chain with the kinetic energies ``t`` [k, n] to ``p4`` [k, 4, n].

    From the mother down: the last daughter flies along its random direction in the rest frame of the system that it
    leaves, is boosted with that system's momentum, and the rest of the system has what remains.
    """
    bodies, n = masses.shape
    system = np.empty((4, n))
    for k in range(bodies, 1, -1):
        m = masses[k - 1]
        core = t[k - 2] + sums[k - 2]
        mass = mother_mass if k == bodies else t[k - 1] + sums[k - 1]
        q = momentum_from_release(t[k - 1] - t[k - 2], mass, m, core)
        one = p4[k - 1]
        isotropic(q, u[2 * (k - 2)], u[2 * (k - 2) + 1], one)
        energy = q * q
        energy += m * m
        if k == bodies:
            np.sqrt(energy, out=one[0])
            np.negative(one[1:], out=system[1:])
            np.subtract(mother_mass, one[0], out=system[0])
        else:
            np.sqrt(energy, out=energy)
            along = one[1] * system[1]
            along += one[2] * system[2]
            along += one[3] * system[3]
            np.multiply(energy, system[0], out=one[0])
            one[0] += along
            one[0] /= mass
            # q + P (q.P / (E + M) + e) / M: no singularity for a system at rest
            along /= system[0] + mass
            along += energy
            along /= mass
            for i in (1, 2, 3):
                one[i] += along * system[i]
            system -= one
    p4[0] = system
