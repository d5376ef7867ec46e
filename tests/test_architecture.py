"""The rooms of the package and what they may import, checked on the syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "mcgen"

LAYERS: list[set[str]] = [
    {"units", "errors", "rng", "diagnostics", "typing"},
    {"particles", "kinematics", "spin"},
    {"lineshapes", "decays"},
    {"dec", "models", "events"},
    {"engine"},
    {"processes"},
    {"files"},
    {"production"},
    {"face", "cli"},
]
"""A room imports from rooms of its own line or of earlier lines."""

FORBIDDEN = {("dec", "models"): "model signatures are handed to the checker"}
"""Imports that the layers alone would allow."""

FACE = {"__init__", "api"}

HEAVY = {
    "awkward",
    "click",
    "decaylanguage",
    "hist",
    "matplotlib",
    "particle",
    "pyarrow",
    "pyhepmc",
    "pythia8mc",
    "rich",
    "scipy",
    "uproot",
    "vector",
}
"""Slow to import: only inside functions (click: anywhere in the command line, which is nothing without it)."""

RANDOM_MODULES = {"random", "secrets", "uuid", "numpy.random"}
RANDOM_ATTRIBUTES = {
    ("np", "random"),
    ("numpy", "random"),
    ("os", "urandom"),
    ("os", "getrandom"),
    ("awkward", "random"),
}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "face" if name in FACE else name


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer(name: str) -> int:
    return next(number for number, rooms in enumerate(LAYERS) if name in rooms)


def imported(node: ast.AST, path: Path) -> list[str]:
    """Full names of the modules (or of the names in them) that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            package = module_name(path).split(".")
            up = node.level - (path.name == "__init__.py")
            base = ".".join([*package[: len(package) - up], *([base] if base else [])])
        return [f"{base}.{alias.name}" for alias in node.names]
    return []


def imports(module: ast.Module, path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        for name in imported(node, path):
            assert isinstance(node, ast.Import | ast.ImportFrom)
            yield node.lineno, name


def room_of_import(name: str) -> str | None:
    parts = name.split(".")
    if parts[0] != "mcgen":
        return None
    if len(parts) == 1 or parts[1] in FACE or not any(parts[1] in rooms for rooms in LAYERS):
        return None if parts[1:] == ["__version__"] else "face"  # such as "from mcgen import generate"
    return parts[1]


def wrong_imports(path: Path, module: ast.Module | None = None) -> list[str]:
    own = room(path)
    wrong = []
    for line, name in imports(module or tree(path), path):
        other = room_of_import(name)
        if other is None or other == own:
            continue
        if layer(other) > layer(own) or (own, other) in FORBIDDEN:
            wrong.append(f"{path.relative_to(ROOT)}:{line}: {own} imports {other} ({name})")
    return wrong


def test_every_room_has_a_layer() -> None:
    known = set().union(*LAYERS)
    assert {room(path) for path in files()} <= known


def test_rooms_import_only_what_lies_before_them() -> None:
    assert [message for path in files() for message in wrong_imports(path)] == []


def test_the_design_note_has_the_same_layers() -> None:
    text = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    named: dict[int, set[str]] = {}
    number = -1
    for line in re.sub(r"\([^)]*\)", "", text[: text.index("\n## ", text.index("## The flow") + 3)]).splitlines():
        if match := re.match(r"    (\d)  (.*)", line):
            number = int(match[1])
            named[number] = set(match[2].split())
        elif number >= 0 and (match := re.match(r"       (\w+)\s*$", line)):
            named[number].add(match[1])
    assert [named[k] for k in sorted(named)] == [rooms - {"typing"} for rooms in LAYERS]


def statements_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Everything that runs when a module is imported: no function bodies, nothing for type checkers only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        yield child
        yield from statements_at_import(child)


def test_slow_packages_are_imported_by_functions_only() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files()
        for node in statements_at_import(tree(path))
        for name in imported(node, path)
        if name.split(".")[0] in HEAVY and not (name.split(".")[0] == "click" and room(path) == "cli")
    ]
    assert found == []


def random_sources(module: ast.Module, path: Path) -> list[str]:
    found = []
    for node in ast.walk(module):
        names = [n for n in imported(node, path) if any(n == m or n.startswith(f"{m}.") for m in RANDOM_MODULES)]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            names += [".".join(pair) for pair in [(node.value.id, node.attr)] if pair in RANDOM_ATTRIBUTES]
        found += [f"{path.relative_to(ROOT)}: {name}" for name in names]
    return found


def test_mcgen_rng_is_the_only_source_of_randomness() -> None:
    assert [message for path in files() for message in random_sources(tree(path), path)] == []


@pytest.mark.parametrize(
    "text",
    [
        "import random",
        "from random import gauss",
        "import numpy.random as npr",
        "from numpy import random",
        "from numpy.random import default_rng",
        "import numpy as np\nx = np.random.default_rng(1)",
        "import os\nx = os.urandom(8)",
        "def f():\n    import secrets",
        "import uuid",
    ],
)
def test_the_search_for_randomness_finds_it(text: str) -> None:
    assert random_sources(ast.parse(text), PACKAGE / "units.py")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("events/events.py", "from mcgen.engine import plan"),
        ("events/events.py", "def f():\n    import mcgen.files"),
        ("dec/checks.py", "from mcgen.models import registry"),
        ("rng.py", "from mcgen import generate"),
        ("files/open.py", "from ..production import local"),
        ("spin/bases.py", "from ..decays.mode import DecayMode"),
    ],
)
def test_the_search_for_wrong_imports_finds_them(place: str, text: str) -> None:
    assert wrong_imports(PACKAGE / place, ast.parse(text))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("engine/plan.py", "from mcgen.decays import DecayTable\nfrom mcgen.models import registry\nimport numpy"),
        ("files/root.py", "from ..events import Events\nfrom .manifest import Manifest"),
        ("cli/main.py", "import mcgen"),
    ],
)
def test_right_imports_are_left_alone(place: str, text: str) -> None:
    assert wrong_imports(PACKAGE / place, ast.parse(text)) == []
