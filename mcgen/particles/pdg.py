"""The default particle table: the Review of Particle Physics as the ``particle`` package ships it, and our supplement.

The package's data files are read directly, because importing the package and building its objects takes longer than all
the rest of start-up. Its columns are described in its ``data/README.rst``: masses and widths in MeV, -1 for unknown.
"""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mcgen.errors import McgenError
from mcgen.particles.limits import lightest_decay
from mcgen.particles.table import ParticleTable
from mcgen.units import HBAR_C

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_pdg"]

_MEV = 1e-3
_LIFETIME = 1e-6  # GeV: below, a width is a lifetime (eta: 1.3 keV, pi0: 8 eV)
_BREIT_WIGNER = 1e-4  # GeV: below, masses are not spread by more than 0.1 MeV


class _Figures(NamedTuple):
    mass: float
    width: float
    ctau: float
    charge3: int
    g_parity: int


class _Row(NamedTuple):
    name: str
    conjugate: str
    pdg: int
    mass: float
    width: float
    max_delta: float
    ctau: float
    charge3: int
    spin2: int


def read_pdg() -> ParticleTable:
    """Return the default particle table.

    Names and codes come from the package's ``pdgid_to_evtgenname.csv``, figures from its newest ``particle20XX.csv``,
    and what these lack or give only as a limit from ``supplement.csv`` beside this file, with a source in each line.

    A particle has either a width or a proper decay length: ``ctau = hbar c / width`` for widths below 1 keV. The
    lower mass limit of a resonance is five widths below its mass, or the lightest strong decay of its flavour.

    Raises
    ------
    McgenError
        If the package's data files cannot be found.
    """
    folder = _data_folder()
    figures = _package_figures(folder)
    rows = {row.name: row for row in _package_rows(folder, figures)}
    for row in _supplement_rows(figures):
        rows[row.name] = row
    return _table(list(rows.values()))


def _table(rows: list[_Row]) -> ParticleTable:
    index = {row.name: i for i, row in enumerate(rows)}
    columns = list(zip(*rows, strict=True))
    return ParticleTable(
        names=columns[0],
        conjugate=np.array([index.get(row.conjugate, i) for i, row in enumerate(rows)]),
        pdg=np.array(columns[2], np.int64),
        mass=np.array(columns[3]),
        width=np.array(columns[4]),
        max_delta=np.array(columns[5]),
        ctau=np.array(columns[6]),
        charge3=np.array(columns[7], np.int64),
        spin2=np.array(columns[8], np.int64),
    )


def _data_folder() -> Path:
    spec = importlib.util.find_spec("particle")
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places or not (folder := Path(places[0]) / "data").is_dir():
        raise McgenError("the data files of the 'particle' package are not there: install it (pip install particle)")
    return folder


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def _package_figures(folder: Path) -> dict[int, _Figures]:
    files = sorted(folder.glob("particle20??.csv"))
    if not files:
        raise McgenError(f"no file particle20XX.csv in {folder}: this version of the 'particle' package does not suit")
    figures: dict[int, _Figures] = {}
    for record in csv.DictReader(_lines(files[-1])):
        mass = float(record["Mass"]) * _MEV
        if mass < 0:
            continue
        width = max(float(record["Width"]), 0.0) * _MEV
        ctau = HBAR_C / width if 0 < width < _LIFETIME else 0.0
        charge3, g_parity = int(record["Charge"]), int(record["G"] or 0)
        figures[int(record["ID"])] = _Figures(mass, 0.0 if ctau else width, ctau, charge3, g_parity)
    return figures


def _package_rows(folder: Path, figures: dict[int, _Figures]) -> Iterator[_Row]:
    path = folder / "pdgid_to_evtgenname.csv"
    if not path.is_file():
        raise McgenError(f"{path} is missing: this version of the 'particle' package does not suit")
    names = {int(pdg): name for pdg, name in list(csv.reader(_lines(path)))[1:]}
    for pdg, name in names.items():
        if pdg in figures:
            yield _row(name, names.get(-pdg, name), pdg, figures[pdg], {})


def _supplement_rows(figures: dict[int, _Figures]) -> Iterator[_Row]:
    unknown = _Figures(-1.0, 0.0, 0.0, 0, 0)
    for record in csv.DictReader(_lines(Path(__file__).with_name("supplement.csv"))):
        pdg, name, conjugate = int(record["pdg"]), record["name"], record["conjugate"]
        known = figures.get(pdg, unknown)
        row = _row(name, conjugate or name, pdg, known, record)
        if row.mass < 0:  # another name of a particle that this version of the package does not have
            continue
        yield row
        if conjugate:
            yield row._replace(name=conjugate, conjugate=name, pdg=-pdg, charge3=-row.charge3)


def _row(name: str, conjugate: str, pdg: int, known: _Figures, given: dict[str, str]) -> _Row:
    def figure(column: str, default: float) -> float:
        text = given.get(column)
        return float(text) if text else default

    mass, width = figure("mass", known.mass), figure("width", known.width)
    return _Row(
        name=name,
        conjugate=conjugate,
        pdg=pdg,
        mass=mass,
        width=width,
        max_delta=figure("max_delta", _max_delta(pdg, mass, width, known.g_parity)),
        ctau=figure("ctau", known.ctau),
        charge3=int(figure("charge3", known.charge3)),
        spin2=int(figure("spin2", _spin2(pdg))),
    )


def _max_delta(pdg: int, mass: float, width: float, g_parity: int) -> float:
    """Return five widths, or the distance to the lightest strong decay of the flavour where that is less [GeV]."""
    room = mass - lightest_decay(pdg, g_parity)
    return min(5.0 * width, room) if width > _BREIT_WIGNER and room > 0 else 5.0 * width


def _spin2(pdg: int) -> int:
    """Return twice the spin from the PDG Monte Carlo numbering scheme (RPP, section 45)."""
    code = abs(pdg)
    if code <= 8 or 11 <= code <= 18:
        return 1
    if code in {21, 22, 23, 24}:
        return 2
    return max(code % 10 - 1, 0) if code > 100 else 0
