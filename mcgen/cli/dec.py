"""``mcgen dec``: check and inspect decay files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mcgen.errors import McgenError

if TYPE_CHECKING:
    from mcgen.decays import DecayTable
    from mcgen.diagnostics import Diagnostic
    from mcgen.particles.table import ParticleTable

__all__ = ["dec"]

_central = click.option(
    "--central",
    metavar="PATH|none",
    default="belle2",
    show_default=True,
    help="Central decay table under the file: `belle2`, a path, or `none`.",
)
_pdl = click.option(
    "--pdl",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An evt.pdl file with particle properties.",
)


@click.group()
def dec() -> None:
    """Check and inspect decay files."""


@dec.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--format",
    "style",
    type=click.Choice(["terminal", "oneline", "json", "sarif"]),
    default="terminal",
    show_default=True,
    help="How to print the findings.",
)
@_central
@_pdl
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(files: tuple[Path, ...], style: str, central: str, pdl: Path | None, strict: bool) -> int:
    """Check decay files and say what to type instead.

    Exit code: 0 nothing wrong (warnings allowed), 1 errors found, 2 a file cannot be read or wrong usage.
    """
    from mcgen.dec import parse
    from mcgen.dec.checks import check as check_file
    from mcgen.dec.file import read_text
    from mcgen.diagnostics import Severity
    from mcgen.models.registry import signatures

    particles, table = _nature(central, pdl)
    models = signatures()
    found: list[Diagnostic] = []
    unreadable = 0
    for path in files:
        try:
            text = read_text(path)
        except McgenError as error:
            click.echo(f"error: {error}", err=True)
            unreadable += 1
            continue
        found += check_file(parse(text, str(path), models=models), table, particles, models)
    _print(found, style)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    warnings = sum(finding.severity is Severity.WARNING for finding in found)
    if style == "terminal":
        click.echo(_summary(len(files) - unreadable, errors, warnings), err=True)
    if unreadable:
        return 2
    return 1 if errors or (strict and warnings) else 0


@dec.command()
@click.argument("rule", required=False)
def explain(rule: str | None) -> None:
    """Explain a rule of the checker, or list all rules."""
    from mcgen.dec.checks import dec_rules
    from mcgen.diagnostics import suggest

    rules = dec_rules()
    if rule is None:
        for one in rules.values():
            click.echo(f"{one.severity.value:8}{one.id:28}{one.title}")
        return
    if rule not in rules:
        near = suggest(rule, rules)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; `mcgen dec explain` lists the rules"
        message = f"no rule is called {rule!r}{hint}"
        raise click.UsageError(message)
    one = rules[rule]
    click.echo(f"{one.severity.value}[{one.id}]: {one.title}\n\n{one.explanation}")


@dec.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("mother", required=False)
@_central
@_pdl
def show(file: Path, mother: str | None, central: str, pdl: Path | None) -> None:
    """Print the decay modes of a file as they are after resolution.

    Without MOTHER: those of all particles that the file itself mentions as mothers. With MOTHER: those of this particle
    or alias, from the file or the central table.
    """
    from mcgen.dec import parse, resolve
    from mcgen.dec.file import read_text
    from mcgen.diagnostics import suggest
    from mcgen.models.registry import signatures

    particles, table = _nature(central, pdl)
    parsed = parse(read_text(file), str(file), models=signatures())
    resolved = resolve(parsed, particles=particles, base=table)
    if mother is None:
        before = table.modes if table is not None else {}
        for name in resolved.modes:
            if resolved.modes[name] is not before.get(name):
                _show(resolved, name)
        return
    if mother not in resolved:
        near = suggest(mother, resolved.modes)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        message = f"{mother!r} has no decay modes{hint}"
        raise McgenError(message)
    _show(resolved, mother)


def _nature(central: str, pdl: Path | None) -> tuple[ParticleTable, DecayTable | None]:
    """Particle table and central decay table; what cannot be read is wrong usage."""
    from mcgen.dec import central_table
    from mcgen.particles.load import load_particles

    try:
        particles = load_particles(pdl)
        if central == "none":
            return particles, None
        return particles, central_table(particles, None if central == "belle2" else central)
    except McgenError as error:
        raise click.UsageError(str(error)) from error


def _print(found: list[Diagnostic], style: str) -> None:
    from mcgen.diagnostics import colour_wanted, render_oneline, render_terminal

    if style == "terminal":
        text = render_terminal(found, colour=colour_wanted(sys.stdout))
    elif style == "oneline":
        text = render_oneline(found)
    elif style == "json":
        from mcgen.diagnostics.json_text import render_json

        text = render_json(found)
    else:
        import mcgen
        from mcgen.dec.checks import dec_rules
        from mcgen.diagnostics.sarif import render_sarif

        text = render_sarif(found, dec_rules(), mcgen.__version__)
    click.echo(text, nl=False, color=True)
    if style == "terminal" and text:
        click.echo()


def _summary(files: int, errors: int, warnings: int) -> str:
    counts = [
        f"{number} {word}{'s' if number != 1 else ''}"
        for number, word in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    return f"{files} file{'s' if files != 1 else ''} checked: {', '.join(counts) if counts else 'nothing wrong'}"


def _show(table: DecayTable, mother: str) -> None:
    total = table.fraction_sum(mother)
    real = table.real_name(mother)
    click.echo(f"{mother}{f' ({real})' if real != mother else ''}")
    if not table[mother]:
        click.echo("  stable")
    for mode in table[mother]:
        share = mode.fraction / total if total > 0 else 0.0
        text = str(mode).split(" ", 1)[1].removesuffix(";")
        click.echo(f"  {share:12.6g}  {text}" + (f"   # {mode.where}" if mode.where else ""))
