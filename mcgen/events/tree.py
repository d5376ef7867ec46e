"""Decay trees as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcgen.events.names import particle_name
from mcgen.events.status import Status

if TYPE_CHECKING:
    from mcgen.events.view import EventView

__all__ = ["event_tree", "status_words", "tree_lines"]

_DISPLACED = 1e-4  # [cm]: shorter flights (pi0, Sigma0) are not worth a remark
_HEADINGS = ("px", "py", "pz", "energy", "mass")
_WORDS = {
    Status.INITIAL: "beam",
    Status.VIRTUAL: "virtual",
    Status.ISR_PHOTON: "ISR photon",
    Status.FSR_PHOTON: "FSR photon",
    Status.PHOTOS_PHOTON: "PHOTOS photon",
}


def status_words(status: int) -> str:
    """Return what is noteworthy in a particle's status bits, in words; empty for an ordinary particle."""
    return ", ".join(word for bit, word in _WORDS.items() if status & bit)


def tree_lines(mothers: Sequence[int]) -> list[tuple[int, str]]:
    """Return the lines of a tree drawn with box characters.

    Parameters
    ----------
    mothers
        Position of every node's mother, -1 for a root.

    Returns
    -------
    list of (node, stem)
        Depth first: which node stands on the line and what is drawn to its left.

    Examples
    --------
    >>> for node, stem in tree_lines([-1, 0, 0, 1]):
    ...     print(stem + "abcd"[node])
    a
    ├─ b
    │  └─ d
    └─ c
    """
    children: dict[int, list[int]] = {}
    for node, mother in enumerate(mothers):
        children.setdefault(mother, []).append(node)
    lines: list[tuple[int, str]] = []
    stack = [(root, "", "") for root in reversed(children.get(-1, []))]
    while stack:
        node, stem, below = stack.pop()
        lines.append((node, stem))
        mine = children.get(node, [])
        for k in range(len(mine) - 1, -1, -1):
            last = k == len(mine) - 1
            stack.append((mine[k], below + ("└─ " if last else "├─ "), below + ("   " if last else "│  ")))
    return lines


def event_tree(view: EventView, names: Mapping[int, str] | None = None) -> str:
    """Return an event's decay tree: names, momenta [GeV], flight distances and decay points [cm].

    Parameters
    ----------
    view
        The event.
    names
        Names by pdg number; default: those of the default particle table.
    """
    lines = tree_lines([int(mother) for mother in view.mother])
    left = [stem + particle_name(int(view.pdg[i]), names) for i, stem in lines]
    width = max([len(text) for text in left], default=0)
    title = f"event {view.event} of experiment {view.experiment}, run {view.run} ({view.process_label})"
    if view.weight != 1.0:
        title += f", weight {view.weight:g}"
    rows = [title, " " * width + "".join(f"{heading:>10}" for heading in _HEADINGS) + "  [GeV]"]
    momenta = np.stack([view.px, view.py, view.pz, view.energy, view.mass()], axis=1)
    for text, (i, _) in zip(left, lines, strict=True):
        numbers = "".join(f"{value + 0.0:10.4f}" for value in np.round(momenta[i], 4))
        rows.append(f"{text:<{width}}{numbers}  {_remarks(view, i)}".rstrip())
    return "\n".join(rows)


def _remarks(view: EventView, i: int) -> str:
    words = [status_words(int(view.status[i]))]
    end = np.array([view.decay_x[i], view.decay_y[i], view.decay_z[i]]) + 0.0  # no minus zeros on display
    way = end - np.array([view.production_x[i], view.production_y[i], view.production_z[i]])
    distance = float(np.sqrt(way @ way))
    if len(view.daughters(i)) and distance > _DISPLACED:
        words.append(f"flies {distance:.4g} cm, decays at ({end[0]:.4g}, {end[1]:.4g}, {end[2]:.4g}) cm")
    return ", ".join(word for word in words if word)
