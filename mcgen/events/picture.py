"""Pictures of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mcgen.decays.picture import draw_tree
from mcgen.events.names import particle_name
from mcgen.events.tree import status_words

if TYPE_CHECKING:
    from mcgen.events.view import EventView

__all__ = ["event_picture"]


def event_picture(view: EventView, names: Mapping[int, str] | None = None) -> str:
    """Return an event's decay tree as an SVG element; momenta appear when the pointer rests on a name.

    Parameters
    ----------
    view
        The event.
    names
        Names by pdg number; default: those of the default particle table.
    """
    details = []
    for i in range(len(view)):
        words = status_words(int(view.status[i]))
        momentum = f"p = ({view.px[i]:.4f}, {view.py[i]:.4f}, {view.pz[i]:.4f}) GeV, E = {view.energy[i]:.4f} GeV"
        details.append(momentum + (f" ({words})" if words else ""))
    labels = [particle_name(int(pdg), names) for pdg in view.pdg]
    return draw_tree([int(m) for m in view.mother], labels, details, f"event {view.event}")
