"""`comity policy norms`, `instruments`, `gaps`, `timeline`: who is bound by what, on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.policy import group
from comity.cli.policy_norms_shown import (
    show_all,
    show_gaps,
    show_instrument,
    show_place,
    show_region,
    show_timeline,
)
from comity.cli.speaking import (
    JSON,
    OUTPUT,
    check_ending,
    one_of,
    print_json,
    subject_of,
    the_evidence,
    write,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.core.places import Place
    from comity.core.regions import Region
    from comity.evidence import Evidence

Rows = Sequence[Mapping[str, Any]]
ENDINGS = (".csv", ".json", ".xlsx")
DAY = typer.Option(
    None,
    "--as-of",
    metavar="DATE",
    help="The day in law, as in 1996-12-31. Default: today. The lists are always the newest held.",
)
UNVERIFIED = typer.Option(
    False, "--unverified", help="Count also parties of whom nobody read that they are bound."
)
THEME = typer.Option(None, "--theme", metavar="THEME", help="One theme, as in 'migrant workers'.")
SUBJECT = typer.Argument(..., metavar="SUBJECT", help="A country or a region.")


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("norms")(norms)
    group.command("instruments")(listed)
    group.command("gaps")(gaps)
    group.command("timeline")(timeline)


def norms(
    subject: list[str] = SUBJECT,
    as_of: str | None = DAY,
    theme: str | None = THEME,
    against: str | None = typer.Option(
        None, "--against", metavar="REGION", help="Beside a region, or 'neighbours' by land."
    ),
    unverified: bool = UNVERIFIED,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Tell what binds a country on a day, or the members of a region, instrument by instrument.

    Example: comity policy norms KGZ --as-of 1996-12-31
    """
    from comity.core.places import Place
    from comity.policy import told

    _checked(theme, output)
    day, about = _day(as_of), _bound(subject)
    if not isinstance(about, Place) and against:
        raise ComityError(
            f"--against goes with a country, and {about.in_sentence} is a region; leave it out."
        )
    evidence = the_evidence()
    if isinstance(about, Place):
        among = _group(evidence, about, against, day) if against else None
        plain = told.of_place(evidence, about, day, theme=theme, among=among)
        shown = show_place
    else:
        plain = told.of_region(evidence, about, day, theme=theme, unverified=unverified)
        shown = show_region
    rows = told.status_rows(plain["treaties"])
    if not _hand_over(plain, rows, output, as_json=as_json):
        shown(plain)


def listed(
    code: str | None = typer.Argument(
        None, metavar="[INSTRUMENT]", help="One instrument by its code or short name; all if none."
    ),
    as_of: str | None = DAY,
    unverified: bool = UNVERIFIED,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """List instruments with how many they bind, or tell who is what to one of them.

    Example: comity policy instruments ICRMW
    """
    from comity.policy import told
    from comity.policy.instruments import find_instrument

    check_ending(output, ENDINGS, "Instruments")
    day = _day(as_of)
    one = find_instrument(code) if code else None
    evidence = the_evidence()
    if one is None:
        plain = told.of_all(evidence, day, unverified=unverified)
        if not _hand_over(plain, told.flat(plain["instruments"]), output, as_json=as_json):
            show_all(plain)
        return
    plain = told.of_instrument(evidence, one, day, unverified=unverified)
    if not _hand_over(plain, told.status_rows(plain["statuses"]), output, as_json=as_json):
        show_instrument(plain)


def gaps(
    subject: list[str] = SUBJECT,
    against: str = typer.Option(
        ..., "--against", metavar="REGION", help="A region, or 'neighbours' by land."
    ),
    as_of: str | None = DAY,
    theme: str | None = THEME,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Tell what binds others and not a country, and what would close each gap; never a rank.

    Example: comity policy gaps KGZ --against central-asia
    """
    from comity.core.places import Place
    from comity.policy import told

    _checked(theme, output)
    day, about = _day(as_of), _bound(subject)
    if not isinstance(about, Place):
        raise ComityError(f"Gaps are told of a country, and {about.in_sentence} is a region.")
    evidence = the_evidence()
    among = _group(evidence, about, against, day)
    plain = told.of_gaps(evidence, about, among, day, theme=theme)
    if not _hand_over(plain, told.flat(plain["gaps"]), output, as_json=as_json):
        show_gaps(plain)


def timeline(
    subject: list[str] = typer.Argument(
        ..., metavar="SUBJECT", help="A country, or an instrument by its code."
    ),
    as_of: str | None = DAY,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Tell when a country signed and was bound, or when states joined an instrument.

    Example: comity policy timeline ICRMW
    """
    from comity.core.errors import UnknownPlace
    from comity.core.findings import subject_json
    from comity.core.places import find_place
    from comity.policy import told
    from comity.policy.instruments import find_instrument

    check_ending(output, ENDINGS, "A timeline")
    day, words = _day(as_of), " ".join(subject)
    try:
        place = find_place(words)
    except UnknownPlace:
        one = find_instrument(words)
        plain = told.of_instrument(the_evidence(), one, day)
    else:
        plain = told.of_place(the_evidence(), place, day)
    name = plain.get("instrument") or subject_json(place)
    kept = ("as_of", "timeline", "parties_by_year", "notes", "sources")
    shown: dict[str, Any] = {"subject": name} | {key: plain[key] for key in kept if key in plain}
    if not _hand_over(shown, shown["timeline"], output, as_json=as_json):
        show_timeline(shown)


def _day(written: str | None) -> Any:
    from comity.policy.days import day_in_law

    return day_in_law(written)


def _checked(theme: str | None, output: Path | None) -> None:
    from comity.policy.instruments import THEMES

    if theme is not None:
        one_of("theme", theme, tuple(THEMES))
    check_ending(output, ENDINGS, "Norms")


def _bound(words: Sequence[str]) -> Place | Region:
    """The country or region that is asked about; raises `ComityError` for a corridor."""
    from comity.core.places import Corridor

    union = [word.casefold() for word in words] == ["eue"]  # the Union stands with its members
    about = subject_of(["eu"] if union else words)
    if isinstance(about, Corridor):
        raise ComityError(
            f"{about.code} is a corridor, and norms bind states; ask about {about.origin.code} or "
            f"{about.destination.code}."
        )
    return about


def _group(evidence: Evidence, place: Place, text: str, day: Any) -> Any:
    from comity.policy.gaps import group_of

    return group_of(evidence, place, text, day)


def _hand_over(plain: Mapping[str, Any], rows: Rows, output: Path | None, *, as_json: bool) -> bool:
    """Write the file and print what machines asked for; whether either was asked."""
    if as_json:
        print_json(plain)
    if output is not None:
        import json

        import polars as pl

        from comity.core.sheets import table_bytes

        ending = output.suffix.lower()
        if ending == ".json":
            write(output, json.dumps(plain, ensure_ascii=False, indent=1).encode())
        else:
            write(output, table_bytes(pl.DataFrame(rows, infer_schema_length=None), ending))
    return as_json or output is not None
