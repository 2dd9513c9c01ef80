"""Where the pages on policy are: `/policy` and what stands below it."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from comity.core.regions import Subject
from comity.web.state import LATEST, View


def monitor(subject: Subject, view: View = LATEST, ending: str = "") -> str:
    """The page of what is known of targets and objectives; the world's has no name behind it.

    >>> from comity.core.regions import find_subject
    >>> monitor(find_subject("KGZ"), ending=".csv"), monitor(find_subject("world"))
    ('/policy/monitor/KGZ.csv', '/policy/monitor')
    """
    name = "" if subject.slug == "world" else f"/{quote(subject.slug)}"
    return f"/policy/monitor{name}{ending}{view.query()}"


def coding(view: View = LATEST, ending: str = "") -> str:
    """The page of the schemes by which policies are coded."""
    return f"/policy/coding{ending}{view.alone().query()}"


def compact(
    name: str, view: View = LATEST, ending: str = "", *, region: str = "", vote: str = ""
) -> str:
    """The page of a global compact, or of the votes of one region or kind.

    >>> compact("gcm"), compact("gcr", ending=".csv", region="europe", vote="no")
    ('/policy/compacts/gcm', '/policy/compacts/gcr.csv?region=europe&vote=no')
    """
    asked = urlencode({k: v for k, v in (("region", region), ("vote", vote)) if v})
    state = view.alone().query()
    joined = "&" if state else "?"
    return f"/policy/compacts/{quote(name)}{ending}{state}{joined + asked if asked else ''}"


def norms(subject: Subject | None = None, view: View = LATEST, ending: str = "") -> str:
    """The page of what binds a country, or a region's members; every instrument without one.

    >>> from comity.core.regions import find_subject
    >>> norms(find_subject("KGZ")), norms(ending=".csv")
    ('/policy/norms/KGZ', '/policy/norms.csv')
    """
    name = "" if subject is None else f"/{quote(subject.slug)}"
    return f"/policy/norms{name}{ending}{view.query()}"


def instrument(slug: str, view: View = LATEST, ending: str = "") -> str:
    """The page of one instrument.

    >>> instrument("icrmw-1990", ending=".json")
    '/policy/instruments/icrmw-1990.json'
    """
    return f"/policy/instruments/{quote(slug)}{ending}{view.query()}"


def topics(view: View = LATEST, ending: str = "") -> str:
    """The page of all topics on which instruments oblige."""
    return f"/policy/topics{ending}{view.query()}"


def topic(code: str, view: View = LATEST, ending: str = "") -> str:
    """The page of what instruments oblige to on a topic.

    >>> topic("non-refoulement")
    '/policy/topics/non-refoulement'
    """
    return f"/policy/topics/{quote(code)}{ending}{view.query()}"


def indicator(code: str = "", view: View = LATEST, ending: str = "") -> str:
    """The page of one indicator; the list of all without a code.

    >>> indicator("10.7.2", ending=".csv"), indicator()
    ('/policy/indicators/10.7.2.csv', '/policy/indicators')
    """
    name = f"/{quote(code)}" if code else ""
    return f"/policy/indicators{name}{ending}{view.query()}"
