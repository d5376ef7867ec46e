"""Signatures of decay models that are known but cannot be generated yet."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from mcgen.decays.signature import ModelSignature, Parameter

__all__ = ["planned_signatures"]


def _numbers(cell: str) -> tuple[int, ...] | None:
    return None if cell == "-" else tuple(int(word) for word in cell.split("/"))


def _spins(cell: str) -> tuple[tuple[int, ...] | None, ...] | None:
    return None if cell == "-" else tuple(_numbers("-" if word == "*" else word) for word in cell.split(","))


def _parameters(cell: str) -> tuple[Parameter, ...]:
    if cell == "-":
        return ()
    return tuple(
        Parameter(name.rstrip("'"), kind="text" if name.endswith("'") else "number") for name in cell.split(",")
    )


@lru_cache(maxsize=1)
def _table() -> tuple[ModelSignature, ...]:
    text = files("mcgen.models").joinpath("catalogue.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(
        ModelSignature(
            name=name,
            parameters=_parameters(parameters),
            counts=_numbers(counts),
            daughters=_numbers(daughters),
            mother_spin2=_numbers(mother),
            daughter_spin2=_spins(spins),
            implemented=False,
            reference=f"EvtGen guide, model {name}",
            summary=summary,
        )
        for name, counts, daughters, mother, spins, parameters, summary in rows[1:]
    )


def planned_signatures() -> dict[str, ModelSignature]:
    """Signatures by name, from ``catalogue.tsv`` (provenance in its head); ``implemented`` is False."""
    return {signature.name: signature for signature in _table()}
