"""`comity policy code` and `compare`: a user's own coding in the manner of known schemes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.policy import group
from comity.cli.speaking import (
    JSON,
    OUTPUT,
    check_ending,
    one_of,
    print_json,
    print_table,
    say,
    write,
)
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    import polars as pl

    from comity.policy.coding.compare import Comparison
    from comity.policy.coding.demig import Course
    from comity.policy.coding.records import Coding

_ENDINGS = (".csv", ".json", ".xlsx")
_SCHEMES = ("mipex", "impic", "demig", "mgi")
_FILE = typer.Argument(..., metavar="FILE", help="Your table: .csv, .xlsx or .parquet.")
Tables = Mapping[str, Sequence[Mapping[str, Any]]]
"""What a file holds: the table that answers the question first, then what it was made from."""


def register(_app: typer.Typer) -> None:
    """The commands join the family when this module is read."""


@group.command("code")
def code(
    scheme: str = typer.Argument(..., metavar="SCHEME", help=f"{', '.join(_SCHEMES)}."),
    file: Path = _FILE,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Put your own coding of policies together in the manner of a scheme.

    Example: comity policy code mipex answers.csv
    """
    check_ending(output, _ENDINGS, "A coding")
    made = _coded(scheme, file)
    plain = made.as_json()
    hand_over(plain, _sheets(made), output, as_json=as_json)
    if output is None and not as_json:
        _show_scores(made, plain["caveats"])


