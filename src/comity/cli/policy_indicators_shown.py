"""How `comity policy indicator` shows an assessment and what is published: tables and files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from comity.cli.speaking import print_table, say

if TYPE_CHECKING:
    from comity.core.findings import Finding
    from comity.evidence import Evidence
    from comity.policy.assessment import Assessment
    from comity.policy.rounds import Rounds


def assessed(found: Assessment, ending: str) -> bytes:
    """An assessment as a file."""
    import polars as pl

    from comity.core.sheets import table_bytes, workbook_bytes

    if ending == ".json":
        return _json(found.as_json())
    frames = {part.title[:31]: part.frame() for part in found.parts}
    frames = frames or {"Withheld": pl.DataFrame({"note": list(found.notes)})}
    if ending == ".xlsx":
        told = [("method", found.method), *(("note", words) for words in found.notes)]
        about = pl.DataFrame(told, schema=["what", "words"], orient="row")
        return workbook_bytes({**frames, "About": about})
    return table_bytes(next(iter(frames.values())), ending)


def show(found: Assessment) -> None:
    """An assessment on a terminal."""
    if found.headline:
        say(found.headline, "bold")
    for part in found.parts:
        rows = [[_short(cell) for cell in row] for row in part.rows]
        print_table(part.columns, rows, title=part.title, right=part.right)
    if found.asked:
        listed(found.published, "Published")
    for words in (*found.notes, f"Method: {found.method}."):
        say(f"- {words}", "dim")


def filed(
    title: str, found: Sequence[Finding], evidence: Evidence, whole: dict[str, Any], ending: str
) -> bytes:
    """What is published, as a file."""
    from comity.briefs.render.rows import csv_bytes
    from comity.briefs.render.workbook import findings_workbook

    if ending == ".json":
        return _json(whole)
    if ending == ".csv":
        return csv_bytes(found)
    return findings_workbook(title, found, evidence.today)


def caveats(code: str, found: Sequence[Finding]) -> list[str]:
    """What a reader should know of these figures, and their sources."""
    from comity.core.findings import sources_of
    from comity.evidence.indicators import CATEGORIES, ON_PAPER

    said = [] if found else [_nothing(code)]
    if code == "10.7.2":
        codes = ", ".join(f"{number} {label}" for number, label in CATEGORIES.items())
        said += [f"Categories: {codes}.", ON_PAPER]
    return said + [f"Source: {one.citation.rstrip('.')}." for one in sources_of(found)]


def _nothing(code: str) -> str:
    """That nothing is published, and how to fetch what may be."""
    held = "No figure of it is in the evidence of that day"
    more = "; 'comity sync sdg_migration' fetches the UN's database of indicators"
    return f"{held}{more if code.startswith('10.') else ''}."


def listed(found: Sequence[Finding], title: str) -> None:
    """Published figures as a table."""
    rows = [
        [one.subject.name, one.label, str(one.period), _value(one), one.unit,
         "; ".join(source.short for source in one.lineage.sources)]
        for one in found
    ]  # fmt: skip
    if rows:
        columns = ["Place", "What", "Period", "Value", "Unit", "Source"]
        print_table(columns, rows, title=title, right=["Value"])
    else:
        say("Published: nothing that is in the evidence of that day.")


def _value(one: Finding) -> object:
    return _short(one.value) if one.value is not None else one.status.replace("_", " ")


def _short(cell: object) -> object:
    """A cell of a table; files have all digits, a terminal needs two."""
    return round(cell, 2) if isinstance(cell, float) else cell


def show_rounds(found: Rounds) -> None:
    """The rounds of 10.7.2 on a terminal."""
    from comity.evidence.indicators import CATEGORIES

    years = found.years
    if not years:
        say("No round is in the evidence of that day.")
        return
    rows = [
        [label, *(count.value if (count := found.count(year, code)) else None for year in years)]
        for code, label in reversed(CATEGORIES.items())
    ]
    heads = [str(year) for year in years]
    print_table(["Countries that", *heads], rows, title="Categories", right=heads)
    changed = [[str(f.period), dict(f.about)["change"], f.value] for f in found.changes]
    print_table(["Rounds", "Category", "Countries in both"], changed, title="Changes",
                right=["Countries in both"])  # fmt: skip
    shares = [[f.subject.name, str(f.period), _short(f.value)] for f in found.shares]
    head = "Meet or fully meet, %"
    title = "Of the countries with a category"
    print_table(["Region", "Round", head], shares, title=title, right=[head])
    for words in found.as_json()["caveats"]:
        say(f"- {words}", "dim")


def _json(plain: Any) -> bytes:
    import json

    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=1).encode()
