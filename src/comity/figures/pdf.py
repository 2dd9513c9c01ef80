"""A figure as PDF: its sheet on a page of its own size, tagged, read aloud by what it shows."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from comity.figures.figure import Figure
from comity.figures.freeze import kept, svg
from comity.figures.press import printed
from comity.figures.words import sentence

_PAGE = """\
#let it = json(bytes(sys.inputs.content))
#set document(title: it.title, author: "Comity")
#set text(font: it.sans, lang: it.language)
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(it.svg), format: "svg", alt: it.alt)
"""


def pdf(figure: Figure, *, home: Path | None = None) -> bytes:
    """The figure as PDF/UA-1 with title, sources and disclaimer, and its fonts inside.

    It is dated by the newest release that it rests on, so that it has the same bytes every time.
    """

    def draw() -> bytes:
        return printed(
            _PAGE,
            {
                "title": figure.title,
                "alt": sentence(figure.title, figure.alt, figure.cited, figure.note),
                "svg": svg(figure, home=home),
            },
            figure.words.language,
            max(source.vintage for source in figure.sources),
        )

    return kept(figure, f"pdf-{version('typst')}", draw, home)
