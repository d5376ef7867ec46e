"""Lineshapes: the distribution of the masses of wide particles, and draws from it."""

from __future__ import annotations

from mcgen.lineshapes.sampler import MassSampler

__all__ = ["MassSampler"]
