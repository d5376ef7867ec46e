"""Chains of decays: can every block be reached, and does every chain end?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from mcgen.dec.checks.findings import Findings
from mcgen.dec.checks.scope import Scope
from mcgen.dec.syntax import DecayBlock

__all__ = ["check_endings", "check_reach"]

# How deep a chain is followed before all of the table is looked at.
_DEPTH = 30


def check_reach(
    blocks: Iterable[DecayBlock], scope: Scope, sources: Mapping[str, set[str]], findings: Findings
) -> None:
    """Report blocks of particles that the chain never makes.

    Parameters
    ----------
    blocks
        The blocks of the file; the first one's mother begins the chain, as does what beams make.
    scope
        Names and modes at the end of the file.
    sources
        Whose modes were conjugated or copied: a block is of use if its copy is.
    findings
        Where mistakes go.
    """
    listed = list(blocks)
    if not listed:
        return
    roots = {listed[0].particle.text} | {block.particle.text for block in listed if _made_by_beams(block.particle.text)}
    reached = _reachable(roots, scope)
    mothers = {block.particle.text for block in listed}
    if any(_fragments(name, scope) for name in roots):
        # At Belle II the hadron of a continuum event that carries the signal is decayed under its name with `sig`.
        reached = _reachable(reached | {name for name in mothers if name.endswith("sig")}, scope)
    if mothers - reached - scope.aliases.keys() and any(_fragments(name, scope) for name in reached):
        reached = _reachable(reached | mothers - scope.aliases.keys(), scope)
    useful = set(reached)
    for name in reached:
        useful |= sources.get(name, set())
    for block in listed:
        name = block.particle.text
        if name not in useful and scope.known(name):
            findings.add(
                "unreachable-block",
                f"no decay makes `{name}`",
                (block.particle.span, f"never made in a decay of `{listed[0].particle.text}`"),
                help_text=f"write `{name}` as a daughter where it is meant, or take the block out",
            )


def check_endings(blocks: Iterable[DecayBlock], scope: Scope, findings: Findings) -> frozenset[str]:
    """Report particles all of whose modes lead back to themselves.

    Returns
    -------
    frozenset of str
        The mothers whose decays never end.
    """
    listed = list(blocks)
    mothers = {block.particle.text for block in listed}
    proven: set[str] = set()
    if all(_ends_quickly(name, scope, proven) for name in sorted(mothers)):
        return frozenset()
    reached = _reachable(mothers, scope)
    waiting = reached - _ending(reached, scope)
    told: set[str] = set()
    for block in listed:
        name = block.particle.text
        if name in waiting and name not in told and block.modes:
            told |= _reachable({name}, scope, told)
            mode, index = next(
                (mode, index)
                for mode in block.modes
                for index, daughter in enumerate(mode.daughters)
                if mode.fraction > 0 and daughter in waiting
            )
            daughter = mode.daughters[index]
            findings.add(
                "recursive-decay",
                f"the decay of `{name}` never ends",
                (mode.daughter_spans[index], "decays again" if daughter == name else f"`{daughter}` leads back here"),
                (block.particle.span, "all modes of this block contain it" if daughter == name else "this particle"),
                help_text="use an alias, or give one mode that ends",
            )
    return frozenset(waiting)


def _made_by_beams(name: str) -> bool:
    return name.startswith(("Upsilon", "vpho"))


def _fragments(name: str, scope: Scope) -> bool:
    """Whether the particle decays to quarks, of which a hadronisation may make every particle."""
    rows = map(scope.row, scope.made(name))
    return any(row is not None and scope.is_parton(row) for row in rows)


def _reachable(roots: Iterable[str], scope: Scope, beyond: AbstractSet[str] = frozenset()) -> set[str]:
    """The names that decays of `roots` make, themselves included; what is in `beyond` is not followed."""
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in reached or name in beyond:
            continue
        reached.add(name)
        waiting.extend(scope.made(name) - reached)
    return reached


def _ends_quickly(name: str, scope: Scope, proven: set[str], depth: int = 0) -> bool:
    """Whether a decay that ends is soon found: True is certain, False is not.

    `proven` collects the names of which it is known. Nearly every particle is settled by its first mode, so that most
    files need no look at the rest of the table.
    """
    if name in proven:
        return True
    if depth > _DEPTH:
        return False
    modes = scope.modes(name)
    if modes is not None and scope.made(name):
        for fraction, daughters in zip(modes.fractions, modes.daughters, strict=True):
            if fraction > 0 and name not in daughters:
                if all(_ends_quickly(daughter, scope, proven, depth + 1) for daughter in daughters):
                    break
                if depth:
                    return False
        else:
            return False
    proven.add(name)
    return True


def _ending(names: Iterable[str], scope: Scope) -> set[str]:
    """The names whose decays can come to an end, found from the stable ones upwards in linear time."""
    missing: list[int] = []  # per mode: how many of its different daughters are not known to end
    mothers: list[str] = []
    made_by: dict[str, list[int]] = {}
    ready = []
    for name in names:
        modes = scope.modes(name)
        open_modes = (
            [set(kinds) for share, kinds in zip(modes.fractions, modes.daughters, strict=True) if share > 0]
            if modes is not None
            else []
        )
        if not open_modes or not all(open_modes):
            ready.append(name)
            continue
        for daughters in open_modes:
            for daughter in daughters:
                made_by.setdefault(daughter, []).append(len(mothers))
            mothers.append(name)
            missing.append(len(daughters))
    ending: set[str] = set()
    while ready:
        name = ready.pop()
        if name in ending:
            continue
        ending.add(name)
        for mode in made_by.get(name, ()):
            missing[mode] -= 1
            if missing[mode] == 0:
                ready.append(mothers[mode])
    return ending
