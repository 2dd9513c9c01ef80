"""How a page is cited: as text, for BibTeX and for RIS, with the day whose knowledge it shows.

A citation names the address with its day, so that whoever follows it reads the same page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from urllib.parse import quote

from starlette.requests import Request

from comity import __version__
from comity.briefs.dossier import Dossier
from comity.briefs.voice import Voice
from comity.evidence.catalogue import Dataset
from comity.web import urls
from comity.web.state import View

ENDINGS = (".bib", ".ris")
_TEX = str.maketrans(
    {mark: f"\\{mark}" for mark in "&%$#_"}
    | {
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
    }
)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says; `issued` is the day of the page or of the release."""

    kind: Literal["page", "dataset"]
    key: str
    author: str
    title: str
    issued: date
    edition: str
    publisher: str
    address: str
    language: str
    notes: tuple[str, ...]
    text: str

    def written(self, ending: str) -> str:
        """The citation in the form of an ending."""
        return self.bibtex() if ending == ".bib" else self.ris()

    def bibtex(self) -> str:
        """The citation as an entry for BibTeX or BibLaTeX, in UTF-8."""
        fields = {
            "author": _tex(self.author),
            "title": _tex(self.title),
            "year": str(self.issued.year),
            "date": self.issued.isoformat(),
            "version": _tex(self.edition),
            "publisher": _tex(self.publisher),
            "url": _bare(self.address),
            "language": self.language,
            "note": _tex(" ".join(self.notes)),
        }
        kind = "misc" if self.kind == "page" else "dataset"
        lines = [f"  {name} = {_held(text)}," for name, text in fields.items() if text]
        return "\n".join([f"@{kind}{{{self.key},", *lines, "}", ""])

    def ris(self) -> str:
        """The citation as a record for RIS; a body within a body is set off by a full stop.

        A comma in an author would part a surname from a first name.
        """
        lines = [
            ("TY", "ELEC" if self.kind == "page" else "DATA"),
            ("ID", self.key),
            ("AU", self.author.replace(",", ".")),
            ("TI", self.title),
            ("PY", str(self.issued.year)),
            ("DA", self.issued.strftime("%Y/%m/%d")),
            ("ET", self.edition),
            ("PB", self.publisher),
            ("LA", self.language),
            *(("N1", note) for note in self.notes),
            ("UR", _bare(self.address)),
            ("ER", ""),
        ]
        return "".join(
            f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value or tag == "ER"
        )


def cite_page(request: Request, dossier: Dossier, view: View) -> Citation:
    """How the page of a country, corridor or region is cited, as of the day that it shows."""
    voice, subject, as_of = Voice(view.language), dossier.subject, dossier.as_of
    title = voice._("{title}: migration and displacement").format(title=dossier.title)
    address = base_of(request) + urls.to(subject, replace(view, as_of=as_of))
    edition = voice._("Comity {version}").format(version=__version__)
    known = voice._("Evidence as known on {day}.").format(day=voice.day(as_of))
    text = voice._("{edition} ({year}). {title}. Evidence as known on {day}. {address}")
    return Citation(
        "page",
        _key("comity", subject.code, as_of.isoformat()),
        "Comity",
        title,
        as_of,
        edition,
        "Comity",
        address,
        view.language,
        (known, voice._("Cite the publisher of each number as well; the page names them.")),
        text.format(
            edition=edition, year=as_of.year, title=title, day=voice.day(as_of), address=address
        ),
    )


def cite_dataset(request: Request, entry: Dataset, released: date, view: View) -> Citation:
    """How one release of a dataset is cited: as its publisher asks, then where it was read."""
    voice = Voice(view.language)
    address = base_of(request) + urls.dataset(entry.name, replace(view, as_of=released))
    taken = voice._("Released on {day}, read through Comity {version}.").format(
        day=voice.day(released), version=__version__
    )
    return Citation(
        "dataset",
        _key(entry.name, released.isoformat()),
        entry.publisher,
        entry.title,
        released,
        entry.release,
        entry.publisher,
        address,
        "en",
        (entry.citation, taken, voice._("Licence: {licence}").format(licence=entry.licence)),
        f"{entry.citation} {taken} {entry.licence}. {address}",
    )


def base_of(request: Request) -> str:
    """The address of this site, as the reader reached it, without a slash at the end."""
    return _bare(str(request.base_url).rstrip("/"))


def _key(*parts: str) -> str:
    """A key of plain letters, digits and hyphens.

    >>> _key("comity", "TJK-RUS", "2026-01-02")
    'comity-tjk-rus-2026-01-02'
    """
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")


def _line(text: str) -> str:
    """A text on one line, without control characters."""
    breaks = ("Cc", "Cs", "Zl", "Zp")
    shown = "".join(" " if unicodedata.category(mark) in breaks else mark for mark in text)
    return " ".join(shown.split())


def _tex(text: str) -> str:
    """A text as BibTeX reads it: what TeX would run is written out, and braces stay in balance.

    >>> _tex("R&D {50%}")
    'R\\\\&D \\\\textbraceleft{}50\\\\%\\\\textbraceright{}'
    """
    return _line(text).translate(_TEX)


def _held(text: str) -> str:
    """A value of BibTeX; braces keep a name whole and its capitals as they are.

    >>> _held("2024"), _held("UN DESA")
    ('"2024"', '"{UN DESA}"')
    """
    return f'"{text}"' if text.isalnum() else f'"{{{text}}}"'


def _bare(address: str) -> str:
    """An address without anything that could end the field it stands in."""
    return quote(address, safe="/:?#[]@!$&'()*+,;=%-._~")
