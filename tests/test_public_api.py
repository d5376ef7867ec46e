"""The public face, pinned: names, where they come from, signatures, and what importing them costs."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import mcgen

ROOT = Path(__file__).resolve().parents[1]

NAMES = [
    "DecayTable",
    "Events",
    "McgenError",
    "ParticleTable",
    "Sample",
    "__version__",
    "check_dec",
    "decay",
    "generate",
    "load_particles",
    "open",
    "read_dec",
]

SIGNATURES = {
    "generate": "(process, n, *, dec=None, seed=1, experiment=0, run=0, central='belle2', pdl=None, "
    "unsupported='error', photons=None, beams='auto', cms_energy=None, parent=None, first_event=1, workers=1, "
    "output=None, format=None, force=False, progress=None)",
    "decay": "(mother, n, *, dec, central=None, pdl=None, photons=False, spin='unpolarised', unsupported='error', "
    "seed=1)",
    "read_dec": "(path_or_text, *, central='belle2', pdl=None)",
    "check_dec": "(path_or_text, *, central='belle2', pdl=None)",
    "open": "(path)",
    "load_particles": "(pdl=None)",
}

SAMPLE = {
    "event": "(self, number)",
    "to_awkward": "(self)",
    "write": "(self, path, *, force=False, format=None)",
    "from_file": "(path)",
}

HEAVY = {"awkward", "click", "decaylanguage", "matplotlib", "numpy", "particle", "pyarrow", "pyhepmc", "rich", "scipy"}
HEAVY |= {"uproot", "vector", "asyncio", "multiprocessing", "concurrent"}


def bare_signature(function: object) -> str:
    assert callable(function)
    signature = inspect.signature(function)
    parameters = [p.replace(annotation=inspect.Parameter.empty) for p in signature.parameters.values()]
    return str(signature.replace(parameters=parameters, return_annotation=inspect.Signature.empty))


def modules_after(code: str) -> set[str]:
    """Top-level modules that are imported in a fresh interpreter after some code."""
    printed = subprocess.run(
        [sys.executable, "-c", f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - before))"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout
    return {name.split(".")[0] for name in printed.split("\n")[-2].split()}


def test_the_names() -> None:
    assert mcgen.__all__ == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_there(name: str) -> None:
    assert getattr(mcgen, name) is getattr(mcgen, name)
    assert name in dir(mcgen)


@pytest.mark.parametrize("name", SIGNATURES)
def test_the_signatures(name: str) -> None:
    assert bare_signature(getattr(mcgen, name)) == SIGNATURES[name]


@pytest.mark.parametrize("name", SAMPLE)
def test_the_methods_of_a_sample(name: str) -> None:
    assert bare_signature(getattr(mcgen.Sample, name)) == SAMPLE[name]


@pytest.mark.parametrize("name", sorted({*NAMES} - {"__version__"}))
def test_every_name_is_explained(name: str) -> None:
    text = inspect.getdoc(getattr(mcgen, name))
    assert text
    assert text.splitlines()[0].endswith(".")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'generat'"):
        mcgen.generat  # type: ignore[attr-defined]  # noqa: B018


def test_no_name_is_shadowed_by_a_room() -> None:
    rooms = {path.stem for path in (ROOT / "mcgen").iterdir()}
    assert rooms.isdisjoint(NAMES)


def test_importing_mcgen_imports_nothing_slow() -> None:
    loaded = modules_after("import mcgen")
    assert loaded & HEAVY == set()
    assert loaded - set(sys.stdlib_module_names) == {"mcgen"}


@pytest.mark.parametrize("name", ["generate", "read_dec", "McgenError"])
def test_naming_a_function_imports_nothing_slow(name: str) -> None:
    assert modules_after(f"import mcgen; mcgen.{name}") & HEAVY == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["generate", "--help"], ["convert", "--help"]])
def test_help_imports_nothing_but_click(arguments: list[str]) -> None:
    code = f"from mcgen.cli.main import cli\ntry:\n    cli({arguments!r})\nexcept SystemExit as end:\n    assert not end.code"
    assert modules_after(code) & HEAVY <= {"click"}


def test_reading_a_decay_file_needs_no_file_formats() -> None:
    code = "import mcgen; mcgen.read_dec('Decay B0\\n1.0 K+ pi- PHSP;\\nEnddecay\\n')"
    slow = {
        "awkward",
        "click",
        "decaylanguage",
        "matplotlib",
        "pyarrow",
        "pyhepmc",
        "rich",
        "scipy",
        "uproot",
        "vector",
    }
    assert modules_after(code) & slow == set()
