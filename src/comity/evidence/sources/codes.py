"""Publishers' codes for places, turned into Comity's at the edge, and a count of what is none.

Every publisher has its own: UNHCR writes GFR for Germany, Eurostat EL for Greece, the World Bank
XKX for Kosovo, UCDP the numbers of Gleditsch and Ward. Nothing further in knows any of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from functools import cache

import polars as pl

from comity.core.errors import shown
from comity.core.places import known_place, places, rows_of, special_codes
from comity.evidence.catalogue import Dataset

Coder = Callable[[str], str | None]
"""From a publisher's code or name to Comity's; None for what is no place (a total, an error)."""


def iso(text: str) -> str | None:
    """An ISO 3166-1 code, or one of Comity's special codes, as it is.

    >>> iso("UZB"), iso("XKX"), iso("TIB"), iso("EU27")
    ('UZB', 'XKX', 'TIB', None)
    """
    code = text.strip().upper()
    return code if code in places() or code in special_codes().keys() - _TOTALS else None


_TOTALS = {"EU27", "EU28", "EUE", "TOTAL"}


def m49(text: str) -> str | None:
    """A UN M49 number of a country or area (not of a region).

    >>> m49("860"), m49("4"), m49("900")
    ('UZB', 'AFG', None)
    """
    plain = text.strip().removesuffix(".0")
    return _m49().get(plain.zfill(3)) if plain.isdigit() else None


@cache
def _m49() -> dict[str, str]:
    found = {place.m49: place.code for place in places().values() if place.m49}
    return found | {"412": "XKX", "830": "XCI"}


def unhcr(text: str) -> str | None:
    """UNHCR's own three letters, where they differ from ISO's: to be used where no ISO is given.

    >>> unhcr("GFR"), unhcr("AUS"), unhcr("AUL"), unhcr("UKN")
    ('DEU', 'AUT', 'AUS', 'UNK')
    """
    return _unhcr().get(text.strip().upper())


@cache
def _unhcr() -> dict[str, str]:
    own = {p.unhcr_code: p.code for p in places().values() if p.unhcr_code}
    return own | {"UKN": "UNK", "VAR": "UNK", "STA": "XXA", "TIB": "TIB", "UNK": "UNK"}


EUROSTAT = {
    "EL": "GRC", "UK": "GBR", "XK": "XKX", "STLS": "STL", "UNK": "OOO", "UNKN": "OOO",
    "OTH": "OOO", "OTHER": "OOO", "CN_X_HK": "CHN", "KS": "XKX",
}  # fmt: skip
"""Eurostat's codes that are not ISO 3166-1 alpha-2 (code lists CITIZEN and GEO)."""


def eurostat(text: str) -> str | None:
    """Eurostat's code of a country or citizenship; None for totals and groups of countries.

    >>> eurostat("EL"), eurostat("UK"), eurostat("XK"), eurostat("EU27_2020"), eurostat("TOTAL")
    ('GRC', 'GBR', 'XKX', None, None)
    """
    code = text.strip().upper()
    if code in EUROSTAT:
        return EUROSTAT[code]
    return _alpha2().get(code)


@cache
def _alpha2() -> dict[str, str]:
    return {place.iso2: place.code for place in places().values()}


def world_bank(text: str) -> str | None:
    """The World Bank's code of an economy; its aggregates are none, but the world is.

    >>> world_bank("XKX"), world_bank("CHI"), world_bank("WLD"), world_bank("SSF")
    ('XKX', 'XCI', 'WLD', None)
    """
    code = {"CHI": "XCI", "KSV": "XKX", "WBG": "PSE", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS"}
    return iso(code.get(text.strip().upper(), text))


def gleditsch_ward(text: str) -> str | None:
    """The number of a state in Gleditsch and Ward's list, as UCDP uses it.

    >>> gleditsch_ward("704"), gleditsch_ward("345"), gleditsch_ward("999")
    ('UZB', 'SRB', None)
    """
    plain = text.strip().removesuffix(".0")
    return _gleditsch_ward().get(plain)


@cache
def _gleditsch_ward() -> dict[str, str]:
    return {row["number"]: row["code"] for row in rows_of("gleditsch_ward.csv")}


def named(text: str) -> str | None:
    """A name, in any of the languages and spellings that Comity knows.

    >>> named("Côte d'Ivoire"), named("Cote d'Ivoire (Ivory Coast)"), named("Total")
    ('CIV', 'CIV', None)
    >>> named("Moldova, Republic of"), named("Congo (the Democratic Republic of the)")
    ('MDA', 'COD')
    """
    if place := known_place(text):
        return place.code
    head, _, tail = text.replace("(", ",", 1).replace(")", " ").partition(",")
    if tail and (turned := known_place(f"{tail} {head}")):
        return turned.code
    if re.match(r"\s*congo\b.*\b(d\.?r|dem)", text, re.IGNORECASE):
        return "COD"  # without its bracket, "Congo (DRC)" would be the other one
    shorter = re.sub(r"\s*[(\[].*?[)\]]", "", text).strip()
    place = known_place(shorter) if shorter and shorter != text else None
    return place.code if place else None


class Tally:
    """What was set aside while codes were read, for the notes of a release."""

    def __init__(self, dataset: Dataset) -> None:
        self.columns = {column.name: column for column in dataset.columns}
        self.unknown: Counter[str] = Counter()

    def coded(
        self, cells: pl.Series, column: str, coder: Coder, aside: Collection[str] = ()
    ) -> pl.Series:
        """A publisher's codes as Comity's, null for what this column of the dataset cannot hold.

        What is set aside is counted, but for the codes in `aside`, which are known to be totals.
        """
        cells = cells.fill_null("").str.strip_chars()
        held = self.columns[column].specials
        found: dict[str, str | None] = {}
        for code, times in cells.value_counts().iter_rows():
            place = coder(code) if code else None
            found[code] = place if place in places() or place in held else None
            if found[code] is None and code not in aside:
                self.unknown[code] += times
        coded = cells.replace_strict(found, return_dtype=pl.String) if found else cells
        return coded.alias(column)

    def notes(self, what: str = "codes") -> tuple[str, ...]:
        """One sentence, where there was anything."""
        if not self.unknown:
            return ()
        most = ", ".join(shown(code) or "(blank)" for code, _ in self.unknown.most_common(8))
        more = f" and {len(self.unknown) - 8} more" if len(self.unknown) > 8 else ""
        rows = self.unknown.total()
        return (f"Set aside: {rows:,} rows with {what} that are no country or area: {most}{more}.",)

    def kept_as(self, code: str, what: str) -> tuple[str, ...]:
        """One sentence where rows that were unknown were counted under a code for all others."""
        if not self.unknown:
            return ()
        most = ", ".join(shown(name) or "(blank)" for name, _ in self.unknown.most_common(8))
        more = f" and {len(self.unknown) - 8} more" if len(self.unknown) > 8 else ""
        rows = self.unknown.total()
        return (f"Counted as {code}: {rows:,} rows with {what} of no country: {most}{more}.",)
