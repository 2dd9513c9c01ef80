"""`comity mixed`: who moved, who of them needed protection, and who fell outside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    print_json,
    print_table,
    read_day,
    say,
    subject_of,
    the_evidence,
    write,
)

if TYPE_CHECKING:
    from comity.core.findings import Finding
    from comity.evidence import Evidence
    from comity.evidence.mixed import Account

_ENDINGS = (".csv", ".json", ".xlsx")
_ABSENT = "\u2013"
_COLUMNS = (
    "part", "subject", "measure", "what", "about", "period", "value", "low", "high", "interval",
    "unit", "status", "note", "source",
)  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("mixed")(mixed)


def mixed(
    subject: list[str] = typer.Argument(
        ...,
        metavar="SUBJECT",
        help="A country, a corridor (FROM-TO, people's direction), or a region.",
    ),
    period: str | None = typer.Option(
        None, "--period", metavar="YEARS", help="One period, as in 2015-2020. Default: all."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Tell protection-related from other movement, with what falls outside protection.

    Example: comity mixed TJK-RUS --period 2015-2020
    """
    from comity.evidence.mixed import mixed_account, period_of

    read_day(as_of)
    check_ending(output, _ENDINGS, "A mixed account")
    when = period_of(period) if period else None
    about = subject_of(subject)
    evidence = the_evidence(as_of)
    account = mixed_account(evidence, about).within(when)
    plain = {"as_of": evidence.today.isoformat(), **account.as_json()}
    if output is not None:
        _write(output, plain, account)
    if as_json:
        print_json(plain)
    elif output is None:
        _show(evidence, account)


def _write(output: Path, plain: dict[str, Any], account: Account) -> None:
    import json

    import polars as pl

    from comity.core.sheets import table_bytes

    if output.suffix.lower() == ".json":
        write(output, json.dumps(plain, ensure_ascii=False, indent=1).encode())
        return
    schema = dict.fromkeys(_COLUMNS, pl.String) | dict.fromkeys(
        ("value", "low", "high"), pl.Float64
    )
    rows = [_row(part, one) for part, found in account.parts.items() for one in found]
    write(output, table_bytes(pl.DataFrame(rows, schema=schema), output.suffix.lower()))


def _row(part: str, one: Finding) -> dict[str, Any]:
    numbers = {"value": one.value, "low": one.low, "high": one.high}
    return {
        "part": part,
        "subject": one.subject.code,
        "measure": one.measure,
        "what": one.kind.label,
        "about": "; ".join(value for _, value in one.about),
        "period": str(one.period),
        **{name: None if number is None else float(number) for name, number in numbers.items()},
        "interval": one.interval,
        "unit": one.unit,
        "status": one.status,
        "note": str(one.note),
        "source": "; ".join(source.short for source in one.lineage.sources),
    }


def _show(evidence: Evidence, account: Account) -> None:
    from comity.briefs.desk import missing
    from comity.briefs.voice import Voice
    from comity.core.findings import sources_of
    from comity.evidence.mixed import ASSUMPTIONS

    voice = Voice()
    say(f"{voice.title(account.subject)}: mixed-migration account", "bold")
    say("Periods run from 1 July of the first year to 30 June of the last.")
    for part, tell in _TOLD.items():
        tell(account.parts[part])
        for assumption in ASSUMPTIONS[part] if account.parts[part] else ():
            say(f"- {assumption}", "dim")
    say(f"{_ABSENT} stands for none, not reported, or not to be worked out.")
    for name in account.lacking:
        say(missing(evidence, voice, name) or "")
    if not account.findings:
        say("The evidence has no figure for this account.")
    for source in sources_of(account.findings):
        say(f"Source: {source.citation.rstrip('.')}.", "dim")


def _movement(found: Sequence[Finding]) -> None:
    for role in dict.fromkeys(dict(one.about).get("role") for one in found if not _moved(one)):
        own = [one for one in found if dict(one.about).get("role") == role]
        side = {"arriving": "estimated_arrivals", "leaving": "estimated_departures"}
        measure = side[role] if role else "estimated_flow"
        own += [one for one in found if one.measure == measure]
        kinds = dict.fromkeys(c for one in own if (c := dict(one.about).get("category")))
        columns = {
            "Estimated": _where(measure),
            "Protection-related": _where("protection_movement", category=None),
            **{kind.capitalize(): _where("protection_movement", category=kind) for kind in kinds},
            "Other": _where("other_movement"),
            "Exceeds the estimate by": _where("protection_exceeds"),
        }
        _by_period(f"Movement ({role})" if role else "Movement", own, columns)


