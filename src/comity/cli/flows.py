"""`comity flows`: who moved from where to where between two stocks, estimated and told as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.speaking import (
    AS_OF,
    JSON,
    check_ending,
    one_of,
    print_json,
    print_table,
    read_day,
    the_evidence,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    import polars as pl

    from comity.evidence import Evidence
    from comity.evidence.flows import Estimate, Options

ENDINGS = (".csv", ".json", ".parquet", ".xlsx")
PERIOD = typer.Option(
    ..., "--period", metavar="YEARS", help="The years of two stocks, as in 2015-2020."
)
METHOD = typer.Option(
    "pseudo-bayes", "--method", metavar="NAME", help="A method that 'comity flows methods' lists."
)

group = typer.Typer(rich_markup_mode=None, add_completion=False)


def register(app: typer.Typer) -> None:
    """Add the family to the command line."""
    app.add_typer(group, name="flows")


@group.callback(invoke_without_command=True)
def flows(context: typer.Context) -> None:
    """Estimate who moved from where to where, from stocks and vital events.

    Example: comity flows methods
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("methods")
def methods(as_json: bool = JSON) -> None:
    """List the methods: what each assumes, and its source.

    Example: comity flows methods --json
    """
    from comity.evidence.flows.about import ABOUT

    if as_json:
        print_json([{"method": m, "assumes": a.assumes, "source": a.source}
                    for m, a in ABOUT.items()])  # fmt: skip
        return
    rows = [[name, about.assumes, about.source] for name, about in ABOUT.items()]
    print_table(["Method", "What it assumes", "Source"], rows)


@group.command("estimate")
def estimate(
    period: str = PERIOD,
    method: str = METHOD,
    stocks: Path | None = typer.Option(
        None,
        "--stocks",
        metavar="FILE",
        help="Stocks by origin, destination and year (.csv .csv.gz .parquet .xlsx). Default: the "
        "store's.",
    ),
    demography: Path | None = typer.Option(
        None,
        "--demography",
        metavar="FILE",
        help="Births, deaths and populations. Default: the store's.",
    ),
    births: str | None = typer.Option(
        None,
        "--births",
        metavar="RULE",
        help="By birthplace: native (born where they live) or proportion. Default: native.",
    ),
    deaths: str | None = typer.Option(
        None,
        "--deaths",
        metavar="RULE",
        help="By birthplace: proportion or accounting. Default: proportion.",
    ),
    balance: str | None = typer.Option(
        None,
        "--balance",
        metavar="WHEN",
        help="Equal world totals before or after events. Default: before.",
    ),
    matching: str | None = typer.Option(
        None,
        "--matching",
        metavar="HOW",
        help="Equal totals by birthplace: rescale (closed), open-dr or open. Default: the "
        "method's own.",
    ),
    weight: float | None = typer.Option(
        None,
        "--weight",
        metavar="SHARE",
        help="Of closed-minimum in pseudo-bayes, 0 to 1. Default: 0.87.",
    ),
    seed_matrix: Path | None = typer.Option(
        None,
        "--seed-matrix",
        metavar="FILE",
        help="Weights by origin and destination that those who move follow.",
    ),
    sex: str = typer.Option("total", "--sex", metavar="SEX", help="total, female or male."),
    by: str = typer.Option("", "--by", metavar="WHAT", help="Split by birthplace or by type."),
    stayers: Path | None = typer.Option(
        None, "--stayers", metavar="FILE", help="Write those who stayed in each place, too."
    ),
    rates: bool = typer.Option(
        False, "--rates", help="Add the rate per year and thousand people of the origin."
    ),
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="Write a file; its ending says in which form: .csv .json .parquet .xlsx.",
    ),
    as_of: str | None = AS_OF,
    as_json: bool = JSON,
) -> None:
    """Estimate the flows between two stocks by one method.

    Example: comity flows estimate --period 2015-2020 --method closed-minimum -o flows.csv
    """
    from comity.cli.flows_written import check_files, hand_over
    from comity.evidence.flows import Options
    from comity.evidence.flows.estimation import NEEDS_PEOPLE

    read_day(as_of)
    check_ending(output, ENDINGS, "Flows")
    check_ending(stayers, ENDINGS, "Stayers")
    reads = {"stocks": stocks, "demography": demography, "seed-matrix": seed_matrix}
    check_files({"output": output, "stayers": stayers}, reads)
    rules = {"births": births, "deaths": deaths, "balance": balance, "matching": matching}
    said = {name: word for name, word in (rules | {"weight": weight}).items() if word is not None}
    _agree(method, sex, by, {name: word for name, word in rules.items() if word is not None})
    options = Options(**said)  # type: ignore[arg-type]
    _heard(method, options, [*said, *(["seed-matrix"] if seed_matrix else [])])
    tables = _given(stocks, demography, seed_matrix, as_of, people=rates or method in NEEDS_PEOPLE)
    found = _estimated(tables, period, method, options, sex)
    hand_over(found, tables.sources, by, output, stayers, rates=rates, as_json=as_json)


