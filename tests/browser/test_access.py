"""What axe-core finds on every page: nothing serious, by day and night, in either direction.

Of the eight ways to see a page (language, width, light) four are tried, so chosen that every pair
of them occurs. They take turns over the ordinary pages, which are made of the same few templates;
every third of the hard ones is seen in the hardest. Long tables are cut first: their other rows
are made by the same template. The pages are shared out in parts, for other tests may run beside.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import Scheme, unfold
from tests.browser.pages import HARD, ORDINARY, PATIENCE, Address

pytestmark = pytest.mark.browser

WAYS: tuple[tuple[str, int, Scheme], ...] = (
    ("en", 1280, "light"),
    ("en", 360, "dark"),
    ("ar", 1280, "dark"),
    ("ar", 360, "light"),
)
HARDEST = 1
"""The way in which the hard addresses are tried."""

PARTS = 2
ROWS = 6
CUT = f"document.querySelectorAll('tbody tr:nth-child(n + {ROWS + 1})').forEach(r => r.remove())"
RUN = "axe.run({resultTypes: ['violations']}).then(results => results.violations)"


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core as its package ships it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("way", range(len(WAYS)))
def test_nobody_is_kept_out(browser: Browser, site: str, axe: str, way: int, part: int) -> None:
    language, width, scheme = WAYS[way]
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.set_default_navigation_timeout(PATIENCE)
    page = context.new_page()
    found: list[str] = []
    addresses = ORDINARY[way :: len(WAYS)] + (HARD[::3] if way == HARDEST else ())
    for address in addresses[part::PARTS]:
        page.goto(site + address.said_in(language))
        unfold(page)
        page.evaluate(CUT)
        page.evaluate(axe)
        found += told(page.evaluate(RUN), address)
    context.close()
    assert not found, "\n".join(found)


def told(violations: list[dict[str, Any]], address: Address) -> list[str]:
    """What is serious, and where; a frame needs no landmarks of a whole page."""
    return [
        f"{address.path} {one['id']}: {one['nodes'][0]['target']} and {len(one['nodes']) - 1} more"
        for one in violations
        if one["impact"] in ("serious", "critical")
        or (one["impact"] == "moderate" and not address.framed)
    ]
