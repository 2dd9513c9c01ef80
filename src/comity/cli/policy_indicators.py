"""`comity policy indicator` and `template`: an indicator from one's own file, or as published.

The file stays where it is: it is read, worked out and never stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.policy import group
from comity.cli.policy_indicators_shown import assessed, caveats, filed, listed, show, show_rounds
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    give_template,
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

_ENDINGS = (".csv", ".json", ".xlsx")
_WORLD = ("10.7.2", "10.7.3", "10.7.4")


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("indicator")(indicator)
    group.command("indicators")(indicators)
    group.command("template")(template)


def indicator(
    code: str = typer.Argument(..., metavar="CODE", help="An indicator, as in 10.7.2."),
    file: Path | None = typer.Argument(
        None, metavar="FILE", help="Your own table; see 'comity policy template CODE'."
    ),
    country: str | None = typer.Option(
        None, "--country", metavar="PLACE", help="The country whose published figures are shown."
    ),
    corridor: str | None = typer.Option(
        None, "--corridor", metavar="FROM-TO", help="For 10.c.1: as the money goes, RUS-TJK."
    ),
    world: bool = typer.Option(
        False, "--world", help="What is published of all countries: 10.7.2, 10.7.3, 10.7.4."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Work an indicator out from a file of your own, or tell what is published of it.

    Example: comity policy indicator 10.7.2 ANSWERS.csv --country KGZ --json
    """
    from comity.evidence.indicators import formula

    read_day(as_of)
    check_ending(output, _ENDINGS, "An indicator")
    asked = formula(code).code
    _fitting(asked, file, country, corridor, world=world)
    if file is not None:
        _assess(asked, file, country, as_of, output, as_json=as_json)
    elif corridor is not None:
        _corridor(corridor, as_of, output, as_json=as_json)
    elif country is not None:
        place, evidence = _place(country), the_evidence(as_of)
        _published(asked, place, evidence, output, as_json=as_json)
    else:
        _everywhere(asked, the_evidence(as_of), output, as_json=as_json)


def _fitting(
    code: str, file: Path | None, country: str | None, corridor: str | None, *, world: bool
) -> None:
    """Refuse what does not go together before anything is read."""
    if corridor is not None and (code != "10.c.1" or file is not None or country is not None):
        raise ComityError(
            "--corridor goes with 10.c.1 alone, without a file and without --country."
        )
    if world and (file is not None or country is not None or code not in _WORLD):
        raise ComityError(f"--world goes with {', '.join(_WORLD)}, without a file and --country.")
    if file is None and country is None and corridor is None and not world and code != "10.7.3":
        raise ComityError(
            f"{code} needs a file, or --country for what is published; 'comity policy template "
            f"{code} -o FILE.csv' writes a table to fill in."
        )


def _place(written: str) -> Place:
    from comity.core.places import Place

    found = subject_of([written])
    if not isinstance(found, Place):
        raise ComityError(f"{found.name} is no country; --country takes one, as in KGZ.")
    return found


def _assess(
    code: str, file: Path, country: str | None, as_of: str | None, output: Path | None, *,
    as_json: bool,
) -> None:  # fmt: skip
    from comity.policy.assessment import assess

    place = _place(country) if country else None
    found = assess(code, file)  # before anything is loaded, so that a slip costs no time
    if place is not None:
        from comity.policy.published import published

        found = found.beside(published(the_evidence(as_of), code, place))
    if as_json:
        print_json(found.as_json())
    if output is not None:
        write(output, assessed(found, output.suffix.lower()))
    if not as_json and output is None:
        show(found)


def _published(
    code: str, place: Place, evidence: Evidence, output: Path | None, *, as_json: bool
) -> None:
    from comity.core.findings import subject_json
    from comity.policy.published import WITH_SERBIA, counted_with, published

    found = published(evidence, code, place)
    plain = {"indicator": code, "subject": subject_json(place)}
    told = [WITH_SERBIA] if code == "10.7.4" and counted_with(place) else []
    title = f"{code}: {place.name}"
    _hand_over(plain, title, found, evidence, output, as_json=as_json, told=told)


