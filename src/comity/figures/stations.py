"""Where people were on several days: small maps side by side, all on one scale of circles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.figures.figure import Figure, built
from comity.figures.theme import LIGHT, SIZES, STACK, WIDTH
from comity.figures.whereabouts import Map, Scene, bounds, table_of
from comity.figures.words import ENGLISH, Words, sentence

MOST = 9
_GAP, _HEAD = 12, 26


def stations(
    scene: Scene,
    days: Mapping[str, Mapping[str, Finding]],
    title: str,
    *,
    caption: str = "",
    note: str = "",
    name: str = "days",
    words: Words = ENGLISH,
    width: int = WIDTH,
) -> Figure:
    """A small map for each label in `days`, in that order: three in a row, or two where narrow."""
    if not 1 <= len(days) <= MOST or not scene.spots:
        raise ComityError(f"'{title}' cannot be drawn: give it 1 to {MOST} days and their places.")
    columns = min(len(days), 3 if width > 500 else 2)
    inner = (width - _GAP * (columns - 1)) // columns
    maps = {label: Map(scene, found, words, inner, bare=True) for label, found in days.items()}

    def draw() -> dict[str, Any]:
        return {
            "padding": 0,
            "columns": columns,
            "spacing": {"row": _HEAD + 8, "column": _GAP},
            "bounds": "flush",
            "concat": _ordered([_panel(*one) for one in maps.items()], columns, words),
        }

    return built(
        "stations",
        title,
        draw,
        [one for found in days.values() for one in found.values()],
        _alt(title, days, words),
        words=words,
        name=name,
        caption=sentence(caption, words.say("The larger a circle, the more people.")),
        note=sentence(note, bounds(scene, words)),
        plain=table_of(scene, [*days.values()], words),
    )


def _ordered(panels: list[Any], columns: int, words: Words) -> list[Any]:
    """The panels of each row from the right where the language is read from there."""
    if words.rightward or len(panels) % columns:
        return panels
    rows = [panels[n : n + columns] for n in range(0, len(panels), columns)]
    return [one for row in rows for one in reversed(row)]


def _panel(label: str, one: Map) -> dict[str, Any]:
    sea = LIGHT.sea if one.scene.positioned else LIGHT.card
    return {
        "width": one.width,
        "height": one.view.height,
        "view": {"fill": sea, "stroke": LIGHT.grid},
        "title": {
            "text": label,
            "anchor": "start" if one.words.rightward else "end",
            "frame": "group",
            "color": LIGHT.ink,
            "font": STACK,
            "fontSize": SIZES["label"],
            "fontWeight": "normal",
            "offset": 6,
        },
        "layer": one.layers(),
    }


def _alt(title: str, days: Mapping[str, Mapping[str, Finding]], words: Words) -> str:
    told = []
    for label, found in days.items():
        name, most = max(found.items(), key=lambda pair: (pair[1].value or 0, pair[0]))
        told.append(
            words.say("{when}: most at {name}, {number}").format(
                when=label, name=name, number=words.value(most)
            )
        )
    return words.say("{n} small maps on one scale. {title}. {list}.").format(
        n=words.number(len(days)), title=title, list=words.apart(told)
    )
