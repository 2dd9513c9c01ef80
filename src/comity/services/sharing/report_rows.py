"""The report as plain data and as tables: one order of states, one name a column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from comity import __version__
from comity.core.places import places
from comity.services.sharing.actual import BESIDE, KINDS, Actual
from comity.services.sharing.comparing import Beside
from comity.services.sharing.key import INDICATORS, Key
from comity.services.sharing.known import STANDINGS, Published
from comity.services.sharing.report import CAVEATS, Report
from comity.services.sharing.rounding import allocate
from comity.services.sharing.sensitivity import FIRMNESS, INSIDE

if TYPE_CHECKING:
    import polars as pl


def plain(report: Report) -> dict[str, Any]:
    """All of it, for machines: `shares` and everything named percent is percent of the whole."""
    found = report.found
    told: dict[str, Any] = {
        "key": key_json(report.key),
        "method": method(report.key),
        "states": list(found.places),
        "shares": {place: 100 * share for place, share in found.by_place.items()},
    }
    if report.persons is not None:
        told |= {"people": report.persons, "persons": report.allocated}
    told |= {
        "sub_shares": {
            part.indicator: {p: 100 * s for p, s in zip(found.places, sub, strict=True)}
            for part, sub in zip(found.key.parts, found.subs, strict=True)
        },
        "given_back_percent": 100 * found.spare,
        "limited": {name: list(about) for name, about in found.limited.items()},
        "held": found.held,
        "sensitivity": sensitivity_json(report),
        "inputs": {place: dict(row) for place, row in sorted(report.inputs.figures.items())},
        "actual": [actual_json(one) for one in report.actual],
        "published": report.beside and beside_json(report.beside),
        "notes": [str(remark) for remark in report.remarks],
        "caveats": list(CAVEATS),
        "comity": __version__,
        "findings": [one.as_json() for one in (*report.findings, *report.inputs.findings)],
        "sources": [source.as_json() for source in report.sources],
    }
    return told


def method(key: Key) -> str:
    """The formula in one line.

    >>> from comity.services.sharing.known import known_key
    >>> method(known_key("population-gdp"))
    'share = 0.5 population + 0.5 gdp'
    """
    terms = []
    for part, weight in zip(key.parts, key.weights, strict=True):
        name = (
            f"{part.direction}({part.indicator})" if part.direction != "direct" else part.indicator
        )
        if part.limit:
            of = " + ".join(f"{factor:g} {one}" for one, factor in part.limit.of)
            name = f"min({name}, {part.limit.share:g} x ({of}))"
        terms.append(f"{weight:.4g} {name}")
    rest = " + ".join(f"{share:g} {name}" for name, share in key.residual) or "in proportion"
    limited = any(part.limit for part in key.parts)
    return f"share = {' + '.join(terms)}" + (f"; the rest by {rest}" if limited else "")


def key_json(key: Key) -> dict[str, Any]:
    """A key as plain data."""
    return {
        "name": key.name,
        "title": key.title,
        "date": key.date,
        "parts": [
            {
                "indicator": part.indicator,
                "label": INDICATORS.get(part.indicator, part.indicator),
                "weight_percent": 100 * weight,
                "direction": part.direction,
                "limit": part.limit and {"share": part.limit.share, "of": dict(part.limit.of)},
            }
            for part, weight in zip(key.parts, key.weights, strict=True)
        ],
        "residual": dict(key.residual) or "proportional",
        "floors_percent": dict(key.floors) | ({"every state": key.least} if key.least else {}),
        "caps_percent": dict(key.caps) | ({"every state": key.most} if key.most < 100 else {}),
        "out": dict(key.out),
        "tradable_percent": 100 * key.tradable,
        "sources": list(key.sources),
        "standing": STANDINGS.get(key.standing, key.standing),
        "words": list(key.words),
    }


def sensitivity_json(report: Report) -> dict[str, Any]:
    """How much the shares depend on the weights; percent and percentage points."""
    doubt = report.doubt
    return {
        "method": f"Dirichlet draws around the weights, parameters {FIRMNESS} times the weights",
        "draws": doubt.draws,
        "seed": doubt.seed,
        "interval_percent": INSIDE,
        "low": {place: 100 * share for place, share in doubt.low.items()},
        "high": {place: 100 * share for place, share in doubt.high.items()},
        "ten_points_more": {pull.indicator: pull.change for pull in report.pulls},
    }


def actual_json(one: Actual) -> dict[str, Any]:
    """One kind of count beside the key; shares in percent."""
    return {
        "kind": one.kind,
        "label": KINDS[one.kind],
        "year": one.year,
        "total": one.total,
        "states": {
            line.place: {
                "people": line.people,
                "actual_percent": 100 * line.actual_share,
                "fair_percent": 100 * line.fair_share,
                "fair_people": line.fair,
                "above_or_below": line.gap,
                "ratio": line.ratio,
                **{name: line.beside.get(name) for name in BESIDE},
            }
            for line in one.lines
        },
        "least_moved": one.moved,
        "moves": [
            {"from": move.origin, "to": move.destination, "persons": move.persons}
            for move in one.moves
        ],
        "tradable_persons": one.by_money,
        "money": one.rate
        and {
            "a_person": one.rate.amount,
            "currency": one.rate.currency,
            "source": one.rate.source,
            "tradable": one.money(one.by_money),
            "all": one.money(one.moved),
        },
        "notes": [str(remark) for remark in one.remarks],
    }


def beside_json(beside: Beside) -> dict[str, Any]:
    """The formula beside the annex; percentage points."""
    place, error = beside.largest
    return {
        "proposal": beside.published.proposal,
        "provenance": beside.published.provenance,
        "percent": {place: float(share) for place, share in beside.published.percent.items()},
        "persons": beside.published.persons,
        "errors": beside.errors,
        "mean_absolute_error": beside.mean,
        "largest_error": {"state": place, "points": error},
        "notes": [str(remark) for remark in beside.remarks],
    }


def sheets(report: Report) -> Mapping[str, pl.DataFrame]:
    """The tables of the report: shares first, then each count, moves, and figures."""
    import polars as pl

    made = {"Shares": pl.DataFrame(_share_rows(report), infer_schema_length=None)}
    for one in report.actual:
        rows = [
            {"state": place, "name": places()[place].name, "year": one.year} | told
            for place, told in actual_json(one)["states"].items()
        ]
        made[one.kind.capitalize()] = pl.DataFrame(rows, infer_schema_length=None)
        made[f"Moves, {one.kind}"] = pl.DataFrame(actual_json(one)["moves"])
    notes = [*map(str, report.remarks), *CAVEATS, *report.key.sources]
    notes += [f"{source.citation} {source.licence}." for source in report.sources]
    made["Notes"] = pl.DataFrame({"note": notes})
    return made


def _share_rows(report: Report) -> list[dict[str, Any]]:
    found, beside = report.found, report.beside
    rows = []
    for i, (place, share) in enumerate(found.by_place.items()):
        row: dict[str, Any] = {
            "state": place,
            "name": places()[place].name,
            "key": report.key.name,
            "share_percent": 100 * share,
            "low_percent": 100 * report.doubt.low[place],
            "high_percent": 100 * report.doubt.high[place],
        }
        if report.allocated:
            row["persons"] = report.allocated[place]
        for part, sub in zip(found.key.parts, found.subs, strict=True):
            row[f"{part.indicator}_sub_share_percent"] = 100 * sub[i]
        if beside:
            row["published_percent"] = float(beside.published.percent[place])
        row |= report.inputs.figures[place]
        rows.append(row)
    return rows


def annex_json(key: Key, told: Published, persons: int | None) -> dict[str, Any]:
    """The shares that an annex printed, and so many people shared out by them."""
    plain: dict[str, Any] = {
        "key": key_json(key),
        "method": "shares as published; people by largest remainder",
        "proposal": told.proposal,
        "provenance": told.provenance,
        "shares": {place: float(share) for place, share in told.percent.items()},
        "published_persons": told.persons,
    }
    if persons is not None:
        plain |= {"people": persons, "persons": allocate(told.percent, persons)}
    checked = "were read in a page of the annex" if told.checked else "are recalled, not read again"
    whole = f"{sum(told.persons.values()):,}"
    plain["notes"] = [
        f"The published shares {checked}.",
        f"The people in the annex add up to {whole}, as it rounded each state by itself.",
    ]
    return plain | {"comity": __version__}


def annex_frame(told: Mapping[str, Any]) -> pl.DataFrame:
    """The same as a table."""
    import polars as pl

    people = told.get("persons") or {}
    rows = [
        {
            "state": place,
            "name": places()[place].name,
            "published_percent": share,
            "published_persons": told["published_persons"][place],
        }
        | ({"persons": people[place]} if people else {})
        for place, share in told["shares"].items()
    ]
    return pl.DataFrame(rows)
