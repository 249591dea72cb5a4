"""The command groups of ``framing``, thin faces without analysis."""
