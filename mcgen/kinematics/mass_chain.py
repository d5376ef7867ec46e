"""Intermediate masses of a sequential decay chain, drawn nearly according to phase space.

A mother of mass M_n decays in a chain, M_n -> M_{n-1} + m_n, M_{n-1} -> M_{n-2} + m_{n-1}, ..., M_2 -> m_1 + m_2. The
flat phase-space density of the n - 2 intermediate masses is (Raubold and Lynch; James, CERN 68-15, eq. 3.36)

    dR_n  ~  prod_{k=2}^{n} p_k  prod_{k=2}^{n-1} dM_k,        p_k = p(M_k; M_{k-1}, m_k).

With T_k = M_k - (m_1 + ... + m_k), the kinetic energy left to the first k bodies, and V_k = R_k M_k, the conditional
density of x = T_{k-1} / T_k is p_k V_{k-1}(x T_k). The volumes are replaced by the approximation

    V_k(T)  ~  T^((3k-5)/2)  sqrt( prod_{i<=k} (T + c_k m_i) / M_k ),        c_k = 2.7 k - 3.1,

which has the exact power of T when all bodies are slow (T^((3k-5)/2)), when all are massless (T^(2k-3)) and when h are
heavy and l massless (T^(3(h-1)/2 + 2l - 1)); V_2 is exact. The variable s in (0, 1) with

    x = y^(1/a),   y = 1 - (1 - s)^(3/2),   a = 0.6 (k - 2)

spreads the density of x over the unit interval (the inverse of Kumaraswamy's distribution,
doi:10.1016/0022-1694(80)90036-0), with a density in s that vanishes at both ends like a power above one for all masses.
It is drawn from the piecewise linear function through its values at equidistant nodes, whose inverse is in closed form;
the density is therefore known exactly, and the ratio of the wanted density to the one drawn from is the weight.

Three bodies have one mass only; there a uniform x, accepted with 60 to 78 per cent, is faster.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mcgen.typing import FloatArray

__all__ = ["CELLS", "chain_weights", "volume_scale"]

CELLS = 10
"""Cells of the piecewise linear density."""


def volume_scale(k: int) -> float:
    """Return c_k, the mass scale of the approximate k-body volume (fitted once to numeric volumes)."""
    return 2.7 * k - 3.1 if k > 2 else 2.0


@cache
def _nodes(k: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return x, 1 - x and the mass-independent factor of the density at the inner nodes, each ``[CELLS - 1, 1]``."""
    t = 1.0 - np.arange(1, CELLS)[:, np.newaxis] / CELLS
    y = 1.0 - t * np.sqrt(t)
    x = y ** (1.0 / (0.6 * (k - 2)))
    return x, 1.0 - x, y * np.sqrt(y) * np.sqrt(t) * np.sqrt(1.0 - x)


def _shape(
    x_t: FloatArray, y_t: FloatArray, k: int, t: FloatArray, masses: FloatArray, total: FloatArray
) -> FloatArray:
    """Return the square of the mass-dependent factor of p_k V_{k-1} at T_{k-1} = ``x_t``, ``y_t`` = T_k - T_{k-1}.

    Arrays of shape ``[..., n]``; ``total`` is m_1 + ... + m_{k-1}. The factor leaves out 1 / (2 M_k) and powers of x
    and 1 - x.
    """
    m = masses[k - 1]
    core = x_t + total
    r: FloatArray = y_t + 2.0 * m
    w = x_t + (t + 2.0 * total)
    r *= w
    w += 2.0 * m
    r *= w
    r /= core
    if k == 3:
        np.add(x_t, 2.0 * total, out=w)
        r *= w
        r /= core
    scale = volume_scale(k - 1)
    for i in range(k - 1):
        np.add(x_t, scale * masses[i], out=w)
        r *= w
    return r


