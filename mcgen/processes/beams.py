"""The colliding beams: energies, crossing angle, energy spread and interaction region.

Nominal settings of SuperKEKB as Belle II's generators use them (basf2, ``generators/scripts/beamparameters.py``; the
machine: K. Akai, K. Furukawa, H. Koiso, NIM A 907 (2018) 188, arXiv:1809.01958). The laboratory's z axis bisects the
beams: the high energy ring (HER, e-) flies at +41.5 mrad towards +x and +z, the low energy ring (LER, e+) at -41.5 mrad
to -z.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from mcgen.errors import McgenError
from mcgen.rng import Purpose, draw_index

if TYPE_CHECKING:
    from mcgen.rng import Rows
    from mcgen.typing import FloatArray

__all__ = ["ELECTRON_MASS", "PRESETS", "Beams", "find_beams"]

ELECTRON_MASS = 0.51099895069e-3
"""Electron mass [GeV] (CODATA 2022)."""

_HALF_CROSSING = 0.0415
_CM_PER_UM = 1e-4
_BUNCHES = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Beams:
    """Two beams.

    Parameters
    ----------
    name
        Name of the preset.
    energy_her, energy_ler
        Mean energies of the e- and the e+ beam [GeV].
    spread_her, spread_ler
        Gaussian energy spreads [GeV].
    angle_her, angle_ler
        Angles of the momenta in the x-z plane, from +z and from -z [rad].
    bunch_her, bunch_ler
        Bunch sizes (x, y, z) [cm].
    smear_energy, smear_vertex
        Whether energies and vertices are smeared.
    """

    name: str
    energy_her: float
    energy_ler: float
    spread_her: float = 5.13e-3
    spread_ler: float = 2.375e-3
    angle_her: float = _HALF_CROSSING
    angle_ler: float = _HALF_CROSSING
    bunch_her: tuple[float, float, float] = (10.2 * _CM_PER_UM, 0.059 * _CM_PER_UM, 0.6)
    bunch_ler: tuple[float, float, float] = (7.75 * _CM_PER_UM, 0.059 * _CM_PER_UM, 0.5)
    smear_energy: bool = True
    smear_vertex: bool = True

    @property
    def cms_energy(self) -> float:
        """Nominal energy in the centre-of-mass frame [GeV]."""
        p = self._four_momenta(np.array([self.energy_her]), np.array([self.energy_ler])).sum(axis=0)[:, 0]
        return float(np.sqrt(p[0] ** 2 - p[1] ** 2 - p[2] ** 2 - p[3] ** 2))

    def at(self, cms_energy: float) -> Beams:
        """Return the same beams with both energies scaled to another energy in the centre-of-mass frame [GeV].

        Raises
        ------
        McgenError
            The energy is not positive and finite.
        """
        if not (np.isfinite(cms_energy) and cms_energy > 2 * ELECTRON_MASS):
            raise McgenError(f"the centre-of-mass energy must be above 2 electron masses, got {cms_energy} GeV")
        scale = 1.0
        for _ in range(4):  # the electron mass makes it a hair off linear
            beams = dataclasses.replace(self, energy_her=self.energy_her * scale, energy_ler=self.energy_ler * scale)
            scale *= cms_energy / beams.cms_energy
        return dataclasses.replace(
            self, name=f"{cms_energy:g} GeV", energy_her=self.energy_her * scale, energy_ler=self.energy_ler * scale
        )

    def draw(self, rows: Rows, trial: int = 0) -> FloatArray:
        """Draw the four-momenta of the colliding e- and e+: ``float64[2, 4, n]`` [GeV]."""
        her, ler = np.full(len(rows), self.energy_her), np.full(len(rows), self.energy_ler)
        if self.smear_energy:
            a, b = _normal_pair(rows, draw_index(Purpose.BEAM, trial))
            her += self.spread_her * a
            ler += self.spread_ler * b
        return self._four_momenta(her, ler)

    def _four_momenta(self, her: FloatArray, ler: FloatArray) -> FloatArray:
        out = np.zeros((_BUNCHES, 4, len(her)))
        for k, (energy, angle, sign) in enumerate(((her, self.angle_her, 1.0), (ler, self.angle_ler, -1.0))):
            p = np.sqrt(energy * energy - ELECTRON_MASS**2)
            out[k, 0], out[k, 1], out[k, 3] = energy, p * np.sin(angle), sign * p * np.cos(angle)
        return out

    def luminous_covariance(self) -> FloatArray:
        """Return the covariance matrix ``[3, 3]`` [cm^2] of the luminous region.

        Bunch k is a Gaussian with inverse covariance W_k in the laboratory that moves with velocity v_k along its axis;
        the density of collisions is the product of both densities, integrated over time: its inverse covariance is
        ``W_1 + W_2 - u u^T / s`` with ``u = W_1 v_1 + W_2 v_2`` and ``s = v_1^T W_1 v_1 + v_2^T W_2 v_2`` (W. Herr and
        B. Muratori, "Concept of luminosity", CERN-2006-002, p. 361, for the integral).
        """
        total, pull, stiffness = np.zeros((3, 3)), np.zeros(3), 0.0
        for bunch, angle, sign in ((self.bunch_her, self.angle_her, 1.0), (self.bunch_ler, self.angle_ler, -1.0)):
            along = np.array([np.sin(angle), 0.0, sign * np.cos(angle)])
            across = np.array([np.cos(angle), 0.0, -sign * np.sin(angle)])
            axes = (across, np.array([0.0, 1.0, 0.0]), along)
            weight = sum(np.outer(axis, axis) / size**2 for axis, size in zip(axes, bunch, strict=True))
            total += weight
            pull += weight @ along
            stiffness += float(along @ weight @ along)
        return np.asarray(np.linalg.inv(total - np.outer(pull, pull) / stiffness))

    def draw_vertices(self, rows: Rows) -> FloatArray:
        """Draw primary vertices (t [ns], x, y, z [cm]): ``float64[4, n]``; the time of the collision is 0."""
        out = np.zeros((4, len(rows)))
        if not self.smear_vertex:
            return out
        first = draw_index(Purpose.VERTEX)
        normal = [*_normal_pair(rows, first), _normal_pair(rows, first + 2)[0]]
        spread = np.linalg.cholesky(self.luminous_covariance())
        for i in range(3):
            for j in range(i + 1):
                out[i + 1] += spread[i, j] * normal[j]
        return out


def _normal_pair(rows: Rows, first: int) -> tuple[FloatArray, FloatArray]:
    """Two independent standard normal numbers a row (Box and Muller, doi:10.1214/aoms/1177706645)."""
    radius = np.sqrt(-2.0 * np.log(rows.uniform(first)))
    angle = 2.0 * np.pi * rows.uniform(first + 1)
    return radius * np.cos(angle), radius * np.sin(angle)


# name: energies of HER and LER [GeV]; basf2, generators/scripts/beamparameters.py
_SUPERKEKB = {
    "Y1S": (6.263, 3.579),
    "Y1S-off": (6.223, 3.556),
    "Y1D1": (6.720, 3.840),
    "Y2S": (6.635, 3.792),
    "Y2S-off": (6.596, 3.769),
    "Y2D1": (6.901, 3.944),
    "Y3S": (6.855, 3.917),
    "Y3S-off": (6.816, 3.895),
    "Y4S": (7.004, 4.002),
    "Y4S-off": (6.964, 3.979),
    "Y5S": (7.200, 4.114),
    "Y5S-off": (7.160, 4.092),
    "Y6S": (7.295, 4.169),
    "Yb10775": (7.133, 4.076),
}

PRESETS: dict[str, Beams] = {name: Beams(name, *energies) for name, energies in _SUPERKEKB.items()}
"""Presets by name."""


def find_beams(name: str) -> Beams:
    """Return a preset.

    Raises
    ------
    McgenError
        There is no preset of that name.
    """
    try:
        return PRESETS[name]
    except KeyError:
        raise McgenError(f"unknown beam preset `{name}`; there are {', '.join(sorted(PRESETS))}") from None
