"""Decay files: text in, decay table out.

``lexer`` splits the text into words, ``parser`` (with ``modes``) turns words into the statements of ``syntax`` and
mistakes into diagnostics (``complaints``), ``resolve`` carries the statements out as EvtGen does and gives a
:class:`~mcgen.decays.DecayTable`; ``format`` writes a file back; ``header`` and ``event_type`` read the comments at the
top. The judgement on what a file means - particles, charges, masses, models - is made by ``checks``.
"""

from mcgen.dec.central import central_path, central_table, read
from mcgen.dec.checks import check
from mcgen.dec.file import DecayFile
from mcgen.dec.format import format_file
from mcgen.dec.parser import parse
from mcgen.dec.resolve import resolve

__all__ = ["DecayFile", "central_path", "central_table", "check", "format_file", "parse", "read", "resolve"]
