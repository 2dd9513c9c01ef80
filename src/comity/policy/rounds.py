"""SDG 10.7.2 in the world, round by round: how many countries in each category, and what changed.

Not every country answers in every round. A change is told of the countries in both rounds only.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.regions import Region, regions
from comity.evidence.indicators import CATEGORIES, ON_PAPER
from comity.evidence.reading import Evidence
from comity.policy.published import categories

PARTS = ("world", "africa", "americas", "asia", "europe", "oceania")
CHANGES = {"unchanged": N_("unchanged"), "up": N_("up"), "down": N_("down")}
CAVEATS = (
    ON_PAPER,
    N_("Not every country is in every round, so rounds are compared over the countries in both."),
    N_("A country without a category did not answer enough questions; that is not a low score."),
)
_ENOUGH = 3
"""The categories meets and fully meets."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rounds of 10.7.2: every category of every country, and what was counted over them."""

    categories: tuple[Finding, ...]
    counts: tuple[Finding, ...]
    changes: tuple[Finding, ...]
    shares: tuple[Finding, ...]

    @property
    def years(self) -> list[int]:
        """The rounds that are held."""
        return sorted({one.period.start.year for one in self.categories})

    @property
    def findings(self) -> list[Finding]:
        """What was counted, without the categories of single countries."""
        return [*self.counts, *self.changes, *self.shares]

    def count(self, year: int, code: int) -> Finding | None:
        """How many countries were in a category."""
        return _one(self.counts, year, CATEGORIES[code])

    def share(self, region: Region, year: int) -> Finding | None:
        """How many in a hundred countries of a region with data meet or fully meet."""
        period = Period.year(year)
        own = (one for one in self.shares if (one.subject, one.period) == (region, period))
        return next(own, None)

    def both(self, first: int) -> int:
        """How many countries have a category in this round and in the next."""
        own = [one for one in self.changes if one.period.start.year == first]
        return int(sum(one.value or 0 for one in own))

    def as_json(self) -> dict[str, Any]:
        """The rounds as plain data."""
        return {
            "indicator": "10.7.2",
            "rounds": [
                {
                    "year": year,
                    "countries": sum((f.value or 0) for f in self.counts
                                     if f.period == Period.year(year)),
                    "categories": [
                        {"category_code": code, "category": label,
                         "countries": (found := self.count(year, code)) and found.value}
                        for code, label in CATEGORIES.items()
                    ],
                }
                for year in self.years
            ],
            "changes": [
                {"from": first, "to": second, "both": self.both(first),
                 **{name: _value(_one(self.changes, first, name)) for name in CHANGES}}
                for first, second in pairwise(self.years)
            ],
            "shares": [
                {"region": f.subject.slug, "name": f.subject.name, "year": f.period.start.year,
                 "value": f.value, "countries": _countries(f)}
                for f in self.shares
            ],
            "findings": [one.as_json() for one in self.findings],
            "caveats": list(CAVEATS),
        }  # fmt: skip


def rounds(evidence: Evidence) -> Rounds:
    """What governments said in every round that is held.

    >>> found = rounds(evidence)
    >>> [found.count(2019, code).value for code in (4, 3, 2, 1)]
    [1, 58, 46, 5]
    >>> [(dict(one.about)["change"], one.value) for one in found.changes]
    [('unchanged', 37), ('up', 19), ('down', 5)]
    """
    every = categories(evidence)
    by_year: dict[int, dict[str, Finding]] = {}
    for one in every:
        if one.value is not None:
            by_year.setdefault(one.period.start.year, {})[one.subject.code] = one
    counts = [_count(evidence, own, year, code)
              for year, own in sorted(by_year.items()) for code in CATEGORIES]  # fmt: skip
    changes = [
        one
        for (first, before), (second, after) in pairwise(sorted(by_year.items()))
        for one in _changes(evidence, (first, before), (second, after))
    ]
    shares = [
        share
        for slug in PARTS
        for year, own in sorted(by_year.items())
        if (share := _share(evidence, regions()[slug], year, own))
    ]
    return Rounds(tuple(every), tuple(counts), tuple(changes), tuple(shares))


def _count(evidence: Evidence, own: dict[str, Finding], year: int, code: int) -> Finding:
    n = sum(one.value == code for one in own.values())
    return _counted(evidence, "policy_countries", Period.year(year), n,
                    (("category", CATEGORIES[code]),))  # fmt: skip


def _changes(
    evidence: Evidence,
    before: tuple[int, dict[str, Finding]],
    after: tuple[int, dict[str, Finding]],
) -> list[Finding]:
    """The countries in both rounds whose category stayed, rose or fell."""
    (first, old), (second, new) = before, after
    both = sorted(old.keys() & new.keys())
    steps = [int((new[code].value or 0) - (old[code].value or 0)) for code in both]
    found = {
        "unchanged": sum(step == 0 for step in steps),
        "up": sum(step > 0 for step in steps),
        "down": sum(step < 0 for step in steps),
    }
    period = Period.parse(f"{first}-{second}")
    return [
        _counted(evidence, "policy_changes", period, n, (("change", name),), both=len(both))
        for name, n in found.items()
    ]


def _share(
    evidence: Evidence, region: Region, year: int, own: dict[str, Finding]
) -> Finding | None:
    inside = {place.code for place in region.members(evidence.today)}
    known = [one for code, one in own.items() if region.slug == "world" or code in inside]
    if not known:
        return None
    value = 100 * sum((one.value or 0) >= _ENOUGH for one in known) / len(known)
    return Finding(
        region, "policy_share", Period.year(year), value,
        evidence.lineage("sdg_10_7_2", method="countries that meet or fully meet, of those with "
                         "a category", countries=len(known)),
        status="derived",
    )  # fmt: skip


def _counted(
    evidence: Evidence, measure: str, period: Period, n: int, about: tuple[tuple[str, str], ...],
    **parameters: object,
) -> Finding:  # fmt: skip
    lineage = evidence.lineage("sdg_10_7_2", method="count of countries", **parameters)
    return Finding(regions()["world"], measure, period, n, lineage, about=about, status="derived")


def _one(found: tuple[Finding, ...], year: int, what: str) -> Finding | None:
    of_year = (one for one in found if one.period.start.year == year)
    return next((one for one in of_year if what in dict(one.about).values()), None)


def _value(finding: Finding | None) -> float | None:
    return None if finding is None else finding.value


def _countries(finding: Finding) -> int:
    return int(dict(finding.lineage.parameters)["countries"])
