"""What somebody needs of a service: how it is paid in and out, how quickly, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from comity.core.errors import ComityError, shown
from comity.core.marks import N_
from comity.evidence.quotes import SPEEDS, Service

KINDS = ("payin", "payout", "speed", "place")
Answer = Literal["meets", "not told", "does not meet"]

UNMET = {
    "payin": N_("it cannot be paid in that way"),
    "payout": N_("it is not paid out in that way"),
    "speed": N_("it takes longer"),
    "place": N_("it is not to be had there"),
}
UNTOLD = {
    "payin": N_("it is not told how it is paid in"),
    "payout": N_("it is not told how it is paid out"),
    "speed": N_("it is not told how long it takes"),
    "place": N_("it is not told where it is to be had"),
}
"""Why a service does not meet a need, or may not, by the kind of the need."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What is needed; `days` is the most that the money may take, an empty text no need."""

    payin: str = ""
    payout: str = ""
    place: str = ""
    days: float | None = None

    def __bool__(self) -> bool:
        return bool(self.payin or self.payout or self.place) or self.days is not None

    def of(self, service: Service) -> tuple[Answer, tuple[str, ...]]:
        """Whether a service meets them, and which of them it does not, or does not tell of."""
        told = {
            "payin": _has(service.payin, self.payin),
            "payout": _has(service.payout, self.payout),
            "place": _has(service.place, self.place),
            "speed": self._quick(service.quote.days),
        }
        failed = tuple(UNMET[kind] for kind, answer in told.items() if answer is False)
        if failed:
            return "does not meet", failed
        untold = tuple(UNTOLD[kind] for kind, answer in told.items() if answer is None)
        return ("not told", untold) if untold else ("meets", ())

    def _quick(self, days: float | None) -> bool | None:
        if self.days is None:
            return True
        return None if days is None else days <= self.days

    def as_json(self) -> dict[str, object]:
        """The needs as plain data."""
        named = {"payin": self.payin, "payout": self.payout, "place": self.place}
        plain: dict[str, object] = {name: value for name, value in named.items() if value}
        return plain | ({} if self.days is None else {"speed_days": self.days})


def _has(cell: str, wanted: str) -> bool | None:
    """Whether one of the words of a cell is what is wanted; None where the cell is empty."""
    if not wanted:
        return True
    words = [word.strip().casefold() for word in re.split(r"[;,/|]", cell) if word.strip()]
    return wanted.casefold() in words if words else None


def read_needs(written: str) -> Needs:
    """Needs as they are written on a command line; raises `ComityError` in one sentence.

    >>> read_needs("speed=1, payout=cash")
    Needs(payin='', payout='cash', place='', days=1.0)
    """
    found: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in written.split(","))):
        name, mark, value = (text.strip() for text in part.partition("="))
        if name not in KINDS or not mark or not value:
            raise ComityError(
                f"'{shown(part)}' is no need; write {', '.join(KINDS)} with a value, as in "
                "speed=1,payout=cash."
            )
        if name in found:
            raise ComityError(f"The need '{name}' is named twice; name it once.")
        found[name] = value
    return needs_of(**found)


def needs_of(payin: str = "", payout: str = "", speed: str = "", place: str = "") -> Needs:
    """Needs from their texts, as a form sends them; a speed is days, or a class of RPW."""
    if not speed:
        return Needs(payin, payout, place)
    days = SPEEDS.get(speed.strip().lower())
    if days is None:
        try:
            days = float(speed)
        except ValueError:
            days = -1.0
    if not 0 <= days < 1000:
        raise ComityError(f"'{shown(speed)}' is no number of days, as in speed=1.")
    return Needs(payin, payout, place, days)
