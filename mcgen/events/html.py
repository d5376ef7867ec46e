"""Displays of events and decay tables in notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from mcgen.events.names import particle_name
from mcgen.events.picture import draw_tree, event_picture
from mcgen.events.tree import status_words

if TYPE_CHECKING:
    from mcgen.decays import DecayTable
    from mcgen.events.events import Events
    from mcgen.events.view import EventView

__all__ = ["decay_table_html", "event_html", "events_html"]

_SHOWN_EVENTS, _SHOWN_MODES = 10, 40


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


def decay_table_html(table: DecayTable, mother: str) -> str:
    """Return a mother's decay modes as HTML, the most frequent first, with a picture of the foremost.

    Parameters
    ----------
    table
        Decay table.
    mother
        Name of the mother as the decay table writes it.

    Raises
    ------
    KeyError
        The table has no modes for the mother.
    """
    modes = sorted(table.modes[mother], key=lambda mode: -mode.fraction)
    total = sum(mode.fraction for mode in modes)
    rows = [
        [
            f"{mode.fraction:.6g}",
            f"{100 * mode.fraction / total:.4g} %" if total > 0 else "-",
            " ".join(mode.daughters),
            mode.model,
            " ".join(p if isinstance(p, str) else f"{p:g}" for p in mode.parameters),
        ]
        for mode in modes[:_SHOWN_MODES]
    ]
    body = _table(["fraction", "of all", "daughters", "model", "parameters"], rows)
    more = f"<p>… and {len(modes) - _SHOWN_MODES} more modes</p>" if len(modes) > _SHOWN_MODES else ""
    picture = ""
    if modes:
        daughters = list(modes[0].daughters)
        picture = draw_tree([-1] + [0] * len(daughters), [mother, *daughters], title=f"most frequent decay of {mother}")
    return f"<p>{escape(mother)}: {len(modes)} decay modes, fractions add up to {total:.6g}</p>{picture}{body}{more}"