@group.command("compare")
def compare(
    file: Path = _FILE,
    countries: list[str] = typer.Argument(..., metavar="COUNTRY COUNTRY", help="Two countries."),
    of: str = typer.Option("", "--of", metavar="SCHEME", help="mipex, impic or mgi; needed."),
    year: int | None = typer.Option(
        None, "--year", help="The year of both; default: the newest that the file has of each."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Set your coding of two countries side by side, item by item.

    Example: comity policy compare answers.csv --of mipex KGZ TJK
    """
    from comity.core.places import find_place
    from comity.policy.coding import compare as comparing

    check_ending(output, _ENDINGS, "A comparison")
    if not of:
        raise ComityError(
            f"Name the scheme of the coding with --of, which is {', '.join(comparing.SCALE)}."
        )
    one_of("of", of, tuple(comparing.SCALE))
    if len(countries) != 2:
        raise ComityError(
            f"Two countries are compared, and {len(countries)} are named; write KGZ TJK, for "
            "example."
        )
    places = [find_place(name) for name in countries]
    if places[0] == places[1]:
        raise ComityError(f"{places[0].name} is named twice; name two countries.")
    coding = _coding(of, file)
    first, second = (
        (place.code, comparing.year_of(coding, place.code, place.name, year)) for place in places
    )
    found = comparing.compare(coding, first, second)
    plain = found.as_json()
    hand_over(plain, _compared(found), output, as_json=as_json)
    if output is None and not as_json:
        _show_comparison(found)


def _coded(scheme: str, file: Path) -> Coding | Course:
    if scheme == "demig":
        from comity.core.sheets import read_table
        from comity.policy.coding import demig

        return demig.code(read_table(file, blank_rows=True), file.name)
    return _coding(scheme, file)


def _coding(scheme: str, file: Path) -> Coding:
    from comity.core.sheets import read_table
    from comity.policy.coding import impic, mgi, mipex

    known = {"mipex": mipex.code, "impic": impic.code, "mgi": mgi.code}
    if scheme not in known:
        raise ComityError(f"'{shown(scheme)}' is no scheme; one of {', '.join(_SCHEMES)} is.")
    return known[scheme](read_table(file, blank_rows=True), file.name)


def _sheets(made: Coding | Course) -> Tables:
    """Scores with method and category in columns of their own, then the answers behind them."""
    from comity.policy.coding.demig import Course

    plain = made.as_json()
    whole = made.changes if isinstance(made, Course) else made.scores
    about = {"method": plain["method"], "note": plain["caveats"][0]}
    return {
        "scores": [asdict(one) | {"category": one.category} | about for one in whole],
        "answers": plain["answers"],
    }


def _compared(found: Comparison) -> Tables:
    """The items that differ, if any, and how far the two are apart on all of them."""
    plain = found.as_json()
    about = {"method": plain["method"], "note": plain["caveats"][0]}
    whole = {
        key: cell
        for key, cell in plain.items()
        if key.startswith(("items", "agree", "gower", "like"))
    }
    ends = {"first": " ".join(map(str, found.first)), "second": " ".join(map(str, found.second))}
    tables = {
        "differences": [one | about for one in plain["differences"]],
        "comparison": [{"scheme": found.scheme} | ends | whole | about],
    }
    return {name: rows for name, rows in tables.items() if rows}


def hand_over(plain: Any, tables: Tables, output: Path | None, *, as_json: bool) -> None:
    """Write the file that was asked for and print what machines asked for."""
    if as_json:
        print_json(plain)
    if output is None:
        return
    import json

    from comity.core.sheets import table_bytes, workbook_bytes

    ending = output.suffix.lower()
    if ending == ".json":
        write(output, json.dumps(plain, ensure_ascii=False, indent=1).encode())
    elif ending == ".xlsx":
        write(output, workbook_bytes({name: _frame(rows) for name, rows in tables.items()}))
    else:
        write(output, table_bytes(_frame(next(iter(tables.values()))), ending))


def _frame(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    import polars as pl

    flat = [
        {key: "; ".join(cell) if isinstance(cell, tuple) else cell for key, cell in row.items()}
        for row in rows
    ]
    return pl.DataFrame(flat, infer_schema_length=None)


def _show_scores(made: Coding | Course, caveats: Sequence[str]) -> None:
    from comity.policy.coding.demig import Course

    if isinstance(made, Course):
        _show_course(made)
    else:
        rows = [
            [one.country, str(one.year), one.level, one.code,
             "no score" if one.value is None else one.value, one.category,
             f"{one.answered} of {one.listed} (needs {one.required})"]
            for one in made.scores
            if one.level not in ("indicator", "dimension", "locus" if not one.answered else "")
        ]  # fmt: skip
        heads = ["Country", "Year", "Level", "Of", "Score", "Reads", "Answered"]
        title = f"{made.file}: scores in the manner of {made.scheme.upper()} ({made.method})"
        print_table(heads, rows, title=title, right=["Score"])
    tell(caveats)


def _show_course(made: Course) -> None:
    rows = [
        [one.country, str(one.year), one.measures, one.weighted_change, one.category, one.stock,
         str(one.stock_since)]
        for one in made.changes
        if one.by == "all"
    ]  # fmt: skip
    heads = ["Country", "Year", "Measures", "Weighted change", "Reads", "Sum so far", "Since"]
    title = f"{made.file}: weighted change of policy"
    print_table(heads, rows, title=title, right=["Measures", "Weighted change", "Sum so far"])


def _show_comparison(found: Comparison) -> None:
    from comity.core.places import places

    one, other = (f"{places()[code].name} {year}" for code, year in (found.first, found.second))
    say(f"{one} and {other}, in the manner of {found.scheme.upper()}", "bold")
    if found.distance is None:
        say("There is no item that both have answered, so nothing can be compared.")
    else:
        say(f"Alike on {found.agree} of {found.both} items that both answered; Gower distance "
            f"{found.distance:.3f} (0 alike, 1 opposite).")  # fmt: skip
    say(f"Answered by one only: {found.first_only} and {found.second_only}.")
    rows = [[d.group, d.item, d.first, d.second, d.first_source, d.second_source]
            for d in found.differences]  # fmt: skip
    if rows:
        heads = ["Part", "Item", one, other, f"Source, {one}", f"Source, {other}"]
        print_table(heads, rows, title="Where they differ")
    tell(found.as_json()["caveats"])


def tell(caveats: Sequence[str]) -> None:
    """Say what bounds an answer."""
    for caveat in caveats:
        say(f"- {caveat}", "dim")