def _moved(one: Finding) -> bool:
    return one.measure.startswith("estimated_")


def _recognition(found: Sequence[Finding]) -> None:
    across = "recognition_across"
    columns = {
        "Mean": _where(across, statistic="mean weighted by decisions"),
        "Lowest": _where(across, statistic="lowest"),
        "Lower quartile": _where(across, statistic="lower quartile"),
        "Upper quartile": _where(across, statistic="upper quartile"),
        "Highest": _where(across, statistic="highest"),
        "Destinations": _where("recognition_destinations"),
    }
    if any(one.measure == "recognition_departure" for one in found) or not any(
        one.measure == across for one in found
    ):
        columns = {
            "Granted here": _where("recognition_rate"),
            "Decisions": _where("decisions"),
            **{f"{name} elsewhere": which for name, which in columns.items()},
            "Here minus elsewhere": _where("recognition_departure"),
        }
    _by_period("Recognition at first instance", found, columns)


def _gap(found: Sequence[Finding]) -> None:
    for role in dict.fromkeys(dict(one.about).get("role") for one in found):
        own = [one for one in found if dict(one.about).get("role") == role]
        closed = _where("protection_gap", among="closed without a decision")
        columns = {"Refused": _where("protection_gap", among="refused")}
        if any(closed(one) for one in own):
            columns["Closed without a decision"] = closed
        title = "Likely in need of protection, and outside it"
        _by_period(f"{title} ({role})" if role else title, own, columns)


def _pressure(found: Sequence[Finding]) -> None:
    if not found:
        return
    years = [one.period for one in found if one.measure == "pressure_part"]
    now = [one for one in found if one.measure == "pressure_part" and one.period == max(years)]
    values = {(one.measure, str(one.period)): one for one in found}
    from comity.evidence.mixed import PARTS

    rows = []
    for one in now:
        about = dict(one.about)
        part = next(part for part in PARTS if part.name == about["of"])
        value = values.get((part.measure, about["figure of"]))
        label = value.kind.label if value else part.name
        rows.append([label, about["figure of"], _cell(value), _cell(one)])
    if rows:
        columns = ["Part", "Year", "Value", "Percentile"]
        title = f"Emigration pressure of {now[0].subject.name}, {max(years)}"
        print_table(columns, rows, title=title, right=columns[1:])
    whole = ("emigration_pressure", "pressure_rank")
    shown = [
        one
        for one in found
        if (one.measure in whole and one.period == max(years)) or one.period.kind == "day"
    ]
    rows = [[one.label, str(one.period), _cell(one), str(one.note)] for one in shown]
    print_table(["", "", "", ""], rows, title="Pressure and opportunity", right=[""])


_TOLD: dict[str, Callable[[Sequence[Finding]], None]] = {
    "movement": _movement,
    "recognition": _recognition,
    "gap": _gap,
    "pressure": _pressure,
}


def _where(measure: str, **about: str | None) -> Callable[[Finding], bool]:
    """Which findings stand in a column: of this measure, and narrowed so."""

    def stands(one: Finding) -> bool:
        told = dict(one.about)
        return one.measure == measure and all(told.get(key) == word for key, word in about.items())

    return stands


def _by_period(
    title: str, found: Iterable[Finding], columns: dict[str, Callable[[Finding], bool]]
) -> None:
    """A table with a row a period, the newest first, and a column a kind of finding; then notes."""
    rows: dict[Any, list[Finding | None]] = {}
    notes: dict[str, list[str]] = {}
    for one in sorted(found, key=lambda one: one.period, reverse=True):
        for place, stands in enumerate(columns.values()):
            if stands(one):
                rows.setdefault(one.period, [None] * len(columns))[place] = one
                if one.note and str(one.period) not in notes.setdefault(str(one.note), []):
                    notes[str(one.note)].append(str(one.period))
    if rows:
        told = [[str(when), *map(_cell, cells)] for when, cells in rows.items()]
        print_table(["Period", *columns], told, title=title, right=[*columns])
    for note, years in notes.items():
        say(f"{', '.join(years)}: {note}.")


def _cell(one: Finding | None) -> str:
    from comity.briefs.render.cells import cell_of
    from comity.briefs.voice import Voice

    if one is None:
        return _ABSENT
    cell = cell_of(one, Voice())
    bounds = f" ({cell.bounds})" if cell.bounds else ""
    return f"{cell.text}{bounds} {dict(one.about).get('destination', '')}".rstrip()
