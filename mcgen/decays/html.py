"""Displays of decay tables in notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mcgen.decays.chain import forced_chain
from mcgen.decays.picture import draw_tree

if TYPE_CHECKING:
    from mcgen.decays.table import DecayTable

__all__ = ["decay_table_html", "table_html"]

_SHOWN_MODES, _SHOWN_MOTHERS = 40, 60


def _table(headings: list[str], rows: list[list[str]]) -> str:
    """Return an HTML table of plain texts."""
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def table_html(table: DecayTable) -> str:
    """Return a decay table as HTML: the mothers of the file that was laid on last, each with her modes to open."""
    mothers = [name for name, modes in table.modes.items() if modes]
    latest = table.sources[-1].name if table.sources else ""
    own = [name for name in mothers if (source := table.modes[name][0].source) and source.name == latest]
    shown = (own or mothers)[:_SHOWN_MOTHERS]
    count = sum(len(modes) for modes in table.modes.values())
    parts = [f"<p>Decay table: {len(mothers)} mothers, {count} modes"]
    parts.append(f"; {len(own)} mothers from {escape(latest)}</p>" if latest else "</p>")
    for name in shown:
        chain = escape(forced_chain(table, name).descriptor())
        parts.append(f"<details><summary>{chain}</summary>{decay_table_html(table, name)}</details>")
    if len(own or mothers) > len(shown):
        parts.append(f"<p>… and {len(own or mothers) - len(shown)} more mothers</p>")
    return "".join(parts)


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
        chain = forced_chain(table, mother, modes[0])
        picture = draw_tree(*chain.nodes(), title=f"most frequent decay of {mother}")
    return f"<p>{escape(mother)}: {len(modes)} decay modes, fractions add up to {total:.6g}</p>{picture}{body}{more}"
