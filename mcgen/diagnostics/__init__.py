"""Diagnostics as data: places in sources, findings about them, and renderers that turn findings into text.

A checker makes :class:`Diagnostic` objects and knows nothing of how they look; :mod:`~mcgen.diagnostics.terminal`,
:mod:`~mcgen.diagnostics.oneline`, :mod:`~mcgen.diagnostics.json_text` and :mod:`~mcgen.diagnostics.sarif` turn them into
text and know nothing of why they were made. :class:`Rule` says what an id means.
"""

from mcgen.diagnostics.diagnostic import Diagnostic, Label, Severity
from mcgen.diagnostics.oneline import render_oneline
from mcgen.diagnostics.source import Source, Span
from mcgen.diagnostics.suggest import suggest
from mcgen.diagnostics.terminal import colour_wanted, render_terminal

__all__ = [
    "Diagnostic",
    "Label",
    "Severity",
    "Source",
    "Span",
    "colour_wanted",
    "render_oneline",
    "render_terminal",
    "suggest",
]
