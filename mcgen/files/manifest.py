"""The manifest: how a sample was made, stored in every file beside its events."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mcgen.errors import McgenError

__all__ = ["SCHEMA", "DecayFileDigest", "Manifest", "Substitution"]

SCHEMA = 1
"""Version of the manifest's layout; raised when a field changes its meaning."""


@dataclass(frozen=True, slots=True)
class DecayFileDigest:
    """A decay file that the sample was made from: its name and the sha256 of its text."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """A decay model that was replaced at the user's wish: the mode, its model, how many decays used it."""

    mode: str
    model: str
    count: int


def _default_version() -> str:
    from mcgen import __version__

    return __version__


def _default_numpy_version() -> str:
    from numpy import __version__

    return __version__


@dataclass(frozen=True, slots=True)
class Manifest:
    """How a sample was made and what was counted on the way; plain data, immutable.

    Parameters
    ----------
    process
        Name of the process (``mixed``, ``signal``, ...).
    seed, experiment, run, first_event, last_event
        Names of the random streams and of the events; ``last_event`` is inclusive, ``first_event - 1`` if there is none.
    requested, events
        Number of events asked for and number of events in the file.
    decay_files
        Decay files with their digests, in the order in which they were laid over each other.
    settings
        Everything else that the events depend on, as plain data.
    diagnostics
        Findings about the decay files, as plain data.
    substitutions
        Models replaced at the user's wish.
    bound_overflows
        {decay mode: events whose accept-reject weight exceeded the bound}.
    clean
        False if the sample should not be used without a look at ``bound_overflows`` and ``notes``.
    notes
        What the user should know, one line each.
    version, numpy_version
        Versions of mcgen and numpy that made the events.
    created
        When the file was made (UTC, ISO 8601); not part of the digest.
    other
        Fields of a newer (or a caller's own) layout, kept as they are.
    """

    process: str = "unknown"
    seed: int = 0
    experiment: int = 0
    run: int = 0
    first_event: int = 0
    last_event: int = -1
    requested: int = 0
    events: int = 0
    decay_files: tuple[DecayFileDigest, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: tuple[Mapping[str, Any], ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    bound_overflows: Mapping[str, int] = field(default_factory=dict)
    clean: bool = True
    notes: tuple[str, ...] = ()
    version: str = field(default_factory=_default_version)
    numpy_version: str = field(default_factory=_default_numpy_version)
    created: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Manifest:
        """Return the manifest of plain data as made by :meth:`to_dict`; unknown fields go to ``other``.

        Raises
        ------
        McgenError
            The layout is newer than this version of mcgen.
        """
        if data.get("schema", SCHEMA) > SCHEMA:
            raise McgenError(f"the manifest has layout {data['schema']}, this version of mcgen reads up to {SCHEMA}")
        names = {f.name for f in dataclasses.fields(cls)} - {"other"}
        known = {name: value for name, value in data.items() if name in names}
        other = {name: value for name, value in data.items() if name not in names and name != "schema"}
        known["decay_files"] = tuple(_record(DecayFileDigest, entry) for entry in known.get("decay_files", ()))
        known["substitutions"] = tuple(_record(Substitution, entry) for entry in known.get("substitutions", ()))
        for name in ("diagnostics", "notes"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known, other=other)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Return the manifest of a JSON text.

        Raises
        ------
        McgenError
            The text is no manifest.
        """
        try:
            data = json.loads(text)
        except ValueError as error:
            raise McgenError(f"the manifest is damaged: {error}") from error
        if not isinstance(data, dict):
            raise McgenError("the manifest is damaged: it is not a JSON object")
        return cls.from_dict(data)

    def to_dict(self) -> dict[str, Any]:
        """Return the manifest as plain data, ready for JSON."""
        data: dict[str, Any] = {"schema": SCHEMA}
        for entry in dataclasses.fields(self):
            value = getattr(self, entry.name)
            if entry.name in ("decay_files", "substitutions"):
                data[entry.name] = [dataclasses.asdict(record) for record in value]
            elif entry.name == "other":
                data |= value
            else:
                data[entry.name] = list(value) if isinstance(value, tuple) else value
        return data

    def to_json(self) -> str:
        """Return the manifest as one line of ASCII JSON.

        Raises
        ------
        TypeError
            A setting or diagnostic is not plain data.
        """
        return json.dumps(self.to_dict(), separators=(",", ":"), default=_plain)

    def digest(self) -> str:
        """Return the sha256 of the manifest without its date, 64 hexadecimal digits."""
        data = {name: value for name, value in self.to_dict().items() if name != "created"}
        return hashlib.sha256(json.dumps(data, sort_keys=True, default=_plain).encode()).hexdigest()

    def dated(self) -> Manifest:
        """Return the manifest with the present time, unless it has a date already."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return self if self.created else dataclasses.replace(self, created=now)


def _record(kind: type[Any], entry: Any) -> Any:
    return kind(**entry) if isinstance(entry, Mapping) else entry


def _plain(value: object) -> Any:
    """Return numpy scalars and other mappings and sequences as plain data."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (tuple, set, frozenset)):
        return sorted(value) if not isinstance(value, tuple) else list(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} in a manifest is no plain data")
