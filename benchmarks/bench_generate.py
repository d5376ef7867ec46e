"""Generation: events/s of an open source in batches of 2,000, 20,000 and 100,000, beside PYTHIA on the same core."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.rows import Row, best_time
from benchmarks.yardstick import NAME, pythia_events_per_second
from mcgen.processes.source import DecayText, EventSource, GenerationRequest, open_source
from mcgen.production.decay_text import read_decay_text

BATCHES = (2_000, 20_000, 100_000)
SIGNAL = Path(__file__).resolve().parent.parent / "decfiles" / "Bd_JpsiKst.dec"
FIVE_BODY = "Decay B0\n1.0 pi+ pi- pi+ pi- K0 PHSP;\nEnddecay\nEnd\n"
JPSI_KST = """\
Decay B0
1.0 J/psi K*0 SVV_HELAMP 0.159 1.563 0.775 0.0 0.612 2.712;
Enddecay
Decay J/psi
1.0 mu+ mu- VLL;
Enddecay
Decay K*0
1.0 K+ pi- VSS;
Enddecay
End
"""


def cases() -> dict[str, GenerationRequest]:
    """What is generated."""

    def text(source: str | Path) -> tuple[DecayText, ...]:
        return (DecayText(*read_decay_text(source)),)

    return {
        "charged, generic": GenerationRequest("charged", unsupported="phsp"),
        "mixed, generic": GenerationRequest("mixed", unsupported="phsp"),
        "signal: B0 -> J/psi K*0, other B generic": GenerationRequest(
            "signal", decay_files=text(SIGNAL), unsupported="phsp"
        ),
        "decay: B0 -> J/psi K*0, J/psi -> mu mu": GenerationRequest(
            "decay", decay_files=text(JPSI_KST), central=None, mother="B0"
        ),
        "decay: 5-body PHSP": GenerationRequest("decay", decay_files=text(FIVE_BODY), central=None, mother="B0"),
    }


def cold_start() -> float:
    """Return the wall time [s] of the command line from nothing to 1,000 events in a ROOT file."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "signal.root")
        command = ["generate", "signal", "--dec", str(SIGNAL), "-n", "1000", "-o", output, "--unsupported", "phsp"]
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "mcgen.cli.main", *command], check=True, capture_output=True)
        return time.perf_counter() - start


def stages(name: str, source: EventSource, batch: int) -> list[Row]:
    """Return where the time of one batch goes, as microseconds an event."""
    seconds = getattr(source, "seconds", {})
    before = dict(seconds)
    source.generate(np.arange(batch, dtype=np.int64))
    spent = {stage: seconds[stage] - before.get(stage, 0.0) for stage in seconds}
    total = sum(spent.values())
    return [
        Row(f"{name}, batch {batch:,}: {stage}", 1e6 * time_spent / batch, "us/event", time_spent / total, "the stages")
        for stage, time_spent in spent.items()
    ]


def rows() -> list[Row]:
    """Return events/s, and the time until the first events."""
    peer = pythia_events_per_second()
    found = [Row(NAME, peer, "events/s")] if peer is not None else []
    found.append(Row("command line: 1,000 signal events to a ROOT file", cold_start(), "s"))
    for name, request in cases().items():
        found.append(Row(f"{name}: open the source", best_time(lambda r=request: open_source(r), 1), "s"))  # type: ignore[misc]
        source = open_source(request)
        source.generate(np.arange(1, 1001))  # bounds of accept-reject steps are found here
        for batch in BATCHES:
            numbers = np.arange(batch, dtype=np.int64)
            speed = batch / best_time(lambda s=source, n=numbers: s.generate(n), 3 if batch < 100_000 else 2)  # type: ignore[misc]
            ratio = None if peer is None else speed / peer
            found.append(Row(f"{name}, batch {batch:,}", speed, "events/s", ratio, "" if peer is None else "PYTHIA"))
        found += stages(name, source, 20_000)
    return found
