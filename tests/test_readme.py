"""The README promises commands and snippets: they are what continuous integration runs, and they run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mcgen
from tools.readme_commands import readme_commands

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def snippets(language: str, text: str = README) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_two_commands_of_one_line() -> None:
    commands = readme_commands(README)
    assert list(commands) == ["sample", "tests"]
    for command in commands.values():
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")


def test_continuous_integration_runs_the_commands_of_the_readme() -> None:
    for name in readme_commands(README):
        assert f"{name}_command=$(readme_command {name})" in CI
        assert f'bash -euo pipefail -c "${name}_command"' in CI
    assert not re.search(r"mcgen generate|bin/pytest", CI)


def test_commands_are_printed_for_the_shell() -> None:
    tool = ROOT / "tools" / "readme_commands.py"
    run = subprocess.run([sys.executable, tool, "tests"], capture_output=True, text=True, check=True)
    assert run.stdout == readme_commands(README)["tests"] + "\n"
    assert subprocess.run([sys.executable, tool, "nothing"], capture_output=True, check=False).returncode == 2


def test_first_screen_is_two_lines() -> None:
    story = snippets("python")[0]
    assert len(story.splitlines()) == 2
    assert "mcgen generate signal" in snippets("shell")[0]
    assert README.index("mcgen.generate(") < 600


def test_files_linked_exist() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "decfiles" / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_decay_files_named_exist() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        for name in re.findall(r"decfiles/(\w+\.dec)", page.read_text(encoding="utf-8")):
            assert (ROOT / "decfiles" / name).is_file(), f"{page.name}: {name}"


def test_version_of_citation() -> None:
    assert f"\nversion: {mcgen.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_dependencies_are_explained() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(item for extra in project["optional-dependencies"].values() for item in extra),
    ]
    names = {re.split(r"[\[<>=]", item)[0] for item in wanted} - {"mcgen"}
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert {name for name in names if not re.search(rf"\b{re.escape(name)}\b", page)} == set()


def test_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All Python blocks, one after the other, as a reader would paste them; the sample is written by the first."""
    shutil.copytree(ROOT / "decfiles", tmp_path / "decfiles")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in snippets("python"):
        if "mixing.hepmc3" in block:
            exec('sample.write("mixing.hepmc3")', names)
        exec(compile(block, "README.md", "exec"), names)
        if "s" in names and not Path("signal.root").exists():
            exec('s.write("signal.root")', names)


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.stem)
def test_python_of_the_guides_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in snippets("python", page.read_text(encoding="utf-8")):
        exec(compile(block, page.name, "exec"), names)


def test_decay_files_of_the_guide_are_clean(tmp_path: Path) -> None:
    blocks = [b for b in snippets("text", (ROOT / "docs" / "writing_decay_files.md").read_text()) if "\nEnd\n" in b]
    assert blocks
    for block in blocks:
        path = tmp_path / "guide.dec"
        path.write_text(block)
        assert mcgen.check_dec(path) == []
