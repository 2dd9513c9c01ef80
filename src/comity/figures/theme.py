"""One place for colours, type and sizes; a spec is drawn light and is turned dark by exchange.

A spec carries the light colours, each of which stands for one role. `in_theme` exchanges them for
those of another theme, so that page, SVG, PNG and print share one spec. How the colours were
checked: tests compute WCAG contrast of text (4.5 to 1) and of lines, bars and markers (3 to 1)
against both backgrounds, and the CIELAB distance between any two categories, and between steps of
the ramp, as seen with protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes
2009, full severity).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal

Theme = Literal["light", "dark", "contrast"]


@dataclass(frozen=True, slots=True)
class Colours:
    """What each role looks like in one theme; within a theme no two roles share a colour.

    `line` draws axes, `grid` the lines behind marks, `land` and `sea` a map, `lines` tells
    categories apart (in this order), `ramp` goes from little to much.
    """

    card: str
    ink: str
    soft: str
    line: str
    grid: str
    land: str
    sea: str
    lines: tuple[str, str, str, str, str]
    ramp: tuple[str, str, str, str, str]

    def every(self) -> list[str]:
        """All colours, in the order of the roles."""
        single = [getattr(self, field.name) for field in fields(self)[:-2]]
        return [*single, *self.lines, *self.ramp]


LIGHT = Colours(
    card="#ffffff",
    ink="#1b2430",
    soft="#586373",
    line="#b9b5aa",
    grid="#e9e6de",
    land="#ebe8e1",
    sea="#f4f7f9",
    lines=("#1c5a96", "#c2571f", "#2f9f83", "#571a47", "#4d4210"),
    ramp=("#d3e3f1", "#a3c4e0", "#6b9fcd", "#3a76ae", "#174a7e"),
)
DARK = Colours(
    card="#1b2027",
    ink="#e7e4dd",
    soft="#a4adb8",
    line="#59626d",
    grid="#2c333c",
    land="#2a3037",
    sea="#171b21",
    lines=("#7fb2ea", "#e8834f", "#62e0b0", "#c9579f", "#efe38a"),
    ramp=("#2a4663", "#3c658e", "#5a8bbd", "#8ab6e0", "#c6e0f7"),
)
CONTRAST = Colours(
    card="#fffffe",
    ink="#000000",
    soft="#232a33",
    line="#565a60",
    grid="#c9c6be",
    land="#dcd8ce",
    sea="#fbfdff",
    lines=("#003f7d", "#a23c00", "#00715a", "#4a0a3c", "#3b3200"),
    ramp=("#c2d8ec", "#86b1d8", "#4a86bd", "#1a5a96", "#062f5a"),
)
THEMES: dict[Theme, Colours] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
BLUE, ORANGE = LIGHT.lines[:2]

WIDTH, NARROW = 720, 360
"""How wide a figure is drawn where nobody asks for another width, and on a telephone."""

SANS = "IBM Plex Sans"
SERIF = "IBM Plex Serif"
ARABIC = "IBM Plex Sans Arabic"
STACK = f"'{SANS}', '{ARABIC}', system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
"""What a page asks for; in a frozen figure, other letters name the family that has them."""

SIZES = {"title": 20, "caption": 14, "label": 12.5, "small": 11.5}


def config() -> dict[str, Any]:
    """The Vega-Lite configuration that every spec carries."""
    text = {"labelColor": LIGHT.soft, "titleColor": LIGHT.soft, "titleFontWeight": "normal"}
    return {
        "background": LIGHT.card,
        "font": STACK,
        "aria": False,
        "axis": {
            **text,
            "labelFontSize": SIZES["label"],
            "titleFontSize": SIZES["label"],
            "labelPadding": 6,
            "domainColor": LIGHT.line,
            "tickColor": LIGHT.line,
            "gridColor": LIGHT.grid,
        },
        "legend": {
            **text,
            "labelFontSize": SIZES["label"],
            "titleFontSize": SIZES["label"],
            "labelLimit": 0,
            "titleLimit": 0,
        },
        "text": {"color": LIGHT.ink, "fontSize": SIZES["label"]},
        "view": {"stroke": None},
    }


@cache
def exchange(theme: Theme) -> dict[str, str]:
    """Light colour to the colour of the same role in `theme`.

    >>> exchange("dark")["#ffffff"]
    '#1b2027'
    """
    return dict(zip(LIGHT.every(), THEMES[theme].every(), strict=True))


def in_theme(spec: dict[str, Any], theme: Theme) -> dict[str, Any]:
    """The same spec in another theme; data are shared with the original, not copied."""
    if theme == "light":
        return spec
    swap = exchange(theme)

    def turned(part: Any) -> Any:
        if isinstance(part, str):
            return swap.get(part, part)
        if isinstance(part, list):
            return [turned(one) for one in part]
        if isinstance(part, dict):
            return {
                key: value if key in ("datasets", "values", "usermeta") else turned(value)
                for key, value in part.items()
            }
        return part

    return dict(turned(spec))