def _agree(method: str, sex: str, by: str, rules: Mapping[str, str]) -> None:
    """Refuse words that no option knows, and those that do not go together."""
    from typing import get_args

    from comity.evidence.flows import METHODS
    from comity.evidence.flows.accounts import Balance, BirthRule, DeathRule, Matching
    from comity.evidence.flows.estimation import DEMOGRAPHIC
    from comity.evidence.flows.tables import SEXES

    one_of("method", method, METHODS)
    one_of("sex", sex, SEXES)
    words = {"births": BirthRule, "deaths": DeathRule, "balance": Balance, "matching": Matching}
    for name, word in rules.items():
        one_of(name, word, get_args(words[name]))
    if by:
        one_of("by", by, ("birthplace", "type"))
        if method not in DEMOGRAPHIC:
            raise ComityError(
                f"{method} does not say where those who moved were born; leave out --by, or choose "
                f"one of {', '.join(DEMOGRAPHIC)}."
            )


def _heard(method: str, options: Options, said: Sequence[str]) -> None:
    """Refuse an option that the user gave and this method would not listen to."""
    from comity.evidence.flows.estimation import DEMOGRAPHIC

    for name in said:
        serves = ("pseudo-bayes",) if name == "weight" else DEMOGRAPHIC
        if method not in serves:
            raise ComityError(
                f"--{name} is for {', '.join(serves)}, not for {method}; leave it out, or choose "
                "another --method."
            )
    matching = options.of(method)  # type: ignore[arg-type]
    if "balance" in said and matching != "rescale":
        closed = ", ".join(one for one in DEMOGRAPHIC if one != "open-minimum")
        raise ComityError(
            f"--balance is for {closed} with the matching rescale, not for {method} with the "
            f"matching {matching}; leave it out, or choose another --method or --matching."
        )


@dataclass(frozen=True)
class Tables:
    """What an estimate is made from, how each table is called in a sentence, and its source."""

    stocks: pl.DataFrame
    demography: pl.DataFrame | None
    seed: pl.DataFrame | None
    names: tuple[str, str, str]
    sources: list[dict[str, Any]]


def _given(
    stocks: Path | None,
    demography: Path | None,
    seed: Path | None,
    as_of: str | None,
    *,
    people: bool,
) -> Tables:
    """The tables of the user, and of the store where there are none."""
    from comity.core.sheets import read_table

    files = {"stocks": stocks, "demography": demography, "seed": seed}
    frames = {
        what: read_table(path, row_names=what == "seed") for what, path in files.items() if path
    }
    names = {what: path.name for what, path in files.items() if path}
    sources: list[dict[str, Any]] = [{"table": what, "file": name} for what, name in names.items()]
    needed = ("stocks", "demography") if people else ("stocks",)
    if wanted := [what for what in needed if what not in frames]:
        evidence = the_evidence(as_of)
        for what in wanted:
            names[what] = "migrant_stock" if what == "stocks" else what
            frames[what] = evidence.store.read(names[what], evidence.as_of)
            sources.append({"table": what} | _cited(evidence, names[what]))
    called = names["stocks"], names.get("demography", "demography"), names.get("seed", "seed")
    return Tables(frames["stocks"], frames.get("demography"), frames.get("seed"), called, sources)


def _cited(evidence: Evidence, name: str) -> dict[str, str]:
    return evidence.lineage(name).sources[0].as_json()


def _estimated(tables: Tables, period: str, method: str, options: Options, sex: str) -> Estimate:
    from comity.evidence.flows import estimate as estimated

    return estimated(
        tables.stocks, tables.demography, period, method,  # type: ignore[arg-type]
        births=options.births, deaths=options.deaths, balance=options.balance,
        matching=options.matching, weight=options.weight, sex=sex,  # type: ignore[arg-type]
        seed=tables.seed, names=tables.names,
    )  # fmt: skip
