"""`comity policy monitor`: what is known of each target and objective, and what nobody measures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.policy import group
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    give,
    print_table,
    read_day,
    say,
    subject_of,
    text,
    the_evidence,
)

if TYPE_CHECKING:
    from comity.core.findings import Finding
    from comity.policy.monitor import Line, Monitor, Told

_ENDINGS = (".csv", ".json", ".xlsx")


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("monitor")(monitor)


def monitor(
    subject: list[str] = typer.Argument(
        ..., metavar="SUBJECT", help="A country, a region, or 'world'."
    ),
    framework: str | None = typer.Option(
        None, "--of", metavar="FRAMEWORK", help="sdg, gcm or gcr; all of them where left out."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Tell what is known of the targets and objectives on migration, since when, and how sure.

    Example: comity policy monitor KGZ --of gcm
    """
    from comity.policy.monitor import monitor as look
    from comity.policy.monitor_records import frameworks_of
    from comity.policy.monitor_rows import as_json as plain
    from comity.policy.monitor_rows import by_year, table

    read_day(as_of)
    check_ending(output, _ENDINGS, "The monitor")
    frameworks, about = frameworks_of(framework), subject_of(subject)
    found = look(the_evidence(as_of), about, frameworks)
    give(
        output,
        as_json=as_json,
        plain=plain(found),
        sheets=lambda: {"Monitor": table(found), "By year": by_year(found)},
        show=lambda: _show(found),
    )


def _show(found: Monitor) -> None:
    from comity.policy.monitor import CAVEATS
    from comity.policy.monitor_records import FRAMEWORKS

    say(f"{found.subject.name}: what is known on {found.day}", "bold")
    for count in found.counts:
        known, official = count.known.value, count.official.value
        proxies = int(known or 0) - int(official or 0)
        say(
            f"{count.framework.upper()}: {known} of {count.of} have a figure: {official} by the "
            f"official indicator or its formula, {proxies} by a proxy alone. Beside "
            f"{count.beside.value} others stands only a rule on paper or another count."
        )
    for count in found.counts:
        rows = [row for line in found.of(count.framework) for row in _rows(line)]
        columns = ["Target", "Figure", "Value", "When", "Since", "How sure"]
        print_table(columns, rows, title=FRAMEWORKS[count.framework], right=["Value"])
    _absent(found)
    for caveat in CAVEATS:
        say(f"- {caveat}", "dim")
    for source in found.sources:
        say(f"Source: {source.citation.rstrip('.')}.", "dim")


def _rows(line: Line) -> list[list[Any]]:
    from comity.policy.monitor import STANDINGS

    name = f"{line.record.code} {line.record.title}"
    if not line.told:
        return [[name, STANDINGS[line.standing], "not measured", "", "", ""]]
    rows = [_row(one) for one in line.told]
    return [[name if number == 0 else "", *row] for number, row in enumerate(rows)]


def _row(one: Told) -> list[Any]:
    from comity.policy.monitor import SURE

    reading, finding = one.reading, one.reading.finding
    if finding.measure == "places_counted":
        span = (reading.oldest, reading.last)
        when = f"newest {span[0]} to {span[1]}" if span[0] != span[1] else f"newest {span[1]}"
        return [_what(reading.gauge.measure), f"{finding.value} {finding.note}", when,
                _since(one), SURE[one.sure]]  # fmt: skip
    when = f"{finding.period} ({finding.note})" if finding.note else str(finding.period)
    return [finding.label, _value(finding), when, _since(one), SURE[one.sure]]


def _since(one: Told) -> str:
    return str(one.reading.first or "")


def _what(measure: str) -> str:
    from comity.core.measures import measures

    return f"Members with a figure: {measures()[measure].label}"


def _value(finding: Finding) -> str:
    """A value with its unit, unless the label tells it: "20.4 percent", "194,816 persons"."""
    number = finding.value
    shown = text(round(number, 1) if isinstance(number, float) and abs(number) >= 1 else number)
    return shown if finding.unit in ("category", "treaties") else f"{shown} {finding.unit}"


def _absent(found: Monitor) -> None:
    """What has no figure, by the reason, and what fetching would bring."""
    from comity.policy.monitor import STANDINGS

    say("\nWhat has no figure here", "bold")
    for word, says in STANDINGS.items():
        codes = [f"{line.record.framework.upper()} {line.record.code}"
                 for line in found.standing(word)]  # fmt: skip
        if word != "figure" and codes:
            say(f"{says} ({len(codes)}): {', '.join(codes)}.")
    for name, lines in found.fetchable.items():
        say(f"'comity sync {name}' may add figures on {len(lines)} of them.")
