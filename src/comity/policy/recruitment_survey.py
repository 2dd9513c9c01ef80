"""SDG 10.7.1 from a survey of workers: what they paid for their jobs, never who they are.

The key of a worker is only a key of a row: it is not shown and not kept. The figures of a whole
file are told to its owner however short it is, with a warning; groups of fewer than five workers
are withheld, and with them the next smallest, so that none can be worked out from the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from comity.core.findings import SMALLEST_COUNT
from comity.core.parts import Part
from comity.evidence.indicators import MONTHS, PERCENTILES, summed_up
from comity.policy.assessment_forms import Assessment
from comity.policy.recruitment_shares import Above, withheld
from comity.policy.recruitment_workers import DIMENSIONS, FLAGS, Survey, Worker, read

METHOD = (
    "SDG 10.7.1, Comity version 1: (cost - reimbursed + deducted) / earnings of the first month "
    "for each worker; weighted median, the mean of two values where the weights reach exactly half"
)


def assess(path: Path) -> Assessment:
    """The assessment of a file with one row a worker."""
    survey = read(path)
    whole = survey.workers
    if not whole:
        return _unanswered(survey)
    named = [name for name in DIMENSIONS if any(name in one.groups for one in whole)]
    by = {name: grouped(whole, name) for name in named}
    told = figures(whole)
    plain = {
        "headline": "median",
        "unit": "months of earnings",
        **told,
        "flags": dict(survey.flags),
        "currencies": sorted({one.currency for one in whole} - {""}),
        "by": by,
    }
    parts = (_whole(told), *(_group(name, groups) for name, groups in by.items()))
    few = (_FEW,) if len(whole) < SMALLEST_COUNT else ()
    notes = (
        *few,
        *_ratio_note(told),
        *_share_note(told, by),
        *_flag_notes(survey.flags),
        *survey.notes,
    )
    return Assessment("10.7.1", METHOD, plain, parts, notes, _said(told))


def figures(workers: Sequence[Worker], held: Collection[int] | None = None) -> dict[str, Any]:
    """All figures of workers, without the shares above so many months that are withheld.

    Those that tell of few are withheld where none are named. The ratio of sums is None where there
    is more than one currency.
    """
    found = summed_up([one.paid for one in workers])
    one_currency = len({one.currency for one in workers}) == 1
    hidden = _above(workers).telling() if held is None else held
    return {
        "n": found.n,
        "median": found.median,
        "mean": found.mean,
        "ratio": found.ratio if one_currency else None,
        "percentiles": {f"p{p}": v for p, v in zip(PERCENTILES, found.percentiles, strict=True)},
        "shares": {
            f"above_{months}": None if months in hidden else share
            for months, share in zip(MONTHS, found.shares, strict=True)
        },
    }


def _above(workers: Sequence[Worker]) -> Above:
    paid = [one.paid for one in workers]
    above = tuple(sum(one.cost > months * one.earnings for one in paid) for months in MONTHS)
    return Above(len(workers), above)


_HIDDEN: dict[str, Any] = {
    "n": None, "median": None, "mean": None, "ratio": None, "percentiles": None, "shares": None,
}  # fmt: skip
_HELD = "withheld"
_FEW = f"Fewer than {SMALLEST_COUNT} workers: these figures are for the owner of the file alone."
_WHY = f"withheld: fewer than {SMALLEST_COUNT} workers, or would disclose such a group"


def grouped(workers: Sequence[Worker], dimension: str) -> list[dict[str, Any]]:
    """The figures of each group by name; the small ones, and what would tell of them, withheld."""
    groups: dict[str, list[Worker]] = {}
    for one in workers:
        groups.setdefault(one.groups[dimension], []).append(one)
    held = _held({name: len(inside) for name, inside in groups.items()})
    shares = withheld({name: _above(inside) for name, inside in groups.items()}, held)
    return [
        {"group": name, "withheld": name in held}
        | ({**_HIDDEN, "note": _WHY} if name in held else figures(inside, shares[name]))
        for name, inside in sorted(groups.items())
    ]


def _held(sizes: Mapping[str, int]) -> set[str]:
    """The groups to withhold: the small, then the next smallest until none can be worked out.

    >>> sorted(_held({"a": 3, "b": 9, "c": 20})), _held({"a": 5, "b": 9})
    (['a', 'b'], set())
    """
    held = {name for name, size in sizes.items() if size < SMALLEST_COUNT}
    rest = sorted((size, name) for name, size in sizes.items() if name not in held)
    while held and rest and (len(held) < 2 or sum(sizes[n] for n in held) < SMALLEST_COUNT):
        held.add(rest.pop(0)[1])
    return held


def _unanswered(survey: Survey) -> Assessment:
    """That no row can be used, with why; it is said once, among the notes."""
    lacking = sum(survey.flags.values()) == survey.flags["not_answered"]
    why = "No worker answered in full" if lacking else "Every row is left out"
    words = f"{why}; nothing can be worked out."
    plain = {
        "headline": "median",
        "unit": "months of earnings",
        **_HIDDEN,
        "flags": dict(survey.flags),
        "currencies": [],
        "by": {},
    }
    notes = (words, *_flag_notes(survey.flags), *survey.notes)
    return Assessment("10.7.1", METHOD, plain, (), notes)


def _flag_notes(flags: Mapping[str, int]) -> list[str]:
    return [words.format(n=flags[name]) for name, words in FLAGS.items() if flags[name]]


def _ratio_note(told: Mapping[str, Any]) -> tuple[str, ...]:
    headline = (
        "The headline is the median over workers; 'ratio' is all costs divided by all earnings, "
        "and 'mean' the mean over workers."
    )
    if told["ratio"] is not None:
        return (headline,)
    return (
        headline,
        "No ratio over all: the file has several currencies, and Comity guesses no rates of "
        "exchange; months of each worker's own earnings need none.",
    )


def _share_note(
    told: Mapping[str, Any], by: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[str, ...]:
    """That a share is withheld, where one is."""
    groups = (one for inside in by.values() for one in inside if not one["withheld"])
    if not any(None in one["shares"].values() for one in (told, *groups)):
        return ()
    return (
        f"A share that would tell of fewer than {SMALLEST_COUNT} workers is withheld, and so is "
        "one from which it could be worked out.",
    )


def _said(told: Mapping[str, Any]) -> str:
    ratio = "" if told["ratio"] is None else f"; the ratio of all costs is {told['ratio']:.1f}"
    return (
        f"Half of the workers paid {told['median']:.1f} months of earnings or more{ratio} "
        f"({told['n']:,} workers)."
    )


def _whole(told: Mapping[str, Any]) -> Part:
    lines: list[tuple[str, object]] = [
        ("median", told["median"]),
        ("mean", told["mean"]),
        ("ratio", told["ratio"]),
    ]
    lines += [(name.upper(), value) for name, value in told["percentiles"].items()]
    lines += [
        (
            f"share of workers above {name.removeprefix('above_')} months, %",
            _HELD if value is None else 100 * value,
        )
        for name, value in told["shares"].items()
    ]
    lines.append(("workers", told["n"]))
    return Part("Months of earnings", ("What", "Value"), tuple(lines), ("Value",))


def _group(dimension: str, groups: Sequence[Mapping[str, Any]]) -> Part:
    names = ("n", "median", "mean", "ratio")
    lines = tuple(
        (one["group"], *(_HELD if one["withheld"] else one[name] for name in names))
        for one in groups
    )
    columns = (dimension.capitalize(), "Workers", "Median", "Mean", "Ratio")
    return Part(f"By {dimension}", columns, lines, columns[1:])
