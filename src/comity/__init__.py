"""Comity: the working tools of a migration secretariat, on evidence that names its sources.

>>> from comity import open_evidence
>>> open_evidence  # doctest: +ELLIPSIS
<function open_evidence at ...>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Finding", "__version__", "open_evidence"]

if TYPE_CHECKING:
    from comity.core.findings import Finding
    from comity.evidence import open_evidence


def __getattr__(name: str) -> Any:
    """Load the heavy names only when asked for, so that the command line starts at once."""
    if name == "open_evidence":
        from comity.evidence import open_evidence

        return open_evidence
    if name == "Finding":
        from comity.core.findings import Finding

        return Finding
    raise AttributeError(f"module 'comity' has no attribute '{name}'")
