"""Displays of events in notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from mcgen.events.names import particle_name
from mcgen.events.picture import event_picture
from mcgen.events.tree import status_words

if TYPE_CHECKING:
    from mcgen.events.events import Events
    from mcgen.events.view import EventView

__all__ = ["event_html", "events_html"]

_SHOWN_EVENTS = 10


def _table(headings: list[str], rows: list[list[str]]) -> str:
    """Return an HTML table of plain texts."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def events_html(events: Events, names: Mapping[int, str] | None = None) -> str:
    """Return the head of a batch as HTML: names of the events, what their roots decayed to.

    Parameters
    ----------
    events
        The batch.
    names
        Names by pdg number; default: those of the default particle table.
    """
    rows = []
    for view in events[:_SHOWN_EVENTS]:
        chains = []
        for root in view.roots:
            name = particle_name(int(view.pdg[root]), names)
            daughters = " ".join(particle_name(int(view.pdg[d]), names) for d in view.daughters(root))
            chains.append(f"{name} → {daughters}" if daughters else name)
        ids = [str(view.experiment), str(view.run), str(view.event), view.process_label]
        rows.append([*ids, f"{view.weight:g}", str(len(view)), "; ".join(chains)])
    table = _table(["experiment", "run", "event", "process", "weight", "particles", "decay"], rows)
    rest = len(events) - _SHOWN_EVENTS
    more = f"<p>… and {rest:,} more events</p>" if rest > 0 else ""
    return f"<p>{len(events):,} events, {int(events.offsets[-1]):,} particles</p>{table}{more}"


def event_html(view: EventView, names: Mapping[int, str] | None = None) -> str:
    """Return one event as HTML: the picture of its tree and a table of its particles.

    Parameters
    ----------
    view
        The event.
    names
        Names by pdg number; default: those of the default particle table.
    """
    mass = view.mass()
    rows = []
    for i in range(len(view)):
        momentum = [f"{value:.4f}" for value in (view.px[i], view.py[i], view.pz[i], view.energy[i], mass[i])]
        place = [f"{value:.4g}" for value in (view.production_x[i], view.production_y[i], view.production_z[i])]
        name = particle_name(int(view.pdg[i]), names)
        rows.append([str(i), name, str(int(view.mother[i])), *momentum, *place, status_words(int(view.status[i]))])
    headings = ["", "particle", "mother", "px [GeV]", "py [GeV]", "pz [GeV]", "energy [GeV]", "mass [GeV]"]
    headings += ["production x [cm]", "y [cm]", "z [cm]", "status"]
    title = escape(repr(view)[1:-1])
    details = f"<details><summary>particles</summary>{_table(headings, rows)}</details>"
    return f"<p>{title}</p>{event_picture(view, names)}{details}"
