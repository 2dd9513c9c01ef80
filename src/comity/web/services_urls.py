"""Where the pages of the services are: `/services` and what stands below it."""

from __future__ import annotations

from urllib.parse import quote

from comity.web.state import LATEST, View

HOME = "/services"


def service(name: str, view: View = LATEST, ending: str = "", *, of: str = "") -> str:
    """The page of a service, or of one thing in it, as a corridor of money.

    >>> service("sharing"), service("remittances", ending=".csv", of="RUS-TJK")
    ('/services/sharing', '/services/remittances/RUS-TJK.csv')
    """
    inside = f"/{quote(of)}" if of else ""
    return f"{HOME}/{name}{inside}{ending}{view.alone().query()}"
