"""Diagnostics as data: places in sources, findings about them, and renderers that turn findings into text."""

from mcgen.diagnostics.diagnostic import Diagnostic, Label, Severity
from mcgen.diagnostics.source import Source, Span

__all__ = ["Diagnostic", "Label", "Severity", "Source", "Span"]
