"""Where the pages on displacement are: `/foresight/displacement` and what stands below it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from comity.web.state import LATEST, View

HOME = "/foresight/displacement"
SCORES = f"{HOME}/scores"


def index(view: View = LATEST, ending: str = "") -> str:
    """The page of all cases.

    >>> index(), index(ending=".csv")
    ('/foresight/displacement', '/foresight/displacement.csv')
    """
    return f"{HOME}{ending}{view.alone().query()}"


def scores(view: View = LATEST, ending: str = "") -> str:
    """The page of the scoreboard.

    >>> scores(ending=".xlsx")
    '/foresight/displacement/scores.xlsx'
    """
    return f"{SCORES}{ending}{view.alone().query()}"


def case(name: str, view: View = LATEST, ending: str = "") -> str:
    """The page of a case that is kept here.

    >>> case("valley")
    '/foresight/displacement/valley'
    """
    return f"{HOME}/{quote(name)}{ending}{view.alone().query()}"


def run(name: str, number: str, view: View = LATEST, ending: str = "", day: int = -1) -> str:
    """The page of a run, as of a day of it if one is given.

    >>> run("valley", "1a2b", day=120)
    '/foresight/displacement/valley/runs/1a2b?day=120'
    """
    return f"{HOME}/{quote(name)}/runs/{quote(number)}{ending}{on_day(view, day).query()}"


def on_day(view: View, day: int) -> View:
    """The state of a page of a run on a day."""
    return replace(view.alone(), more=(("day", str(day)),) if day >= 0 else ())
