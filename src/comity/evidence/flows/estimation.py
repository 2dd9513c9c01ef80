"""One period, one method: stocks and demography in, a table of flows with its adjustments out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import polars as pl

from comity.core.errors import ComityError
from comity.core.periods import Period
from comity.evidence.flows import movement
from comity.evidence.flows.accounts import (
    Accounts,
    Balance,
    BirthRule,
    DeathRule,
    Matching,
    accounted,
)
from comity.evidence.flows.adjustments import Adjustment
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.assumed import STAYERS_WEIGHT
from comity.evidence.flows.differences import (
    difference_drop,
    difference_reverse,
    rate,
)
from comity.evidence.flows.fitting import one_blas_thread
from comity.evidence.flows.inputs import Inputs, assembled, with_share
from comity.evidence.flows.saying import nobody_negative, told
from comity.evidence.flows.tables import SEXES, Sex
from comity.evidence.flows.tables import demography as read_demography
from comity.evidence.flows.tables import seed as read_seed
from comity.evidence.flows.tables import stocks as read_stocks

Method = Literal[
    "closed-minimum",
    "open-minimum",
    "independence",
    "pseudo-bayes",
    "difference-drop",
    "difference-reverse",
    "rate",
]
METHODS: tuple[Method, ...] = get_args(Method)
DEMOGRAPHIC: tuple[Method, ...] = METHODS[:4]
"""Methods that account for births and deaths, and can say where those who moved were born."""

NEEDS_PEOPLE = (*DEMOGRAPHIC, "rate")


@dataclass(frozen=True, slots=True)
class Options:
    """How a method goes about it; the defaults are those of Abel and Cohen (2019).

    `matching` is how totals by birthplace are made equal: rescale for the closed methods, open-dr
    or open for those that let people leave to, and arrive from, elsewhere. `weight` is that of the
    table with most stayers in the pseudo-Bayesian mixture.
    """

    births: BirthRule = "native"
    deaths: DeathRule = "proportion"
    balance: Balance = "before"
    matching: Matching | None = None
    weight: float = STAYERS_WEIGHT

    def of(self, method: Method) -> Matching:
        """The matching of this method; raises `ComityError` where the two contradict each other."""
        usual: Matching = "open-dr" if method == "open-minimum" else "rescale"
        chosen = self.matching or usual
        if method == "closed-minimum" and chosen != "rescale":
            raise ComityError("closed-minimum is closed; for an open variant choose open-minimum.")
        if method == "open-minimum" and chosen == "rescale":
            raise ComityError("open-minimum is open; its variants are open-dr and open.")
        return chosen


@dataclass(frozen=True)
class Estimate:
    """The flows of one period by one method; arrays are in the order of `inputs.places`.

    `flows` has shape (R, R), persons over the period by origin and destination, with zeros on the
    diagonal; `stayers` has shape (R,), those who lived in the same place at both dates (not a
    number for methods that do not say).
    """

    method: Method
    sex: Sex
    inputs: Inputs
    options: Options
    flows: Array
    stayers: Array
    accounts: Accounts | None = None
    seed: Array | None = None
    scale: Array | None = None
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The codes of the places that take part, in the order of the arrays."""
        return self.inputs.places

    @property
    def total(self) -> float:
        """All people who moved, in persons over the period."""
        return float(self.flows.sum())

    @property
    def net(self) -> Array:
        """Those who arrived minus those who left, shape (R,)."""
        found: Array = self.flows.sum(axis=0) - self.flows.sum(axis=1)
        return found

    def by_birthplace(self) -> Iterator[tuple[str, Array]]:
        """For each birthplace, origin by destination with stayers on the diagonal, shape (R, R).

        Raises `ComityError` for methods that read flows off the stocks alone.
        """
        if self.accounts is None:
            raise ComityError(f"{self.method} does not say where those who moved were born.")
        start, end = self.accounts.start, self.accounts.end
        least = movement.slices_minimum(start, end, self.seed, self.places)
        free = movement.slices_independence(start, end, self.seed, self.places)
        weight = {"independence": 0.0, "pseudo-bayes": self.options.weight}.get(self.method, 1.0)
        for place in self.places:
            first = next(least) if weight else np.zeros_like(start)
            second = next(free) if weight < 1 else np.zeros_like(start)
            table = weight * first + (1 - weight) * second
            yield place, table if self.scale is None else table * self.scale

    def by_type(self) -> dict[str, Array]:
        """Flows by type: outward from, return to, and transit past the birthplace; each (R, R)."""
        found = {name: np.zeros_like(self.flows) for name in ("outward", "return", "transit")}
        for number, (_, table) in enumerate(self.by_birthplace()):
            np.fill_diagonal(table, 0.0)
            found["outward"][number] += table[number]
            found["return"][:, number] += table[:, number]
            table[number] = table[:, number] = 0.0
            found["transit"] += table
        return found

    def table(
        self, by: Literal["", "birthplace", "type"] = "", *, rates: bool = False
    ) -> pl.DataFrame:
        """Rows of origin, destination, flow, year0, year1; zeros included, stayers left out.

        `by` adds a column `birthplace` or `type`; `rates` one of flows per year and thousand
        people who lived in the origin at the start (null where no population is known).
        """
        if by == "birthplace":
            parts = [
                self._long(_hollow(t)).with_columns(birthplace=pl.lit(k))
                for k, t in self.by_birthplace()
            ]
        elif by == "type":
            parts = [self._long(t).with_columns(type=pl.lit(k)) for k, t in self.by_type().items()]
        else:
            parts = [self._long(self.flows)]
        rows = pl.concat(parts)
        if by == "birthplace":
            rows = rows.filter(pl.col("flow") > 0)
        years = self.inputs.year1 - self.inputs.year0
        found = rows.with_columns(
            year0=pl.lit(self.inputs.year0, pl.Int16), year1=pl.lit(self.inputs.year1, pl.Int16)
        )
        if not rates:
            return found
        living = dict(zip(self.places, self._people().tolist(), strict=True))
        people = pl.col("origin").replace_strict(living, return_dtype=pl.Float64)
        per_year = pl.col("flow") / years / people * 1000
        return found.with_columns(
            rate_per_thousand=pl.when(people.is_not_nan() & (people > 0)).then(per_year)
        )

    def stayers_table(self) -> pl.DataFrame:
        """Rows of place, stayers, year0, year1: people who lived there at both dates."""
        return pl.DataFrame(
            {"country": list(self.places), "stayers": self.stayers},
            schema={"country": pl.String, "stayers": pl.Float64},
        ).with_columns(
            year0=pl.lit(self.inputs.year0, pl.Int16), year1=pl.lit(self.inputs.year1, pl.Int16)
        )

    def _people(self) -> Array:
        """Who lived in each place at the start, shape (R,); not a number where nothing says so."""
        given = self.inputs.pop_start
        return np.where(np.isnan(given) & self.inputs.natives, self.inputs.start.sum(axis=0), given)

    def _long(self, table: Array) -> pl.DataFrame:
        size = len(self.places)
        apart = ~np.eye(size, dtype=bool)
        codes = np.array(self.places)
        origin, destination = np.nonzero(apart)
        return pl.DataFrame(
            {
                "origin": codes[origin],
                "destination": codes[destination],
                "flow": table[apart],
            }
        )


