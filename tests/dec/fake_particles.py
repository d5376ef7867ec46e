"""A small particle table for tests."""

from __future__ import annotations

from collections.abc import Mapping


class FakeParticles:
    """Names and antiparticles; a pair is written ``B0/anti-B0``, a particle that is its own antiparticle by itself."""

    def __init__(self, text: str) -> None:
        self.names: tuple[str, ...] = ()
        self.conjugate: list[int] = []
        for entry in text.split():
            pair = entry.split("|")
            first = len(self.names)
            self.names += tuple(pair)
            self.conjugate += [first + 1, first] if len(pair) == 2 else [first]
        self.index: Mapping[str, int] = {name: position for position, name in enumerate(self.names)}
        self.digest = text


PARTICLES = FakeParticles(
    "B0|anti-B0 B+|B- D0|anti-D0 D+|D- D*+|D*- pi+|pi- K+|K- pi0 K_S0 gamma e+|e- nu_e|anti-nu_e mu+|mu- J/psi Upsilon(4S)"
)
