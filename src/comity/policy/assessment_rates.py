"""Indicators that divide one count by another, from a file with a row a country, year and group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.core.brought import (
    MOST_PEOPLE,
    OLDEST,
    Brought,
    amount,
    brought,
    choice,
    own_finding,
    refuse_doubles,
    text,
)
from comity.core.findings import Finding
from comity.core.parts import Part
from comity.core.tables import Column, Schema
from comity.evidence.indicators import per_100_000, percent, refugees_per_100_000, times
from comity.policy.assessment_forms import Assessment
from comity.policy.assessment_withheld import withheld

SEXES = ("female", "male", "total")


@dataclass(frozen=True, slots=True)
class Rate:
    """How one of these indicators is worked out, and by what its rows are told apart."""

    code: str
    measure: str
    part: str
    whole: str
    work: Callable[[float, float], float | None]
    by: tuple[Column, ...] = ()
    beside: bool = False

    @property
    def method(self) -> str:
        """The method and its version."""
        how = {
            refugees_per_100_000: f"100,000 * {self.part} / ({self.whole} + {self.part})",
            per_100_000: f"100,000 * {self.part} / {self.whole}",
            percent: f"100 * {self.part} / {self.whole}",
        }
        return f"SDG {self.code}, Comity version 1: {how[self.work]}"


_SEX, _AGE, _FORM, _GROUP = choice("sex", SEXES), text("age"), text("form"), text("group")
RATES = {
    one.code: one
    for one in (
        Rate("10.7.4", "refugees_per_100000", "refugees", "population", refugees_per_100_000),
        Rate("16.2.2", "trafficking_rate", "victims", "population", per_100_000,
             (_FORM, _SEX, _AGE)),
        Rate("16.9.1", "births_registered", "registered", "children", percent, (_SEX, _GROUP)),
        Rate("5.2.1", "partner_violence", "subjected", "women", percent, (_FORM, _AGE, _GROUP)),
        Rate("5.2.2", "other_violence", "subjected", "women", percent,
             (_AGE, text("place"), _GROUP)),
        Rate("8.7.1", "child_labour", "working", "children", percent, (_SEX, _AGE, _GROUP)),
        Rate("8.8.1", "injury_rate", "injuries", "workers", per_100_000,
             (choice("severity", ("fatal", "other"), optional=False),
              choice("status", ("migrant", "national", "total"), optional=False), _SEX),
             beside=True),
    )
}  # fmt: skip
"""The indicators of this kind by their code."""


def assess(code: str, path: Path) -> Assessment:
    """The assessment of a file with the columns of the indicator's template."""
    rate = RATES[code]
    table = brought(path, _schema(rate))
    by = [column.name for column in rate.by]
    refuse_doubles(table, ["country", "year", *by])
    rows = table.rows()
    for number, row in rows:
        _check(table, rate, number, row)
    held = _held(rate, [row for _, row in rows])
    found = [_finding(table, rate, row, hide=n in held) for n, (_, row) in enumerate(rows)]
    ratios = _ratios(table, rate, held) if rate.beside else []
    hidden = sum(one.status == "withheld" for one in found)
    notes = [
        f"Rows withheld: {hidden}, where the rate would tell of one to four people, alone or "
        "beside other rows."
    ] * bool(hidden)
    plain = {"values": [_told(rate, one) for one in found]}
    if rate.beside:
        plain["ratios"] = [_told(rate, one) for one in ratios]
    parts = [_table(rate.code, found)] + (
        [_table("Migrants to nationals", ratios)] if ratios else []
    )
    findings = (*found, *ratios)
    return Assessment(code, rate.method, plain, tuple(parts), (*notes, *table.notes), "", findings)


def _schema(rate: Rate) -> Schema:
    return Schema(
        rate.code,
        (
            Column("country", "place"),
            Column("year", "year", minimum=OLDEST),
            *rate.by,
            amount(rate.part, most=MOST_PEOPLE),
            amount(rate.whole, least=1, most=MOST_PEOPLE),
        ),
    )


def _check(table: Brought, rate: Rate, number: int, row: Mapping[str, Any]) -> None:
    part, whole = row[rate.part], row[rate.whole]
    if rate.work is not refugees_per_100_000 and part > whole:
        says = f"{part:g} is more than '{rate.whole}' ({whole:g}); exchange or mend them"
        raise table.refuse(number, rate.part, says)


def _held(rate: Rate, rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """The places of the rows whose rate would tell of one to four people, alone or with others."""
    by = [column.name for column in rate.by]
    keys = [[row[name] for name in ("country", "year", *by)] for row in rows]
    counts = [[row[rate.part] for row in rows]]
    if rate.work is percent:
        counts.append([row[rate.whole] - row[rate.part] for row in rows])
    return withheld(keys, len(by), counts)


def _finding(table: Brought, rate: Rate, row: Mapping[str, Any], *, hide: bool) -> Finding:
    value = rate.work(row[rate.part], row[rate.whole])
    about = tuple((c.name, row[c.name]) for c in rate.by if row[c.name] is not None)
    return own_finding(
        table.name, row["country"], row["year"], rate.measure, value, rate.method,
        withheld=hide, about=about,
    )  # fmt: skip


def _ratios(table: Brought, rate: Rate, held: Collection[int]) -> list[Finding]:
    """The rate of migrants divided by that of nationals; withheld where one of the two is."""
    rows = {
        (r["country"], r["year"], r["severity"], r["sex"], r["status"]): (place, r)
        for place, (_, r) in enumerate(table.rows())
    }
    found = []
    for (country, year, severity, sex, status), row in rows.items():
        other = rows.get((country, year, severity, sex, "national"))
        if status != "migrant" or other is None:
            continue
        both = [rate.work(one[rate.part], one[rate.whole]) for _, one in (row, other)]
        about = (("severity", severity), *((("sex", sex),) if sex else ()))
        hide = row[0] in held or other[0] in held
        method = f"{rate.method}; migrants divided by nationals"
        value = times(both[0], both[1])
        found.append(
            own_finding(table.name, country, year, "injury_ratio", value, method,
                        withheld=hide, about=about)
        )  # fmt: skip
    return found


def _told(rate: Rate, one: Finding) -> dict[str, Any]:
    return {
        "country": one.subject.code,
        "year": one.period.start.year,
        **dict(one.about),
        "value": one.value,
        "unit": one.unit,
        "status": one.status,
    }


def _table(title: str, found: Sequence[Finding]) -> Part:
    lines = tuple(
        (one.subject.name, str(one.period), ", ".join(value for _, value in one.about),
         "withheld" if one.status == "withheld" else one.value, one.unit)
        for one in found
    )  # fmt: skip
    return Part(title, ("Country", "Year", "Group", "Value", "Unit"), lines, ("Value",))
