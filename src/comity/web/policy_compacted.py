"""What the page of a compact shows: votes by state and region, objectives, indicators."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args

import polars as pl

from comity.briefs.dossier import Line, Table
from comity.briefs.render.cells import Cell, cell_of
from comity.briefs.voice import Sentence, Voice
from comity.core.errors import ComityError
from comity.core.findings import Finding, Source, sources_of, subject_json
from comity.core.marks import N_
from comity.core.regions import Region, find_region, regions
from comity.evidence.reading import Evidence
from comity.policy.coding import gcm, gcr
from comity.policy.coding.known import BASES, Known, hosted, known
from comity.policy.coding.votes import NAMES, VOTES, Compact, Vote, by_region, sums, votes

COMPACTS: tuple[Compact, ...] = get_args(Compact)
WORLD = "world"
_OFFERED = ("M49 region", "M49 sub-region", "regional body")
_VOTED = N_(
    "On {day}, {yes.exact} states voted for the resolution, {no.exact} against, {abstain.exact} "
    "abstained and {absent.exact} did not vote."
)
_VOTED_THERE = N_(
    "On {day}, of the states of {region} {yes.exact} voted for the resolution, {no.exact} against, "
    "{abstain.exact} abstained and {absent.exact} did not vote."
)
CAVEATS = (
    N_("A vote is a position of that day; some governments changed theirs later."),
    N_("Not voting can be absence, or loss of the vote for arrears; it is not abstention."),
    N_("Neither compact is legally binding; a vote says nothing of what a state does."),
)
ON_THE_YEARLY_RESOLUTION = N_(
    "The vote was on the yearly resolution on UNHCR, which affirms the compact on refugees."
)


def compact_of(name: str) -> Compact | None:
    """The compact of a name in an address, however it is written.

    >>> compact_of("GCM"), compact_of("gcx")
    ('gcm', None)
    """
    return next((one for one in COMPACTS if one == name.lower()), None)


def slug(vote: str) -> str:
    """A kind of vote as it stands in an address.

    >>> slug("not voting")
    'not-voting'
    """
    return vote.replace(" ", "-")


def vote_of(text: str) -> str:
    """The kind of vote that an address asks for; empty for all."""
    asked = text.strip().lower().replace("-", " ")
    if asked and asked not in VOTES:
        raise ComityError(f"vote={text[:20]} is none of {', '.join(map(slug, VOTES))}.")
    return asked


def region_of(text: str) -> Region | None:
    """The region that an address asks for; none for the world."""
    found = find_region(text[:80]) if text.strip() else None
    return None if found is None or found.slug == WORLD else found


@dataclass(frozen=True)
class Shown:
    """A compact as a page shows it, with the states of a region or of one kind of vote only."""

    evidence: Evidence
    compact: Compact
    voice: Voice
    region: Region | None = None
    vote: str = ""

    @property
    def title(self) -> str:
        """The name of the compact."""
        return self.voice._(NAMES[self.compact])

    @property
    def caveats(self) -> tuple[str, ...]:
        """What bounds the votes."""
        return CAVEATS if self.compact == "gcm" else (*CAVEATS, ON_THE_YEARLY_RESOLUTION)

    @cached_property
    def votes(self) -> list[Vote]:
        """Every vote."""
        return votes(self.evidence, self.compact)

    @cached_property
    def listed(self) -> list[Vote]:
        """The votes that the page lists, in the alphabet of its language."""
        inside = None
        if self.region and self.votes:
            inside = {place.code for place in self.region.members(self.votes[0].day)}
        found = [
            one
            for one in self.votes
            if (inside is None or one.country.code in inside) and self.vote in ("", one.vote)
        ]
        return sorted(found, key=lambda one: one.country.name_in(self.voice.language))

    @cached_property
    def sums(self) -> list[tuple[Region, list[Finding]]]:
        """The votes by region, the world first."""
        return by_region(self.evidence, self.compact)

    @cached_property
    def here(self) -> list[Finding]:
        """The votes of the region that is asked for, or of the world."""
        return sums(self.evidence, self.compact, self.region or regions()[WORLD])

    @property
    def sentence(self) -> Sentence | None:
        """How the world or the region voted, in a sentence; none where the votes are not held."""
        if not self.here:
            return None
        yes, no, abstain, absent = self.here
        if self.region is None:
            return self.voice.say(
                _VOTED, day=self.voice.day(yes.period.start), yes=yes, no=no, abstain=abstain,
                absent=absent,
            )  # fmt: skip
        return self.voice.say(
            _VOTED_THERE, day=self.voice.day(yes.period.start), region=self.region, yes=yes,
            no=no, abstain=abstain, absent=absent,
        )  # fmt: skip

    def offered(self) -> list[Region]:
        """The regions that the form offers, by name."""
        every = [one for one in regions().values() if one.grouping in _OFFERED]
        return sorted(every, key=lambda one: one.name_in(self.voice.language))

    def tables(self) -> list[Table]:
        """The votes of the world and its regions, and of sub-regions; none without votes."""
        if not self.sums:
            return []
        fine = [one for one in self.sums if one[0].grouping == "M49 sub-region"]
        coarse = [one for one in self.sums if one not in fine]
        return [
            self._table(self.voice._("Votes by region (UN M49)"), coarse),
            self._table(self.voice._("Votes by sub-region (UN M49)"), fine),
        ]

    def _table(self, caption: str, told: list[tuple[Region, list[Finding]]]) -> Table:
        return Table(
            caption,
            self.voice._("Region"),
            tuple(self.voice._(word) for word in VOTES.values()),
            tuple(Line(region, tuple(cells)) for region, cells in told),
        )

    @cached_property
    def known(self) -> list[Known]:
        """The indicators of the compact on refugees as the evidence has them for the world."""
        return known(self.evidence, regions()[WORLD]) if self.compact == "gcr" else []

    @cached_property
    def people(self) -> Finding | None:
        """The refugees in the world, whom the indicators are about."""
        return hosted(self.evidence, regions()[WORLD]) if self.compact == "gcr" else None

    def cell(self, finding: Finding) -> Cell:
        """A finding as it is written in a table."""
        return cell_of(finding, self.voice)

    @property
    def findings(self) -> list[Finding]:
        """Every finding of the page."""
        summed = [one for _, cells in self.sums for one in cells]
        told = [one.finding for one in self.known if one.finding]
        return [*summed, *told, *([self.people] if self.people else [])]

    @property
    def sources(self) -> list[Source]:
        """Who says all this."""
        return sources_of(self.findings)


def vote_rows(shown: Shown) -> list[dict[str, Any]]:
    """The listed votes as rows."""
    return [
        {
            "compact": shown.compact,
            "country": one.country.code,
            "name": one.country.name,
            "vote": one.vote,
            "resolution": one.resolution,
            "date": one.day.isoformat(),
            "source": one.source.short,
        }
        for one in shown.listed
    ]


def objective_rows() -> list[dict[str, Any]]:
    """The objectives of the compact on migration, with the related targets in our reading."""
    return [
        {
            "objective": one.number,
            "title": one.title,
            "related_sdg_targets": "; ".join(one.related_targets),
            "proxies": one.proxies,
            "crosswalk": "Comity's own, not official",
            "source": one.source,
        }
        for one in gcm.objectives()
    ]


def indicator_rows(shown: Shown) -> list[dict[str, Any]]:
    """The indicators of the compact on refugees, with what the evidence has."""
    return [
        {
            "indicator": one.indicator,
            "objective": gcr.indicators()[one.indicator].objective,
            "text": gcr.indicators()[one.indicator].text,
            "verification": gcr.indicators()[one.indicator].verification,
            "basis": BASES[one.basis],
            "value": one.finding.value if one.finding else None,
            "unit": one.finding.unit if one.finding else "",
            "period": str(one.finding.period) if one.finding else "",
            "note": one.note,
        }
        for one in shown.known
    ]


def as_json(shown: Shown) -> dict[str, Any]:
    """A compact as plain data; numbers of findings stand for the findings at the end."""
    numbers = {id(one): place for place, one in enumerate(shown.findings)}
    plain: dict[str, Any] = {
        "compact": shown.compact,
        "title": NAMES[shown.compact],
        "as_of": shown.evidence.today.isoformat(),
        "region": subject_json(shown.region) if shown.region else None,
        "vote": shown.vote or None,
        "votes": vote_rows(shown),
        "by_region": [
            {
                "region": subject_json(region),
                "findings": dict(zip(VOTES, [numbers[id(c)] for c in cells], strict=True)),
            }
            for region, cells in shown.sums
        ],
    }
    if shown.compact == "gcm":
        plain |= {"objectives": objective_rows(), "principles": list(gcm.principles())}
    else:
        told = [numbers[id(one.finding)] if one.finding else None for one in shown.known]
        plain["indicators"] = [
            row | {"finding": number}
            for row, number in zip(indicator_rows(shown), told, strict=True)
        ]
    bounds = (gcm.CROSSWALK,) if shown.compact == "gcm" else (gcr.UNVERIFIED,)
    return plain | {
        "caveats": [*shown.caveats, *bounds],
        "findings": [one.as_json() for one in shown.findings],
        "sources": [source.as_json() for source in shown.sources],
    }


def sheets(shown: Shown) -> dict[str, pl.DataFrame]:
    """A compact as the sheets of a workbook."""
    summed = [
        {"region": region.name} | {word: one.value for word, one in zip(VOTES, cells, strict=True)}
        for region, cells in shown.sums
    ]
    tables = {"Votes": vote_rows(shown), "Votes by region": summed}
    if shown.compact == "gcm":
        principles = [{"n": n, "principle": text} for n, text in enumerate(gcm.principles(), 1)]
        tables |= {"Objectives": objective_rows(), "Principles": principles}
    else:
        tables["Indicators"] = indicator_rows(shown)
    tables["Sources"] = [dict(source.as_json()) for source in shown.sources]
    return {name: pl.DataFrame(rows, infer_schema_length=None)
            for name, rows in tables.items() if rows}  # fmt: skip
