"""A population pyramid: people by age, men and boys to one side, women and girls to the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.figures.figure import Figure, built
from comity.figures.scales import labelled, tick_texts, ticks, widest
from comity.figures.theme import BLUE, LIGHT, ORANGE, SIZES, WIDTH
from comity.figures.words import ENGLISH, Words

_SEXES = {"male": N_("Men and boys"), "female": N_("Women and girls")}
_ROW = 18
Cells = dict[tuple[str, str], Finding]


def pyramid(
    findings: Sequence[Finding],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "pyramid",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """People by age and sex, from findings narrowed by `sex` (male, female) and `age` ("0-4").

    Refused in one sentence where findings lack either: no source that ships with Comity has ages.
    """
    cells = {key: f for f in findings if (key := _cell(f)) is not None}
    if not cells or {sex for sex, _ in cells} != set(_SEXES):
        raise ComityError(
            f"'{title}' cannot be drawn: a pyramid needs findings of both sexes by age, "
            "and these have none."
        )
    ages = sorted({age for _, age in cells}, key=_first_year, reverse=True)
    known = [f for f in cells.values() if f.value is not None]
    if not known:
        raise ComityError(f"'{title}' cannot be drawn: no finding of it has a value.")
    return built(
        "pyramid",
        title,
        lambda: _spec(cells, ages, words, width),
        findings,
        _alt(title, cells, ages, words),
        words=words,
        name=name,
        caption=caption,
        note=note,
    )


def _cell(finding: Finding) -> tuple[str, str] | None:
    about = dict(finding.about)
    if about.get("sex") in _SEXES and about.get("age"):
        return about["sex"], about["age"]
    return None


def _first_year(age: str) -> int:
    found = re.search(r"\d+", age)
    return int(found[0]) if found else -1


def _spec(cells: Cells, ages: list[str], words: Words, width: int) -> dict[str, Any]:
    shown = [age.replace("-", "\u2013") for age in ages]
    left = round(widest(shown)) + 16
    inner = width - left - 24
    rows = [_row(sex, age, finding, words) for (sex, age), finding in cells.items()]
    y = _ages(shown, left, words)
    bars = {
        "data": {"values": [row for row in rows if "value" in row]},
        "mark": {"type": "bar"},
        "encoding": {
            "x": _people(cells, words),
            "y": y,
            "color": {
                "field": "sex",
                "type": "nominal",
                "scale": {"domain": list(_SEXES), "range": [BLUE, ORANGE]},
                "legend": None,
            },
            "tooltip": [
                {"field": "age", "type": "nominal", "title": words.say("Age")},
                {"field": "shown", "type": "nominal", "title": words.unit("persons")},
            ],
        },
    }
    middle = {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": LIGHT.card, "strokeWidth": 2},
        "encoding": {"x": {"datum": 0}},
    }
    return {
        "width": inner,
        "height": _ROW * len(ages),
        "autosize": "none",
        "padding": {"left": left, "right": 24, "top": 26, "bottom": 44},
        "layer": [bars, middle, *_heads(inner, words), *_absent(rows, y)],
    }


def _people(cells: Cells, words: Words) -> dict[str, Any]:
    most = max(f.value or 0 for f in cells.values()) * 1.02
    marks = ticks(0, most, 4)
    names = dict(zip(marks, tick_texts(marks, "persons", words), strict=True))
    both = sorted({sign * mark for mark in marks for sign in (-1, 1) if mark <= most})
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [-most, most], "nice": False},
        "axis": {
            **labelled(both, lambda value: names[abs(value)]),
            "title": words.unit("persons"),
            "grid": True,
            "domain": False,
            "ticks": False,
        },
    }


def _ages(shown: list[str], left: int, words: Words) -> dict[str, Any]:
    return {
        "field": "age",
        "type": "nominal",
        "sort": shown,
        "scale": {"domain": shown, "paddingInner": 0.12},
        "axis": {
            "title": words.say("Age"),
            "titleAngle": 0,
            "titleAnchor": "start",
            "titleAlign": "left",
            "titleX": 4 - left,
            "titleY": -8,
            "domain": False,
            "ticks": False,
        },
    }


def _heads(inner: int, words: Words) -> list[dict[str, Any]]:
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "text", "align": align, "baseline": "bottom", "dy": -8},
            "encoding": {
                "x": {"value": inner / 2 + shift},
                "y": {"value": 0},
                "text": {"value": words.say(_SEXES[sex])},
            },
        }
        for sex, align, shift in (("male", "right", -12), ("female", "left", 12))
    ]


def _absent(rows: list[dict[str, Any]], y: dict[str, Any]) -> list[dict[str, Any]]:
    """Where no bar can be drawn, the reason stands in its place."""
    layers = []
    for sex, align, shift in (("male", "right", -6), ("female", "left", 6)):
        told = [row for row in rows if row["sex"] == sex and "value" not in row]
        mark = {"type": "text", "align": align, "dx": shift, "fontSize": SIZES["small"]}
        text = {"field": "shown", "type": "nominal"}
        if told:
            layers.append(
                {
                    "data": {"values": told},
                    "mark": {**mark, "color": LIGHT.soft},
                    "encoding": {"x": {"datum": 0}, "y": y, "text": text},
                }
            )
    return layers


def _row(sex: str, age: str, finding: Finding, words: Words) -> dict[str, Any]:
    row: dict[str, Any] = {"sex": sex, "age": age.replace("-", "\u2013")}
    row["shown"] = words.value(finding)
    if finding.value is not None:
        row["value"] = -finding.value if sex == "male" else finding.value
    return row


def _alt(title: str, cells: Cells, ages: list[str], words: Words) -> str:
    totals = {
        sex: sum(cells[sex, age].value or 0 for age in ages if (sex, age) in cells)
        for sex in _SEXES
    }
    return words.say(
        "Population pyramid. {title}. {men} men and boys and {women} women and girls in {n} ages."
    ).format(
        title=title,
        men=words.number(totals["male"]),
        women=words.number(totals["female"]),
        n=len(ages),
    )
