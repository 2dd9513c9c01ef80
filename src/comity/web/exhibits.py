"""Figures on pages: hung in the page that tells of them, and served as files of their own.

Every figure has an address below that of its page: `/countries/UZB/figures/refuge` is a page with
the figure and all of its numbers, the endings `.svg .png .pdf .json .csv .xlsx .zip` are files, and
`/embed/countries/UZB/figures/refuge` is what other sites frame.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_args
from urllib.parse import quote, urlencode

from markupsafe import Markup

from comity.core.errors import ComityError, NoSuchFigure
from comity.figures import Figure
from comity.figures.theme import NARROW, WIDTH, Theme
from comity.web.assets import build
from comity.web.state import View
from comity.web.templating import environment

FORMS = (".svg", ".png", ".pdf", ".json", ".csv", ".xlsx", ".zip")
_THEMES = (*get_args(Theme), "reader")
_PARTS = ("sheet", "chart")


@dataclass(frozen=True, slots=True)
class Style:
    """How a picture is drawn: in which width and theme, with its title and sources or bare."""

    width: int = WIDTH
    theme: Theme | None = "light"
    alone: bool = True

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Style:
        """The style that an address asks for, as in `?width=360&theme=dark&part=chart`."""
        width = parameters.get("width", str(WIDTH))
        theme = parameters.get("theme", "light")
        part = parameters.get("part", "sheet")
        for name, asked, known in (
            ("width", width, (str(WIDTH), str(NARROW))),
            ("theme", theme, _THEMES),
            ("part", part, _PARTS),
        ):
            if asked not in known:
                raise ComityError(f"{name}={asked[:12]} is none of {', '.join(known)}.")
        return cls(int(width), _theme(theme), part == "sheet")


def _theme(name: str) -> Theme | None:
    return next((theme for theme in get_args(Theme) if theme == name), None)


CHARTS = tuple(Style(width, None, alone=False) for width in (WIDTH, NARROW))
"""The two pictures of a figure that a page may show."""


@dataclass(frozen=True)
class Exhibit:
    """One figure where it hangs: what a page says around it, and where its files are."""

    wide: Figure
    narrow: Figure
    address: str
    view: View

    @property
    def figure(self) -> Figure:
        """The figure as it is drawn where there is room."""
        return self.wide

    @property
    def page(self) -> str:
        """The page of the figure alone."""
        return f"{self.address}{self.view.query()}"

    @property
    def embed(self) -> str:
        """What another site may frame."""
        return f"/embed{self.address}{self.view.query()}"

    def file(self, ending: str) -> str:
        """The figure as a file."""
        return f"{self.address}{ending}{self.view.query()}"

    @property
    def picture(self) -> str:
        """The bare chart for a page, in the reader's colours; its address changes when it does."""
        return self._chart(self.wide, {})

    @property
    def small(self) -> str:
        """The same for a telephone."""
        return self._chart(self.narrow, {"width": NARROW})

    def _chart(self, figure: Figure, more: Mapping[str, object]) -> str:
        joined = "&" if self.view.query() else "?"
        how = {"part": "chart", "theme": "reader", **more, "v": _mark(figure)}
        return f"{self.file('.svg')}{joined}{urlencode(how)}"


def _mark(figure: Figure) -> str:
    """A short mark that changes when the picture does; `Figure.key` would have to draw it first."""
    vintages = [(source.dataset, source.vintage) for source in figure.sources]
    rows = figure.plain.rows if figure.plain else [f.value for f in figure.findings]
    said = (build(), figure.alt, figure.caption, vintages, rows)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Wall:
    """All figures of a page; `make` draws them for a width, by the part of the page they are in."""

    address: str
    view: View
    make: Callable[[int], Mapping[str, Sequence[Figure]]]

    @cached_property
    def _wide(self) -> Mapping[str, Sequence[Figure]]:
        return self.make(WIDTH)

    @cached_property
    def _narrow(self) -> dict[str, Figure]:
        return {figure.name: figure for found in self.make(NARROW).values() for figure in found}

    @cached_property
    def exhibits(self) -> dict[str, list[Exhibit]]:
        """What hangs in each part of the page, by its slug."""
        return {
            slug: [
                Exhibit(
                    figure,
                    self._narrow.get(figure.name, figure),
                    f"{self.address}/figures/{quote(figure.name)}",
                    self.view,
                )
                for figure in found
            ]
            for slug, found in self._wide.items()
        }

    def all(self) -> list[Exhibit]:
        """Every exhibit, in the order of the page."""
        return [exhibit for found in self.exhibits.values() for exhibit in found]

    def find(self, name: str) -> Exhibit:
        """The exhibit of this name; raises `NoSuchFigure` with the names there are."""
        for exhibit in self.all():
            if exhibit.figure.name == name:
                return exhibit
        raise NoSuchFigure(
            f"There is no figure '{name[:60]}' at {self.address}.",
            tuple(exhibit.figure.name for exhibit in self.all()),
        )

    def hung(self, *, eager: bool = False) -> dict[str, Markup]:
        """The figures of each part as HTML, by its slug; eager ones are there in print too."""
        return {slug: hung(found, self.view, eager=eager) for slug, found in self.exhibits.items()}


def hung(exhibits: Iterable[Exhibit], view: View, *, eager: bool = False) -> Markup:
    """Figures as HTML: views of one thing behind each other, neighbouring series side by side."""
    pieces: Any = environment(view.language).get_template("figures.html").module
    rows = _rows(_groups(exhibits))
    return Markup("").join(
        pieces.pair(row) if len(row) > 1 else pieces.hung(row[0], eager) for row in rows
    )


def _groups(exhibits: Iterable[Exhibit]) -> list[list[Exhibit]]:
    """The views of each thing: a figure with a tab belongs to the one with a tab before it."""
    groups: list[list[Exhibit]] = []
    for exhibit in exhibits:
        before = groups[-1][-1].figure if groups else None
        if exhibit.figure.tab and before and before.tab:
            groups[-1].append(exhibit)
        else:
            groups.append([exhibit])
    return groups


def _rows(groups: list[list[Exhibit]]) -> list[list[list[Exhibit]]]:
    """Two series that follow each other share a row."""
    rows: list[list[list[Exhibit]]] = []
    for group in groups:
        alike = rows and len(rows[-1]) == 1 and rows[-1][0][0].figure.kind == "series"
        if alike and group[0].figure.kind == "series":
            rows[-1].append(group)
        else:
            rows.append([group])
    return rows
