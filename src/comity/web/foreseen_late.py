"""Whether a forecast came in time: periods that had begun, or were over, when it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.foresight.past import Timing, timing

RENEWING = ("comity sync", "comity forecast publish")
"""The commands after which a forecast is made of newer figures."""

OVER = N_("All of these periods were already over then; no newer figures were in the evidence.")
BEGUN = N_("Some of these periods had begun by then, for figures come out later.")
_RENEW = N_("Where newer figures have come out since, {commands} make a newer forecast.")


def lateness(made_on: str, periods: Iterable[str]) -> Timing:
    """How a forecast of these periods stands to the day on which it was made, as a whole.

    It is "after" where all were over, "during" where some had begun, and else "before".

    >>> lateness("2026-11-23", ["2025-05", "2025-08"]), lateness("2026-11-23", ["2026", "2028"])
    ('after', 'during')
    """
    when = {timing(made_on, period) for period in periods}
    if when == {"after"}:
        return "after"
    return "before" if when == {"before"} else "during"


def late(made_on: str, periods: Iterable[str], voice: Voice) -> str:
    """The same in a sentence; empty where no period had begun."""
    return {"after": voice._(OVER), "during": voice._(BEGUN), "before": ""}[
        lateness(made_on, periods)
    ]


def late_batch(row: Mapping[str, Any], voice: Voice) -> str:
    """The same of a batch, whose first and last period are known."""
    return late(str(row["made_on"]), (row["first"], row["last"]), voice)


def over(row: Mapping[str, Any]) -> bool:
    """Whether all periods of a batch were over when it was made."""
    return lateness(str(row["made_on"]), (row["first"], row["last"])) == "after"


def renewing(voice: Voice) -> str:
    """How a forecast whose periods are over is made of newer figures."""
    return voice._(_RENEW).format(commands=voice.list(list(RENEWING)))
