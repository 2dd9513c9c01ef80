"""Nobody is shown as moving to the country that people fled from.

A group of states may hold both. A state from which more people are counted in the others than it
counts itself is given none: it takes no part in the comparison, unless it stands above its share.
No step that is listed moves more people than a state counts from other countries than the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comity.core.findings import Finding
from comity.core.marks import N_
from comity.evidence.reading import Evidence
from comity.services.sharing.moves import Move, moves
from comity.services.sharing.rounding import allocate

Fled = Mapping[tuple[str, str], int]
"""People counted by the state that counts them and the country that they come from."""

NO_RETURN = N_(
    "People from there are among those counted, so none are shown as moving there: {places}."
)
NO_WAY = N_("No way is listed: the one found would take people back to where they fled from.")


def counted_from(
    evidence: Evidence, table: tuple[str, str, str], codes: Sequence[str], year: int
) -> dict[tuple[str, str], int]:
    """Who is counted where and comes from where, both inside the group.

    `table` is a dataset, its column of counts, and the condition on its rows.
    """
    dataset, column, only = table
    marks = ", ".join("?" for _ in codes)
    rows = evidence.query(
        f"""SELECT destination, origin, sum({column}) AS n FROM {dataset}
            WHERE destination IN ({marks}) AND origin IN ({marks}) AND origin <> destination
              AND {only} AND {column} IS NOT NULL AND year = ? GROUP BY ALL""",
        [*codes, *codes, year],
    )
    return {(row["destination"], row["origin"]): int(row["n"]) for row in rows}


def without_return(
    known: Mapping[str, Finding], shares: Mapping[str, float], fled: Fled
) -> tuple[dict[str, Finding], list[str]]:
    """The counts that are compared, and the states that take no part as people fled from there."""
    from_there: dict[str, int] = {}
    for (_, origin), persons in fled.items():
        from_there[origin] = from_there.get(origin, 0) + persons
    people = {place: int(one.value or 0) for place, one in known.items()}
    spared: set[str] = set()
    while len(spared) < len(people):
        left = {place: n for place, n in people.items() if place not in spared}
        fair = allocate({place: shares[place] for place in left}, sum(left.values()))
        given = {p for p, n in left.items() if n < fair[p] and from_there.get(p, 0) > n}
        if not given:
            break
        spared |= given
    return {place: one for place, one in known.items() if place not in spared}, sorted(spared)


def safe_moves(
    gaps: Mapping[str, int], people: Mapping[str, int], fled: Fled
) -> tuple[Move, ...] | None:
    """One way to close the gaps; None where a step would need people to return.

    >>> safe_moves({"A": 2, "B": -2}, {"A": 3, "B": 0}, {("A", "B"): 2}) is None
    True
    """
    found = moves(gaps)
    for move in found:
        if move.persons > people[move.origin] - fled.get((move.origin, move.destination), 0):
            return None
    return tuple(found)
