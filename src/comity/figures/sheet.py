"""A drawn chart becomes a sheet: title above it, sources, licence and disclaimer printed below.

Everything is said inside the picture, so that it stays true wherever it is carried. The chart's
own SVG is made lean (short numbers, no unseen marks), and each text names the one packaged family
that has its letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from comity.figures.figure import Figure
from comity.figures.fonts import face_for, missing_glyphs, wrapped
from comity.figures.theme import SANS, SERIF, SIZES, STACK, THEMES, Colours, Theme, exchange
from comity.figures.webfonts import carried
from comity.figures.words import END, RIGHT, drawable, isolated, sentence

MARGIN = 16
_LINE = 1.4
_SIZE = re.compile(r'<svg[^>]*?width="([\d.]+)"[^>]*?height="([\d.]+)"[^>]*>')
_BACKGROUND = re.compile(r'^<rect width="[\d.]+" height="[\d.]+" fill="[^"]*"\s*/>')
_UNSEEN = re.compile(
    r'<path\b[^>]*? opacity="0"[^>]*?(?:/>|></path>)|<text\b[^>]*? opacity="0"[^>]*>[^<]*</text>'
)
_BLANK = re.compile(
    r'<path class="(?:back|fore)ground" d="[^"]*"(?: pointer-events="none")?(?: display="none")?/>'
)
_IDLE = re.compile(
    r' (?:class="[^"]*"|pointer-events="none"|stroke-width="1"|font-weight="normal"|opacity="1")'
)
_LONG = re.compile(r"-?\d+\.\d{2,}")
_TEXT = re.compile(r'(<text\b[^>]*?) font-family="[^"]*"([^>]*>)(.*?)</text>', re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
_LINES = re.compile(r"(<text\b[^>]*>)(<tspan>.*?)</text>", re.DOTALL)
_SPAN = re.compile(r'<tspan(?: x="[^"]*")?(?: dy="([^"]*)")?>(.*?)</tspan>', re.DOTALL)
_OWN = re.compile(r'( id="|url\(#)(\w+)')
_EMPTY = re.compile(r"<g(?:[^>]*[^>/])?></g>|<g[^>]*/>")
_WRITTEN = re.compile(r"<text\b([^>]*)>(.*?)</text>", re.DOTALL)
_NAMED = re.compile(r"font-family=\"'([^']+)'")
Fonts = Callable[[str], bytes]
"""Who has the whole font of a family, of which a sheet carries the letters that it needs."""
_ROLES = re.compile(r' (?:role|aria-\w+)="[^"]*"')


def chart_of(svg: str) -> tuple[str, float, float]:
    """The inside of a chart's SVG, made lean, with its width and height."""
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("vl-convert returned no SVG with a width and a height")
    inner = svg[found.end() : svg.rindex("</svg>")]
    inner = _BACKGROUND.sub("", inner)
    inner = _UNSEEN.sub("", inner)
    inner = _IDLE.sub("", _BLANK.sub("", _ROLES.sub("", inner)))
    inner = _LINES.sub(_one_by_one, inner)
    inner = _LONG.sub(lambda number: _short(number[0]), inner)
    while (fewer := _EMPTY.sub("", inner)) != inner:
        inner = fewer
    return _TEXT.sub(_in_family, inner), float(found[1]), float(found[2])


def _short(number: str) -> str:
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _one_by_one(found: re.Match[str]) -> str:
    """Lines of one text as texts of their own: lines in Arabic would be drawn over each other."""
    made, down = [], 0.0
    for step, line in _SPAN.findall(found[2]):
        down += float(step or 0)
        start = re.sub(r'transform="([^"]*)"', rf'transform="\1 translate(0,{down:g})"', found[1])
        made.append(f"{start if down else found[1]}{line}</text>")
    return "".join(made)


def _in_family(found: re.Match[str]) -> str:
    text = unescape(_TAGS.sub("", found[3]))
    family = _family(face_for(text).family)
    return f"{found[1]}{family}{found[2]}{isolated(drawable(found[3]))}</text>"


def _family(family: str) -> str:
    """A family as an attribute, quoted as CSS asks; nothing where it is the sheet's own."""
    if family == SANS:
        return ""
    rest = "'Source Serif 4', Georgia, serif" if family == SERIF else "sans-serif"
    return f" font-family=\"'{family}', {rest}\""


