"""A weighed partnership as plain data and as tables for a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from comity import __version__
from comity.services.training.addresses import figures_of
from comity.services.training.beside import Known
from comity.services.training.guard import SAYS
from comity.services.training.labels import UNITS, label_of, unit_of
from comity.services.training.model import COSTS, ITEMS
from comity.services.training.needs import SAYS as SUPPLY
from comity.services.training.needs import needs
from comity.services.training.telling import HEADS, Reason, head_of, reasons
from comity.services.training.weighing import BOUNDS, Weighed

METHOD = (
    "accounts by party and year against no partnership, real and discounted; figures with bounds "
    "drawn from triangles, each apart from the others"
)


def as_json(weighed: Weighed, known: Iterable[Known] = ()) -> dict[str, Any]:
    """Everything that was worked out, as plain data; its keys are part of the public interface."""
    told, split = weighed.told, weighed.split
    head = head_of(weighed)
    return {
        "id": told.id,
        "title": told.title,
        "illustration": told.illustration,
        "occupation": told.occupation.model_dump(),
        "currency": told.currency,
        "prices_of": told.prices_of,
        "years": told.years,
        "intakes": told.intakes,
        "outcome": head,
        "says": HEADS[head],
        "gain_for_all": weighed.gains,
        "gain_for_all_possible": weighed.can_gain,
        "gain_for_all_in_share_of_draws": weighed.together,
        "reasons": [said(weighed, one) for one in reasons(weighed)],
        "costs": {
            "total": split.price,
            "surplus_of_payers": split.surplus,
            "items": cost_items(weighed),
        },
        "shares_shown": "as agreed" if weighed.agreed else "fair",
        "shares": share_rows(weighed),
        "parties": party_rows(weighed),
        "guard": [
            one.as_json() | {"says": SAYS[one.standing], "home_track_needed": weighed.needs(one)}
            for one in weighed.watches
        ],
        "need": need_rows(weighed),
        "turns": turn_rows(weighed),
        "figures": figure_rows(weighed),
        "sources": {key: one.model_dump() for key, one in told.sources.items()},
        "evidence": [_known(one) for one in known],
        "method": {
            "what": METHOD,
            "draws": weighed.draws,
            "seed": weighed.seed,
            "bounds_hold_percent_of_draws": BOUNDS[1] - BOUNDS[0],
            "version": __version__,
        },
    }


def said(weighed: Weighed, reason: Reason) -> str:
    """A reason in English, amounts in the partnership's money."""
    money = weighed.told.currency
    return reason.template.format(
        party=reason.party.label if reason.party else "",
        amount=f"{money} {round(reason.amount):,}" if reason.amount is not None else "",
        more=f"{money} {round(reason.more):,}" if reason.more is not None else "",
    )


def party_rows(weighed: Weighed) -> list[dict[str, Any]]:
    """Who pays what, gets what, and when it is worth it; amounts worth in the first year."""
    return [
        {
            "party": one.party.id,
            "name": one.party.label,
            "pays": one.pays,
            "gets": one.gets,
            "net": one.net,
            "net_low": one.low,
            "net_high": one.high,
            "even_after_years": one.even,
            "gains_in_share_of_draws": one.gains_in,
            "made_of": {
                ITEMS[item]: float(weighed.accounts.now(amounts)[0])
                for item, amounts in weighed.accounts.gains.get(one.party.id, {}).items()
            },
            "running_total": list(one.running),
        }
        for one in weighed.stands
    ]


def share_rows(weighed: Weighed) -> list[dict[str, Any]]:
    """Of every payer the share that is shown, the least and the most, and the fair one."""
    ranges, fair = weighed.split.ranges(), weighed.split.fair()
    return [
        {
            "party": one.id,
            "name": one.label,
            "shown": weighed.shares.get(one.id),
            "least": ranges[one.id][0] if one.id in ranges else None,
            "most": ranges[one.id][1] if one.id in ranges else None,
            "most_in_nine_of_ten_draws": weighed.sure.get(one.id),
            "fair": fair.get(one.id),
        }
        for one in weighed.parties
        if one.pays
    ]


