from __future__ import annotations

import subprocess
import sys

HEAVY = {"awkward", "uproot", "pyarrow", "pyhepmc", "vector", "scipy", "matplotlib", "particle", "rich"}


def test_the_rooms_import_no_library_before_it_is_used() -> None:
    code = f"import sys, mcgen.events, mcgen.files; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
