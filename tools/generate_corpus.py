"""Generate a few events from each of many decay files: ``python -m tools.generate_corpus FOLDER [-n 200] [--files 100]``.

Files are picked by the hash of their names, so the choice is the same everywhere. Prints a line for each file that
fails and a table of the models that were substituted by phase space, and exits with 1 if a file failed.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from mcgen.errors import McgenError
from mcgen.events.check import check_events
from mcgen.processes.source import DecayText, GenerationRequest, open_source
from mcgen.production.decay_text import read_decay_text


def picked(folder: Path, count: int) -> list[Path]:
    """Return ``count`` decay files of a folder (0: all), picked by the sha256 of their names."""
    files = sorted(folder.glob("*.dec"), key=lambda path: hashlib.sha256(path.name.encode()).hexdigest())
    return sorted(files[:count] if count else files)


def run(path: Path, n: int, unsupported: str) -> tuple[str, dict[str, int], float]:
    """Generate ``n`` events of one file; return an error or "", the substituted models and the events' mean size."""
    name, text = read_decay_text(str(path))
    request = GenerationRequest("signal", decay_files=(DecayText(name, text),), unsupported=unsupported)  # type: ignore[arg-type]
    source = open_source(request)
    events = source.generate(np.arange(1, n + 1))
    problems = check_events(events, source.particles)
    models: Counter[str] = Counter()
    for counter, count in source.counters.items():
        group, _, rest = counter.partition(":")
        if group == "substituted":
            models[rest.split(":")[0]] += count
        elif group == "overflow":
            problems.append(f"{counter} ({count})")  # type: ignore[arg-type]
    return ("; ".join(str(p) for p in problems), dict(models), len(events.pdg) / n)


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", type=int, default=200, help="events a file")
    parser.add_argument("--files", type=int, default=100, help="number of files, 0: all")
    parser.add_argument("--unsupported", choices=("error", "phsp"), default="phsp")
    arguments = parser.parse_args()
    start, failed = time.monotonic(), 0
    decays: Counter[str] = Counter()
    files: Counter[str] = Counter()
    paths = picked(arguments.folder, arguments.files)
    for path in paths:
        try:
            error, models, _ = run(path, arguments.n, arguments.unsupported)
        except McgenError as problem:
            error, models = f"{type(problem).__name__}: {problem}", {}
        if error:
            failed += 1
            print(f"{path.name}: {error}")
        decays.update(models)
        files.update(models.keys())
    print(f"\n{len(paths)} files, {arguments.n} events each, {failed} failed, {time.monotonic() - start:.1f} s")
    print("\n| substituted model | files | decays |\n|---|---|---|")
    for model, count in files.most_common():
        print(f"| {model} | {count} | {decays[model]} |")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
