"""mcgen: decay files in, reproducible e+e- events out.

    import mcgen
    sample = mcgen.generate("mixed", 10_000, dec="my.dec", seed=1)

The names below are the whole public face; each is imported when it is first used, so ``import mcgen`` costs nothing.
The rooms of the package, from the bottom up: :mod:`mcgen.particles`, :mod:`mcgen.kinematics`, :mod:`mcgen.spin`,
:mod:`mcgen.lineshapes`, :mod:`mcgen.decays` (decay modes and tables), :mod:`mcgen.dec` (decay files),
:mod:`mcgen.models` (decay models), :mod:`mcgen.events`, :mod:`mcgen.engine` (decaying), :mod:`mcgen.processes` (what
collides, and into what), :mod:`mcgen.files`, :mod:`mcgen.production` (many events), :mod:`mcgen.cli`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcgen.api import check_dec, decay, generate, open, read_dec  # noqa: A004
    from mcgen.decays import DecayTable
    from mcgen.errors import McgenError
    from mcgen.events import Events
    from mcgen.particles import ParticleTable, load_particles
    from mcgen.production.sample import Sample

__version__ = "0.1.0.dev0"

__all__ = [
    "DecayTable",
    "Events",
    "McgenError",
    "ParticleTable",
    "Sample",
    "__version__",
    "check_dec",
    "decay",
    "generate",
    "load_particles",
    "open",
    "read_dec",
]

_HOME = {
    "DecayTable": "mcgen.decays",
    "Events": "mcgen.events",
    "McgenError": "mcgen.errors",
    "ParticleTable": "mcgen.particles",
    "Sample": "mcgen.production.sample",
    "check_dec": "mcgen.api",
    "decay": "mcgen.api",
    "generate": "mcgen.api",
    "load_particles": "mcgen.particles",
    "open": "mcgen.api",
    "read_dec": "mcgen.api",
}


if not TYPE_CHECKING:  # type checkers know the names from above, and find misspelt ones

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'mcgen' has no attribute {name!r}")
        import importlib

        value = getattr(importlib.import_module(_HOME[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
