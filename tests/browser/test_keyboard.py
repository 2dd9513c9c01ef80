"""Everything by keyboard: in the order in which it is read, and always seen where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

HERE = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const style = getComputedStyle(here);
  return {said: (here.id || here.textContent).trim(), tag: here.tagName,
          place: [...document.querySelectorAll('*')].indexOf(here),
          ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          seen: box.width > 1 && box.top >= 0 && box.bottom <= innerHeight + 1};
}"""


def test_tab_goes_through_a_page_in_the_order_of_reading(page: Page, site: str) -> None:
    page.goto(site + "/countries/UZB")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(HERE))
    assert reached[0]["said"] == "Skip to the content"
    assert {"q", "Countries", "Data", "Asia", "Change the view"} <= {r["said"] for r in reached}
    places = [one["place"] for one in reached]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    assert [one["said"] for one in reached if not (one["ring"] and one["seen"])] == []


def test_the_skip_link_shows_when_it_is_reached_and_skips(page: Page, site: str) -> None:
    page.goto(site + "/countries/UZB")
    page.keyboard.press("Tab")
    box = page.locator("a.skip").bounding_box()
    assert box
    assert box["width"] > 50
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    page.keyboard.press("Tab")
    assert page.locator("main a:focus").count() == 1


def test_what_is_folded_opens_and_closes_by_keyboard(page: Page, site: str) -> None:
    page.goto(site + "/countries/UZB")
    for name in ("Change the view", "Largest groups, 2024"):
        summary = page.locator("summary", has_text=name).first
        summary.focus()
        page.keyboard.press("Enter")
        assert summary.locator("xpath=..").get_attribute("open") is not None
        page.keyboard.press("Space")
        assert summary.locator("xpath=..").get_attribute("open") is None


def test_a_wide_table_is_scrolled_by_keyboard(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(site + "/countries")
    table = page.locator(".scroll").first
    table.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 40", arg=table.element_handle())


@pytest.mark.parametrize("start", ["/", "/countries/UZB", "/find?q=qqzzxx"])
def test_the_search_is_reached_and_used_by_keyboard(page: Page, site: str, start: str) -> None:
    page.goto(site + start)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "search":
            break
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Tajikistan to Russia")
    page.keyboard.press("Enter")
    page.wait_for_url("**/corridors/TJK-RUS")