def _hollow(table: Array) -> Array:
    np.fill_diagonal(table, 0.0)
    return table


def estimate(
    stocks: pl.DataFrame,
    demography: pl.DataFrame | None,
    period: str | tuple[int, int],
    method: Method = "pseudo-bayes",
    *,
    births: BirthRule = "native",
    deaths: DeathRule = "proportion",
    balance: Balance = "before",
    matching: Matching | None = None,
    weight: float = STAYERS_WEIGHT,
    sex: Sex = "total",
    seed: pl.DataFrame | None = None,
    names: tuple[str, str, str] = ("stocks", "demography", "seed"),
) -> Estimate:
    """Bilateral flows between two dates from stocks and, where the method needs them, vital events.

    `stocks` are persons by origin, destination and year (1 July); `demography` births, deaths and
    populations (see `flows.tables` for the columns that are understood; None for differences).
    Raises `ComityError` in one sentence. What was merged, left out or mended is in `adjustments`.

    >>> people = [("A", "B", 10), ("B", "A", 5), ("A", "A", 90), ("B", "B", 95)]
    >>> moved = [("A", "B", 30), ("B", "A", 5), ("A", "A", 70), ("B", "B", 95)]
    >>> rows = [(*r[:2], 2015, r[2]) for r in people] + [(*r[:2], 2020, r[2]) for r in moved]
    >>> stock = pl.DataFrame(rows, ["origin", "destination", "year", "stock"], orient="row")
    >>> events = pl.DataFrame({"country": ["A", "B"], "year0": 2015, "births": 0, "deaths": 0})
    >>> round(estimate(stock, events, "2015-2020", "closed-minimum").total, 6)
    20.0
    """
    options = Options(births, deaths, balance, matching, weight)
    _checked(method, options, sex)
    years = years_of(period)
    needed = method in NEEDS_PEOPLE
    if needed and demography is None:
        raise ComityError(f"{method} needs births, deaths and populations; give a demography.")
    people, told = (
        (None, sex) if demography is None else read_demography(demography, years, sex, names[1])
    )
    if sex != "total" and told == "total" and method in DEMOGRAPHIC:
        from comity.evidence.flows.sexes import one_sex

        whole = read_stocks(stocks, years, "total", names[0])
        parts = {s: read_stocks(stocks, years, s, names[0]) for s in SEXES[1:]}
        if people is None:
            raise ComityError(f"{method} needs births and deaths; give a demography.")
        return one_sex(
            whole, parts, people, years, method, options, sex, _seed_reader(seed, names[2])
        )
    table = read_stocks(stocks, years, sex, names[0])
    inputs = assembled(table, people, years, counted=needed, natives=method in DEMOGRAPHIC)
    if people is not None and sex != "total" and told == "total":
        if method == "rate":
            whole = read_stocks(stocks, years, "total", names[0])
            both = assembled(whole, people, years, natives=False, among=inputs.places)
            inputs = with_share(inputs, both)
        nobody = np.full(len(inputs.places), np.nan)  # populations of both say nothing of one
        inputs = replace(inputs, pop_start=nobody, pop_end=nobody)
    weights = _seed_reader(seed, names[2])(inputs.places)
    return of_inputs(inputs, method, options, sex=sex, seed=weights)


