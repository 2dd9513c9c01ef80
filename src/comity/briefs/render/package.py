"""A dossier as a package (zip): its data, its text and its figures, with a note on how to cite them.

The same dossier gives the same bytes: no file in it carries the time at which it was packed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from comity import __version__
from comity.briefs.dossier import Dossier
from comity.briefs.pictures import figures_for
from comity.briefs.render.layout import credit
from comity.briefs.render.markdown import markdown
from comity.briefs.render.rows import csv_bytes, figure_csv
from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.figures import Figure, png, svg

_FILES = {
    "data.csv": N_("Every number, one a row, with its period, interval, status and sources."),
    "dossier.json": N_("Everything for machines: sentences, tables, numbers and sources."),
    "dossier.md": N_("The text with its tables."),
}


def package(dossier: Dossier, *, home: Path | None = None) -> bytes:
    """The zip with README.txt, data.csv, dossier.json, dossier.md and a folder of figures."""
    figures = [figure for found in figures_for(dossier).values() for figure in found]
    plain = json.dumps(dossier.as_json(), ensure_ascii=False, allow_nan=False, indent=1)
    files = {
        "README.txt": _readme(dossier, figures).encode(),
        "data.csv": csv_bytes(dossier.findings),
        "dossier.json": f"{plain}\n".encode(),
        "dossier.md": markdown(dossier).encode(),
        **{_path(figure): svg(figure, home=home).encode() for figure in figures},
    }
    return _packed(files)


def figure_package(figure: Figure, as_of: date, *, home: Path | None = None) -> bytes:
    """The zip of one figure: README.txt, data.csv, figure.json, figure.svg and figure.png."""
    plain = figure.as_json() | {"findings": [finding.as_json() for finding in figure.findings]}
    return _packed(
        {
            "README.txt": _readme_of(figure, as_of).encode(),
            "data.csv": figure_csv(figure),
            "figure.json": json.dumps(plain, ensure_ascii=False, indent=1, default=str).encode(),
            "figure.svg": svg(figure, home=home).encode(),
            "figure.png": png(figure, home=home),
        }
    )


def _packed(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name, data in files.items():
            entry = ZipInfo(name)  # dated 1980, the first day that a zip knows
            entry.external_attr = 0o644 << 16
            made.writestr(entry, data, ZIP_DEFLATED)
    return buffer.getvalue()


def _readme_of(figure: Figure, as_of: date) -> str:
    voice = Voice(figure.words.language)
    made = voice._("As known on {day}. Made with Comity {version}.")
    told = [
        figure.title,
        *(text for text in (figure.caption, figure.alt, figure.note) if text),
        made.format(day=voice.day(as_of), version=__version__),
        voice._("Name the publishers below as the sources of the numbers, with their licences."),
        *(f"- {credit(source, voice)} {source.url}".rstrip() for source in figure.sources),
    ]
    return "\n".join(told) + "\n"


def _path(figure: Figure) -> str:
    return f"figures/{figure.name}.svg"


def _readme(dossier: Dossier, figures: list[Figure]) -> str:
    """What the package is, what is in it, how to cite it, and whose figures it rests on."""
    voice = Voice(dossier.language)
    return "\n\n".join("\n".join(block) for block in _blocks(dossier, figures, voice)) + "\n"


def _blocks(dossier: Dossier, figures: list[Figure], voice: Voice) -> Iterator[list[str]]:
    day = voice.day(dossier.as_of)
    made = voice._("As known on {day}. Made with Comity {version}.")
    yield [
        dossier.title,
        *([dossier.note] if dossier.note else []),
        made.format(day=day, version=dossier.version),
    ]
    yield [voice._("What is in this package"), *_listed(figures, voice)]
    cited = voice._("{title}. Comity {version}, as known on {day}.")
    yield [
        voice._("How to cite this"),
        cited.format(title=dossier.title, version=dossier.version, day=day),
        voice._("Name the publishers below as the sources of the numbers, with their licences."),
    ]
    yield [
        voice._("Sources and licences"),
        *(f"- {credit(source, voice)} {source.url}".rstrip() for source in dossier.sources()),
    ]


def _listed(figures: list[Figure], voice: Voice) -> Iterator[str]:
    about = {name: voice._(text) for name, text in _FILES.items()}
    about |= {_path(figure): _said(figure, voice) for figure in figures}
    wide = max(map(len, about))
    return (f"{name.ljust(wide)}  {text}" for name, text in about.items())


def _said(figure: Figure, voice: Voice) -> str:
    """The title of a figure, with its view where it is one of several."""
    if not figure.tab:
        return figure.title
    return voice._("{label} ({narrowed})").format(label=figure.title, narrowed=figure.tab)
