"""Runs the decay-file checker over a folder of decay files and prints the counts as Markdown.

    python -m tools.corpus_checks FOLDER [--errors | --all]

The table of docs/corpus.md is made with it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from mcgen.dec import central_table, check, parse
from mcgen.dec.file import read_text
from mcgen.diagnostics import Severity, render_oneline
from mcgen.models.registry import signatures
from mcgen.particles.load import load_particles


def main() -> None:
    """Check all ``*.dec`` of a folder in one process."""
    parser = argparse.ArgumentParser(description="Check all decay files of a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every error as a line")
    parser.add_argument("--all", action="store_true", help="print every finding as a line")
    arguments = parser.parse_args()
    start = time.perf_counter()
    particles, models = load_particles(), signatures()
    central = central_table(particles)
    findings: Counter[tuple[str, str]] = Counter()
    files: Counter[tuple[str, str]] = Counter()
    count = clean = 0
    for path in sorted(arguments.folder.glob("*.dec")):
        found = check(parse(read_text(path), path.name, models=models), central, particles, models)
        kinds = [(finding.severity.value, finding.id) for finding in found]
        findings.update(kinds)
        files.update(set(kinds))
        count += 1
        clean += not found
        if arguments.all or arguments.errors:
            shown = [finding for finding in found if arguments.all or finding.severity is Severity.ERROR]
            print(render_oneline(shown), end="")
    seconds = time.perf_counter() - start
    print(f"{count} files in {seconds:.1f} s; {clean} without any finding\n")
    print("| severity | rule | findings | files |\n|---|---|---:|---:|")
    for key in sorted(findings, key=lambda key: (["error", "warning", "note"].index(key[0]), -files[key])):
        print(f"| {key[0]} | `{key[1]}` | {findings[key]} | {files[key]} |")


if __name__ == "__main__":
    main()
