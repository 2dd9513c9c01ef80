"""`comity policy topics` and `topic`: what instruments oblige a state to do, by article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.policy import group
from comity.cli.speaking import (
    JSON,
    OUTPUT,
    check_ending,
    print_json,
    print_table,
    say,
    subject_of,
    the_evidence,
    write,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.core.places import Place

Plain = Mapping[str, Any]
_ENDINGS = (".csv", ".json", ".xlsx")
_DAY = typer.Option(
    None,
    "--as-of",
    metavar="DATE",
    help="The day in law, as in 1996-12-31. Default: today. The lists are always the newest held.",
)
_PLACE = typer.Option(None, "--place", metavar="COUNTRY", help="Tell what binds this country.")


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("topics")(listed)
    group.command("topic")(one)


def listed(
    place: str | None = _PLACE,
    as_of: str | None = _DAY,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """List the topics, and with a country what binds it on each of them.

    Example: comity policy topics --place KGZ
    """
    from comity.policy.days import day_in_law
    from comity.policy.obligations_told import of_topics, topic_rows

    check_ending(output, _ENDINGS, "Topics")
    day, about = day_in_law(as_of), _country(place)
    plain = of_topics(the_evidence(), about, day)
    if not _hand_over(plain, topic_rows(plain), output, as_json=as_json):
        _show_topics(plain)


def one(
    topic: list[str] = typer.Argument(..., metavar="TOPIC", help="A topic, as in documents."),
    place: str | None = _PLACE,
    as_of: str | None = _DAY,
    texts: bool = typer.Option(False, "--texts", help="Print full texts that were imported."),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Tell what articles say on a topic, and whether they bind a country on a day.

    Example: comity policy topic documents --place KGZ
    """
    from comity.policy.days import day_in_law
    from comity.policy.obligations import find_topic
    from comity.policy.obligations_told import of_topic, rows

    check_ending(output, _ENDINGS, "A topic")
    found = find_topic(" ".join(topic))
    day, about = day_in_law(as_of), _country(place)
    plain = of_topic(the_evidence(), found, about, day)
    if not _hand_over(plain, rows(plain), output, as_json=as_json):
        _show_topic(plain, texts=texts)


def _country(text: str | None) -> Place | None:
    from comity.core.places import Place

    if text is None:
        return None
    about = subject_of([text])
    if not isinstance(about, Place):
        raise ComityError(
            f"--place takes a country, and {about.name} is none; write KGZ, for example."
        )
    return about


def _hand_over(
    plain: Plain, rows: Sequence[Mapping[str, Any]], output: Path | None, *, as_json: bool
) -> bool:
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


def _show_topics(plain: Plain) -> None:
    if plain["subject"] is None:
        rows = [[row["code"], row["title"], row["articles"], len(row["instruments"])]
                for row in plain["topics"]]  # fmt: skip
        right = ["Articles", "Instruments"]
        print_table(["Topic", "", *right], rows, title="Topics", right=right)
    else:
        rows = [[row["code"], _names(row["bound_by"]) or "nothing known to bind it",
                 _names(row["not_told"])] for row in plain["topics"]]  # fmt: skip
        title = f"{plain['subject']['name']}: what binds it on {plain['as_of']}"
        print_table(["Topic", "Bound by", "Not told by a list"], rows, title=title)
    _below(plain)


def _show_topic(plain: Plain, *, texts: bool) -> None:
    from comity.policy.obligations import KINDS
    from comity.policy.obligations_told import DECLARED

    say(f"{plain['topic']['title']}: {plain['topic']['about']}", "bold")
    bound = plain["subject"] is not None
    if bound:
        names = _names(plain["bound_by"]) or "nothing known to bind it"
        say(f"{plain['subject']['name']} on {plain['as_of']}, bound by: {names}.")
        if told := [code for code, said in plain["declared"].items() if said]:
            say(DECLARED.format(place=plain["subject"]["name"], instruments=_names(told)))
    rows = []
    for row in plain["obligations"]:
        kind = "; ".join(filter(None, (KINDS[row["kind"]], row["reservations"])))
        cells = [_cited(row), kind, row["who"], row["summary"], row["checked"]]
        if bound:
            cells = [*cells[:4], _standing(row), row["in_force_date"] or ""]
        rows.append(cells)
    heads = ["Article", "Kind", "Who is covered", "In our words"]
    print_table([*heads, "Status", "In force"] if bound else [*heads, "Checked"], rows)
    for row in plain["obligations"] if texts else ():
        if row["text"]:
            say(f"{_cited(row)} {row['text']['title']}".rstrip(), "bold")
            say(row["text"]["text"])
    for made in plain["reservations"]:
        say(f"Reservation or declaration, {_name(made['instrument'])}, read {made['as_of']}:",
            "bold")  # fmt: skip
        say(made["text"] or "listed without its text")
    _below(plain)


def _standing(row: Mapping[str, Any]) -> str:
    from comity.policy.obligations import ANSWERS

    later = row["later_unknown"] and row["answer"] not in ("bound", "later")
    return ANSWERS[row["answer"]] + ("; later not known" if later else "")


def _cited(row: Mapping[str, Any]) -> str:
    """The article as it is cited, and the one of another treaty that it makes its own."""
    cited = f"{_name(row['instrument'])}, {row['article']}"
    if not row["through"]:
        return cited
    code, _, article = row["through"].partition(" ")
    return f"{cited} ({_name(code)}, {article})"


def _name(code: str) -> str:
    from comity.policy.instruments import instruments

    return instruments()[code].short


def _names(codes: Sequence[str]) -> str:
    return ", ".join(map(_name, codes))


def _below(plain: Plain) -> None:
    for sentence in plain["notes"]:
        say(f"- {sentence}", "dim")
    for source in plain["sources"]:
        say(f"Source: {source['citation'].rstrip('.')}.", "dim")
