"""Are charge, baryon number and lepton flavours conserved?"""

from __future__ import annotations

from mcgen.dec.checks.findings import Findings
from mcgen.dec.checks.quantum_numbers import lepton_flavours
from mcgen.dec.checks.scope import Scope
from mcgen.dec.syntax import ModeNode
from mcgen.diagnostics import Span

__all__ = ["check_conservation"]


def check_conservation(mother: str, mode: ModeNode, scope: Scope, findings: Findings) -> None:
    """Compare the mother's quantum numbers with the daughters' sums; modes without daughters conserve everything."""
    row = scope.row(mother)
    rows = [scope.row(daughter) for daughter in mode.daughters]
    known = [other for other in rows if other is not None]
    if row is None or not rows or len(known) < len(rows):
        return
    everything = Span(mode.daughter_spans[0].start, mode.daughter_spans[-1].end)
    charges = [int(scope.particles.charge3[other]) for other in known]
    charge = int(scope.particles.charge3[row])
    if sum(charges) != charge:
        _charge(mother, charge, charges, mode, scope, findings)
        return
    codes = [int(scope.particles.pdg[other]) for other in known]
    baryons = [scope.three_baryon_number(other) for other in known]
    baryon = scope.three_baryon_number(row)
    if sum(baryons) != baryon:
        findings.add(
            "baryon-number-violation",
            f"`{mother}` has baryon number {_third(baryon)}, its daughters add up to {_third(sum(baryons))}",
            (everything, _parts(mode, [_third(number) if number else "" for number in baryons])),
        )
    flavours = [lepton_flavours(code) for code in codes]
    for index, flavour in enumerate(("electron", "muon", "tau")):
        total = sum(numbers[index] for numbers in flavours)
        own = lepton_flavours(int(scope.particles.pdg[row]))[index]
        if total != own:
            findings.add(
                "lepton-number-violation",
                f"`{mother}` has {flavour} number {own}, its daughters add up to {total}",
                (everything, _parts(mode, [f"{numbers[index]:+d}" if numbers[index] else "" for numbers in flavours])),
            )
            break


def _charge(mother: str, charge: int, charges: list[int], mode: ModeNode, scope: Scope, findings: Findings) -> None:
    message = f"`{mother}` has charge {_third(charge)}, its daughters add up to {_third(sum(charges))}"
    spans = mode.daughter_spans
    culprits = [i for i, own in enumerate(charges) if own and sum(charges) - 2 * own == charge]
    names = {mode.daughters[i] for i in culprits}
    if len(names) == 1:
        culprit = culprits[-1]
        other = scope.conjugate(mode.daughters[culprit])
        if other is not None and other != mode.daughters[culprit]:
            label = (spans[culprit], "with the opposite charge here the charges add up")
            findings.add("charge-violation", message, label, help_text=f"write `{other}`")
            return
    everything = (Span(spans[0].start, spans[-1].end), _parts(mode, [_third(own) if own else "" for own in charges]))
    findings.add("charge-violation", message, everything)


def _parts(mode: ModeNode, numbers: list[str]) -> str:
    """``D*- -1, pi+ +1`` for the daughters that have any."""
    parts = [f"`{name}` {number}" for name, number in zip(mode.daughters, numbers, strict=True) if number]
    return ", ".join(parts) if parts else "none of them has any"


def _third(number3: int) -> str:
    """A third of a whole number, signed."""
    if number3 == 0:
        return "0"
    return f"{number3 // 3:+d}" if number3 % 3 == 0 else f"{number3:+d}/3"
