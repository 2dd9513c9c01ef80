"""Movements by group: what a place belongs to, which groups are largest, and who are the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.places import Corridor, Place
from comity.figures.figure import once, one_unit
from comity.figures.words import Words

MOST = 12
"""More groups than this cannot be told apart."""

Groups = Callable[[Place], str] | Mapping[str, str]
"""What a place belongs to, in the words of the reader; nothing where it is one of the others."""


def moves_of(title: str, findings: Sequence[Finding]) -> list[Finding]:
    """The findings about corridors that have people in them; one a corridor, or none is right."""
    moves = {f.key: f for f in reversed(once(findings)) if isinstance(f.subject, Corridor)}
    known = [f for f in reversed(moves.values()) if f.value]
    one_unit(title, known)
    if known[0].unit != "persons":
        raise ComityError(f"'{title}' cannot be drawn: a chord diagram shows people who move.")
    if len({f.subject.code for f in known}) < len(known):
        raise ComityError(
            f"'{title}' has several numbers for a corridor; draw one period, sex and method."
        )
    return sorted(known, key=lambda f: f.subject.code)


@dataclass(frozen=True)
class Link:
    """All who moved from one group to another."""

    origin: int
    destination: int
    findings: tuple[Finding, ...]

    @property
    def value(self) -> float:
        """How many moved."""
        return float(sum(f.value or 0 for f in self.findings))


@dataclass(frozen=True)
class Movements:
    """The groups that are drawn, the largest first, the others last; and what moved between them.

    `others` is the number of those put together, `merged` says that groups were among them, and
    `kept_in` is the part of all people who moved inside a group that is not drawn.
    """

    names: list[str]
    links: list[Link]
    others: int | None
    merged: bool
    kept_in: float

    @staticmethod
    def of(
        moves: Sequence[Finding], groups: Groups | None, words: Words, inside: bool
    ) -> Movements:
        """Every move by the groups of its ends."""
        called = _calling(groups, words)
        ends: dict[tuple[str, str], list[Finding]] = {}
        for move in moves:
            if isinstance(move.subject, Corridor):
                pair = called(move.subject.origin), called(move.subject.destination)
                ends.setdefault(pair, []).append(move)
        named = _largest(ends, inside=inside)
        kept = [one for one in named if one]
        if len(named) > MOST:
            kept = kept[: MOST - 1]
        pairs: dict[tuple[str, str], list[Finding]] = {}
        kept_in = 0.0
        for (start, end), found in ends.items():
            pair = start if start in kept else "", end if end in kept else ""
            if inside or pair[0] != pair[1]:
                pairs.setdefault(pair, []).extend(found)
            else:
                kept_in += sum(float(f.value or 0) for f in found)
        used = {one for pair in pairs for one in pair}
        order = [one for one in [*kept, ""] if one in used]
        links = [
            Link(order.index(start), order.index(end), tuple(found))
            for (start, end), found in pairs.items()
        ]
        every = sum(move.value or 0 for move in moves)
        return Movements(
            [one or words.say("Other places") for one in order],
            sorted(links, key=lambda k: (k.origin, k.destination)),
            order.index("") if "" in order else None,
            any(one not in kept for one in named if one),
            kept_in / every,
        )


def _largest(ends: Mapping[tuple[str, str], list[Finding]], *, inside: bool) -> list[str]:
    """What places are called, by how many people moved there and from there."""
    sums: dict[str, float] = {}
    for (start, end), found in ends.items():
        if inside or start != end:
            for one in (start, end):
                sums[one] = sums.get(one, 0.0) + sum(float(f.value or 0) for f in found)
    return sorted(sums, key=lambda one: (-sums[one], one))


def _calling(groups: Groups | None, words: Words) -> Callable[[Place], str]:
    if groups is None:
        return words.name
    if isinstance(groups, Mapping):
        return lambda place: groups.get(place.code, "")
    return groups
