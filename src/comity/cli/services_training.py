"""`comity services training`: what training together costs and brings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.services import group
from comity.cli.speaking import (
    JSON,
    OUTPUT,
    check_ending,
    give,
    note,
    print_json,
    print_table,
    say,
    the_evidence,
    write,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.services.training.beside import Known
    from comity.services.training.document import Partnership
    from comity.services.training.weighing import Weighed

_ENDINGS = (".csv", ".json", ".xlsx")
_WRITTEN = (".yaml", ".yml", ".json")


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("training")(training)


def training(
    what: str = typer.Argument(
        ...,
        metavar="FILE|NAME",
        help="A partnership (.yaml, .json), the name of an example, `examples`, or `template`.",
    ),
    scenario: bool = typer.Option(
        False, "--scenario", help="Write a negotiation scenario of it: with -o SCENARIO.yaml."
    ),
    output: Path | None = OUTPUT,
    draws: int = typer.Option(
        2000, "--draws", min=100, max=20_000, metavar="N", help="How often figures are drawn."
    ),
    seed: int = typer.Option(
        0, "--seed", min=0, metavar="S", help="Where chance starts; the same gives the same bytes."
    ),
    as_json: bool = JSON,
) -> None:
    """Say who gains when countries train people together, when, and who may pay what.

    Example: comity services training palim --json
    """
    if what == "examples":
        return _examples(as_json)
    if what == "template":
        return _template(output)
    check_ending(output, _WRITTEN if scenario else _ENDINGS, "A scenario" if scenario else "This")
    told = _told(what)
    from comity.services.training.weighing import weigh

    weighed = weigh(told, draws=draws, seed=seed)
    if scenario:
        return _scenario(weighed, output)
    from comity.services.training.beside import known_beside
    from comity.services.training.written import as_json as plain_of
    from comity.services.training.written import sheets

    known = known_beside(the_evidence(), told)
    return give(
        output,
        as_json=as_json,
        plain=plain_of(weighed, known),
        sheets=lambda: sheets(weighed, known),
        show=lambda: _show(weighed, known),
    )


def _told(what: str) -> Partnership:
    from comity.services.training.examples import NAMES, load
    from comity.services.training.reading import read_partnership

    if what in NAMES and not Path(what).exists():
        return load(what)
    if not Path(what).suffix:
        raise ComityError(
            f"'{what[:60]}' is neither a file nor an example; there are {', '.join(NAMES)}."
        )
    return read_partnership(Path(what))


def _examples(as_json: bool) -> None:
    from comity.services.training.examples import NAMES, load

    told = [load(name) for name in NAMES]
    rows = [(one.id, one.title, one.occupation.label) for one in told]
    if as_json:
        names = ("id", "title", "occupation")
        return print_json([dict(zip(names, row, strict=True)) for row in rows])
    print_table(("name", "title", "occupation"), rows)
    return say("Worked examples: numbers marked as assumptions are Comity's own.", "dim")


def _template(output: Path | None) -> None:
    from comity.services.training.examples import text

    check_ending(output, (".yaml", ".yml"), "The template")
    if output is None:
        return typer.echo(text("template").decode(), nl=False)
    return write(output, text("template"))


def _scenario(weighed: Weighed, output: Path | None) -> None:
    import json

    import yaml

    from comity.services.training.scenario import scenario_of

    document = scenario_of(weighed)
    if output is not None and output.suffix.lower() == ".json":
        return write(output, json.dumps(document, ensure_ascii=False, indent=1).encode())
    body = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
    if weighed.refused:
        note("The guard refuses this partnership, so the scenario may have no package.")
    if output is None:
        return typer.echo(body, nl=False)
    write(output, body.encode())
    return note(f"Next: comity agreements solve {output}")


def _show(weighed: Weighed, known: tuple[Known, ...]) -> None:
    from comity.services.training.guard import SAYS
    from comity.services.training.telling import HEADS, head_of, reasons
    from comity.services.training.written import (
        cost_items,
        need_rows,
        said,
        share_rows,
        turn_rows,
    )

    told = weighed.told
    say(told.title, "bold")
    if told.illustration:
        say(told.illustration, "dim")
    say(f"\n{HEADS[head_of(weighed)]}", "bold")
    for one in reasons(weighed):
        place = f"{told.origin(one.watch.origin).place.name}: " if one.watch else ""
        say(f"- {place}{said(weighed, one)}")
    share = round(100 * weighed.together)
    say(
        f"Every party gains, and no country runs short, in {share} of 100 draws of the figures "
        "within their bounds."
    )
    unit = f"thousand {told.currency} of {told.prices_of}, worth in the first year"
    rows = [
        (
            one.party.label,
            _k(one.pays),
            _k(one.gets),
            _k(one.net),
            _k(one.low),
            _k(one.high),
            one.even or f"not within {told.years}",
            f"{100 * one.gains_in:.0f}",
        )
        for one in weighed.stands
    ]
    print_table(
        ("party", "pays", "gets", "left", "low", "high", "even after years", "gains in % of draws"),
        rows,
        title=f"Who gains: {unit}; eight in ten draws lie between low and high",
        right=("pays", "gets", "left", "low", "high", "even after years", "gains in % of draws"),
    )
    print_table(
        ("what", "cost"),
        [(item, _k(one)) for item, one in cost_items(weighed).items()],
        title=f"What it costs: {unit}",
        right=("cost",),
    )
    names = ("shown", "least", "most", "most_in_nine_of_ten_draws", "fair")
    print_table(
        ("payer", "shown", "least", "most", "most, 9 in 10 draws", "fair"),
        [(row["name"], *(_percent(row[name]) for name in names)) for row in share_rows(weighed)],
        title="Who may pay which share, so that every payer gains: percent of the costs"
        + (" (shown: as agreed)" if weighed.agreed else " (shown: the fair shares)"),
        right=("shown", "least", "most", "most, 9 in 10 draws", "fair"),
    )
    for watched in weighed.watches:
        say(f"\n{told.origin(watched.origin).place.name}: {SAYS[watched.standing]}")
        if watched.threshold is not None:
            _density(weighed, watched)
    print_table(
        ("need and supply", "country", "value", "unit"),
        [
            (row["what"], row["country"], _short(row["value"]), row["unit"])
            for row in need_rows(weighed)
        ],
        right=("value",),
    )
    if turning := turn_rows(weighed):
        print_table(
            ("number", "as it is", "turns at"),
            [(row["name"], _short(row["value"]), _short(row["turns_at"])) for row in turning[:6]],
            title="Which number, changed alone, turns the answer (amounts in "
            f"{told.currency}; shares of 1)",
            right=("as it is", "turns at"),
        )
    _known(known)


def _density(weighed: Weighed, watched: Any) -> None:
    years = range(1, len(watched.without) + 1)
    print_table(
        ("year", "without", "with", "practitioners"),
        [
            (year, round(a, 3), round(b, 3), round(c))
            for year, a, b, c in zip(
                years, watched.without, watched.beside, watched.people, strict=True
            )
        ],
        title=f"Practitioners per 10,000 inhabitants; {watched.threshold:g} are needed",
        right=("year", "without", "with", "practitioners"),
    )
    if watched.passes is not None:
        say(f"The guard holds in {100 * watched.passes:.0f} of 100 draws.")
    if (needed := weighed.needs(watched)) is not None:
        say(f"It needs {needed:,.0f} people a year or more who begin the home track.")


def _known(known: tuple[Known, ...]) -> None:
    print_table(
        ("subject", "what", "value", "unit", "period"),
        [
            (
                one.subject.code,
                one.label,
                one.finding.value,
                one.finding.unit,
                str(one.finding.period),
            )
            if one.finding
            else (one.subject.code, one.label, "not held here", "", "")
            for one in known
        ],
        title="Beside it, from the evidence",
        right=("value",),
    )


def _k(amount: float) -> int:
    return round(amount / 1000)


def _short(number: float) -> float:
    """Four digits that tell something.

    >>> _short(18491.2339), _short(0.81573)
    (18490.0, 0.8157)
    """
    return float(f"{number:.4g}")


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.1f}"
