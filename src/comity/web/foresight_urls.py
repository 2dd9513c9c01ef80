"""Where the pages of forecasts are: `/foresight` and what stands below it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from comity.web.state import LATEST, View

HOME = "/foresight"


def index(view: View = LATEST, ending: str = "") -> str:
    """The page of everything that is forecast.

    >>> index(), index(ending=".csv")
    ('/foresight', '/foresight.csv')
    """
    return f"{HOME}{ending}{view.alone().query()}"


def layer(name: str, view: View = LATEST, ending: str = "") -> str:
    """The page of one layer.

    >>> layer("asylum-corridors", ending=".xlsx")
    '/foresight/asylum-corridors.xlsx'
    """
    return f"{HOME}/{quote(name)}{ending}{view.alone().query()}"


def one(name: str, series: str, view: View = LATEST, ending: str = "", made_from: str = "") -> str:
    """The page of one series, as forecast now or as from an earlier origin.

    >>> one("asylum-corridors", "AFG-DEU", made_from="2023")
    '/foresight/asylum-corridors/AFG-DEU?made_from=2023'
    >>> one("eu-detections", "western-balkan-route~SYR", ending=".csv")
    '/foresight/eu-detections/western-balkan-route~SYR.csv'
    """
    state = view.alone()
    if made_from:
        state = replace(state, more=(("made_from", made_from),))
    return f"{HOME}/{quote(name)}/{quote(series, safe='~')}{ending}{state.query()}"


def record(view: View = LATEST, ending: str = "") -> str:
    """The page of everything that was archived.

    >>> record(ending=".json")
    '/foresight/record.json'
    """
    return f"{HOME}/record{ending}{view.alone().query()}"


def page(name: str, view: View = LATEST) -> str:
    """Another page on forecasts.

    >>> page("breaks")
    '/foresight/breaks'
    """
    return f"{HOME}/{name}{view.alone().query()}"