def chain_weights(
    kinetic: FloatArray, masses: FloatArray, sums: FloatArray, uniforms: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Draw the intermediate masses of one block of rows.

    Parameters
    ----------
    kinetic
        T_n = M_n - sum of masses, ``float64[n]`` [GeV], positive.
    masses
        Daughter masses, ``float64[k, n]`` [GeV], k >= 3.
    sums
        Cumulative sums of the masses along the first axis, ``float64[k, n]`` [GeV].
    uniforms
        ``float64[k - 2, n]`` in (0, 1).

    Returns
    -------
    t
        T_j = M_j - (m_1 + ... + m_j) for j = 2 ... k: ``float64[k - 1, n]`` [GeV].
    weight
        Wanted density over the density drawn from, up to a function of the row's masses: ``float64[n]``.
    """
    bodies, n = masses.shape
    if bodies == 3:
        return _one_mass(kinetic, masses, sums[1], uniforms[0])
    out = np.empty((bodies - 1, n))
    out[-1] = kinetic
    weight = np.ones(n)
    f = np.zeros((CELLS + 1, n))
    cumulative = np.zeros((CELLS, n))
    columns = np.arange(n)
    for k in range(bodies, 2, -1):
        t = out[k - 2]
        total = sums[k - 2]
        x, rest, factor = _nodes(k)
        inner = f[1:-1]
        np.sqrt(_shape(x * t, rest * t, k, t, masses, total), out=inner)
        inner *= factor
        # C_j = f_1 + ... + f_{j-1} + f_j / 2: area left of node j in units of a cell
        np.copyto(cumulative[1], inner[0])
        for j in range(2, CELLS):  # ten times faster than add.accumulate along the first axis
            np.add(cumulative[j - 1], f[j], out=cumulative[j])
        norm = cumulative[-1].copy()
        wanted = uniforms[bodies - k] * norm
        cumulative[1:] -= 0.5 * inner
        cell = np.add.reduce(cumulative[1:] < wanted, axis=0, dtype=np.int8).astype(np.int64)
        at = cell * n
        at += columns
        low = f.ravel().take(at)
        wanted -= cumulative.ravel().take(at)
        at += n
        high = f.ravel().take(at)
        high -= low
        # linear density low + high * s in the cell: area `wanted` is reached where the density is `drawn`
        high *= 2.0 * wanted
        drawn = low * low
        floor = 1e-20 * norm * norm
        drawn += high
        np.maximum(drawn, floor, out=drawn)
        np.sqrt(drawn, out=drawn)
        step = 2.0 * wanted
        step /= low + drawn
        np.minimum(step, 1.0, out=step)
        step += cell
        step *= -1.0 / CELLS
        step += 1.0
        np.maximum(step, 1e-16, out=step)  # now 1 - s
        root = np.sqrt(step)
        y = 1.0 - step * root
        np.maximum(y, 1e-300, out=y)
        below = np.power(y, 1.0 / (0.6 * (k - 2)))
        gap = 1.0 - below
        below *= t
        out[k - 3] = below
        true = _shape(below, gap * t, k, t, masses, total)
        true *= step
        true *= gap
        true *= y
        np.sqrt(true, out=true)
        true *= y
        true /= drawn
        weight *= true
        if k < bodies:
            weight *= norm
            ratio = t + sums[k - 1]
            scale = volume_scale(k)
            for i in range(k):
                ratio *= t + scale * masses[i]
            weight /= np.sqrt(ratio)
    return out, weight


def _one_mass(
    kinetic: FloatArray, masses: FloatArray, total: FloatArray, x: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Draw the one intermediate mass of three bodies: x is uniform, ten times cheaper a point than the polygon.

    The weight is p_3 p_2 up to constants; 60 to 78 per cent of the points are accepted.
    """
    out = np.empty((2, len(kinetic)))
    out[1] = kinetic
    below = np.multiply(x, kinetic, out=out[0])
    weight = _shape(below, kinetic - below, 3, kinetic, masses, total)
    weight *= x
    weight *= 1.0 - x
    return out, np.sqrt(weight, out=weight)
