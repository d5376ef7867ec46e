"""``mcgen models``: the decay models, from the registry that generation and the checker use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mcgen.errors import McgenError

if TYPE_CHECKING:
    from mcgen.decays import ModelSignature

__all__ = ["models"]


@click.command()
@click.argument("name", required=False)
@click.option("--names", is_flag=True, help="Print the names alone, one a line.")
@click.option("--all", "every", is_flag=True, help="Also list the models that this version knows but cannot generate.")
def models(name: str | None, names: bool, every: bool) -> None:
    """List the decay models, or explain the one called NAME: arguments, daughters, spins, literature."""
    from mcgen.models.registry import signatures

    known = signatures()
    if name is not None:
        click.echo("\n".join(_explained(_find(name, known))))
        return
    chosen = [known[key] for key in sorted(known) if every or known[key].implemented]
    width = max((len(signature.name) for signature in chosen), default=0)
    for signature in chosen:
        missing = "" if signature.implemented else "(not implemented) "
        line = signature.name if names else f"{signature.name:{width}}  {missing}{signature.summary}".rstrip()
        click.echo(line)


def _find(name: str, known: dict[str, ModelSignature]) -> ModelSignature:
    if name in known:
        return known[name]
    from mcgen.diagnostics import suggest

    near = suggest(name, known)
    hint = f"; did you mean {' or '.join(near[:3])}?" if near else ""
    raise McgenError(f"no decay model {name}{hint} (mcgen models --all lists them)")


def _explained(signature: ModelSignature) -> list[str]:
    lines = [f"{signature.name}: {signature.summary}" if signature.summary else signature.name]
    if not signature.implemented:
        lines.append("This version knows the name but cannot generate the model (--unsupported phsp is the way round).")
    if signature.daughters is not None:
        lines.append(f"daughters: {_any_of(signature.daughters)}")
    if signature.mother_spin2 is not None:
        lines.append(f"mother: spin {_spins(signature.mother_spin2)}")
    for index, allowed in enumerate(signature.daughter_spin2 or ()):
        lines.append(f"daughter {index + 1}: spin {_spins(allowed)}" if allowed else f"daughter {index + 1}: any spin")
    if signature.counts is not None:
        lines.append(f"number of arguments: {_any_of(signature.counts)}")
    for number, parameter in enumerate(signature.parameters, 1):
        unit = f" [{parameter.unit}]" if parameter.unit else ""
        default = "" if parameter.default is None else f" (default {parameter.default})"
        lines.append(f"  {number}. {parameter.name}{unit}{default}  {parameter.meaning}".rstrip())
    if signature.reference:
        lines.append(f"reference: {signature.reference}")
    return lines


def _any_of(numbers: tuple[int, ...]) -> str:
    if len(numbers) > 3 and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return f"{numbers[0]} to {numbers[-1]}"
    return " or ".join(map(str, numbers))


def _spins(spins2: tuple[int, ...]) -> str:
    return " or ".join(f"{spin2}/2" if spin2 % 2 else str(spin2 // 2) for spin2 in spins2)
