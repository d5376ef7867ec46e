"""Amplitude evaluations per second of every two-body and n-body model: ``python -m benchmarks.bench_models [rows]``.

One evaluation is what the engine does for an accepted decay: helicity amplitudes, then the amplitude in the canonical
bases for a random direction (n-body models: the amplitude). Best of five, one process.
"""

from __future__ import annotations

import sys
from time import perf_counter

import numpy as np

from benchmarks.rows import Row, markdown
from mcgen.models import Amplitude, CPAmplitude, ModeFacts, TwoBodyAmplitude, get_model, names
from mcgen.spin import ANTINEUTRINO, PHOTON, SCALAR, SpinStates, massive, two_body_amplitude

V, T, LEPTON = massive(2), massive(4), massive(1)
Case = tuple[tuple[SpinStates, ...], tuple[float, ...]]
CASES: dict[str, Case] = {
    "HELAMP": ((massive(1), massive(1), SCALAR), (1, 0, 0.5, 1)),
    "PARTWAVE": ((V, V, SCALAR), (0, 0, 1, 0, 0, 0)),
    "SLL": ((SCALAR, LEPTON, LEPTON), ()),
    "SLN": ((SCALAR, LEPTON, ANTINEUTRINO), ()),
    "SSD_CP": ((SCALAR, V, SCALAR), (0.507e12, 0, 1, -0.78, 1, 0, -1, 0)),
    "SSS_CP": ((SCALAR, SCALAR, SCALAR), (0.39, 0.507e12, -1, 1, 0, 1, 0)),
    "STS": ((SCALAR, T, SCALAR), ()),
    "SVP_HELAMP": ((SCALAR, V, PHOTON), (1, 0, 1, 0)),
    "SVS": ((SCALAR, V, SCALAR), ()),
    "SVS_CP": ((SCALAR, V, SCALAR), (0.39, 0.507e12, -1, 1, 0, 1, 0)),
    "SVV_CP": ((SCALAR, V, V), (0.39, 0.507e12, -1, 0.5, 2.5, 1.1, 0, 0.4, -0.17)),
    "SVV_HELAMP": ((SCALAR, V, V), (0.2, 1.6, 0.8, 0, 0.6, 2.7)),
    "TSS": ((T, SCALAR, SCALAR), ()),
    "TVS_PWAVE": ((T, V, SCALAR), (0, 0, 1, 0, 0, 0)),
    "VLL": ((V, LEPTON, LEPTON), ()),
    "VSP_PWAVE": ((V, SCALAR, PHOTON), ()),
    "VSS": ((V, SCALAR, SCALAR), ()),
    "VSS_BMIX": ((V, SCALAR, SCALAR), (0.507e12,)),
    "VVP": ((V, V, PHOTON), ()),
    "VVPIPI": ((V, V, SCALAR, SCALAR), ()),
    "VVS_PWAVE": ((V, V, SCALAR), (1, 0, 0, 0, 0.1, 0)),
}


def _seconds(name: str, n: int) -> float:
    spins, arguments = CASES[name]
    pdg = {"VVPIPI": (100443, 443, 211, -211)}.get(name, (511, 511, -511))
    model = get_model(name)
    column = np.array(model.row_parameters(ModeFacts(spins, pdg, True, 1.5e-3, 1.5e-3), arguments), dtype=float)
    parameters = np.repeat(column.reshape(-1, 1), n, axis=1)
    rng = np.random.default_rng(1)
    cos_theta, phi, dt = rng.uniform(-1, 1, n), rng.uniform(-3, 3, n), rng.normal(0, 1e-3, n)
    mother, masses = np.full(n, 5.28), rng.uniform(0.2, 1.5, (len(spins) - 1, n))
    p4 = np.concatenate([np.full((len(spins) - 1, 1, n), 2.0), rng.normal(size=(len(spins) - 1, 3, n))], axis=1)
    tag = dt > 0
    best = float("inf")
    for _ in range(5):
        start = perf_counter()
        if isinstance(model, Amplitude):
            model.amplitude(p4, mother, masses, parameters, spins)
        elif isinstance(model, TwoBodyAmplitude):
            three = (spins[0], spins[1], spins[2])
            if isinstance(model, CPAmplitude):
                helicity = model.cp_amplitudes(parameters, dt, tag, ~tag, mother, masses, three)
            else:
                helicity = model.helicity_amplitudes(parameters, mother, masses, three)
            two_body_amplitude(helicity, three, cos_theta, phi, model.pattern(three))
        best = min(best, perf_counter() - start)
    return best


def rows(n: int = 20_000) -> list[Row]:
    """Return evaluations/s of each model in calls of n rows."""
    return [
        Row(f"{name}, {n:,} rows a call", n / _seconds(name, n), "evaluations/s") for name in names() if name in CASES
    ]


def main() -> None:
    """Print one line a model."""
    print(markdown(rows(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)))


if __name__ == "__main__":
    main()
