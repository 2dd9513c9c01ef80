"""`comity openness`: what a corridor offers by law, or how open a country is, and how it counts."""

from __future__ import annotations

from collections.abc import Sequence
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
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.core.findings import Finding
    from comity.core.places import Corridor, Place
    from comity.evidence import Evidence
    from comity.evidence.openness import FreeMovement, Index, Opportunity, Share

_ENDINGS = (".csv", ".json", ".xlsx")


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("openness")(openness)


def openness(
    subject: list[str] = typer.Argument(
        ..., metavar="SUBJECT", help="A country, or a corridor (FROM-TO, people's direction)."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Tell what visa rules and free-movement areas allow.

    Example: comity openness TJK-RUS
    """
    from comity.core.places import Corridor, Place

    read_day(as_of)
    check_ending(output, _ENDINGS, "Openness")
    about = subject_of(subject)
    if not isinstance(about, Place | Corridor):
        raise ComityError(
            f"{about.name} is a region, and openness is told of a country or a corridor; "
            "write UZB or TJK-RUS, for example."
        )
    evidence = the_evidence(as_of)
    if isinstance(about, Corridor):
        _tell_corridor(evidence, about, output, as_json=as_json)
    else:
        _tell_country(evidence, about, output, as_json=as_json)


def _tell_corridor(
    evidence: Evidence, pair: Corridor, output: Path | None, *, as_json: bool
) -> None:
    from comity.evidence.openness import legal_opportunity

    found = legal_opportunity(evidence, pair)
    _hand_over(found.as_json(), [*map(_row, found.findings), *_area_rows(found)], output,
               as_json=as_json)  # fmt: skip
    if not as_json and output is None:
        _show_corridor(found)


def _tell_country(evidence: Evidence, place: Place, output: Path | None, *, as_json: bool) -> None:
    from comity.core.findings import subject_json
    from comity.evidence.openness import (
        CAVEATS,
        free_movement_of,
        mobility_of,
        openness_of,
        reciprocity_of,
    )

    asked = {"openness": openness_of, "mobility": mobility_of, "reciprocity": reciprocity_of}
    indices = {name: ask(evidence, place) for name, ask in asked.items()}
    free = free_movement_of(evidence, place)
    findings = [one for index in indices.values() if index for one in index.findings]
    plain = {
        "subject": subject_json(place),
        "day": evidence.today.isoformat(),
        "findings": [one.as_json() for one in (*findings, *free.counts)],
        "free_movement_not_verified": free.unverified,
        "caveats": list(CAVEATS),
    }
    _hand_over(plain, [_row(one) for one in (*findings, *free.counts)], output, as_json=as_json)
    if not as_json and output is None:
        _show_country(evidence, place, indices, free)


def _hand_over(
    plain: dict[str, Any], rows: Sequence[dict[str, Any]], output: Path | None, *, as_json: bool
) -> None:
    """Write the file that was asked for and print what machines asked for."""
    if as_json:
        print_json(plain)
    if output is None:
        return
    import json

    import polars as pl

    from comity.core.sheets import table_bytes

    ending = output.suffix.lower()
    if ending == ".json":
        write(output, json.dumps(plain, ensure_ascii=False, indent=1).encode())
    else:
        schema = dict.fromkeys(_COLUMNS, pl.String) | {"value": pl.Float64}
        write(output, table_bytes(pl.DataFrame(list(rows), schema=schema), ending))


_COLUMNS = ("what", "about", "value", "unit", "period", "verified", "source", "note")


def _row(finding: Finding) -> dict[str, Any]:
    value = None if finding.value is None else float(finding.value)
    return {
        "what": finding.kind.label,
        "about": "; ".join(kind for _, kind in finding.about),
        "value": value,
        "unit": finding.unit,
        "period": str(finding.period),
        "source": "; ".join(source.short for source in finding.lineage.sources),
    }


def _area_rows(found: Opportunity) -> list[dict[str, Any]]:
    return [
        {
            "what": share.area.name,
            "about": _given(share),
            "period": f"since {_since(share)}",
            "verified": "yes" if share.verified else "no",
            "source": share.area.source,
            "note": _noted(share),
        }
        for share in (*found.areas, *found.unverified)
    ]


def _given(share: Share) -> str:
    from comity.evidence.openness import RIGHTS

    return ", ".join(RIGHTS[right] for right in share.gives) or "nothing on this day"


def _since(share: Share) -> str:
    """The day from which everything is given, or that of each right where they differ."""
    from comity.evidence.openness import RIGHTS

    days = dict(share.since_by_right)
    if len({*days.values()}) < 2:
        return next(iter(days.values()), share.since)
    return ", ".join(f"{RIGHTS[right]} {day}" for right, day in days.items())


def _noted(share: Share) -> str:
    limits = [f"{one.note} Until {one.until}." if one.until else one.note for one in share.withheld]
    return " ".join(text for text in (*limits, share.area.note) if text)


def _show_corridor(found: Opportunity) -> None:
    say(f"{found.corridor.name}: legal opportunity on {found.day}", "bold")
    if found.rule is None:
        say("No visa rule for this corridor is in the evidence of that day.")
    else:
        days = found.rule.days.value
        rule = found.rule.category.removesuffix(" (days)")
        length = f", {days} days" if days else ""
        say(f"Short visits: {rule}{length} (rule of {found.rule.days.period}).")
    _figures([one for one in (found.ease, found.reciprocity) if one])
    if found.disagrees:
        say("Sources differ: an area gives visits without a visa, and the visa table does not.")
    if found.areas:
        rows = [
            [one.area.name, _given(one), _since(one), one.area.instrument] for one in found.areas
        ]
        print_table(["Area", "Gives", "Since", "Instrument"], rows, title="Free movement")
    else:
        say("Free movement: no checked area on record joins the two.")
    if found.unverified:
        names = ", ".join(one.area.name for one in found.unverified)
        say(f"Not verified: {len(found.unverified)} listed ({names}).")
    for area in found.pending:
        say(f"Not in force: {area.name}. {area.not_in_force}")
    for share in found.areas:
        if note := _noted(share):
            say(f"- {share.area.name}: {note}", "dim")
    _caveats([source.citation for one in found.findings for source in one.lineage.sources],
             [one.area.source for one in found.areas])  # fmt: skip


def _show_country(
    evidence: Evidence, place: Place, indices: dict[str, Index | None], free: FreeMovement
) -> None:
    say(f"{place.name}: openness on {evidence.today}", "bold")
    known = [index for index in indices.values() if index]
    if not known:
        say("No visa rule for this country is in the evidence of that day.")
    for index in known:
        rows = [[dict(one.about).get("rule") or dict(one.about)["balance"], one.value]
                for one in index.parts]  # fmt: skip
        value = _shown(index.value)
        over = dict(index.counted.about)["over"]
        title = f"{index.value.kind.label}: {value}, over {index.counted.value} {over}"
        print_table(["Rule", "Counted"], rows, title=title, right=["Counted"])
    if free.counts:
        rows = [[dict(one.about)["right"], one.value] for one in free.counts]
        print_table(["Right", "Countries"], rows, title="Free movement", right=["Countries"])
    else:
        say("Free movement: no checked area on record names this country.")
    if free.unverified:
        say(f"Not verified: {free.unverified} listed.")
    findings = [index.value for index in known] + list(free.counts)
    _caveats([source.citation for one in findings for source in one.lineage.sources], [])


def _figures(findings: Sequence[Finding]) -> None:
    rows = [[one.kind.label, _shown(one)] for one in findings]
    if rows:
        print_table(["", ""], rows)


def _shown(finding: Finding) -> str:
    return "not reported" if finding.value is None else f"{finding.value:.1f} %"


def _caveats(citations: Sequence[str], others: Sequence[str]) -> None:
    from comity.evidence.openness import CAVEATS

    for caveat in CAVEATS:
        say(f"- {caveat}", "dim")
    for source in dict.fromkeys((*citations, *others)):
        say(f"Source: {source.rstrip('.')}.", "dim")