def of_inputs(
    inputs: Inputs,
    method: Method,
    options: Options = Options(),
    *,
    sex: Sex = "total",
    seed: Array | None = None,
    accounts: Accounts | None = None,
) -> Estimate:
    """The same for tables that are arrays already; `accounts` of the same matching are reused."""
    with one_blas_thread():
        if method in DEMOGRAPHIC:
            return _accounting(inputs, method, options, sex, seed, accounts)
        return _from_stocks(inputs, method, options, sex)


def accounts_of(
    inputs: Inputs,
    matching: Matching,
    options: Options = Options(),
    potentials: tuple[Array, Array] | None = None,
) -> Accounts:
    """The stocks without births and deaths, which several methods share."""
    with one_blas_thread():
        return accounted(
            inputs.start, inputs.end, inputs.births, inputs.deaths,
            how=matching, births_rule=options.births, deaths_rule=options.deaths,
            balance=options.balance, names=inputs.places, potentials=potentials,
        )  # fmt: skip


def _accounting(
    inputs: Inputs,
    method: Method,
    options: Options,
    sex: Sex,
    seed: Array | None,
    accounts: Accounts | None,
) -> Estimate:
    book = accounts or accounts_of(inputs, options.of(method), options)
    weight = {"independence": 0.0, "pseudo-bayes": options.weight}.get(method, 1.0)
    both = np.zeros_like(inputs.start)
    if weight:
        both += weight * movement.minimum(book.start, book.end, seed, inputs.places)
    if weight < 1:
        nobody_negative(book, inputs, method)
        both += (1 - weight) * movement.independence(book.start, book.end, seed, inputs.places)
    flows = both.copy()
    np.fill_diagonal(flows, 0.0)
    return Estimate(
        method, sex, inputs, options, flows, np.diagonal(both).copy(), book, seed,
        adjustments=(*inputs.adjustments, *told(book, inputs, options.of(method), sex)),
    )  # fmt: skip


def _from_stocks(inputs: Inputs, method: Method, options: Options, sex: Sex) -> Estimate:
    match method:
        case "difference-drop":
            flows = difference_drop(inputs.start, inputs.end)
        case "difference-reverse":
            flows = difference_reverse(inputs.start, inputs.end)
        case _:
            if (unknown := np.isnan(inputs.net)).any():
                raise ComityError(
                    f"The demography has no net migration of {inputs.places[int(unknown.argmax())]}"
                    ", nor births, deaths and both populations, from which it would follow."
                )
            flows = rate(inputs.start, inputs.net)
    nobody = np.full(len(inputs.places), np.nan)
    return Estimate(method, sex, inputs, options, flows, nobody, adjustments=inputs.adjustments)


def _checked(method: Method, options: Options, sex: Sex) -> None:
    for name, value, allowed in (
        ("method", method, METHODS),
        ("births", options.births, get_args(BirthRule)),
        ("deaths", options.deaths, get_args(DeathRule)),
        ("balance", options.balance, get_args(Balance)),
        ("matching", options.matching or "rescale", get_args(Matching)),
        ("sex", sex, SEXES),
    ):
        if value not in allowed:
            raise ComityError(f"The {name} is one of {', '.join(allowed)}, not '{value}'.")
    if not 0 <= options.weight <= 1:
        raise ComityError(f"The weight lies between 0 and 1, which {options.weight} does not.")
    options.of(method)


def years_of(period: str | tuple[int, int]) -> tuple[int, int]:
    """The years of two stocks, the earlier first; raises `ComityError` in one sentence.

    >>> years_of("2015-2020")
    (2015, 2020)
    """
    if isinstance(period, str):
        read = Period.parse(period)
        first, last = read.start.year, read.end.year
    else:
        first, last = int(period[0]), int(period[1])
    if last <= first:
        raise ComityError(f"'{period}' is no span between two stocks; write it as in 2015-2020.")
    return first, last


def _seed_reader(
    frame: pl.DataFrame | None, name: str
) -> Callable[[tuple[str, ...]], Array | None]:
    """A function that gives the seed in the order of some places, or None without a seed."""

    def read(places: tuple[str, ...]) -> Array | None:
        if frame is None:
            return None
        rows = read_seed(frame, places, name)
        index = {place: number for number, place in enumerate(places)}
        found = np.zeros((len(places), len(places)))
        for origin, destination, weight in rows.iter_rows():
            found[index[origin], index[destination]] = weight
        return found

    return read
