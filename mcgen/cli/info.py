"""``mcgen info``: what a sample file holds and how it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from mcgen.cli.summary import human_size, substitution_line

__all__ = ["info"]

_LISTED = {"decay_files", "diagnostics", "substitutions", "notes", "bound_overflows", "settings", "schema"}


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print the complete manifest as JSON, one line a file.")
def info(files: tuple[str, ...], as_json: bool) -> None:
    """Tell what sample files hold and how they were made."""
    import json

    from mcgen.api import open as open_sample

    for number, name in enumerate(files):
        manifest = open_sample(name).manifest
        if as_json:
            click.echo(json.dumps(manifest))
            continue
        if number:
            click.echo()
        click.echo("\n".join(_lines(Path(name), manifest)))


def _lines(path: Path, manifest: dict[str, Any]) -> list[str]:
    lines = [f"{path} ({human_size(path.stat().st_size)})"]
    plain = {name: value for name, value in manifest.items() if name not in _LISTED and value not in ({}, [], None, "")}
    settings = manifest.get("settings", {})
    width = max(len(name) for name in (*plain, *settings))
    lines += [f"  {name:{width}}  {_shown(value)}" for name, value in plain.items()]
    if settings:
        lines += ["settings", *(f"  {name:{width}}  {_shown(value)}" for name, value in settings.items())]
    if any(manifest.get(name) for name in _LISTED - {"settings", "schema"}):
        lines.append("notes")
    for entry in manifest.get("decay_files", ()):
        lines.append(f"  decay file {entry['name']}, sha256 {entry['sha256'][:16]}...")
    for mode, count in manifest.get("bound_overflows", {}).items():
        lines.append(f"  {count:,} accept-reject weights above their bound: {mode}")
    if line := substitution_line(manifest):
        lines.append(f"  {line}")
    if findings := len(manifest.get("diagnostics", ())):
        lines.append(f"  {findings} findings about the decay files (mcgen info --json lists them)")
    return lines + [f"  note: {note}" for note in manifest.get("notes", ())]


def _shown(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "-"}[value]
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(entry)}" for name, entry in value.items())
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)