def cost_items(weighed: Weighed) -> dict[str, float]:
    """What the costs are made of, worth in the first year."""
    accounts = weighed.accounts
    found = {COSTS[item]: float(accounts.now(one)[0]) for item, one in accounts.costs.items()}
    return {item: amount for item, amount in found.items() if amount}


def need_rows(weighed: Weighed) -> list[dict[str, Any]]:
    """Need and supply, as far as the document tells of them."""
    units = {"people": "people", "share": "share of 1", "money": weighed.told.currency}
    return [
        {
            "what": SUPPLY[one.key],
            "country": one.country,
            "value": one.value,
            "unit": units[one.unit],
        }
        for one in needs(weighed)
    ]


def turn_rows(weighed: Weighed) -> list[dict[str, Any]]:
    """Numbers at which it turns whether all can gain; none where the guard refuses."""
    if weighed.refused:
        return []
    return [
        {
            "figure": one.address,
            "name": label_of(one.address),
            "value": one.value,
            "turns_at": one.turns_at,
            "unit": unit_of(one.address),
        }
        for one in weighed.turns
    ]


def figure_rows(weighed: Weighed) -> list[dict[str, Any]]:
    """Every figure with its bounds and who says so; amounts in the currency in which they stand."""
    told = weighed.told
    rows = []
    for address, one in figures_of(told).items():
        source = told.sources.get(one.source or "")
        unit = UNITS[unit_of(address)].format(
            currency=one.currency or told.currency, year=one.year or told.prices_of
        )
        rows.append(
            {
                "figure": address,
                "name": label_of(address),
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "unit": unit if unit != "percent" else "share of 1",
                "mark": one.mark,
                "source": source.citation if source else "",
                "url": source.url if source else "",
                "assumption": one.assumption or "",
                "note": one.note or (source.note if source else ""),
            }
        )
    return rows


def sheets(weighed: Weighed, known: Iterable[Known] = ()) -> Mapping[str, pl.DataFrame]:
    """The tables of a workbook; the first is the whole of a CSV file."""
    money = f"{weighed.told.currency} of {weighed.told.prices_of}, worth in the first year"
    parties = [
        {key: value for key, value in row.items() if key not in ("made_of", "running_total")}
        | {"unit": money}
        for row in party_rows(weighed)
    ]
    return {
        "Parties": _frame(parties),
        "Shares": _frame(share_rows(weighed)),
        "Years": _frame(_years(weighed)),
        "Made of": _frame(
            [
                {"party": row["name"], "what": item, "amount": amount, "unit": money}
                for row in party_rows(weighed)
                for item, amount in row["made_of"].items()
            ]
            + [
                {"party": "all costs", "what": item, "amount": -amount, "unit": money}
                for item, amount in cost_items(weighed).items()
            ]
        ),
        "Need": _frame(need_rows(weighed)),
        "Density": _frame(
            [
                {"origin": one.origin, "threshold_per_10000": one.threshold} | row
                for one in weighed.watches
                for row in one.as_json()["years"]
            ]
        ),
        "Turns": _frame(turn_rows(weighed)),
        "Figures": _frame(figure_rows(weighed)),
        "Evidence": _frame([_row(one) for one in known]),
    }


def _years(weighed: Weighed) -> list[dict[str, Any]]:
    return [
        {"party": one.party.label, "year": year, "running_total": total}
        for one in weighed.stands
        for year, total in enumerate(one.running, start=1)
    ]


def _known(one: Known) -> dict[str, Any]:
    return {
        "subject": one.subject.code,
        "what": one.label,
        "finding": one.finding.as_json() if one.finding else None,
    }


def _row(one: Known) -> dict[str, Any]:
    found = one.finding
    return {
        "subject": one.subject.code,
        "what": one.label,
        "value": found.value if found else None,
        "unit": found.unit if found else "",
        "period": str(found.period) if found else "not held here",
        "source": "; ".join(s.citation for s in found.lineage.sources) if found else "",
    }


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, infer_schema_length=None)
