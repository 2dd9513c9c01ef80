"""The first pages in a real browser: on small and large screens, by keyboard, on paper."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from comity.web.app import create_app

pytestmark = pytest.mark.browser

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
WIDTHS = (360, 768, 1280)
PAGES = (
    "/", "/countries", "/countries/UZB", "/countries/UZB?as_of=2025-12-31&compare=DEU",
    "/corridors", "/corridors/TJK-RUS", "/regions", "/regions/central-asia", "/data",
    "/data/migrant_stock", "/find?q=stan", "/about", "/countries/UZX",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Comity."""
    app = create_app(tmp_path_factory.mktemp("browser-home"))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)
    app.state.library.close()


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_over_the_edge(browser: Browser, site: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for address in PAGES:
        page.goto(site + address)
        for _ in ("folded", "unfolded"):
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            unfold(page)
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("a.skip").get_attribute("href") == "#content"
    page.close()


def test_only_the_own_host_is_asked_and_nothing_is_refused(page: Page, site: str) -> None:
    asked: list[str] = []
    troubles: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: troubles.append(message.text))
    page.on("requestfailed", lambda request: troubles.append(request.url))
    for address in ("/", "/countries/UZB", "/data/migrant_stock"):
        page.goto(site + address, wait_until="networkidle")
    assert all(url.startswith(site) for url in asked)
    assert troubles == []


def test_every_link_of_a_page_answers(page: Page, site: str) -> None:
    found: set[str] = set()
    for address in ("/countries/TKM", "/corridors/TJK-RUS", "/data/compact_votes", "/about"):
        page.goto(site + address)
        found |= set(page.eval_on_selector_all("[href]", "all => all.map(e => e.href)"))
    own = {url.partition("#")[0] for url in found if url.startswith(site)}
    assert len(own) > 40
    with httpx.Client(timeout=60) as client:
        assert [url for url in sorted(own) if client.get(url).status_code != 200] == []


def test_the_keyboard_reaches_the_search_field_and_links(page: Page, site: str) -> None:
    page.goto(site + "/countries/UZB")
    reached = []
    for _ in range(24):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(document.activeElement.id || document.activeElement.textContent).trim()"
            )
        )
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", reached[-1]
    assert reached[0] == "Skip to the content"
    assert {"q", "Countries", "Data", "Asia", "Change the view"} <= set(reached)


def test_the_skip_link_shows_when_it_is_reached_and_skips(page: Page, site: str) -> None:
    page.goto(site + "/countries/UZB")
    page.keyboard.press("Tab")
    box = page.locator("a.skip").bounding_box()
    assert box
    assert box["width"] > 50
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")


def test_it_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/")
    page.locator("#q").fill("Tajikistan to Russia")
    page.keyboard.press("Enter")
    page.wait_for_url("**/corridors/TJK-RUS")
    page.get_by_role("link", name="Tajikistan", exact=True).first.click()
    page.wait_for_url("**/countries/TJK")
    page.locator("summary").nth(1).click()
    assert page.locator("details[open] table").first.is_visible()
    page.get_by_text("Change the view").click()
    page.locator("#compare").fill("Germany")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/countries/TJK?as_of=&compare=Germany")
    assert page.get_by_text("Compared with Germany").is_visible()
    context.close()


def test_a_page_prints_whole(page: Page, site: str) -> None:
    page.goto(site + "/corridors/TJK-RUS")
    page.emulate_media(media="print")
    assert not page.locator("header.site").is_visible()
    first = page.locator("details table").first.bounding_box()
    assert first
    assert first["height"] > 100
    assert len(page.pdf(format="A4")) > 20_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser: Browser, site: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(site + "/countries/UZB")
    colours = page.evaluate(
        """Object.fromEntries(['paper', 'card', 'ink', 'soft', 'link', 'accent'].map(name =>
            [name, getComputedStyle(document.documentElement).getPropertyValue('--' + name)]))"""
    )
    for text in ("ink", "soft", "link", "accent"):
        for ground in ("paper", "card"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    page.close()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = re.sub(r"[^0-9a-f]", "", colour)
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
