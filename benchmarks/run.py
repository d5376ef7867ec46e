"""Run all benchmarks, or those named, and write their table.

    python -m benchmarks.run                            # every benchmarks/bench_*.py
    python -m benchmarks.run generate --output out.md

A benchmark is a module ``bench_NAME.py`` with ``rows() -> list[Row]``. One core: the threads of numpy's libraries are
switched off, times are CPU times of this process.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

import numpy as np

import mcgen
from benchmarks.rows import markdown

FOLDER = Path(__file__).resolve().parent


def processor() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def main(arguments: list[str]) -> int:
    """Run the benchmarks named by ``arguments``."""
    names = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"among {', '.join(names)}; default: all")
    parser.add_argument("--output", type=Path, help="also write the tables to this Markdown file")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(names))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(names)}")
    versions = f"mcgen {mcgen.__version__}, numpy {np.__version__}, Python {platform.python_version()}"
    page = [f"{versions}; {processor()}, one core.\n"]
    print(page[0])
    for name in options.names or names:
        module = importlib.import_module(f"benchmarks.bench_{name}")
        title = (module.__doc__ or name).splitlines()[0]
        page.append(f"## {name}\n\n{title}\n\n{markdown(module.rows())}")
        print(page[-1], flush=True)
    if options.output is not None:
        options.output.write_text("\n".join(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
