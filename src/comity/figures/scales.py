"""Round numbers for axes and classes, worked out here so that labels follow the language."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

from comity.core.findings import Number
from comity.figures.fonts import width_of
from comity.figures.theme import LIGHT, SIZES
from comity.figures.words import Words

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_YEARS = (1, 2, 5, 10, 20, 25, 50, 100)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers that start at or below `low` and end at or above `high`.

    >>> ticks(0, 16_800_000)
    [0.0, 5000000.0, 10000000.0, 15000000.0, 20000000.0]
    """
    span = (high - low) or abs(high) or 1.0
    rough = span / (most - 1)
    size = 10.0 ** floor(log10(rough))
    step = next(size * part for part in _STEPS if size * part >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def year_ticks(first: float, last: float, room: int) -> list[int]:
    """Round years inside a span, no more than there is room for, and its last year.

    >>> year_ticks(1990, 2024, 8)
    [1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024]
    """
    span = max(1, ceil(last) - floor(first))
    step = next((s for s in _YEARS if span / s <= room), _YEARS[-1])
    years = [year for year in range(ceil(first), floor(last) + 1) if year % step == 0]
    if not years or 0.75 * step <= floor(last) - years[-1]:
        years.append(floor(last))
    return years


def labelled(values: Sequence[float], text: Callable[[float], str]) -> dict[str, Any]:
    """The part of an axis that puts our own text at each tick."""
    plain = [int(v) if float(v).is_integer() else v for v in values]
    names = {str(v): text(v) for v in plain}
    return {
        "values": plain,
        "labelExpr": f"{json.dumps(names, ensure_ascii=False)}[datum.value]",
        "labelOverlap": False,
        "labelFlush": False,
    }


def named(lines: Sequence[Sequence[str]], apart: int = 15) -> dict[str, Any]:
    """The part of an axis over "0", "1", ... that puts a name of one or more lines at each.

    Names of several lines are moved up by half of what is below their first.
    """
    listed = json.dumps([list(one) for one in lines], ensure_ascii=False)
    tall = sorted({len(one) for one in lines if len(one) > 1})
    moved: dict[str, Any] = {}
    if tall:
        which = {n: [k for k, one in enumerate(lines) if len(one) == n] for n in tall}
        tests = [
            {"test": f"indexof({rows}, toNumber(datum.value)) >= 0", "value": -apart * (n - 1) / 2}
            for n, rows in which.items()
        ]
        moved = {"labelOffset": {"condition": tests, "value": 0}}
    return {
        "labelExpr": f"{listed}[toNumber(datum.value)]",
        "labelColor": LIGHT.ink,
        "labelLimit": 0,
        "labelOverlap": False,
        "labelLineHeight": apart,
        "title": None,
        "domain": False,
        "ticks": False,
        **moved,
    }


def tick_texts(values: Sequence[float], unit: str, words: Words) -> list[str]:
    """How the ticks of an axis are written: the shorter the larger they are."""
    sign = words.percent_sign if unit == "percent" else ""
    return [words.short(value) + sign for value in values]


def widest(texts: Sequence[str], size: float = SIZES["label"]) -> float:
    """The width of the widest of these texts, in pixels."""
    return max((width_of(text, size) for text in texts), default=0.0)


def classes(values: Sequence[Number], most: int = 5, *, tens: bool = True) -> list[float]:
    """Round breaks between at most `most` classes: powers of ten where values span three or more.

    Otherwise, and without `tens`, classes of about equal size.

    >>> classes([0.3, 1.2, 2.5, 4, 7, 18, 26, 38]), classes([3, 90, 2_000, 70_000])
    ([1.0, 5.0, 25.0], [10.0, 100.0, 1000.0, 10000.0])
    """
    known = sorted(float(value) for value in values)
    positive = [value for value in known if value > 0]
    if not positive:
        return []
    if tens and positive[-1] >= 1000 * positive[0]:
        top = floor(log10(positive[-1]))
        powers = [10.0**n for n in range(top - most + 2, top + 1)]
        return [power for power in powers if positive[0] < power]
    wanted = (known[min(len(known) - 1, len(known) * n // most)] for n in range(1, most))
    breaks = sorted({_round(value) for value in wanted if value > 0})
    inside = [b for b in breaks if known[0] < b <= known[-1]]
    return [b for n, b in enumerate(inside) if n == 0 or _between(known, inside[n - 1], b)]


def _between(known: Sequence[float], low: float, high: float) -> bool:
    return any(low <= value < high for value in known)


def _round(value: float) -> float:
    """The closest of 1, 2.5 and 5 times a power of ten."""
    size = 10.0 ** floor(log10(value))
    near = min((1.0, 2.5, 5.0, 10.0), key=lambda part: abs(part * size - value))
    return round(near * size, 10)


def class_of(value: Number, breaks: Sequence[float]) -> int:
    """Which class a value falls into; a break belongs to the class above it."""
    return bisect_right(breaks, value)


def class_labels(breaks: Sequence[float], unit: str, words: Words) -> list[str]:
    """How the classes are called: "under 1 %", "1 to 5 %", "5 % or more"."""
    if not breaks:
        return [words.say("any number")]
    texts = [words.short(value) for value in breaks]
    sign = words.percent_sign if unit == "percent" else ""
    middle = [
        words.say("{low} to {high}").format(low=low, high=high + sign)
        for low, high in pairwise(texts)
    ]
    first = words.say("under {n}").format(n=texts[0] + sign)
    last = words.say("{n} or more").format(n=texts[-1] + sign)
    return [first, *middle, last]


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Positions as near as may be to those wanted, in their order, at least `apart`.

    >>> spread([10, 12, 50], 15, 0, 100)
    [3.5, 18.5, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    blocks: list[list[float]] = []  # centre, number of labels
    for n in order:
        blocks.append([wanted[n], 1])
        while (
            len(blocks) > 1
            and blocks[-1][0] - blocks[-2][0] < apart * (blocks[-1][1] + blocks[-2][1]) / 2
        ):
            last = blocks.pop()
            total = blocks[-1][1] + last[1]
            centre = (blocks[-1][0] * blocks[-1][1] + last[0] * last[1]) / total
            blocks[-1] = [centre, total]
    placed: list[float] = []
    for centre, count in blocks:
        start = centre - apart * (count - 1) / 2
        start = min(max(start, low), high - apart * (count - 1))
        placed += [start + apart * n for n in range(int(count))]
    found = [0.0] * len(wanted)
    for n, position in zip(order, placed, strict=True):
        found[n] = position
    return found
