"""Decay files: Belle II's central table read and resolved, a user's file over it; decaylanguage on the same table.

python -m benchmarks.run dec        # with the others' layout
python -m benchmarks.bench_dec      # alone
"""

from __future__ import annotations

import warnings

from benchmarks.rows import Row, best_time, markdown

USER_FILE = """
Alias MyD*- D*-
Alias MyD*+ D*+
ChargeConj MyD*- MyD*+
Decay Upsilon(4S)
1.0 B0sig anti-B0 VSS_BMIX dm;
Enddecay
Decay B0sig
0.7 MyD*- e+ nu_e HQET2 1.207 0.920 1.406 0.853;
0.3 MyD*- mu+ nu_mu HQET2 1.207 0.920 1.406 0.853;
Enddecay
CDecay anti-B0sig
Decay MyD*-
1.0 anti-D0 pi- VSS;
Enddecay
CDecay MyD*+
End
"""


def rows(repeats: int = 5) -> list[Row]:
    """CPU times, best of five; the ratio is decaylanguage's time over ours, in the same run."""
    from decaylanguage import DecFileParser

    from mcgen.dec import central_path, central_table, parse, read, resolve
    from mcgen.particles import load_particles

    particles = load_particles()
    path = central_path()
    base = central_table(particles)

    def decaylanguage() -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            DecFileParser(str(path)).parse()

    ours = best_time(lambda: resolve(read(path), particles=particles), repeats)
    user = best_time(lambda: resolve(parse(USER_FILE, "user.dec"), particles=particles, base=base), repeats)
    theirs = best_time(decaylanguage, repeats)
    return [
        Row(f"decaylanguage: {path.name} parsed", 1e3 * theirs, "ms"),
        Row(f"mcgen: {path.name} read and resolved", 1e3 * ours, "ms", theirs / ours, "decaylanguage's time over ours"),
        Row("mcgen: a user's file over the cached central table", 1e3 * user, "ms"),
    ]


if __name__ == "__main__":
    print(markdown(rows()))