def _corridor(written: str, as_of: str | None, output: Path | None, *, as_json: bool) -> None:
    from comity.core.findings import subject_json
    from comity.evidence.accounts import money

    pair = _money_pair(written)
    evidence = the_evidence(as_of)
    costs = money.costs(evidence, pair.reversed())
    found = [*costs, *(money.above_target(evidence, one) for one in costs[-1:])]
    plain = {"indicator": "10.c.1", "subject": subject_json(pair.reversed()), "money": pair.code}
    title = f"10.c.1: money sent from {pair.origin.name} to {pair.destination.name}"
    _hand_over(plain, title, found, evidence, output, as_json=as_json)


def _money_pair(written: str) -> Corridor:
    from comity.core.places import Corridor

    found = subject_of([written])
    if not isinstance(found, Corridor):
        raise ComityError(f"{found.name} is no corridor; write RUS-TJK, as the money goes.")
    return found


def _everywhere(code: str, evidence: Evidence, output: Path | None, *, as_json: bool) -> None:
    from comity.policy.published import deaths, deaths_by_route, refugee_rates

    if code == "10.7.2":
        _rounds(evidence, output, as_json=as_json)
        return
    if code == "10.7.3":
        found = [*deaths(evidence), *deaths_by_route(evidence)]
    else:
        found = refugee_rates(evidence)
    plain = {"indicator": code, "subject": {"kind": "region", "slug": "world", "name": "World"}}
    _hand_over(plain, f"{code}: the world", found, evidence, output, as_json=as_json)


def _hand_over(
    plain: dict[str, Any],
    title: str,
    found: Sequence[Finding],
    evidence: Evidence,
    output: Path | None,
    *,
    as_json: bool,
    told: Sequence[str] = (),
) -> None:
    """Tell what is published, as JSON, a file or a table; `told` are notes of the place."""
    notes = [*told, *caveats(plain["indicator"], found)]
    whole = plain | {
        "as_of": evidence.today.isoformat(),
        "published": [one.as_json() for one in found],
        "notes": notes,
    }
    if as_json:
        print_json(whole)
    if output is not None:
        write(output, filed(title, found, evidence, whole, output.suffix.lower()))
    if not as_json and output is None:
        say(title, "bold")
        if found:
            listed(found, "Published")
        for words in notes:
            say(f"- {words}", "dim")


def _rounds(evidence: Evidence, output: Path | None, *, as_json: bool) -> None:
    from comity.policy.rounds import rounds

    found = rounds(evidence)
    if as_json:
        print_json(found.as_json())
    if output is not None:
        every = [*found.findings, *found.categories]
        title, ending = "SDG 10.7.2: the world", output.suffix.lower()
        write(output, filed(title, every, evidence, found.as_json(), ending))
    if not as_json and output is None:
        show_rounds(found)


def indicators(output: Path | None = OUTPUT, as_json: bool = JSON) -> None:
    """List the indicators with their formulas, what they need, and how far each was checked.

    Example: comity policy indicators
    """
    from comity.evidence.indicators import MARKS, formulas

    check_ending(output, _ENDINGS, "The list of indicators")
    listed = [one.as_json() for one in formulas().values()]
    if as_json:
        print_json({"indicators": listed, "marks": MARKS})
    if output is not None:
        import polars as pl

        from comity.core.sheets import table_bytes

        write(output, table_bytes(pl.DataFrame(listed), output.suffix.lower()))
    if not as_json and output is None:
        rows = [[one["indicator"], one["title"], one["formula"], one["unit"], one["mark"]]
                for one in listed]  # fmt: skip
        print_table(["Indicator", "What", "Formula", "Unit", "Mark"], rows)
        for mark, words in MARKS.items():
            say(f"- {mark}: {words}.", "dim")


def template(
    name: str = typer.Argument(..., metavar="NAME", help="An indicator, as in 10.7.2."),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="The file to write: .csv or .xlsx."
    ),
    as_json: bool = JSON,
) -> None:
    """Write a table to fill in, with what belongs into each column.

    Example: comity policy template 10.7.2 -o answers.csv
    """
    from comity.policy.templates import template as named

    give_template(named(name), output, as_json=as_json)
