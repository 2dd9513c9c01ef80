"""The feed of releases: one entry for every release of a dataset, in Atom 1.0 (RFC 4287).

An entry keeps its id for good: a tag (RFC 4151) of this site, the day on which the release was
stored, and its content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from comity import __version__
from comity.briefs.voice import Voice
from comity.evidence.catalogue import Dataset
from comity.evidence.manifest import Vintage
from comity.evidence.reading import Evidence
from comity.web import urls
from comity.web.state import View

ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ET.register_namespace("", ATOM)
Release = tuple[Dataset, Vintage]


def releases(evidence: Evidence, entries: Iterable[Dataset]) -> list[Release]:
    """Every release of these datasets that was public by the day of the evidence, newest first."""
    held = evidence.store.manifest.datasets
    found = [
        (entry, one)
        for entry in entries
        for one in held[entry.name].vintages
        if evidence.as_of is None or one.vintage <= evidence.as_of
    ]
    return sorted(found, key=lambda pair: (pair[1].stored_at, pair[1].vintage), reverse=True)


def feed(base: str, path: str, title: str, found: list[Release], view: View) -> bytes:
    """The feed at a path, as a file; `base` is the address of the site."""
    voice = Voice(view.language)
    root = ET.Element(f"{{{ATOM}}}feed", {_LANG: view.language})
    stored = (one.stored_at for _, one in found)
    _add(root, "id", f"{base}{path}.atom")
    _add(root, "title", title)
    _add(root, "updated", _moment(max(stored, default=datetime(1970, 1, 1, tzinfo=UTC))))
    _add(root, "generator", "Comity", version=__version__)
    here = urls.page(f"{path}.atom", view)
    _add(root, "link", rel="self", type="application/atom+xml", href=base + here)
    _add(root, "link", rel="alternate", type="text/html", href=base + urls.page(path, view))
    for entry, one in found:
        _entry(root, base, entry, one, voice, view)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something other than a release that a feed tells of: what, since which day, and where."""

    mark: str
    title: str
    summary: str
    day: date
    address: str
    category: str


def plain_feed(
    base: str, path: str, home: str, title: str, found: list[Entry], view: View
) -> bytes:
    """The feed at a path whose page is `home`, of these entries, as a file."""
    root = ET.Element(f"{{{ATOM}}}feed", {_LANG: view.language})
    _add(root, "id", f"{base}{path}.atom")
    _add(root, "title", title)
    days = [one.day for one in found]
    _add(root, "updated", _midnight(max(days, default=date(1970, 1, 1))))
    _add(root, "generator", "Comity", version=__version__)
    here = urls.page(f"{path}.atom", view)
    _add(root, "link", rel="self", type="application/atom+xml", href=base + here)
    _add(root, "link", rel="alternate", type="text/html", href=base + urls.page(home, view))
    for one in found:
        made = ET.SubElement(root, f"{{{ATOM}}}entry")
        _add(made, "id", f"tag:{_host(base)},{one.day}:{home}/{one.category}/{one.mark[:16]}")
        _add(made, "title", one.title)
        _add(made, "updated", _midnight(one.day))
        _add(ET.SubElement(made, f"{{{ATOM}}}author"), "name", "Comity")
        _add(made, "category", term=one.category)
        _add(made, "link", rel="alternate", type="text/html", href=base + one.address)
        _add(made, "summary", one.summary)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _entry(
    root: ET.Element, base: str, entry: Dataset, one: Vintage, voice: Voice, view: View
) -> None:
    made = ET.SubElement(root, f"{{{ATOM}}}entry")
    title = voice._("{title}, released on {day}")
    _add(made, "id", _tag(base, entry, one))
    _add(made, "title", title.format(title=voice._(entry.title), day=voice.day(one.vintage)))
    _add(made, "updated", _moment(one.stored_at))
    _add(made, "published", f"{one.vintage.isoformat()}T00:00:00Z")
    _add(ET.SubElement(made, f"{{{ATOM}}}author"), "name", entry.publisher)
    _add(made, "category", term=entry.name)
    _add(made, "rights", entry.licence)
    page = View(one.vintage, language=view.language)
    href = base + urls.dataset(entry.name, page)
    _add(made, "link", rel="alternate", type="text/html", href=href)
    table = base + urls.dataset(entry.name, View(one.vintage), ".csv")
    _add(made, "link", rel="enclosure", type="text/csv", href=table)
    _add(made, "summary", f"{voice._(entry.summary)} {told(one, voice)}")


def told(one: Vintage, voice: Voice) -> str:
    """What a release changed, in a sentence; how many rows it holds where nothing is known."""
    if one.changes is None:
        return voice.counted("{n} rows.", one.rows).format(n=voice.exact(one.rows))
    said = voice._("Rows added: {added}; changed: {changed}; gone: {gone}.")
    counts = one.changes.model_dump()
    return said.format(**{name: voice.exact(count) for name, count in counts.items()})


def _tag(base: str, entry: Dataset, one: Vintage) -> str:
    day = one.stored_at.astimezone(UTC).date()
    return f"tag:{_host(base)},{day}:/data/{entry.name}/{one.vintage}/{one.sha256[:16]}"


def _host(base: str) -> str:
    host = re.sub(r"[^a-z0-9.-]", "", (urlsplit(base).hostname or "").lower()).strip(".-")
    return host or "localhost"


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
    clean = {key: _FORBIDDEN.sub(" ", value) for key, value in attributes.items()}
    made = ET.SubElement(parent, f"{{{ATOM}}}{name}", clean)
    made.text = _FORBIDDEN.sub(" ", text) or None
