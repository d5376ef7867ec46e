"""Are aliases declared once, for a particle, with a conjugate where one is needed, and used?"""

from __future__ import annotations

from mcgen.dec.checks.findings import Findings
from mcgen.dec.checks.names import NameChecks
from mcgen.dec.checks.scope import Scope
from mcgen.dec.syntax import AliasStatement, ChargeConjStatement
from mcgen.diagnostics import Severity, Span

__all__ = ["AliasChecks"]

# How many steps of a loop are told.
_SHOWN = 6


class AliasChecks:
    """Reads ``Alias`` and ``ChargeConj`` statements in order.

    Parameters
    ----------
    scope, findings, names
        What names mean, where mistakes go, and who looks names up.
    declared
        The alias statements of the whole file by new name.
    """

    def __init__(
        self, scope: Scope, findings: Findings, names: NameChecks, declared: dict[str, AliasStatement]
    ) -> None:
        self._scope = scope
        self._findings = findings
        self._names = names
        self._declared = declared
        self._new: dict[str, Span] = {}
        self._in_loops: set[str] = set()
        self._straight: set[str] = set()

    def alias(self, statement: AliasStatement) -> None:
        """Check an ``Alias`` and make it known."""
        new, old = statement.new.text, statement.old.text
        if new in self._in_loops or self._loop(statement):
            return
        if self._scope.known(new):
            earlier = self._new.get(new)
            stands = self._scope.aliases.get(new)
            what = f"already an alias of `{stands}`" if stands is not None else "the name of a particle"
            same = stands == self._scope.aliases.get(old, old)
            self._findings.add(
                "alias-redefined",
                f"`{new}` is {what}; this declaration is ignored",
                (statement.new.span, "the name is taken"),
                *([(earlier, "declared here first")] if earlier is not None else []),
                help_text="take the line out" if same else "choose another name",
                severity=None if same else Severity.ERROR,
            )
            return
        if self._names.particle(old, statement.old.span):
            self._scope.aliases[new] = self._scope.aliases.get(old, old)
            self._new[new] = statement.new.span
        else:
            # Known from here on all the same, so that one mistake is not reported at every use.
            self._scope.aliases[new] = old

    def charge_conj(self, statement: ChargeConjStatement) -> None:
        """Check a ``ChargeConj`` and make it known."""
        first, second = statement.first, statement.second
        known = [self._names.particle(name.text, name.span) for name in (first, second)]
        if not all(known):
            return
        rows = self._scope.row(first.text), self._scope.row(second.text)
        if rows[0] is not None and rows[1] is not None and self._scope.particles.conjugate[rows[0]] != rows[1]:
            particles = self._scope.particles
            expected = particles.names[int(particles.conjugate[rows[0]])]
            real = self._scope.aliases.get(second.text, second.text)
            self._findings.add(
                "wrong-conjugate",
                f"`{first.text}` and `{second.text}` are not charge conjugates",
                (second.span, f"stands for `{real}`"),
                (first.span, f"the conjugate stands for `{expected}`"),
                help_text=f"name an alias of `{expected}`",
            )
            return
        self._scope.conjugates[first.text] = second.text
        self._scope.conjugates[second.text] = first.text

    def finish(self, used: set[str]) -> None:
        """Report aliases of this file that are not in `used`."""
        for name, span in self._new.items():
            if name not in used:
                self._findings.add(
                    "alias-unused",
                    f"the alias `{name}` is never used",
                    (span, "no decay mode mentions it"),
                    help_text=f"write `{name}` where the decay of this particular `{self._scope.aliases[name]}` is meant",
                )

    def _loop(self, statement: AliasStatement) -> bool:
        """Report aliases that lead back to themselves, once for all of them."""
        path = {statement.new.text: None}  # ordered
        name = statement.old.text
        while name in self._declared and name not in self._straight and not self._scope.known(name):
            if name == statement.new.text:
                self._report_loop(statement, list(path))
                return True
            if name in path:
                break
            path[name] = None
            name = self._declared[name].old.text
        self._straight.update(path)
        return False

    def _report_loop(self, statement: AliasStatement, path: list[str]) -> None:
        self._in_loops.update(path)
        others = [self._declared[other] for other in path[1:]]
        shown = [*path[:_SHOWN], *(["..."] if len(path) > _SHOWN else []), path[0]]
        self._findings.add(
            "alias-loop",
            " -> ".join(step if step == "..." else f"`{step}`" for step in shown)
            + ": these aliases never reach a particle",
            (statement.old.span, f"leads back to {f'`{path[0]}`' if others else 'itself'}"),
            *[(other.old.span, "by way of this") for other in others[:_SHOWN]],
            help_text="let one of them stand for a particle",
        )
        for other in path:
            self._scope.aliases.setdefault(other, other)
