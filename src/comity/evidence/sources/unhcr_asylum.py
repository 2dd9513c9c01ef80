"""Asylum applications and decisions by UNHCR: new applications only, decisions at three levels.

https://api.unhcr.org/docs/refugee-statistics.html
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally
from comity.evidence.sources.contract import Body, Connector, Release, Wanted
from comity.evidence.sources.unhcr import Endpoint, added_up, collect, labelled, sided, table

NEW = ("N", "NR", "NA", "V", "FA")
"""Types of application that are new ones, alone or counted together with others."""

OTHER_TYPES = ("R", "RA", "A", "J", "SP", "BL")
LEVELS = MappingProxyType(
    dict.fromkeys(("FI", "NA", "IN", "EO", "TA"), "first_instance") | {"FA": "first_and_appeal"}
)

APPLICATIONS = Endpoint(
    "asylum-applications", 2000, ("applied",),
    ("procedure_type", "app_type", "dec_level", "app_pc"),
    headings=MappingProxyType({
        "Authority": "procedure_type", "Application type": "app_type",
        "Stage of procedure": "dec_level", "Cases / Persons": "app_pc", "applied": "applied",
    }),
)  # fmt: skip
DECISIONS = Endpoint(
    "asylum-decisions", 2000, ("dec_recognized", "dec_other", "dec_rejected", "dec_closed"),
    ("procedure_type", "dec_level", "dec_pc"),
    headings=MappingProxyType({
        "Authority": "procedure_type", "Stage of procedure": "dec_level",
        "Cases / Persons": "dec_pc", "Recognized decisions": "dec_recognized",
        "Complementary protection": "dec_other", "Rejected decisions": "dec_rejected",
        "Otherwise closed": "dec_closed",
    }),
)  # fmt: skip


def _applications(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """New applications, whoever received them and at whatever stage they are counted."""
    tally = Tally(wanted.dataset)
    frame = table(APPLICATIONS, bodies)
    new = pl.col("app_type").is_in(NEW)
    strange = frame.filter(~pl.col("app_type").is_in([*NEW, *OTHER_TYPES]))["app_type"]
    notes = [f"Left out: {frame.filter(~new).height:,} rows of appeals and repeat applications."]
    if len(strange):
        types = ", ".join(shown(one) for one in sorted(strange.fill_null("").unique()))
        notes = [
            *notes,
            f"Among them {len(strange):,} rows of types that nobody explains: {types}.",
        ]
    frame = sided(frame.filter(new), tally, ("coo", "origin"), ("coa", "destination"))
    frame = frame.rename({"app_pc": "unit", "applied": "applications", "applied flag": "flag"})
    tidy = added_up(frame, ("origin", "destination", "year", "unit"), ["applications"])
    return labelled(tidy, wanted, [*notes, *tally.notes()])


def _decisions(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """Decisions by outcome, of all authorities together, at three levels."""
    tally = Tally(wanted.dataset)
    frame = sided(table(DECISIONS, bodies), tally, ("coo", "origin"), ("coa", "destination"))
    names = ("recognised", "complementary", "rejected", "otherwise_closed")
    frame = frame.rename(dict(zip(DECISIONS.figures, names, strict=True)) | {"dec_pc": "unit"})
    level = pl.col("dec_level").replace_strict(LEVELS, default="other", return_dtype=pl.String)
    flag = pl.max_horizontal(f"{name} flag" for name in DECISIONS.figures)
    frame = frame.with_columns(level=level, flag=flag)
    tidy = added_up(frame, ("origin", "destination", "year", "level", "unit"), names)
    return labelled(tidy, wanted, tally.notes())


CONNECTORS = (
    Connector(
        "asylum_applications",
        lambda wanted, get: [*collect(APPLICATIONS, wanted, get)],
        _applications,
        ("asylum-applications*.json", "asylum-applications*.csv", "asylum-applications*.zip"),
    ),
    Connector(
        "asylum_decisions",
        lambda wanted, get: [*collect(DECISIONS, wanted, get)],
        _decisions,
        ("asylum-decisions*.json", "asylum-decisions*.csv", "asylum-decisions*.zip"),
    ),
)
