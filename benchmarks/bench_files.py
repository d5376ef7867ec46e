"""Writing and reading files of events: events/s, MB/s of columns and the ratio to a copy in memory.

Usage: python -m benchmarks.bench_files [--events N] [--particles N] [--repeat N]

The events are random trees with random momenta (nothing for a compressor to find), about as large as generic B-pair
events. Times are the best of the repetitions; the copy in memory is of the same columns in the same process.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pyhepmc

from benchmarks.rows import Row, best_time, markdown
from mcgen.events import COLUMNS, EVENT_COLUMNS, Events
from mcgen.files import Manifest, open_sample, open_writer

FORMATS = [("a.root", "root"), ("b.root", "rntuple"), ("c.parquet", None), ("d.hepmc3", None), ("e.hepmc3.gz", None)]
BLOCK = 10_000


def make_events(n: int, size: int, seed: int = 1) -> Events:
    """Return n events of two-body trees with ``size`` (odd) particles each, random numbers in the other columns."""
    rng = np.random.default_rng(seed)
    position = np.tile(np.arange(size), n)
    decays = position < (size - 1) // 2
    p = rng.normal(size=(3, n * size))
    columns: dict[str, np.ndarray] = {
        "pdg": rng.choice([211, -211, 22, 321, -321, 11, 111, 511], n * size),
        "status": np.where(decays, 1, 3),
        "mother": np.where(position > 0, (position - 1) // 2, -1),
        "first_daughter": np.where(decays, 2 * position + 1, -1),
        "last_daughter": np.where(decays, 2 * position + 2, -1),
        "px": p[0], "py": p[1], "pz": p[2], "energy": np.sqrt((p * p).sum(axis=0) + 0.02),
    }  # fmt: skip
    for axis in ("x", "y", "z", "time"):
        ended = rng.normal(size=(n, size))
        mother = np.maximum((np.arange(size) - 1) // 2, 0)
        made = np.concatenate([np.zeros((n, 1)), ended[:, mother[1:]]], axis=1)
        stable = np.full((n, size), np.inf) if axis == "time" else made
        ended = np.where(decays.reshape(n, size), ended, stable)
        columns |= {f"production_{axis}": made.ravel(), f"decay_{axis}": ended.ravel()}
    columns |= {c.name: np.ones(n, c.dtype) for c in EVENT_COLUMNS} | {"event": np.arange(n)}
    return Events(np.arange(n + 1) * size, columns)


def write_with_pyhepmc(events: Events, path: Path) -> None:
    """Write HepMC3 with pyhepmc's own fastest route from arrays, event by event."""
    record = pyhepmc.GenEvent()
    parents = np.stack([events.mother, events.mother], axis=1)
    status = np.where(events.first_daughter < 0, 1, 2).astype(np.int32)
    mass = np.full(len(events.px), 0.14)
    points = {f"v{k}": getattr(events, f"production_{a}") for k, a in zip("xyzt", ("x", "y", "z", "time"), strict=True)}
    with pyhepmc.open(path, "w") as file:
        for i in range(len(events)):
            part = slice(events.offsets[i], events.offsets[i + 1])
            momenta = [getattr(events, name)[part] for name in ("px", "py", "pz", "energy")]
            places = {name: values[part] for name, values in points.items()}
            particles = (mass[part], events.pdg[part], status[part], parents[part])
            record.from_hepevt(i, *momenta, *particles, fortran=False, **places)
            record.attributes = {"experiment": 1, "run": 1, "signal_process_id": 1, "event_code": 1}
            file.write(record)


def rows(events: int = 20_000, particles: int = 31, repeat: int = 2) -> list[Row]:
    """Return events/s of writing and reading each format; the ratio is the time over that of a copy in memory."""
    sample = make_events(events, particles)
    size = sample.nbytes / 1e6
    copy = best_time(lambda: [getattr(sample, name).copy() for name in COLUMNS], 5)
    found = [Row(f"copy in memory, {events:,} events of {particles} particles", size / copy, "MB/s")]
    with tempfile.TemporaryDirectory() as folder:
        for name, form in FORMATS:
            path = Path(folder) / name

            def write(path: Path = path, form: str | None = form) -> None:
                with open_writer(path, Manifest(), True, format=form) as writer:
                    for start in range(0, events, BLOCK):
                        writer.write(sample[start : start + BLOCK])

            def read(path: Path = path) -> None:
                with open_sample(path) as opened:
                    for _ in opened.blocks():
                        pass

            title = form or path.suffix[1:]
            for label, work in (("write", write), ("read", read)):
                seconds = best_time(work, repeat)
                found.append(Row(f"{label} {title}", events / seconds, "events/s", seconds / copy, "the copy's time"))
            found.append(
                Row(f"size of {title}", path.stat().st_size / 1e6, "MB", path.stat().st_size / 1e6 / size, "memory")
            )
            path.unlink()
        peer = best_time(lambda: write_with_pyhepmc(sample, Path(folder) / "peer.hepmc3"), repeat)
        found.append(Row("write hepmc3 with pyhepmc alone", events / peer, "events/s", peer / copy, "the copy's time"))
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=40_000)
    parser.add_argument("--particles", type=int, default=31)
    parser.add_argument("--repeat", type=int, default=2)
    given = parser.parse_args()
    print(markdown(rows(given.events, given.particles, given.repeat)))


if __name__ == "__main__":
    main()
