"""Visa rules through time, where their history was brought: means by snapshot, and what changed.

Bans of the pandemic are counted apart and enter no mean. Snapshots in which some rules are unclear
give no mean at all. Until January 2025 electronic authorisations stand as e-visas.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor, Place
from comity.evidence.accounts.area import period
from comity.evidence.openness.rules import EASE, ease, percent
from comity.evidence.reading import Evidence

HISTORY = "visa_history"
BAN, UNCLEAR = "covid ban", "unclear"
CAVEATS = (
    N_("A rule that changed did so at some time between two snapshots; the day is not known."),
    N_(
        "Bans of the pandemic, from November 2020 to July 2023, are counted apart and enter no "
        "mean. Before November 2020 some rules are unclear; no mean is made of them."
    ),
    N_(
        "Until January 2025 electronic authorisations stand as e-visas; what seems to change from "
        "one to the other then is a change of the table."
    ),
)
_OF = (("of", N_("the history of rules")),)
_SIDES = {"visa_openness": "destination", "visa_mobility": "passport"}


@dataclass(frozen=True, slots=True)
class Spell:
    """One rule on one corridor, from the first snapshot that shows it to the last in a row."""

    category: str
    days: Finding
    first: str
    last: str

    @property
    def until(self) -> date:
        """The day of the last snapshot."""
        return date.fromisoformat(self.last)

    def as_json(self) -> dict[str, Any]:
        """The spell as plain data."""
        return {
            "category": self.category,
            "days": self.days.value,
            "first_seen": self.first,
            "last_seen": self.last,
        }


@dataclass(frozen=True, slots=True)
class Course:
    """An index by snapshot, the bans counted beside it, and the snapshots left out as unclear."""

    values: tuple[Finding, ...]
    bans: tuple[Finding, ...]
    unclear: int


def course_of(evidence: Evidence, place: Place, measure: str = "visa_openness") -> Course | None:
    """Openness (or mobility) of a country at each snapshot; None where no history was brought."""
    if not evidence.holds(HISTORY):
        return None
    here = _SIDES[measure]
    rows = evidence.query(
        f"""SELECT snapshot, category, count(*) AS n FROM {HISTORY}
            WHERE {here} = ? GROUP BY ALL ORDER BY snapshot""",
        [place.code],
    )
    by_day: dict[str, dict[str, int]] = {}
    for row in rows:
        by_day.setdefault(row["snapshot"], {})[row["category"]] = row["n"]
    clear = {day: counts for day, counts in by_day.items() if UNCLEAR not in counts}
    values = [_mean(evidence, place, measure, day, counts) for day, counts in clear.items()]
    over = "passports" if here == "destination" else "destinations"
    bans = tuple(_bans(evidence, place, day, over, clear[day][BAN])
                 for day in clear if BAN in clear[day])  # fmt: skip
    return Course(tuple(one for one in values if one), bans, len(by_day) - len(clear))


def _mean(
    evidence: Evidence, place: Place, measure: str, day: str, counts: dict[str, int]
) -> Finding | None:
    counted = {kind: n for kind, n in counts.items() if kind != BAN}
    if not counted:
        return None
    mean = sum(ease(kind) * n for kind, n in counted.items()) / sum(counted.values())
    stated = {kind.replace(" ", "_"): f"{worth:g}" for kind, worth in EASE.items()}
    made = evidence.lineage(
        HISTORY, method="mean ease of visa rules, bans of the pandemic left out", **stated
    )
    return Finding(place, measure, period(day), percent(mean), made, about=_OF, status="derived")


def _bans(evidence: Evidence, place: Place, day: str, over: str, count: int) -> Finding:
    made = evidence.lineage(HISTORY, method="visa rules counted")
    about = (*_OF, ("over", over), ("rule", BAN))
    return Finding(place, "visa_rules", period(day), count, made, about=about, status="derived")


def spells_of(evidence: Evidence, pair: Corridor) -> list[Spell]:
    """The rules on a corridor one after the other; none where no history was brought.

    An unclear rule is a spell of its own, so that no change is read out of a change of codes.
    """
    if not evidence.holds(HISTORY):
        return []
    rows = evidence.query(
        f"""SELECT snapshot, category, days FROM {HISTORY}
            WHERE passport = ? AND destination = ? ORDER BY snapshot""",
        [pair.origin.code, pair.destination.code],
    )
    made = evidence.lineage(HISTORY)
    found: list[Spell] = []
    for row in rows:
        day, kind = row["snapshot"], row["category"]
        if found and (found[-1].category, found[-1].days.value) == (kind, row["days"]):
            found[-1] = Spell(kind, found[-1].days, found[-1].first, day)
        else:
            days = Finding(
                pair, "visa_days", period(day), row["days"], made, about=(("rule", kind),)
            )
            found.append(Spell(kind, days, day, day))
    return found
