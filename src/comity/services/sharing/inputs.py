"""The figures that a key is worked out from, as somebody brings them: a row a state.

Columns may be called as in the example of 2015 (`pop_2014_m`, `gdp_2013_eur_bn`, `unemp_2014_pct`,
`asylum_resettled_per_million_2010_14`) or plainly (`population`, `gdp`, `unemployment`, `effort`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from comity.core.brought import COMMAS_READ, Brought, amount, brought, refuse_doubles
from comity.core.errors import BadTable, ComityError, shown
from comity.core.findings import Finding, Source
from comity.core.marks import N_
from comity.core.places import places
from comity.core.sheets import read_table
from comity.core.tables import Column, Schema
from comity.core.templates import Field, Template, without_comments
from comity.services.sharing.key import Key
from comity.services.sharing.known import EXAMPLE, EXAMPLE_SOURCE, example_bytes
from comity.services.sharing.remarks import Remark

_WORDS = {
    "gdp_per_person": r"gdp_(ppp_)?(per_capita|per_person|pc)(_.*)?|output_per_person",
    "gdp": r"gdp(_\d{4})?(_\d\d)?(_(eur|usd|ppp|current|bn|mn|m|tn|million|billion))*|economy",
    "population": r"pop(_.*)?|population(_.*)?|inhabitants",
    "unemployment": r"unemp(_.*)?|unemployment(_.*)?",
    "effort": r"effort|past_effort|effort_.*|asylum_.*per_million.*|applications_per_million.*",
    "area": r"area(_.*)?|land_area(_.*)?",
    "refugees": r"refugees(_.*)?",
    "share": r"share|share_pct|key_pct|key_percent",
}
_STATES = ("iso3", "country", "state", "code", "place", "alpha3", "iso_code")
_MOST_STATES = 260


@dataclass(frozen=True, slots=True)
class Inputs:
    """Figures by state and indicator, what to say about them, and where they come from.

    `called` is the heading of the column behind each indicator; `findings` are there where the
    figures come from the evidence.
    """

    name: str
    figures: Mapping[str, Mapping[str, float]]
    remarks: tuple[Remark, ...] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    provenance: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: tuple[Source, ...] = ()
    year: int | None = None

    def taking_part(self, key: Key, include: Iterable[str] = ()) -> Inputs:
        """The states that take part in a key; the others are named in a remark, with the reason."""
        asked = frozenset(include)
        for code in sorted(asked - self.figures.keys()):
            raise ComityError(f"{places()[code].name} is to be included, but has no figures here.")
        kept = {c: row for c, row in self.figures.items() if key.takes(c, asked)}
        remarks = [*self.remarks]
        left = sorted(self.figures.keys() - kept.keys())
        for reason in dict.fromkeys(key.out.get(code, "") for code in left):
            about = [code for code in left if key.out.get(code, "") == reason]
            remarks.append(
                Remark.of(N_("Left out of this key: {places} ({reason})."), about, reason=reason)
                if reason
                else Remark.of(N_("Left out of this key: {places}."), about)
            )
        if brought_in := sorted(asked & key.out.keys()):
            remarks.append(
                Remark.of(
                    N_("Taken in at your wish, though the key leaves them out: {places}."),
                    brought_in,
                )
            )
        return replace(self, figures=kept, remarks=tuple(remarks))


def example_inputs(key: Key, *, include: Iterable[str] = ()) -> Inputs:
    """The example of 2015 that ships with Comity: approximate, recalled figures of 23 states."""
    made = read_inputs(Path(f"{EXAMPLE}.csv"), key, include=include, data=example_bytes())
    return replace(made, sources=(EXAMPLE_SOURCE,))


def read_inputs(
    path: Path, key: Key, *, include: Iterable[str] = (), data: bytes | None = None
) -> Inputs:
    """The figures in a table for the states of a key, and for those that `include` takes in.

    Raises `BadTable` naming file, row and column. `data` are the bytes of a table that was sent.
    """
    headings = _filled_in(read_table(path, blank_rows=True, data=data))
    matched = _matched(path.name, headings)
    wanted = _wanted(key, matched)
    schema = _schema(path.name, headings, matched, wanted)
    try:
        table = brought(path, schema, data=data)
    except BadTable as error:
        raise _by_heading(error, matched) from error
    refuse_doubles(table, ["iso3"])
    if len(table.numbers) > _MOST_STATES:
        raise BadTable(f"{path.name} has more rows than there are states; keep one row a state.")
    rows = {row["iso3"]: (number, row) for number, row in table.rows()}
    remarks: list[Remark] = []
    figures: dict[str, dict[str, float]] = {code: {} for code in rows}
    for name in wanted:
        if name in matched:
            _fill(table, rows, figures, name, matched[name], key, frozenset(include))
    lacking = [name for name in wanted if name not in matched]
    remarks += [_worked_out(path.name, figures, name, headings) for name in lacking]
    told = tuple(dict.fromkeys(row["provenance"] for _, row in table.rows() if row["provenance"]))
    if any(COMMAS_READ in note for note in table.notes):
        remarks.append(Remark.of(COMMAS_READ))
    if told:
        remarks.append(Remark.of(N_("The table says of its figures: {told}."), told=told[0]))
    return Inputs(path.name, figures, tuple(remarks), matched, told)


def _by_heading(error: BadTable, matched: Mapping[str, str]) -> BadTable:
    """The same complaint with the heading that stands in the file.

    >>> told = BadTable("a.csv, row 2, column 'gdp': 'x' is not a number.")
    >>> str(_by_heading(told, {"gdp": "GDP 2013"}))
    "a.csv, row 2, column 'GDP 2013': 'x' is not a number."
    """
    said = str(error)
    states = [heading for name, heading in matched.items() if name in _STATES]
    for name, heading in [*matched.items(), *(("iso3", one) for one in states[:1])]:
        if (head := f", column '{name}':") in said:
            return BadTable(said.replace(head, f", column '{shown(heading)}':", 1))
    return error


def _filled_in(frame: pl.DataFrame) -> list[str]:
    """The headings of columns in which anything stands, besides lines of comments."""
    rows, _ = without_comments(frame)
    return [
        name for name in rows.columns if rows[name].fill_null("").str.strip_chars().ne("").any()
    ] or rows.columns


def _wanted(key: Key, matched: Mapping[str, str]) -> list[str]:
    """What to read: what the key asks for, and what an indicator that is missing is made of."""
    made_of = () if "gdp_per_person" in matched else ("gdp", "population")
    more = made_of if "gdp_per_person" in key.needs else ()
    return [*dict.fromkeys((*key.needs, *more))]


def _matched(name: str, headings: Sequence[str]) -> dict[str, str]:
    """By indicator the heading that means it; two for one are refused."""
    found: dict[str, str] = {}
    for heading in headings:
        plain = heading.strip().lower().replace(" ", "_")
        meant = next(
            (one for one, pattern in _WORDS.items() if re.fullmatch(pattern, plain)), plain
        )
        if meant in found and meant in _WORDS:
            raise BadTable(
                f"{name} has two columns for '{meant}': '{shown(found[meant])}' and "
                f"'{shown(heading)}'; keep one of them."
            )
        found[meant] = heading
    return found


def _schema(
    name: str, headings: Sequence[str], matched: Mapping[str, str], wanted: Sequence[str]
) -> Schema:
    columns = [Column("iso3", "place", also=_STATES[1:])]
    for one in wanted:
        if one in matched:
            also = (matched[one],) if matched[one] != one else ()
            columns.append(replace(amount(one, optional=True), also=also, measure=True))
        elif one not in ("area", "gdp_per_person"):
            raise BadTable(
                f"{name} has no column '{one}', which the key asks for; its columns are: "
                f"{', '.join(map(shown, headings))}."
            )
    return Schema("inputs", (*columns, Column("provenance", "text", nullable=True)))


def _fill(
    table: Brought,
    rows: Mapping[str, tuple[int, dict[str, float | None]]],
    figures: dict[str, dict[str, float]],
    name: str,
    heading: str,
    key: Key,
    include: frozenset[str],
) -> None:
    """Take over a column for the states that take part; a gap or a zero is told with its row."""
    for code, (number, row) in rows.items():
        value = row[name]
        if value is None and key.takes(code, include):
            raise table.refuse(number, heading, "is empty; fill it in, or leave the row out")
        if value == 0 and name in key.above_zero and key.takes(code, include):
            why = "the key divides by it" if name != "population" else "a state has inhabitants"
            raise table.refuse(number, heading, f"is 0, and {why}; give a figure above zero")
        if value is not None:
            figures[code][name] = value


def _worked_out(
    name: str, figures: dict[str, dict[str, float]], indicator: str, headings: Sequence[str]
) -> Remark:
    """Fill in what a table need not bring: the area of a state, and output per person."""
    if indicator == "area":
        for code, row in figures.items():
            if (area := places()[code].area_km2) is None:
                raise BadTable(
                    f"{name} has no column 'area', and Comity holds none for {places()[code].name}."
                )
            row["area"] = area
        return Remark.of(N_("Areas are those of Comity's own list of countries."))
    if not all("gdp" in row and row.get("population") for row in figures.values()):
        raise BadTable(
            f"{name} has no column 'gdp_per_person', which the key asks for; its columns are: "
            f"{', '.join(map(shown, headings))}."
        )
    for row in figures.values():
        row["gdp_per_person"] = row["gdp"] / row["population"]
    return Remark.of(
        N_("Output per person is GDP over population here, not at purchasing-power parity.")
    )


def template() -> Template:
    """A table to fill in."""
    return Template(
        "sharing",
        "Figures for sharing responsibility, a row a state",
        (
            Field("iso3", "The state, by alpha-3 code or name", "AUT"),
            Field("population", "Inhabitants; any unit, the same in every row", "8.51"),
            Field("gdp", "Size of the economy; any unit, the same in every row", "322.6"),
            Field("unemployment", "Unemployment in percent, above zero", "5.6", optional=True),
            Field(
                "effort",
                "Asylum applications and resettled refugees per million inhabitants, "
                "mean of five years, above zero",
                "2095",
                optional=True,
            ),
            Field("area", "Area in square kilometres", "83871", optional=True),
            Field(
                "gdp_per_person", "Output per person at purchasing-power parity", "", optional=True
            ),
            Field("provenance", "Where the figures come from", "", optional=True),
        ),
    )
