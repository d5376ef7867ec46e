"""Decays that the phase-space tests and benchmarks look at: mother mass and daughter masses [GeV]."""

from __future__ import annotations

E, PI, K, P, D = 0.000511, 0.13957, 0.49368, 0.93827, 1.86966

CONFIGURATIONS: dict[str, tuple[float, tuple[float, ...]]] = {
    "B -> K pi": (5.2793, (K, PI)),
    "D -> K pi pi": (D, (K, PI, PI)),
    "mu -> e nu nu": (0.10566, (E, 0.0, 0.0)),
    "n -> p e nu": (0.939565, (0.938272, E, 0.0)),
    "B -> D e nu": (5.2793, (D, E, 0.0)),
    "B -> e nu D": (5.2793, (E, 0.0, D)),
    "B -> D* 3 pi": (5.2793, (2.0103, PI, PI, PI)),
    "4 massless": (1.0, (0.0,) * 4),
    "B -> D 4 pi": (5.2793, (D, PI, PI, PI, 0.13498)),
    "B -> e nu D pi pi": (5.2793, (E, 0.0, D, PI, PI)),
    "p pbar 3 pi near threshold": (2 * P + 3 * PI + 0.02, (P, P, PI, PI, PI)),
    "5 slow": (5.00001, (1.0,) * 5),
    "tau -> 5 pi nu": (1.77693, (PI, PI, PI, PI, PI, 0.0)),
    "6 massless": (1.0, (0.0,) * 6),
    "heavy + 6 massless": (10.0, (7.0,) + (0.0,) * 6),
    "B -> p pbar 6 pi": (5.2793, (P, P) + (PI,) * 6),
    "8 of all scales": (10.0, (2.0, 1.0, 0.5, 0.2, 0.1, 0.05, 0.001, 0.0)),
    "9 alternating": (10.0, (0.0, 1.5) * 4 + (0.0,)),
    "B -> 10 pi": (5.2793, (PI,) * 10),
    "10 massless": (1.0, (0.0,) * 10),
    "10 slow": (10.00001, (1.0,) * 10),
    "2 heavy + 8 massless": (10.2, (5.0, 5.0) + (0.0,) * 8),
}
