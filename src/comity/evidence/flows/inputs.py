"""Two stocks and the vital events between them as arrays of one order, with what was adjusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.core.errors import BadTable, ComityError, shown
from comity.core.places import known_place, special_codes
from comity.evidence.flows.accounts import natives_above_zero
from comity.evidence.flows.adjustments import Adjustment, adds_up, enough_people
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.naming import FORMER, KOSOVO, UNKNOWN, coded, together
from comity.evidence.flows.tables import Table, no_doubles

GROUPS = frozenset({*special_codes()} - {"XCI"})
"""Codes that stand for no place of their own, the unknown origin among them."""

FIGURES = ("births", "deaths", "pop_start", "pop_end", "net_migration")


@dataclass(frozen=True)
class Inputs:
    """What every method starts from; arrays are in the order of `places` (R of them).

    `start` and `end` have shape (R, R), people by birthplace and residence; natives stand on the
    diagonal where `natives` is true. The others have shape (R,), persons over the whole period,
    not a number where a table is silent.
    """

    year0: int
    year1: int
    places: tuple[str, ...]
    start: Array
    end: Array
    births: Array
    deaths: Array
    pop_start: Array
    pop_end: Array
    net: Array
    natives: bool
    adjustments: tuple[Adjustment, ...] = field(default=())


def assembled(
    stocks: Table,
    demography: Table | None,
    years: tuple[int, int],
    *,
    counted: bool = True,
    natives: bool = True,
    among: tuple[str, ...] | None = None,
) -> Inputs:
    """Stocks and demography on common places; raises `ComityError` where there is nothing to use.

    With `counted`, only places with demography and with residents at both dates take part. With
    `natives`, people who live where they were born stand on the diagonals: the population minus
    everybody in the stock from elsewhere, or as given by rows with the same origin and destination.
    `among` fixes the places and their order.
    """
    said: list[Adjustment] = []
    here = stocks.rows.filter(pl.col("year").is_in(list(years)))
    rows = _coded(here, ("origin", "destination"), stocks.name, demography, said)
    rows = _without_unknown(rows, years, said)
    people = (
        _coded(demography.rows, ("country",), demography.name, demography, said)
        if demography
        else None
    )
    if people is not None:  # totals of the world or of groups stand in some tables
        people = people.filter(~pl.col("country").is_in([*GROUPS]))
    labels = {*here["origin"], *here["destination"]}
    rows, people = _merged(rows, people, labels, years, said)
    places = among or _taking_part(rows, people, years, said, counted=counted)
    start, end = (_matrix(rows.filter(pl.col("year") == year), places) for year in years)
    vital = {name: _vector(people, places, name) for name in FIGURES}
    if natives:
        start, end = (
            _with_natives(stock, vital[pop], _stated(rows, places, year), places, said, year)
            for stock, pop, year in ((start, "pop_start", years[0]), (end, "pop_end", years[1]))
        )
        if demography is not None:
            _all_known(vital, places, demography.name)
            enough_people(start, end, vital, places, demography.name)
            said += adds_up(vital, places, demography.name)
    if demography is not None and demography.assumed:
        said.append(Adjustment("assumed", demography.assumed))
    net = np.where(
        np.isnan(vital["net_migration"]),
        vital["pop_end"] - vital["pop_start"] - vital["births"] + vital["deaths"],
        vital["net_migration"],
    )
    return Inputs(
        *years, places, start, end, vital["births"], vital["deaths"], vital["pop_start"],
        vital["pop_end"], net, natives, tuple(said),
    )  # fmt: skip


def _coded(
    rows: pl.DataFrame,
    columns: Sequence[str],
    name: str,
    demography: Table | None,
    said: list[Adjustment],
) -> pl.DataFrame:
    """The rows with codes for labels; raises `BadTable` for a label that nobody knows."""
    own = {coded(label) for label in demography.rows["country"]} if demography else set()
    if not demography and {"origin", "destination"} <= {*rows.columns}:
        own = {*map(coded, rows["origin"])} & {*map(coded, rows["destination"])}
    for column in columns:
        for label in rows[column].unique(maintain_order=True):
            code = coded(label)
            if known_place(code) or code in special_codes() or code in own:
                continue
            where = int(rows[column].index_of(label) or 0)
            raise BadTable(
                f"{name}, column '{column}' ('{shown(label)}', first in the {where + 1}. of the "
                "rows used): no country or area has this code or name, and the demography has no "
                "such region; mend it or leave the rows out."
            )
    used = {label.strip().upper() for column in columns for label in rows[column].unique()}
    said.extend(
        Adjustment("renamed", f"{name}: {old} is counted as {FORMER[old]}.", (FORMER[old],))
        for old in sorted(used & {*FORMER} - {"GGY", "JEY"})
    )
    if used & {"GGY", "JEY"}:
        said.append(
            Adjustment(
                "merged",
                f"{name}: Guernsey and Jersey (GGY, JEY) are XCI, the Channel Islands.",
                ("XCI",),
            )
        )
    codes = {label: coded(label) for column in columns for label in rows[column].unique()}
    found = rows.with_columns(
        pl.col(column).replace_strict(codes, return_dtype=pl.String) for column in columns
    )
    several = [UNKNOWN, *(FORMER[label] for label in used & {*FORMER})]  # their rows are added up
    once = [~pl.col(column).is_in(several) for column in columns]
    key = [*columns, "year"] if "year" in rows.columns else list(columns)
    no_doubles(found.filter(*once), key, name)
    return found


def _without_unknown(
    rows: pl.DataFrame, years: tuple[int, int], said: list[Adjustment]
) -> pl.DataFrame:
    """The rows whose origin is a place; how many people have none is listed by year."""
    unknown = rows.filter(pl.col("origin") == UNKNOWN)
    for year in years:
        persons = float(unknown.filter(pl.col("year") == year)["persons"].sum())
        if persons:
            said.append(
                Adjustment(
                    "unknown_origin",
                    f"In {year} the origin of {persons:,.0f} people is other or unknown; they are "
                    "in no flow, and count among the natives of the place where they live.",
                    (),
                    persons,
                )
            )
    for column in ("origin", "destination"):
        said.extend(
            Adjustment(
                "left_out", f"{code} is no place but a group; its rows are left out.", (code,)
            )
            for code in sorted({*rows[column]} & GROUPS - {UNKNOWN})
        )
    apart = [*GROUPS]
    return rows.filter(~pl.col("origin").is_in(apart) & ~pl.col("destination").is_in(apart))


def _merged(
    rows: pl.DataFrame,
    people: pl.DataFrame | None,
    labels: set[str],
    years: tuple[int, int],
    said: list[Adjustment],
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    first, last = (
        {*rows.filter((pl.col("year") == y) & (pl.col("persons") > 0))["destination"]}
        for y in years
    )
    families = together(labels, first, last)
    named = {*rows["origin"], *rows["destination"]}
    if (
        people is not None
        and "XKX" in {*people["country"]}
        and "XKX" not in named
        and "SRB" in named
    ):
        families.append(KOSOVO)
    shared: dict[str, str] = {}
    at_home = {*rows.filter(pl.col("origin") == pl.col("destination"))["origin"]}
    unstated = [family.code for family in families if not at_home.issuperset(family.members)]
    for family in families:
        shared |= dict.fromkeys(family.members, family.code)
        said.append(
            Adjustment(
                "merged",
                f"{family.code} stands for {' and '.join(family.members)}: {family.why}.",
                family.members,
            )
        )
    rows = rows.with_columns(pl.col("origin", "destination").replace(shared))
    rows = rows.group_by("origin", "destination", "year", maintain_order=True).agg(
        pl.col("persons").sum()
    )
    # People born in one part who live in another live where they were born, like natives.
    home = pl.col("origin") == pl.col("destination")
    rows = rows.filter(~(home & pl.col("origin").is_in(unstated)))
    if people is None:
        return rows, None
    sums = [
        pl.when(pl.col(c).is_null().any()).then(None).otherwise(pl.col(c).sum()).alias(c)
        for c in FIGURES
    ]
    people = people.with_columns(pl.col("country").replace(shared))
    return rows, people.group_by("country", maintain_order=True).agg(*sums)


def _taking_part(
    rows: pl.DataFrame,
    people: pl.DataFrame | None,
    years: tuple[int, int],
    said: list[Adjustment],
    *,
    counted: bool,
) -> tuple[str, ...]:
    """The codes that take part, in order; who does not is listed with the people it stands for."""
    residents = [{*rows.filter(pl.col("year") == year)["destination"]} for year in years]
    origins = {*rows["origin"]}
    both = residents[0] & residents[1]
    everybody = origins | residents[0] | residents[1]
    if not counted:
        chosen = origins | both
        reasons = dict.fromkeys(everybody - chosen, "stocks at one of the two dates only")
    else:
        known = {*people["country"]} if people is not None else everybody
        chosen = both & known
        reasons = dict.fromkeys(everybody - known, "no demography")
        reasons |= dict.fromkeys(
            everybody & known - both, "no residents in the stocks at both dates"
        )
        reasons |= dict.fromkeys(known - everybody, "no stocks")
    for reason in dict.fromkeys(reasons.values()):
        codes = tuple(sorted(p for p, why in reasons.items() if why == reason))
        touched = pl.col("origin").is_in(list(codes)) | pl.col("destination").is_in(list(codes))
        persons = float(rows.filter(touched & (pl.col("year") == years[1]))["persons"].sum())
        said.append(
            Adjustment("left_out", f"Left out ({reason}): {', '.join(codes)}.", codes, persons)
        )
    if len(chosen) < 2:
        raise ComityError(
            "Fewer than two places have both stocks and demography; check that the files use the "
            "same codes, and that the period is in both."
        )
    return tuple(sorted(chosen))


def _matrix(rows: pl.DataFrame, places: tuple[str, ...]) -> Array:
    index = {place: number for number, place in enumerate(places)}
    known = rows.filter(
        pl.col("origin").is_in(list(places)) & pl.col("destination").is_in(list(places))
    )
    at = [
        known[c].replace_strict(index, return_dtype=pl.Int64).to_numpy()
        for c in ("origin", "destination")
    ]
    found = np.zeros((len(places), len(places)))
    found[at[0], at[1]] = known["persons"].cast(pl.Float64).to_numpy()
    return found


def _vector(people: pl.DataFrame | None, places: tuple[str, ...], name: str) -> Array:
    if people is None:
        return np.full(len(places), np.nan)
    known = dict(zip(people["country"], people[name].cast(pl.Float64), strict=True))
    values = (known.get(place) for place in places)
    return np.array([np.nan if value is None else value for value in values])


def _stated(rows: pl.DataFrame, places: tuple[str, ...], year: int) -> NDArray[np.bool_]:
    """For which places a row with the same origin and destination says how many natives live."""
    home = rows.filter((pl.col("origin") == pl.col("destination")) & (pl.col("year") == year))
    return np.isin(places, home["origin"].to_list())


def _with_natives(
    stock: Array,
    population: Array,
    stated: NDArray[np.bool_],
    places: tuple[str, ...],
    said: list[Adjustment],
    year: int,
) -> Array:
    """The stock with natives on the diagonal: as stated there, else population minus the others."""
    filled = stock.copy()
    np.fill_diagonal(filled, 0.0)
    natives = np.where(stated, np.diagonal(stock), population - filled.sum(axis=0))
    if (unknown := np.isnan(natives)).any():
        who = places[int(np.argmax(unknown))]
        raise ComityError(
            f"The demography has no population of {who} in {year}, and the stocks have no row with "
            f"{who} as both origin and destination; one of the two says how many natives there are."
        )
    np.fill_diagonal(filled, natives)
    mended, below = natives_above_zero(filled)
    for place in below:
        short = -float(filled[place, place])
        said.append(
            Adjustment(
                "negative_natives",
                f"In {year} {places[place]} has {short:,.0f} more people from elsewhere than "
                "inhabitants; its stock is scaled to its population.",
                (places[place],),
                short,
            )
        )
    return mended


def _all_known(vital: dict[str, Array], places: tuple[str, ...], name: str) -> None:
    for column in ("births", "deaths"):
        gaps: Iterable[int] = np.flatnonzero(np.isnan(vital[column]))
        for place in gaps:
            raise BadTable(
                f"{name} has no {column} of {places[place]}; fill them in, or leave the place out."
            )


def with_share(inputs: Inputs, whole: Inputs) -> Inputs:
    """The inputs of one sex with the part of net migration that it has of the first stock.

    `whole` are those of both sexes, in the same order. So what women and men move adds up.
    """
    apart = ~np.eye(len(inputs.places), dtype=bool)
    people = float(whole.start[apart].sum())
    share = float(inputs.start[apart].sum()) / people if people else 0.5
    return replace(inputs, net=whole.net * share)
