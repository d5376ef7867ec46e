from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from mcgen.decays import DecayMode, DecayTable
from mcgen.decays.html import decay_table_html
from mcgen.decays.picture import draw_tree
from mcgen.events import Events, EventView, Status
from mcgen.events.html import event_html, events_html
from mcgen.events.names import particle_name
from mcgen.events.picture import event_picture
from mcgen.events.tree import event_tree, status_words, tree_lines
from tests.events.builders import make_events

NAMES = {300553: "Upsilon(4S)", 511: "B0", -511: "anti-B0", 211: "pi+", -211: "pi-", 22: "gamma"}


def fixed_event(displaced: bool = True) -> EventView:
    """Return an event with round numbers: Y(4S) -> B0 anti-B0, B0 -> pi+ pi-, anti-B0 -> gamma gamma (FSR)."""
    events = make_events(1, displaced=False)
    columns = dict(events.columns)
    columns["px"] = np.array([0.0, 0.25, -0.25, 0.125, 0.125, -1.5, 1.25])
    columns["py"] = np.array([0.0, -1e-6, 0.0, 0.0, 0.0, 0.0, 0.0])
    columns["pz"] = np.array([3.0, 1.5, 1.5, 1.0, 0.5, 0.75, 0.75])
    columns["energy"] = np.array([11.0, 5.5, 5.5, 2.75, 2.75, 2.75, 2.75])
    if displaced:
        for name in ("decay_z", "production_z"):
            column = columns[name].copy()
            column[[1, 3, 4] if name == "decay_z" else [3, 4]] = 0.0125
            columns[name] = column
    status = columns["status"].copy()
    status[6] |= Status.PHOTOS_PHOTON
    return Events(events.offsets, columns | {"status": status, "weight": [0.5]})[0]


SNAPSHOT = """\
event 0 of experiment 1003, run 2 (mixed), weight 0.5
                   px        py        pz    energy      mass  [GeV]
Upsilon(4S)    0.0000    0.0000    3.0000   11.0000   10.5830
├─ B0          0.2500    0.0000    1.5000    5.5000    5.2856  flies 0.0125 cm, decays at (0, 0, 0.0125) cm
│  ├─ pi+      0.1250    0.0000    1.0000    2.7500    2.5587
│  └─ pi-      0.1250    0.0000    0.5000    2.7500    2.7013
└─ anti-B0    -0.2500    0.0000    1.5000    5.5000    5.2856
   ├─ gamma   -1.5000    0.0000    0.7500    2.7500    2.1794
   └─ gamma    1.2500    0.0000    0.7500    2.7500    2.3318  PHOTOS photon"""


def test_tree_as_text() -> None:
    assert event_tree(fixed_event(), NAMES) == SNAPSHOT


def test_print_takes_names_from_the_particle_table() -> None:
    assert str(fixed_event()) == SNAPSHOT


def test_unknown_particles_show_their_number() -> None:
    assert event_tree(fixed_event(), {}).splitlines()[2].startswith("pdg 300553")
    assert particle_name(511) == "B0"
    assert particle_name(987654321) == "pdg 987654321"


def test_a_deep_tree_needs_no_recursion() -> None:
    lines = tree_lines(list(range(-1, 4999)))
    assert [node for node, _ in lines] == list(range(5000))


def test_status_in_words() -> None:
    assert status_words(3) == ""
    assert status_words(1 | 2 | 32) == "beam"
    assert status_words(64 | 256) == "ISR photon, PHOTOS photon"


def parse(markup: str) -> ET.Element:
    return ET.fromstring(f"<page>{markup.replace('&nbsp;', ' ')}</page>")


def test_picture_is_well_formed_and_inside_its_frame() -> None:
    root = parse(event_picture(fixed_event(), NAMES))[0]
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    texts = root.findall(f"{space}text")
    assert [t.text for t in texts] == ["Upsilon(4S)", "B0", "anti-B0", "pi+", "pi-", "gamma", "gamma"]
    assert len(root.findall(f"{space}path")) == 6
    places = [(float(t.attrib["x"]), float(t.attrib["y"])) for t in texts]
    for (x, y), text in zip(places, texts, strict=True):
        assert x >= 0
        assert x + 7 * len(text.text or "") <= width
        assert 0 < y < height
    leaves = sorted(y for _, y in places[3:])
    assert min(np.diff(leaves)) >= 20  # no names over each other
    assert places[1][1] == pytest.approx((places[3][1] + places[4][1]) / 2)
    assert "PHOTOS photon" in (texts[6].findtext(f"{space}title") or "")


def test_picture_escapes_names_and_holds_several_roots() -> None:
    root = parse(draw_tree([-1, -1, 1], ["<a>", "b & c", "d"], title="two <trees>"))[0]
    assert [t.text for t in root if t.tag.endswith("text")] == ["<a>", "b & c", "d"]
    assert parse(draw_tree([], []))[0].tag.endswith("svg")
    with pytest.raises(ValueError, match="1 nodes, 2 labels"):
        draw_tree([-1], ["a", "b"])


def test_html_of_events() -> None:
    page = events_html(make_events(30), NAMES)
    assert len(parse(page).findall(".//tbody/tr")) == 10
    assert "30 events, 150 particles" in page
    assert "Upsilon(4S) → B0 anti-B0" in page
    assert "20 more events" in page
    assert parse(make_events(2)._repr_html_()).find(".//table") is not None
    assert "0 events" in events_html(Events.empty(), NAMES)


def test_html_of_an_event() -> None:
    page = parse(event_html(fixed_event(), NAMES))
    assert len(page.findall(".//tbody/tr")) == 7
    assert page.find(".//{http://www.w3.org/2000/svg}svg") is not None
    assert parse(fixed_event()._repr_html_()).find(".//table") is not None


def test_html_of_a_decay_table() -> None:
    modes = [DecayMode(0.1 * k, ("pi+", f"X{k}"), "HELAMP", (1.0, "name<")) for k in (1, 2)]
    modes += [DecayMode(1e-4, ("pi0",), "PHSP")] * 60
    table = cast(DecayTable, SimpleNamespace(modes={"B0": tuple(modes), "B+": ()}))
    page = decay_table_html(table, "B0")
    rows = parse(page).findall(".//tbody/tr")
    assert [cell.text for cell in rows[0]] == ["0.2", "65.36 %", "pi+ X2", "HELAMP", "1 name<"]
    assert len(rows) == 40
    assert re.search("B0: 62 decay modes, fractions add up to 0.306", page)
    assert "22 more modes" in page
    assert "0 decay modes" in decay_table_html(table, "B+")
    with pytest.raises(KeyError):
        decay_table_html(table, "B-")
