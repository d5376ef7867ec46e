"""Read, resolve and check a folder of decay files and print what came of it.

    python -m tools.corpus DIR                 # every *.dec below DIR over the central table
    python -m tools.corpus DIR --oracle        # and compare with decaylanguage, file by file
    python -m tools.corpus DIR --errors        # and print the errors
    python -m tools.corpus DIR --list          # and print every finding

Exit code: 0; 1 if a file could not be read or a difference from decaylanguage has no explanation.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from mcgen.dec import DecayFile, central_table, format_file, parse, read, resolve
from mcgen.dec.checks import check
from mcgen.diagnostics import Diagnostic, Severity
from mcgen.errors import McgenError
from mcgen.models import signatures
from mcgen.particles import ParticleTable, load_particles
from tools.oracle import compare, explain, oracle_modes, our_modes


class Corpus:
    """What has been found in the files so far."""

    def __init__(self, particles: ParticleTable, *, oracle: bool, listing: str) -> None:
        self.particles = particles
        self.central = central_table(particles)
        self.signatures = signatures()
        self.oracle = oracle
        self.listing = listing
        self.numbers: Counter[str] = Counter()
        self.findings: Counter[tuple[str, str]] = Counter()
        self.explained: Counter[str] = Counter()
        self.unexplained: list[str] = []

    def add(self, path: Path) -> None:
        """Read, resolve and check one file."""
        self.numbers["files"] += 1
        try:
            file = read(path)
        except McgenError as error:
            self.numbers["files that cannot be read"] += 1
            print(error)
            return
        self.numbers["statements"] += len(file.statements)
        self.numbers["modes"] += sum(len(block.modes) for block in file.blocks)
        if parse(format_file(file)) != file:
            self.numbers["files that change when formatted"] += 1
        findings = self.check(file)
        for finding in findings:
            self.findings[finding.severity.value, finding.id] += 1
            if self.listing == "all" or (self.listing and finding.severity is Severity.ERROR):
                label = finding.primary
                line = label.line_column[0] if label is not None else 0
                print(f"{path.name}:{line}: {finding.severity.value}[{finding.id}] {finding.message}")
        self.numbers["files with errors"] += any(finding.severity is Severity.ERROR for finding in findings)
        self.numbers["files with findings"] += bool(findings)
        if self.oracle:
            self.ask_oracle(path, file)

    def check(self, file: DecayFile) -> list[Diagnostic]:
        """Findings of the checker, those of syntax and resolution among them."""
        return list(check(file, self.central, self.particles, self.signatures))

    def ask_oracle(self, path: Path, file: DecayFile) -> None:
        """Compare the file, by itself, with what decaylanguage makes of it."""
        theirs = oracle_modes(file.source.text)
        ours = our_modes(resolve(file, particles=self.particles))
        self.numbers["modes compared with decaylanguage"] += sum(map(len, theirs.values()))
        for mother in compare(ours, theirs):
            reason = explain(mother, file)
            if reason:
                self.explained[reason] += 1
            else:
                self.unexplained.append(f"{path.name}: {mother}")

    def report(self, seconds: float) -> None:
        """Print the tables."""
        rows = [("files", f"{self.numbers['files']}"), ("CPU time [s]", f"{seconds:.2f}")]
        rows += [(name, f"{count}") for name, count in sorted(self.numbers.items()) if name != "files"]
        _print_table(("corpus", ""), rows)
        found = sorted(self.findings.items(), key=lambda item: (item[0][0], -item[1]))
        _print_table(("finding", "times"), [(f"{severity}: {rule}", f"{count}") for (severity, rule), count in found])
        if self.oracle:
            reasons = [(reason, f"{count}") for reason, count in self.explained.most_common()]
            _print_table(
                ("differs from decaylanguage", "mothers"), [*reasons, ("unexplained", f"{len(self.unexplained)}")]
            )
            print("\n".join(self.unexplained))


def _print_table(head: tuple[str, str], rows: list[tuple[str, str]]) -> None:
    print(f"| {head[0]} | {head[1]} |\n|---|---:|")
    for name, value in rows:
        print(f"| {name} | {value} |")
    print()


def main(arguments: list[str]) -> int:
    """Run over the folder named by ``arguments``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--oracle", action="store_true", help="compare with decaylanguage")
    parser.add_argument("--errors", dest="listing", action="store_const", const="errors", help="print the errors")
    parser.add_argument("--list", dest="listing", action="store_const", const="all", help="print every finding")
    options = parser.parse_args(arguments)
    corpus = Corpus(load_particles(), oracle=options.oracle, listing=options.listing or "")
    start = time.process_time()
    for path in sorted(options.folder.rglob("*.dec")):
        corpus.add(path)
    corpus.report(time.process_time() - start)
    return 1 if corpus.unexplained or corpus.numbers["files that cannot be read"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
