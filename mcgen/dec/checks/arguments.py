"""Does a mode give its model what the model needs: arguments, daughters, spins?"""

from __future__ import annotations

from collections.abc import Sequence

from mcgen.dec.checks.findings import Findings, quoted
from mcgen.dec.checks.scope import Scope
from mcgen.dec.numbers import to_number
from mcgen.dec.syntax import ModeNode
from mcgen.decays.signature import ModelSignature, SignatureProblem
from mcgen.diagnostics import Span, suggest

__all__ = ["check_model_use"]


def check_model_use(mother: str, mode: ModeNode, scope: Scope, findings: Findings) -> None:
    """Compare a mode with the signature of its model; a model without signature is left alone.

    Parameters
    ----------
    mother
        Name of the decaying particle.
    mode
        The mode.
    scope
        What names mean here.
    findings
        Where mistakes go.
    """
    if findings.full:
        return
    aliased = scope.model_aliases.get(mode.model)
    name, arguments = aliased if aliased is not None else (mode.model, mode.arguments)
    signature = scope.signatures.get(name)
    if signature is None or any(scope.is_model(word) for word in arguments):  # of two models the parser has told
        return
    if not mode.daughters and signature.implemented:
        _no_daughters(mode, findings)
        return
    values = [_value(word, scope) for word in arguments]
    rows = [scope.row(daughter) for daughter in mode.daughters]
    mother_row = scope.row(mother)
    spin2 = scope.particles.spin2
    problems = signature.problems(
        None if mother_row is None else int(spin2[mother_row]),
        [None if row is None else int(spin2[row]) for row in rows],
        values,
    )
    for problem in problems:
        if problem.kind == "parameter-count":
            _argument_count(mode, signature, len(arguments), problem, findings)
        elif problem.kind == "parameter-type" and problem.index is not None:
            if aliased is None:
                _argument_type(mode, signature, problem.index, scope, findings)
        elif problem.kind == "daughter-count":
            _daughter_count(mode, signature, problem, findings)
        elif problem.kind in ("mother-spin", "daughter-spin"):
            place = mode.model_span if problem.index is None else mode.daughter_spans[problem.index]
            spins = [None if row is None else int(spin2[row]) for row in rows]
            fitting = _fitting_models(None if mother_row is None else int(spin2[mother_row]), spins, scope)
            particle = mother if problem.index is None else mode.daughters[problem.index]
            findings.add(
                "wrong-spin",
                problem.message.replace("this one has", f"`{particle}` has"),
                (place, _spin_label(particle, scope)),
                *([] if problem.index is None else [(mode.model_span, "the model")]),
                help_text=f"models for these spins: {', '.join(fitting)}" if fitting else "",
            )


def _value(word: str, scope: Scope) -> float | str:
    word = scope.definitions.get(word, word)
    number = to_number(word)
    return word if number is None else number


def _argument_count(
    mode: ModeNode, signature: ModelSignature, given: int, problem: SignatureProblem, findings: Findings
) -> None:
    wanted = signature.counts or ()
    spans = mode.argument_spans
    labels: list[tuple[Span, str]]
    if not spans:
        labels = [(mode.model_span, f"{given} arguments" if given else "no arguments")]
    elif wanted and given > max(wanted):
        labels = [(Span(spans[max(wanted)].start, spans[-1].end), "not wanted")]
    else:
        missing = min((count - given for count in wanted if count > given), default=0)
        plural = "s" if missing != 1 else ""
        labels = [(Span(spans[-1].end, spans[-1].end), f"{missing} more argument{plural} expected")]
    names = " ".join(parameter.name.replace(" ", "_") for parameter in signature.parameters)
    message = problem.message.split(" (they are")[0].replace("parameter", "argument")
    findings.add(
        "wrong-argument-count",
        message,
        *labels,
        help_text=f"in this order: `{signature.name} {names};`"
        if names
        else f"write `{signature.name};`"
        if wanted == (0,)
        else "",
    )


def _argument_type(mode: ModeNode, signature: ModelSignature, index: int, scope: Scope, findings: Findings) -> None:
    word, place = mode.arguments[index], mode.argument_spans[index]
    named = signature.parameters[index].name if index < len(signature.parameters) else f"argument {index + 1}"
    if word in scope.definitions:
        return  # the `Define` has been reported
    if word.lstrip("+-")[:1].isalpha() or word[:1] == "_":
        near = suggest(word, scope.definitions) if len(word) < 60 else []
        findings.add(
            "undefined-define",
            f"`{word}` is not a number and no `Define` gives it a value",
            (place, f"did you mean {quoted(near)}?" if near else f"a number is needed for {named}"),
            help_text=f"write `{near[0]}`" if near else f"add `Define {word} VALUE` above, or write the number",
        )
    else:
        repaired = word.replace(",", ".")
        findings.add(
            "wrong-argument-type",
            f"`{word}` is not a number",
            (place, f"a number is needed for {named}"),
            help_text=f"write `{repaired}`" if repaired != word and to_number(repaired) is not None else "",
        )


def _daughter_count(mode: ModeNode, signature: ModelSignature, problem: SignatureProblem, findings: Findings) -> None:
    wanted, spans = signature.daughters or (), mode.daughter_spans
    if not spans:
        _no_daughters(mode, findings)
    elif len(spans) > max(wanted, default=0):
        first = spans[max(wanted, default=0)]
        label = (Span(first.start, spans[-1].end), "too many")
        findings.add("too-many-daughters", problem.message, label)
    else:
        findings.add("too-few-daughters", problem.message, (mode.model_span, "needs more daughters"))


def _no_daughters(mode: ModeNode, findings: Findings) -> None:
    findings.add(
        "no-daughters",
        f"no daughters for `{mode.model}`",
        (Span(mode.model_span.start, mode.model_span.start), "expected daughters"),
        help_text="write the daughters between the fraction and the model",
    )


def _spin_label(particle: str, scope: Scope) -> str:
    row = scope.row(particle)
    spin2 = int(scope.particles.spin2[row]) if row is not None else 0
    return f"`{particle}` has spin {spin2}/2" if spin2 % 2 else f"`{particle}` has spin {spin2 // 2}"


def _fitting_models(mother: int | None, daughters: Sequence[int | None], scope: Scope) -> list[str]:
    """Up to four models made for just these spins that can be generated, phase space last."""
    fitting = []
    for name, signature in scope.signatures.items():
        if signature.implemented and signature.daughter_spin2 and signature.mother_spin2 and "_CP" not in name:
            problems = signature.problems(mother, daughters, ())
            if all(problem.kind == "parameter-count" for problem in problems):
                fitting.append(name)
    return [*fitting[:3], "PHSP"]
