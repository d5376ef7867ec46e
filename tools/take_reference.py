"""Take over the figures of reference histograms: ``python -m tools.take_reference FOLDER PDL``.

FOLDER holds one JSON file a case (decay text, definitions and counts of observables, made with EvtGen), PDL the particle
table that they were made with. Writes ``tests/reference/evtgen.json`` with the cases whose decay models this version has,
and ``tests/reference/particles.pdl`` with the figures of the particles that they name, and nothing else of either.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from mcgen.dec import parse
from mcgen.models import names

HERE = Path(__file__).resolve().parent.parent / "tests" / "reference"
_KEPT = ("name", "expr", "edges", "counts", "underflow", "overflow")


def usable(case: dict[str, Any], known: set[str]) -> bool:
    """Tell whether this version has all models of a case and all its observables are expressions."""
    models = {mode.model for block in parse(case["decay_file"]).blocks for mode in block.modes}
    return not case["photos"] and models <= known and all("expr" in o for o in case["observables"])


def condense(case: dict[str, Any]) -> dict[str, Any]:
    """Return what a test needs of a case."""
    # definitions that no mode uses are left out
    lines = case["decay_file"].splitlines()
    body = "\n".join(line for line in lines if not line.startswith("Define"))
    used = [
        line for line in lines if line.startswith("Define") and re.search(rf"(?<!\S){line.split()[1]}(?=[\s;])", body)
    ]
    observables = [{key: o[key] for key in _KEPT if key in o} for o in case["observables"]]
    spin = "ee" if "helicity" in case["mother_spin"] else "unpolarised"
    return {
        "decay": "\n".join([*used, body]) + "\n",
        "mother": case["mother"],
        "spin": spin,
        "events": case["n_events"],
        "observables": observables,
    }


def particles_of(cases: dict[str, dict[str, Any]], pdl: Path) -> str:
    """Return the lines of the particle table for the names in the decay texts and their antiparticles."""
    rows = [line.split() for line in pdl.read_text().splitlines() if line.startswith("add")]
    words = {word for case in cases.values() for word in re.split(r"[\s;]+", case["decay"])}
    codes = {abs(int(row[4])) for row in rows if row[3] in words}
    chosen = [row for row in rows if abs(int(row[4])) in codes]
    head = "* Figures of the particles that the reference cases name: mass, width, mass range [GeV], 3 charge, 2 spin, c tau [mm]\n"
    return head + "".join(" ".join(row) + "\n" for row in chosen) + "end\n"


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pdl", type=Path)
    arguments = parser.parse_args()
    known = set(names())
    cases = {}
    for path in sorted(arguments.folder.glob("*.json")):
        case = json.loads(path.read_text())
        if usable(case, known):
            cases[case["name"]] = condense(case)
    HERE.mkdir(exist_ok=True)
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items())
    (HERE / "evtgen.json").write_text("{\n" + lines + "\n}\n")
    (HERE / "particles.pdl").write_text(particles_of(cases, arguments.pdl))
    print(f"{len(cases)} cases, {sum(len(c['observables']) for c in cases.values())} observables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
