"""Do the daughters fit into the mother?

Limits of masses as in EvtGen (``EvtAbsLineShape``, ``EvtDecayTable::readDecayFile``): a particle with a width has masses
in the range of its lineshape, not below its lightest mode.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from mcgen.dec.checks.findings import Findings
from mcgen.dec.checks.scope import Scope
from mcgen.dec.numbers import to_number
from mcgen.dec.syntax import DecayBlock, LineshapeStatement, MassLimitStatement, ModeNode, ParticleStatement
from mcgen.decays.table import DecayTable
from mcgen.diagnostics import Severity

__all__ = ["MassLimits", "check_masses"]

# EvtGen gives particles narrower than this their nominal mass [GeV].
_NARROW = 1e-4
_TOLERANCE = 1e-9


class MassLimits:
    """Smallest and largest masses of names, with the changes that files make.

    Parameters
    ----------
    scope
        Names and modes at the end of the file.
    central
        The table under the file, for its particle and lineshape statements.
    statements
        The file's own, in order.
    """

    def __init__(
        self,
        scope: Scope,
        central: DecayTable | None,
        statements: Iterable[ParticleStatement | MassLimitStatement | LineshapeStatement],
    ) -> None:
        self._scope = scope
        changes: dict[str, tuple[float, float | None]] = dict(central.particle_changes) if central is not None else {}
        kinds: dict[str, str] = dict(central.lineshapes.kind) if central is not None else {}
        self._low: dict[str, float] = dict(central.lineshapes.mass_min) if central is not None else {}
        self._high: dict[str, float] = dict(central.lineshapes.mass_max) if central is not None else {}
        for statement in statements:
            name = scope.aliases.get(statement.particle.text, statement.particle.text)
            if isinstance(statement, ParticleStatement):
                mass = to_number(statement.mass.text)
                width = to_number(statement.width.text) if statement.width is not None else None
                if mass is not None and mass >= 0 and (width is None or width >= 0):
                    changes[name] = (mass, width)
            elif isinstance(statement, LineshapeStatement):
                kinds[name] = {"LSFLAT": "flat", "LSMANYDELTAFUNC": "manydelta"}.get(statement.keyword, "nonrelbw")
            elif (limit := to_number(statement.mass.text)) is not None:
                (self._low if statement.keyword == "ChangeMassMin" else self._high)[name] = limit
        changes = {name: change for name, change in changes.items() if name in scope.particles.index}
        self._table = scope.particles.with_changes(changes) if changes else scope.particles
        self._kinds = kinds
        self._minimum: dict[str, float] = {}
        self._final: set[str] = set()
        self._sums: dict[tuple[str, ...], float] = {}

    def lineshape(self, name: str) -> tuple[float, float]:
        """Smallest and largest mass of a particle or alias by its lineshape alone [GeV]."""
        row = self._scope.row(name)
        if row is None:
            return 0.0, math.inf
        real = self._scope.aliases.get(name, name)
        mass, width = float(self._table.mass[row]), float(self._table.width[row])
        if self._kinds.get(real) in ("flat", "manydelta"):
            low, high = max(mass - width, 0.0), mass + width
        elif width < _NARROW:
            low = high = mass
        else:
            low, high = float(self._table.minimal_mass[row]), float(self._table.maximal_mass[row])
        return self._low.get(real, low), self._high.get(real, high)

    def maximum(self, name: str) -> float:
        """Largest mass of a particle that decays [GeV]; infinite for the virtual photon, whose mass the beams give."""
        high = self.lineshape(name)[1]
        return high if high > 1e-10 else math.inf

    def minimum(self, name: str) -> float:
        """Smallest mass of a daughter [GeV], its lightest mode taken into account."""
        # Daughters first, on a stack of our own: a chain may be longer than the interpreter's.
        stack = [name] if name not in self._final else []
        while stack:
            current = stack[-1]
            if current in self._minimum:
                if current not in self._final:
                    self._minimum[current] = self._lightest(current)
                    self._final.add(current)
                stack.pop()
                continue
            low, high = self.lineshape(current)
            self._minimum[current] = low  # what a loop finds on its way back
            if high > low and (modes := self._scope.modes(current)) is not None:
                stack += {other for daughters in modes.daughters for other in daughters} - self._minimum.keys()
            else:
                self._final.add(current)
        return self._minimum[name]

    def _lightest(self, name: str) -> float:
        """The lineshape's lower limit, or the lightest mode if that is higher; daughters' masses are known."""
        low, high = self.lineshape(name)
        modes = self._scope.modes(name)
        if modes is None:
            return low
        sums = [
            self._total(daughters)
            for fraction, daughters in zip(modes.fractions, modes.daughters, strict=True)
            if fraction > 0 and len(daughters) > 1
        ]
        lightest = min(sums, default=low)
        return lightest if low < lightest <= high else low

    def sum(self, daughters: Iterable[str]) -> float:
        """Smallest total mass of daughters [GeV]; 0 if quarks or strings are among them, which fragment."""
        names = tuple(daughters)
        if names not in self._sums:
            for name in names:
                self.minimum(name)
            self._sums[names] = self._total(names)
        return self._sums[names]

    def _total(self, daughters: Iterable[str]) -> float:
        total = 0.0
        for name in daughters:
            row = self._scope.row(name)
            if row is None or self._scope.is_parton(row):
                return 0.0
            total += self._minimum[name]
        return total


def check_masses(
    blocks: Iterable[DecayBlock],
    endless: frozenset[str],
    limits: MassLimits,
    aliases: Mapping[str, str],
    findings: Findings,
) -> None:
    """Report modes whose daughters are too heavy.

    Parameters
    ----------
    blocks
        The blocks of the file.
    endless
        Mothers already reported because their decays never end.
    limits
        Limits of masses.
    aliases
        {alias: particle}.
    findings
        Where mistakes go.
    """
    for block in blocks:
        mother = block.particle.text
        if mother in endless:
            continue
        maximum = limits.maximum(mother)
        possible = [mode for mode in block.modes if mode.fraction > 0]
        closed = [mode for mode in possible if _needs(mode, limits) > maximum + _TOLERANCE]
        severity = Severity.ERROR if len(closed) == len(possible) and block.keyword == "Decay" else Severity.WARNING
        for mode in closed:
            _report(mother, maximum, mode, limits, aliases, findings, severity)


def _needs(mode: ModeNode, limits: MassLimits) -> float:
    """Smallest total mass of the daughters [GeV]; a single one takes the mother's mass whatever its own."""
    return limits.sum(mode.daughters) if len(mode.daughters) > 1 and not _mixes(mode) else 0.0


def _mixes(mode: ModeNode) -> bool:
    """Whether the model lists flavours to choose from instead of daughters that are all made."""
    return "MIX" in mode.model or mode.model == "BTOKD3P"


def _report(
    mother: str,
    maximum: float,
    mode: ModeNode,
    limits: MassLimits,
    aliases: Mapping[str, str],
    findings: Findings,
    severity: Severity,
) -> None:
    heaviest = max(range(len(mode.daughters)), key=lambda index: limits.minimum(mode.daughters[index]))
    low, high = limits.lineshape(mother)
    real = f" (`{aliases[mother]}`)" if mother in aliases else ""
    mass = f"a mass of {maximum:.5g} GeV" if low == high else f"a mass of at most {maximum:.5g} GeV"
    findings.add(
        "closed-decay",
        f"`{mother}`{real} has {mass}, these daughters need {_needs(mode, limits):.5g} GeV",
        (mode.daughter_spans[heaviest], f"at least {limits.minimum(mode.daughters[heaviest]):.5g} GeV"),
        help_text="take the mode out, or give it the fraction 0",
        notes=("this mode is never chosen, the others share its fraction",) if severity is Severity.WARNING else (),
        severity=severity,
    )
