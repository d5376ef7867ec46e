"""Look at a ROOT sample the way a stranger would: with uproot and awkward alone.

    python tools/check_sample.py signal.root --events 1000

Checks the number of events, the manifest, that mothers and daughters point at each other, and that the four-momenta of
the daughters add up to their mother's in every decay.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

import awkward as ak
import numpy as np
import uproot

MOMENTUM = ("energy", "px", "py", "pz")
TOLERANCE = 1e-9  # of the energy of the event


def imbalance(events: Any) -> float:
    """Return the largest difference between a mother's four-momentum and its daughters' sum, by the event's energy."""
    counts = ak.to_numpy(ak.num(events.pdg))
    offsets = np.concatenate(([0], np.cumsum(counts)))
    flat = {name: ak.to_numpy(ak.flatten(events[name])) for name in (*MOMENTUM, "mother", "first_daughter")}
    start = np.repeat(offsets[:-1], counts)
    has_mother, decayed = flat["mother"] >= 0, flat["first_daughter"] >= 0
    mother = start[has_mother] + flat["mother"][has_mother]
    if set(np.flatnonzero(decayed)) != set(mother):
        sys.exit("mothers and daughters do not point at each other")
    if np.any(
        mother[np.searchsorted(np.flatnonzero(has_mother), (start + flat["first_daughter"])[decayed])]
        != np.flatnonzero(decayed)
    ):
        sys.exit("a first daughter has another mother")
    scale = np.add.reduceat(np.where(flat["mother"] < 0, flat["energy"], 0.0), offsets[:-1])
    scale = np.repeat(scale, counts)[decayed]
    worst = 0.0
    for name in MOMENTUM:
        total = np.bincount(mother, flat[name][has_mother], len(start))
        worst = max(worst, float(np.max(np.abs(total - flat[name])[decayed] / scale, initial=0.0)))
    return worst


def main(arguments: list[str]) -> int:
    """Check the file named by ``arguments``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--events", type=int, required=True, help="number of events that the file should have")
    options = parser.parse_args(arguments)
    with uproot.open(options.file) as file:
        manifest = json.loads(file["manifest"])
        events = file["events"].arrays()
    if not len(events) == manifest["events"] == options.events:
        sys.exit(f"{options.file}: {len(events)} events, manifest {manifest['events']}, expected {options.events}")
    worst = imbalance(events)
    if not worst < TOLERANCE:
        sys.exit(f"{options.file}: four-momentum is off by {worst:.1e} of the event's energy")
    particles = int(ak.sum(ak.num(events.pdg)))
    print(
        f"{options.file}: {len(events):,} events, {particles:,} particles, momentum balance {worst:.0e}, "
        f"seed {manifest['seed']}, {len(manifest['substitutions'])} substituted modes, "
        f"{'clean' if manifest['clean'] else 'not clean'}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
