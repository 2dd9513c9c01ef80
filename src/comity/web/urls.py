"""The one place that builds links: where the page of a subject, a dataset or a twin is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote, urlencode

from comity.core.errors import UnknownPlace
from comity.core.regions import Subject, find_subject
from comity.web.state import LATEST, View

FOLDERS = {"country": "countries", "corridor": "corridors", "region": "regions"}
API = "/api/v1"
STATUS = "/data/status"
"""The page on how fresh the data are; somebody's own dataset of that name stands at "~status"."""


def to(subject: Subject, view: View = LATEST, ending: str = "") -> str:
    """The page of a subject, or its twin in the form of an ending.

    >>> to(find_subject("TJK-RUS")), to(find_subject("uz"), ending=".json")
    ('/corridors/TJK-RUS', '/countries/UZB.json')
    """
    return f"/{FOLDERS[subject.kind]}/{quote(subject.slug)}{ending}{view.query()}"


def dataset(name: str, view: View = LATEST, ending: str = "") -> str:
    """The page of a dataset, or the whole table in the form of an ending.

    >>> dataset("migrant_stock", ending=".csv"), dataset("status")
    ('/data/migrant_stock.csv', '/data/~status')
    """
    mark = "~" if f"/data/{name}" == STATUS else ""
    return f"/data/{mark}{quote(name)}{ending}{view.alone().query()}"


def compare(subjects: Sequence[Subject], view: View = LATEST, ending: str = "") -> str:
    """The page on which places stand side by side.

    >>> compare([find_subject("UZB"), find_subject("Central Asia")])
    '/compare/UZB,central-asia'
    """
    names = ",".join(quote(subject.slug) for subject in subjects)
    return f"/compare/{names}{ending}{view.query()}"


def compare_with(subject: Subject, view: View = LATEST) -> str:
    """The form of a comparison with its first place filled in."""
    state = view.alone().query().replace("?", "&")
    return f"/compare?place={quote(subject.slug)}{state}"


def measure(code: str, view: View = LATEST, ending: str = "") -> str:
    """The world by one measure that is offered."""
    return f"/measures/{quote(code)}{ending}{view.query()}"


def flows(subject: Subject, view: View = LATEST, ending: str = "") -> str:
    """The page of estimated movement of a country, a corridor or a region; the world's by default.

    >>> flows(find_subject("TJK-RUS")), flows(find_subject("world"), ending=".csv")
    ('/flows/TJK-RUS', '/flows.csv')
    """
    name = "" if subject.slug == "world" else f"/{quote(subject.slug)}"
    return f"/flows{name}{ending}{view.query()}"


def openness(subject: Subject | None = None, view: View = LATEST, ending: str = "") -> str:
    """The page of openness of a country or a region; the list of all countries without one.

    >>> openness(find_subject("KGZ")), openness(ending=".csv")
    ('/policy/openness/KGZ', '/policy/openness.csv')
    """
    whole = subject is None or subject.slug == "world"
    name = "" if subject is None or whole else f"/{quote(subject.slug)}"
    return f"/policy/openness{name}{ending}{view.query()}"


def agreement(name: str = "", page: str = "", view: View = LATEST, ending: str = "") -> str:
    """The page of a worked example of an agreement, or one of its pages; the list without a name.

    >>> agreement("pacific", "packages", ending=".csv"), agreement()
    ('/agreements/pacific/packages.csv', '/agreements')
    """
    parts = ("/agreements", *(quote(part) for part in (name, page) if part))
    return f"{'/'.join(parts)}{ending}{view.query()}"


def changes(name: str, released: date) -> str:
    """The page of what one release of a dataset changed."""
    return f"/data/{quote(name)}/changes/{released.isoformat()}"


def page(path: str, view: View = LATEST) -> str:
    """Any other page of the site, as of the day of the view."""
    return f"{path}{view.alone().query()}"


def api(path: str, **parameters: object) -> str:
    """An address of the API.

    >>> api("/dossiers/TJK-RUS"), api("/findings", subject="UZB")
    ('/api/v1/dossiers/TJK-RUS', '/api/v1/findings?subject=UZB')
    """
    return f"{API}{path}" + (f"?{urlencode(parameters)}" if parameters else "")


def split_ending(name: str, endings: tuple[str, ...]) -> tuple[str, str]:
    """A name and the ending behind it, if it is one of these: ("UZB", ".json").

    >>> split_ending("UZB.json", (".json",)), split_ending("St. Lucia", (".json",))
    (('UZB', '.json'), ('St. Lucia', ''))
    """
    for ending in endings:
        if name.lower().endswith(ending):
            return name[: -len(ending)], ending
    return name, ""


def suggested(texts: tuple[str, ...]) -> list[Subject]:
    """The subjects that an error suggests, as "Uzbekistan (UZB)" or by name or code."""
    found: list[Subject] = []
    for text in texts:
        for candidate in (text, text.rpartition("(")[2].rstrip(")")):
            try:
                found.append(find_subject(candidate))
                break
            except UnknownPlace:
                continue
    return list(dict.fromkeys(found))
