"""A dossier as HTML: the fragment that a web page holds, and a file that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from comity.briefs.dossier import Dossier, Table
from comity.briefs.render.counted import defined
from comity.briefs.render.grids import explained, grid_of
from comity.briefs.render.layout import credit, leads_of, parts_of
from comity.briefs.voice import Voice
from comity.core.regions import Subject

NOTHING = Markup()
Link = Callable[[Subject], str]
"""Where a subject's page is; an empty text where there is none to link to."""


def stylesheet() -> str:
    """The styles of a dossier, for a page that links them and a file that carries them."""
    return (files("comity.briefs") / "templates" / "dossier.css").read_text(encoding="utf-8")


def speak_in(made: Environment, language: str) -> None:
    """Let the templates of an environment speak a language."""
    voice = Voice(language)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        voice.translated, lambda one, many, n: voice.counted(many, n), newstyle=False
    )


@cache
def environment(language: str = "en") -> Environment:
    """Jinja2 with the templates of this package, whose texts are said in a language."""
    made = Environment(
        loader=PackageLoader("comity.briefs", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    speak_in(made, language)
    made.globals |= {"explained": explained, "credit": credit}
    return made


def nowhere(subject: Subject) -> str:
    """No page to link to, as in a file on its own."""
    return ""


def fragment(
    dossier: Dossier,
    link: Link = nowhere,
    dataset: Callable[[str], str] = lambda name: "",
    downloads: Sequence[tuple[str, str]] = (),
    around: Markup = NOTHING,
    beyond: Markup = NOTHING,
    pictures: Mapping[str, Markup] | None = None,
    glossary: str = "",
) -> Markup:
    """The body of a dossier; `link`, `dataset` and `glossary` say where other pages are.

    `around` stands below the title, `beyond` after the last answer, `pictures` in the answers by
    the slug of their section.
    """
    voice = Voice(dossier.language)
    page = environment(voice.language).get_template("fragment.html")
    leads = leads_of(dossier, voice)
    return Markup(
        page.render(
            dossier=dossier,
            voice=voice,
            parts=parts_of(dossier, voice),
            leads=leads,
            led=defined((lead.measure for lead in leads), voice),
            sources=dossier.sources(),
            link=link,
            dataset=dataset,
            downloads=downloads,
            around=around,
            beyond=beyond,
            pictures=pictures or {},
            glossary=glossary,
        )
    )


def table(table: Table, voice: Voice, link: Link = nowhere) -> Markup:
    """A single table in the same form as those of a dossier, unfolded."""
    macros = environment(voice.language).get_template("dossier.html").module
    return Markup(macros.grid(grid_of(table, voice), voice, link))  # type: ignore[attr-defined]


def leads(dossier: Dossier) -> Markup:
    """The few numbers at the head of a dossier, with who says so."""
    voice = Voice(dossier.language)
    told = leads_of(dossier, voice)
    macros: Any = environment(voice.language).get_template("dossier.html").module
    shorts = dict.fromkeys(source.short for lead in told for source in lead.sources)
    return Markup(macros.leads(told, voice) + macros.sourced(voice.apart([*shorts])))


def standalone(dossier: Dossier) -> str:
    """One file with everything in it: no scripts, no requests to anybody."""
    voice = Voice(dossier.language)
    return (
        environment(voice.language)
        .get_template("standalone.html")
        .render(
            dossier=dossier,
            direction=voice.locale.text_direction,
            css=Markup(stylesheet()),
            body=fragment(dossier, pictures=_drawn(dossier)),
        )
    )


def _drawn(dossier: Dossier) -> dict[str, Markup]:
    """The figures of a dossier inside the file itself, as SVG that follows the reader's colours."""
    from comity.briefs.pictures import figures_for
    from comity.figures import svg

    macros: Any = environment(dossier.language).get_template("dossier.html").module
    return {
        slug: Markup("").join(
            macros.drawn(figure, Markup(svg(figure, theme=None, alone=False))) for figure in found
        )
        for slug, found in figures_for(dossier).items()
    }
