"""`comity services sharing`: who would take how many people by a rule that all can read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.services import group
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    give,
    note,
    read_day,
    the_evidence,
    write,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.services.sharing.key import Key
    from comity.services.sharing.report import Report

_ENDINGS = (".csv", ".json", ".xlsx")
_KEY_ENDINGS = (".yaml", ".yml", ".json")


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("sharing")(sharing)


def sharing(
    inputs: Path | None = typer.Argument(
        None, metavar="[INPUTS.csv]", help="Figures, a row a state; see --template."
    ),
    key: str = typer.Option(
        "population-gdp",
        "--key",
        metavar="KEY",
        help="eu-2015-may, eu-2015-september, population-gdp, unhcr-capacity, or a key in a file.",
    ),
    weights: str | None = typer.Option(
        None, "--weights", metavar="W", help="A key of weights alone, as in population=60,gdp=40."
    ),
    of: str | None = typer.Option(
        None, "--group", metavar="GROUP", help="A region or states, with figures of the evidence."
    ),
    year: int | None = typer.Option(
        None, "--year", help="The newest year of the evidence to use. Default: the newest held."
    ),
    persons: int | None = typer.Option(
        None, "--persons", metavar="N", help="People to share out, in whole numbers."
    ),
    include: str | None = typer.Option(
        None, "--include", metavar="STATES", help="Take in states that the key leaves out: HUN,DNK."
    ),
    published: bool = typer.Option(
        False, "--published", help="Use the shares printed in the annex instead of the formula."
    ),
    actual: bool = typer.Option(
        False, "--actual", help="With INPUTS.csv: compare with what the evidence counts today."
    ),
    money: str | None = typer.Option(
        None, "--money", metavar="AMOUNT", help="Money in place of one person, as in '20000 EUR'."
    ),
    draws: int = typer.Option(1000, "--draws", help="Draws around the weights, 100 to 20000."),
    seed: int = typer.Option(1, "--seed", help="Where the draws begin; the same gives the same."),
    template: Path | None = typer.Option(
        None, "--template", metavar="FILE", help="Write a table to fill in, .csv or .xlsx."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Share people out among states by a key, and show how fair and actual differ.

    Example: comity services sharing --key population-gdp --group eu --persons 30000
    """
    if template is not None:
        _write_template(template)
        return
    read_day(as_of)
    check_ending(output, _ENDINGS, "A sharing key")
    chosen = _key(key, weights)
    if published:
        _annex(chosen, persons, output, as_json=as_json)
        return
    found = _report(
        chosen,
        inputs,
        of,
        year,
        persons,
        include,
        as_of,
        actual=actual,
        draws=draws,
        seed=seed,
        money=money,
    )
    from comity.cli.services_sharing_shown import show
    from comity.services.sharing.report_rows import plain, sheets

    give(
        output,
        as_json=as_json,
        plain=plain(found),
        sheets=lambda: sheets(found),
        show=lambda: show(found),
    )


def _key(written: str, weights: str | None) -> Key:
    """The key by its name, from a file, or of weights alone."""
    from comity.services.sharing.documents import read_key
    from comity.services.sharing.key import weights_of
    from comity.services.sharing.known import known_key

    if weights is not None:
        return weights_of(weights)
    path = Path(written)
    if path.suffix.lower() in _KEY_ENDINGS or path.is_file():
        return read_key(path)
    return known_key(written)


def _report(
    key: Key,
    inputs: Path | None,
    of: str | None,
    year: int | None,
    persons: int | None,
    include: str | None,
    as_of: str | None,
    *,
    actual: bool,
    draws: int,
    seed: int,
    money: str | None,
) -> Report:
    from comity.services.sharing.held import LATEST, OLDEST_YEAR, group_of, held_inputs
    from comity.services.sharing.inputs import example_inputs, read_inputs
    from comity.services.sharing.known import EXAMPLE
    from comity.services.sharing.money import read_rate
    from comity.services.sharing.report import report

    if (inputs is None) == (of is None):
        raise ComityError(
            "Give either a table of figures (INPUTS.csv) or --group, as in --group eu."
        )
    if not 100 <= draws <= 20_000 or not 0 <= seed < 2**32:
        raise ComityError("--draws is a number from 100 to 20000, and --seed one of zero or more.")
    if year is not None and not OLDEST_YEAR <= year <= LATEST:
        raise ComityError(f"--year {year}: write a year from {OLDEST_YEAR} to {LATEST}.")
    if money is not None and (of == EXAMPLE or (inputs is not None and not actual)):
        raise ComityError(
            "--money stands beside counts of today; give it with --actual or --group."
        )
    if inputs is not None and year is not None and not actual:
        raise ComityError("--year picks figures of the evidence; give it with --group or --actual.")
    taken = _states(include)
    if inputs is None and of == EXAMPLE:
        given = example_inputs(key, include=taken)
        evidence = None
    elif inputs is not None:
        given = read_inputs(inputs, key, include=taken)
        evidence = the_evidence(as_of) if actual else None
    else:
        evidence = the_evidence(as_of)
        members = group_of(of or "", evidence).members
        given = held_inputs(evidence, members, key, year, include=taken)
    given = given.taking_part(key, taken)
    return report(
        key,
        given,
        persons=persons,
        evidence=evidence,
        year=year,
        draws=draws,
        seed=seed,
        rate=None if money is None else read_rate(money),
    )


def _states(written: str | None) -> tuple[str, ...]:
    from comity.core.places import find_place

    return tuple(find_place(one.strip()).code for one in (written or "").split(",") if one.strip())


def _annex(key: Key, persons: int | None, output: Path | None, *, as_json: bool) -> None:
    """What was published with the key, shared out anew by largest remainder."""
    from comity.cli.services_sharing_shown import show_annex
    from comity.services.sharing.known import published
    from comity.services.sharing.report_rows import annex_frame, annex_json

    if not key.published:
        raise ComityError(f"No shares were published with the key '{key.name}' that Comity holds.")
    told = annex_json(key, published(key.published), persons)
    give(
        output,
        as_json=as_json,
        plain=told,
        sheets=lambda: {"Annex": annex_frame(told)},
        show=lambda: show_annex(told),
    )


def _write_template(path: Path) -> None:
    from comity.core.templates import template_bytes
    from comity.services.sharing.inputs import template

    write(path, template_bytes(template(), path.suffix.lower()))
    note("Fill in a row a state; columns that the key does not ask for may stay empty.")
