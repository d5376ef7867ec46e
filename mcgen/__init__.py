"""mcgen: decay files in, reproducible e+e- events out."""

from __future__ import annotations

__version__ = "0.1.0.dev0"
