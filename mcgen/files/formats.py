"""The file formats: suffixes, names, and where each is done."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mcgen.errors import McgenError

__all__ = ["FORMATS", "FileFormat", "format_of"]


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A file format; its classes are imported when a file is opened, not before.

    Parameters
    ----------
    name
        Name for ``format=``.
    suffixes
        Endings of file names.
    module, encoder, decoder
        Where its classes are.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    encoder: str
    decoder: str


FORMATS: tuple[FileFormat, ...] = (
    FileFormat("root", (".root",), "mcgen.files.root", "TreeEncoder", "RootDecoder"),
    FileFormat("rntuple", (), "mcgen.files.root", "NtupleEncoder", "RootDecoder"),
    FileFormat("parquet", (".parquet",), "mcgen.files.parquet", "ParquetEncoder", "ParquetDecoder"),
    FileFormat("hepmc3", (".hepmc", ".hepmc3"), "mcgen.files.hepmc", "HepMCEncoder", "HepMCDecoder"),
    FileFormat("hepmc3.gz", (".hepmc.gz", ".hepmc3.gz"), "mcgen.files.hepmc", "HepMCGzipEncoder", "HepMCDecoder"),
)
"""All formats. ``rntuple`` is ROOT's newer layout of the same columns, chosen by name."""


def format_of(path: Path, name: str | None = None) -> FileFormat:
    """Return the format of a file by its name or by the file's suffix.

    Raises
    ------
    McgenError
        There is no such format.
    """
    for candidate in FORMATS:
        if candidate.name == name if name is not None else path.name.lower().endswith(candidate.suffixes):
            return candidate
    if name is not None:
        raise McgenError(f"no file format {name!r}; there are {', '.join(f.name for f in FORMATS)}")
    suffixes = ", ".join(suffix for f in FORMATS for suffix in f.suffixes)
    raise McgenError(f"the suffix of {path.name!r} tells no file format; known are {suffixes}")
