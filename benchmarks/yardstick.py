"""The peer that every run measures beside us: PYTHIA's ``next()`` for e+e- -> u, d, s pairs at 10.58 GeV."""

from __future__ import annotations

import functools
import time

__all__ = ["NAME", "pythia_events_per_second"]

NAME = "PYTHIA 8 `next()`, e+e- -> q qbar"

_SETTINGS = (
    "Print:quiet = on",
    "Beams:idA = 11",
    "Beams:idB = -11",
    "Beams:eCM = 10.58",
    "PDF:lepton = off",
    "WeakSingleBoson:ffbar2gmZ = on",
    "23:onMode = off",
    "23:onIfAny = 1 2 3",
    "Random:setSeed = on",
    "Random:seed = 1",
)


@functools.cache
def pythia_events_per_second(events: int = 5000) -> float | None:
    """Return events per CPU second of PYTHIA in this process, or None where ``pythia8mc`` is not installed."""
    try:
        import pythia8mc
    except ImportError:
        return None
    pythia = pythia8mc.Pythia("", False)
    for setting in _SETTINGS:
        if not pythia.readString(setting):
            raise RuntimeError(f"PYTHIA refuses {setting!r}")
    if not pythia.init():
        raise RuntimeError("PYTHIA did not start")
    for _ in range(200):
        pythia.next()
    start = time.process_time()
    for _ in range(events):
        pythia.next()
    return events / (time.process_time() - start)