def sheet(figure: Figure, svg: str, theme: Theme | None, fonts: Fonts) -> str:
    """The chart between its title and its sources; without `theme` it follows the reader's."""
    colours = THEMES[theme or "light"]
    chart, width, height = chart_of(svg)
    whole = width + 2 * MARGIN
    page = _Page(figure, colours, whole)
    page.space(MARGIN)
    page.text(figure.title, SIZES["title"], colours.ink, title=True)
    page.text(figure.caption, SIZES["caption"], colours.soft)
    page.space(12)
    page.parts.append(f'<g transform="translate({MARGIN},{page.y:g})">{chart}</g>')
    page.space(height + 12)
    page.parts.append(
        f'<path d="M{MARGIN},{page.y:g}H{whole - MARGIN:g}" stroke="{colours.grid}"/>'
    )
    page.space(6)
    page.text(sentence(figure.cited, figure.note), SIZES["small"], colours.soft)
    if lacking := missing_glyphs(_said(figure) + unescape(_TAGS.sub("", chart))):
        page.text(_lacking(lacking), SIZES["small"], colours.lines[1])
    page.space(MARGIN - 4)
    return _wrapped_up(figure, "".join(page.parts), (whole, page.y), theme, fonts)


def bare(figure: Figure, svg: str, theme: Theme | None, fonts: Fonts) -> str:
    """The chart alone, for a page that says title and sources around it."""
    chart, width, height = chart_of(svg)
    return _wrapped_up(figure, chart, (width, height), theme, fonts)


def _said(figure: Figure) -> str:
    return figure.title + figure.caption + figure.cited + figure.note


def _lacking(letters: str) -> str:
    """What a figure says of letters that it cannot show, in letters that it can."""
    codes = ", ".join(f"U+{ord(letter):04X}" for letter in letters[:6])
    more = f" and {len(letters) - 6} more" if len(letters) > 6 else ""
    return f"No font here has these characters: {codes}{more}."


class _Page:
    """Texts and parts one below the other."""

    def __init__(self, figure: Figure, colours: Colours, width: float) -> None:
        self.parts: list[str] = []
        self.y = 0.0
        self.rightward = figure.words.rightward
        self.width = width

    def space(self, height: float) -> None:
        self.y = round(self.y + height, 2)

    def text(self, text: str, size: float, colour: str, *, title: bool = False) -> None:
        """Lines of text from the side on which the language starts."""
        if not text:
            return
        text = drawable(text)
        x, anchor = (MARGIN, "start") if self.rightward else (self.width - MARGIN, "end")
        for line in wrapped(text, size, self.width - 2 * MARGIN, title=title):
            self.space(size * _LINE)
            family = face_for(line, title=title).family
            said = line if self.rightward else f"{RIGHT}{line}{END}"
            weight = ' font-weight="600"' if title else ""
            self.parts.append(
                f'<text x="{x:g}" y="{self.y - size * 0.3:.1f}" text-anchor="{anchor}"'
                f'{_family(family)} font-size="{size:g}px"{weight}'
                f' fill="{colour}">{escape(said)}</text>'
            )


def _wrapped_up(
    figure: Figure, body: str, size: tuple[float, float], theme: Theme | None, fonts: Fonts
) -> str:
    width, height = size
    mark = f"f{figure.key[:10]}"
    colours = THEMES[theme or "light"]
    own: dict[str, str] = {}  # a page may hold several figures, and vl-convert counts its own
    body = _OWN.sub(lambda one: one[1] + own.setdefault(one[2], f"{mark}-{len(own)}"), body)
    rules = carried(_letters(body), fonts) + (_follows_reader(mark) if theme is None else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{mark}" role="img"'
        f' aria-labelledby="{mark}t {mark}d" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" font-family="{STACK}">'
        f'<title id="{mark}t">{escape(figure.title)}</title>'
        f'<desc id="{mark}d">{escape(sentence(figure.alt, figure.cited, figure.note))}</desc>'
        f'<style>{rules}</style><rect width="{width:g}" height="{height:g}" fill="{colours.card}"/>'
        f"{body}</svg>\n"
    )


def _follows_reader(mark: str) -> str:
    """Rules that exchange the colours where the reader asked for dark or for more contrast."""
    rules = []
    wishes: tuple[tuple[Theme, str], ...] = (
        ("dark", "prefers-color-scheme:dark"),
        ("contrast", "prefers-contrast:more) and (prefers-color-scheme:light"),
    )
    for theme, wish in wishes:
        turned = "".join(
            f'#{mark} [fill="{old}"]{{fill:{new}}}#{mark} [stroke="{old}"]{{stroke:{new}}}'
            for old, new in exchange(theme).items()
        )
        rules.append(f"@media ({wish}){{{turned}}}")
    return "".join(rules)


def _letters(body: str) -> dict[str, str]:
    """What is written in a drawing, by the family that it is set in."""
    said: dict[str, str] = {}
    for attributes, text in _WRITTEN.findall(body):
        found = _NAMED.search(attributes)
        family = found[1] if found else SANS
        said[family] = said.get(family, "") + unescape(_TAGS.sub("", text))
    return said
