"""How soon a page stands before a reader who was never here: the only tests that look at a clock.

Each page is opened by a new reader twice, and the better time counts, for a busy machine is slower.
"""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser

from comity.web.pages.services import SERVICES

pytestmark = [pytest.mark.browser, pytest.mark.alone]

COUNTRIES = ("/countries/UZB", "/countries/DEU", "/regions/world")
FIRST_PAINT = 1000
TRANSFERRED = 500 * 1024
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
SLOW_LINE = 150 * 1024
"""Bytes of the first view of a service: people open it on an old phone over a slow line."""
WHOLE = {"service": 3, "country": 4}
"""Files of a first view: the page, its style and its mark; a country's page loads letters too."""
SCREENS = ({"width": 360, "height": 740},)


def opened(browser: Browser, url: str, screen: dict[str, int], fewest: int) -> tuple[float, float]:
    """Milliseconds to the first paint, and bytes transferred until the first view stands still.

    A view of fewer files than the `fewest` is not whole, and its bytes say nothing.
    """
    context = browser.new_context(viewport={"width": screen["width"], "height": screen["height"]})
    page = context.new_page()
    received: list[float] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def count(event: dict[str, Any]) -> None:
        received.append(event["encodedDataLength"])

    wire.on("Network.loadingFinished", count)
    page.goto(url, wait_until="networkidle")
    paint = float(page.evaluate(f"() => {PAINT}"))
    context.close()
    assert paint > 0
    assert len(received) >= fewest, url
    return paint, sum(received)


@pytest.mark.parametrize("screen", SCREENS, ids=("small",))
def test_a_country_is_read_at_once(browser: Browser, site: str, screen: dict[str, int]) -> None:
    paints, sizes = {}, {}
    for path in COUNTRIES:
        tries = [opened(browser, site + path, screen, WHOLE["country"]) for _ in range(2)]
        paints[path] = min(paint for paint, _ in tries)
        sizes[path] = max(size for _, size in tries)
    print({path: (round(paints[path]), round(sizes[path] / 1024)) for path in COUNTRIES})
    assert median(paints.values()) < FIRST_PAINT, paints
    assert median(sizes.values()) < TRANSFERRED, sizes


def test_a_service_comes_over_a_slow_line(browser: Browser, site: str) -> None:
    paths = ("/services", *(f"/services/{name}" for name, _, _ in SERVICES))
    fewest = WHOLE["service"]
    sizes = {path: opened(browser, site + path, SCREENS[0], fewest)[1] for path in paths}
    print({path: round(size / 1024) for path, size in sizes.items()})
    assert max(sizes.values()) < SLOW_LINE, sizes
