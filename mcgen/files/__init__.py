"""Files of events: ROOT, Parquet and HepMC3, written whole or not at all, each with its manifest.

Start with :func:`open_writer` and :func:`open_sample`; the libraries of a format are imported when it is used.
"""

from __future__ import annotations

from mcgen.files.atomic import AsideFile
from mcgen.files.formats import FORMATS, FileFormat, format_of
from mcgen.files.manifest import DecayFileDigest, Manifest, Substitution
from mcgen.files.reader import SampleFile, open_sample
from mcgen.files.writer import SampleWriter, open_writer

__all__ = [
    "FORMATS",
    "AsideFile",
    "DecayFileDigest",
    "FileFormat",
    "Manifest",
    "SampleFile",
    "SampleWriter",
    "Substitution",
    "format_of",
    "open_sample",
    "open_writer",
]
