"""What the words on the pages mean: terms in plain words, each with the standard it follows.

Terms and definitions are English messages; they are translated where they are said.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.core.places import rows_of


@dataclass(frozen=True, slots=True)
class Term:
    """One term; `source` is the standard it follows, empty for a word of Comity's own.

    `see` names other terms by their slugs, and `measures` the measures that the term explains.
    """

    slug: str
    term: str
    definition: str
    source: str = ""
    see: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@cache
def terms() -> dict[str, Term]:
    """Every term by its slug.

    >>> terms()["remittance-cost"].measures
    ('remittance_cost',)
    """
    return {
        row["slug"]: Term(
            row["slug"],
            row["term"],
            row["definition"],
            row["source"],
            tuple(row["see"].split()),
            tuple(row["measures"].split()),
        )
        for row in rows_of("glossary.csv")
    }


@cache
def _explaining() -> dict[str, Term]:
    """For each measure the term that speaks of the fewest measures."""
    narrowest: dict[str, Term] = {}
    for term in sorted(terms().values(), key=lambda term: len(term.measures)):
        for measure in term.measures:
            narrowest.setdefault(measure, term)
    return narrowest


def term_for(measure: str) -> Term | None:
    """The term that explains a measure most closely, where there is one.

    >>> term_for("protection_rate_lowest").slug, term_for("gdp")
    ('protection-rate', None)
    """
    return _explaining().get(measure)
