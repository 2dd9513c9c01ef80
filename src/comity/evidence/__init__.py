"""What is known, and what can be estimated from it: open the evidence, ask, get findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from comity.core.periods import as_of as read_as_of
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

__all__ = ["Evidence", "Store", "open_evidence"]


def open_evidence(
    home: Path | str | None = None,
    *,
    as_of: str | date | None = None,
    private: bool = True,
) -> Evidence:
    """Open the evidence under `home` (default: COMITY_HOME); an empty one is loaded first.

    `as_of` reads what was public by that day ("2024", "2024-05", a date); `private=False` leaves
    out the datasets that their owner marked private.
    """
    from comity.evidence.embedded import load_embedded

    store = load_embedded(Store.open(Path(home) if home is not None else None))
    return Evidence(store, read_as_of(as_of), private=private)
