"""`comity policy openness, reciprocity, visas, citizenship`: rules of entry set side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.policy import group
from comity.cli.policy_openness_shown import (
    show_asylum_law,
    show_beside,
    show_changes,
    show_citizenship,
    show_claims,
    show_course,
    show_matrix,
    show_pairs,
    sources,
)
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    print_json,
    read_day,
    say,
    subject_of,
    the_evidence,
    write,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.core.places import Place
    from comity.core.regions import Region

_ENDINGS = (".csv", ".json", ".xlsx")
_PLACE = typer.Argument(..., metavar="COUNTRY", help="A country by name or code, as in KGZ.")


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("openness")(openness)
    group.command("reciprocity")(reciprocity)
    group.command("visas")(visas)
    group.command("citizenship")(citizenship)


def openness(
    country: list[str] = _PLACE,
    against: str | None = typer.Option(
        None, "--against", metavar="REGION", help="Set it beside the members of a region or group."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Tell how open a country is, how that is returned, and what stands beside it.

    Example: comity policy openness KGZ --against central-asia
    """
    from comity.policy.openness import PAPER, beside, openness_report

    _ready(as_of, output)
    place = _place(country)
    region = _region(against) if against else None
    evidence = the_evidence(as_of)
    report = openness_report(evidence, place)
    members = beside(evidence, {*region.members(evidence.today), place}) if region else []
    plain = report.as_json()
    if region:
        from comity.core.findings import subject_json

        plain |= {"against": subject_json(region), "members": [one.as_json() for one in members]}
    if _handed_over(plain, report.rows(), output, as_json=as_json):
        return
    say(f"{place.name}: openness on {evidence.today}", "bold")
    show_beside(members or [report.beside])
    if report.balance:
        show_pairs(report.balance, lists=False)
    if report.claims:
        show_claims(place, report.claims)
    if report.course:
        show_course(report.course)
    show_asylum_law(report.asylum_law)
    show_citizenship([report.citizenship] if report.citizenship else [], held=False)
    say(f"- {PAPER}", "dim")
    sources(report.findings)


def reciprocity(
    country: list[str] = _PLACE,
    within: str | None = typer.Option(
        None, "--with", metavar="REGION", help="Look at the members of a region or group only."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """List where a country's visa rules are not returned, in both directions, with days.

    Example: comity policy reciprocity KGZ --with european-union
    """
    from comity.core.findings import sources_of, subject_json
    from comity.policy.openness import PAPER, balance_of

    _ready(as_of, output)
    place = _place(country)
    region = _region(within) if within else None
    evidence = the_evidence(as_of)
    found = balance_of(evidence, place, region.members(evidence.today) if region else None)
    if found is None or not found.pairs:
        raise ComityError(f"No visa rule in both directions is in the evidence for {place.name}.")
    plain = {
        "subject": subject_json(place),
        "with": region and subject_json(region),
        **found.as_json(),
        "caveats": [PAPER],
        "findings": [finding.as_json() for finding in found.findings],
        "sources": [source.as_json() for source in sources_of(found.findings)],
    }
    from comity.policy.openness.report import pair_rows

    if _handed_over(plain, pair_rows(found), output, as_json=as_json):
        return
    say(f"{place.name}: visa rules that are not the same both ways", "bold")
    show_pairs(found, lists=True)
    say(f"- {PAPER}", "dim")
    sources(found.findings)


def visas(
    subject: list[str] = typer.Argument(
        ..., metavar="SUBJECT", help="A region or group, or a corridor (FROM-TO) for its history."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Show who may visit whom in a region, or how the rules of a corridor changed.

    Example: comity policy visas central-asia
    """
    from comity.core.findings import sources_of, subject_json
    from comity.core.places import Corridor, Place
    from comity.policy.openness import PAPER, changes_of, matrix_of
    from comity.policy.openness.report import matrix_rows

    _ready(as_of, output)
    about = subject_of(subject)
    if isinstance(about, Place):
        raise ComityError(
            f"{about.name} is a country; 'comity policy reciprocity {about.code}' lists its rules."
        )
    evidence = the_evidence(as_of)
    if isinstance(about, Corridor):
        told = changes_of(evidence, about)
        if not _handed_over(told.as_json(), told.rows(), output, as_json=as_json):
            show_changes(told)
        return
    found = matrix_of(evidence, about)
    if found is None:
        raise ComityError(f"No visa rule among the members of {about.name} is in the evidence.")
    plain = {
        "subject": subject_json(about),
        **found.as_json(),
        "caveats": [PAPER],
        "findings": [finding.as_json() for finding in found.findings],
        "sources": [source.as_json() for source in sources_of(found.findings)],
    }
    if not _handed_over(plain, matrix_rows(found), output, as_json=as_json):
        show_matrix(found)
        say(f"- {PAPER}", "dim")
        sources(found.findings)


def citizenship(
    subject: list[str] = typer.Argument(
        ..., metavar="SUBJECT", help="A country, or a region whose members are set side by side."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Tell how the law lets people become citizens, where GLOBALCIT's table was imported.

    Example: comity policy citizenship KGZ
    """
    from comity.core.places import Corridor, Place
    from comity.policy.openness import PAPER, citizenship_of
    from comity.policy.openness.citizenship import CAVEATS, law_rows, laws_json

    _ready(as_of, output)
    about = subject_of(subject)
    if isinstance(about, Corridor):
        raise ComityError(f"{about.code} is a corridor; name a country or a region.")
    evidence = the_evidence(as_of)
    places = [about] if isinstance(about, Place) else about.members(evidence.today)
    laws = citizenship_of(evidence, places)
    if laws is None:
        evidence.store.vintage("citizenship_law", evidence.as_of)  # says how to bring it
    laws = laws or []
    if not laws:
        raise ComityError(f"GLOBALCIT's table has no row for {about.name}.")
    if _handed_over(laws_json(about, laws), law_rows(laws), output, as_json=as_json):
        return
    show_citizenship(laws, held=True)
    for caveat in (PAPER, *CAVEATS):
        say(f"- {caveat}", "dim")
    say(f"Source: {laws[0].source.citation} {laws[0].source.licence}.", "dim")


def _ready(as_of: str | None, output: Path | None) -> None:
    read_day(as_of)
    check_ending(output, _ENDINGS, "Openness")


def _place(words: Sequence[str]) -> Place:
    from comity.core.places import Place

    found = subject_of(words)
    if not isinstance(found, Place):
        raise ComityError(f"{found.name} is no country; name one, as in KGZ.")
    return found


def _region(name: str) -> Region:
    from comity.core.regions import find_region

    return find_region(name)


def _handed_over(
    plain: dict[str, Any], rows: Iterable[dict[str, Any]], output: Path | None, *, as_json: bool
) -> bool:
    """Write the file that was asked for, print what machines asked for; whether either was."""
    if as_json:
        print_json(plain)
    if output is not None:
        from comity.policy.openness.report import table_of

        write(output, table_of(plain, rows, output.suffix.lower()))
    return as_json or output is not None
