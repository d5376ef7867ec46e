"""What a decay model asks of the modes that use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mcgen.decays.mode import ModeParameter

__all__ = ["ModelSignature", "Parameter", "ProblemKind", "SignatureProblem"]

ProblemKind: TypeAlias = Literal[
    "parameter-count", "parameter-type", "daughter-count", "mother-spin", "daughter-spin", "not-implemented"
]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a decay model.

    Parameters
    ----------
    name
        What to call it in messages.
    unit
        Unit, empty for a pure number.
    meaning
        One line.
    default
        Value when it is not given; None when it must be given.
    kind
        "number" or "text".
    """

    name: str
    unit: str = ""
    meaning: str = ""
    default: float | str | None = None
    kind: Literal["number", "text"] = "number"


@dataclass(frozen=True, slots=True)
class SignatureProblem:
    """One reason why a mode cannot use a model.

    Parameters
    ----------
    kind
        What is wrong.
    message
        One line: what was found and what is wanted.
    index
        Which parameter or daughter (from 0); None when it concerns all of them or the mother.
    """

    kind: ProblemKind
    message: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class ModelSignature:
    """Names, numbers and spins that a decay model accepts.

    Parameters
    ----------
    name
        Name in decay files.
    parameters
        The arguments in order; arguments beyond them (where `counts` allows more) are unnamed numbers.
    counts
        Allowed numbers of arguments; None: any.
    daughters
        Allowed numbers of daughters; None: any.
    mother_spin2
        Allowed values of twice the mother's spin; None: any.
    daughter_spin2
        Allowed values of twice the spin for each daughter in order (None: any); None: any for all. Daughters beyond
        the tuple may have any spin.
    implemented
        Whether this version can generate it.
    reference
        Literature.
    summary
        One line.
    """

    name: str
    parameters: tuple[Parameter, ...] = ()
    counts: tuple[int, ...] | None = None
    daughters: tuple[int, ...] | None = None
    mother_spin2: tuple[int, ...] | None = None
    daughter_spin2: tuple[tuple[int, ...] | None, ...] | None = None
    implemented: bool = True
    reference: str = ""
    summary: str = ""

    def problems(
        self,
        mother_spin2: int | None,
        daughter_spin2: Sequence[int | None],
        parameters: Sequence[ModeParameter],
    ) -> list[SignatureProblem]:
        """Every reason why this use of the model is wrong; empty when it is right.

        Parameters
        ----------
        mother_spin2
            Twice the mother's spin; None when it is not known, which nothing is said about.
        daughter_spin2
            The same of each daughter, in order.
        parameters
            The arguments as resolved.
        """
        return [
            *self._daughter_problems(daughter_spin2),
            *self._mother_problems(mother_spin2),
            *self._parameter_problems(parameters),
        ]

    def _mother_problems(self, spin2: int | None) -> list[SignatureProblem]:
        if self.mother_spin2 is None or spin2 is None or spin2 in self.mother_spin2:
            return []
        message = f"{self.name} needs a mother of spin {_spins(self.mother_spin2)}, this one has spin {_spin(spin2)}"
        return [SignatureProblem("mother-spin", message)]

    def _daughter_problems(self, spins: Sequence[int | None]) -> list[SignatureProblem]:
        if self.daughters is not None and len(spins) not in self.daughters:
            wanted = _numbers(self.daughters, "daughter")
            return [SignatureProblem("daughter-count", f"{self.name} needs {wanted}, this mode has {len(spins)}")]
        problems = []
        for index, (allowed, spin2) in enumerate(zip(self.daughter_spin2 or (), spins, strict=False)):
            if allowed is not None and spin2 is not None and spin2 not in allowed:
                message = (
                    f"{self.name} needs spin {_spins(allowed)} for daughter {index + 1}, "
                    f"this one has spin {_spin(spin2)}"
                )
                problems.append(SignatureProblem("daughter-spin", message, index))
        return problems

    def _parameter_problems(self, parameters: Sequence[ModeParameter]) -> list[SignatureProblem]:
        problems = []
        if self.counts is not None and len(parameters) not in self.counts:
            message = f"{self.name} takes {_numbers(self.counts, 'parameter')}, {len(parameters)} given"
            if names := ", ".join(parameter.name for parameter in self.parameters):
                message += f" (they are: {names})"
            problems.append(SignatureProblem("parameter-count", message))
        for index, value in enumerate(parameters):
            named = self.parameters[index] if index < len(self.parameters) else None
            if isinstance(value, str) and (named is None or named.kind == "number"):
                what = named.name if named is not None else f"parameter {index + 1}"
                message = f"{self.name} wants a number for {what}, `{value}` is neither a number nor a defined name"
                problems.append(SignatureProblem("parameter-type", message, index))
        return problems


def _spin(spin2: int) -> str:
    return f"{spin2}/2" if spin2 % 2 else f"{spin2 // 2}"


def _spins(allowed: Sequence[int]) -> str:
    return " or ".join(_spin(spin2) for spin2 in allowed)


def _numbers(allowed: Sequence[int], noun: str) -> str:
    if len(allowed) > 3 and list(allowed) == list(range(allowed[0], allowed[-1] + 1)):
        return f"{allowed[0]} to {allowed[-1]} {noun}s"
    if list(allowed) == [0]:
        return f"no {noun}s"
    plural = "" if list(allowed) == [1] else "s"
    return " or ".join(map(str, allowed)) + f" {noun}{plural}"
