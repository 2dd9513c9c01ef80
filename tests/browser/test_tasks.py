"""Ten questions that people bring, answered in at most three clicks: `docs/tasks.md`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

MOST = 3
DOCUMENT = Path(__file__).parents[2] / "docs" / "tasks.md"


class Reader:
    """Somebody at the start page who sees, clicks and types, and does nothing else."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.clicks = 0
        page.goto(site + "/")

    def asks(self, text: str) -> None:
        """Type into the search field and press Enter: one click."""
        fields = self.page.get_by_role("search").get_by_role("searchbox")
        field = fields.or_(self.page.get_by_role("search").get_by_role("combobox")).first
        expect(field).to_be_visible()
        field.fill(text)
        field.press("Enter")
        self.page.wait_for_load_state()
        self.clicks += 1

    def follows(self, name: str, inside: Locator | None = None) -> None:
        """Click a link that can be seen."""
        self._clicks((inside or self.page).get_by_role("link", name=name, exact=True).first)

    def presses(self, name: str) -> None:
        self._clicks(self.page.get_by_role("button", name=name, exact=True).first)

    def ticks(self, name: str) -> None:
        self._clicks(self.page.get_by_role("checkbox", name=name, exact=True))

    def unfolds(self, name: str) -> None:
        self._clicks(self.page.locator("summary", has_text=name).first)

    def types(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def part(self, name: str) -> Locator:
        """The section under a heading."""
        return self.page.get_by_role("region", name=name, exact=True)

    def sees(self, *texts: str, inside: Locator | None = None) -> None:
        """Each of these is there to be read."""
        for text in texts:
            expect((inside or self.page).get_by_text(text).first).to_be_visible()

    def _clicks(self, what: Locator) -> None:
        expect(what).to_be_visible()
        what.click()
        self.page.wait_for_load_state()
        self.clicks += 1


@pytest.fixture
def reader(page: Page, site: str) -> Iterator[Reader]:
    someone = Reader(page, site)
    yield someone
    assert 0 < someone.clicks <= MOST


def test_how_many_syrians_were_in_jordan_in_2015_and_how_sure_is_that(reader: Reader) -> None:
    reader.asks("Syrians in Jordan 2015")
    reader.follows("Syrian Arab Republic → Jordan")
    reader.unfolds("living in Jordan, mid-year")
    row = reader.page.get_by_role("row", name=re.compile("^2015 "))
    expect(row.get_by_role("cell", name="1,218,732")).to_be_visible()
    sure = reader.part("How sure is this?")
    reader.sees("UN DESA brings the counts to common dates", inside=sure)
    reader.sees("International Migrant Stock 2024", inside=reader.part("Sources and licences"))


def test_which_country_hosts_most_refugees_per_inhabitant(reader: Reader) -> None:
    reader.asks("refugees per inhabitant")
    reader.follows("Displaced people hosted per 1,000 inhabitants")
    reader.sees("highest in Aruba (106), Lebanon (92.8) and", "UNHCR, Refugee Data Finder")


def test_has_sending_from_russia_to_tajikistan_become_cheaper_than_3_percent(
    reader: Reader,
) -> None:
    reader.asks("cost from Russia to Tajikistan")
    reader.follows("Tajikistan → Russian Federation")
    cost = reader.part("What does sending cost?")
    reader.sees("2.0 % of USD 200 in the third quarter of 2020, below the 3 %", inside=cost)
    reader.sees("(World Bank, RPW)", inside=cost)
    expect(cost.get_by_role("img")).to_be_visible()


def test_compare_the_emigrants_of_three_central_asian_countries(reader: Reader) -> None:
    reader.follows("Compare")
    for place, name in enumerate(("Kazakhstan", "Kyrgyzstan", "Tajikistan"), 1):
        reader.types(f"Place {place}", name)
    reader.ticks("People living in other countries")
    reader.presses("Compare")
    part = reader.part("People living in other countries")
    reader.sees("Tajikistan", "UN DESA, International Migrant Stock 2024", inside=part)
    expect(part.get_by_role("img").first).to_be_visible()


def test_cite_the_number_of_venezuelans_in_colombia(reader: Reader) -> None:
    reader.asks("Venezuelans in Colombia")
    reader.follows("Venezuela (Bolivarian Republic of) → Colombia")
    reader.sees("2,904,873", "in mid-2024")
    reader.sees("Evidence as known on", inside=reader.part("Cite this"))
    reader.unfolds("Show for BibTeX and RIS")
    reader.sees("@", "/corridors/VEN-COL?as_of=", inside=reader.part("Cite this"))


def test_what_is_an_asylum_seeker_and_who_counts_them(reader: Reader) -> None:
    reader.asks("asylum seeker")
    reader.sees("whose claim has not been decided")
    reader.follows("People seeking asylum who live in the country")
    reader.sees("UNHCR (2026). Refugee Data Finder")
    reader.follows("The whole table")
    reader.sees("Who counted", "Governments and UNHCR")


def test_what_changed_in_the_last_release_of_migrant_stock(reader: Reader) -> None:
    reader.follows("Data")
    reader.follows("International Migrant Stock 2024")
    releases = reader.page.get_by_role("table", name="Releases held here")
    row = releases.get_by_role("row", name=re.compile("^2026-01-02"))
    reader.sees("gone: 3", inside=row)
    row.get_by_role("link").first.click()
    reader.clicks += 1
    reader.sees("the release of 2 January 2026 against that of 27 January 2025")
    expect(reader.part("Rows").get_by_role("definition").filter(has_text="3").last).to_be_visible()


def test_take_the_map_of_my_country_to_a_report(reader: Reader) -> None:
    reader.asks("Kenya")
    figure = reader.page.get_by_role("figure", name=re.compile("largest groups in Kenya"))
    reader.follows("Numbers and citation", inside=figure)
    reader.sees("UN DESA, International Migrant Stock 2024", "do not imply official endorsement")
    with reader.page.expect_navigation() as taken:
        reader.follows("PNG")
    assert taken.value
    assert taken.value.headers["content-type"] == "image/png"
    assert len(taken.value.body()) > 20_000


def test_read_it_in_arabic_on_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    reader = Reader(context.new_page(), site)
    reader.asks("Uzbekistan")
    reader.follows("العربية")
    page = reader.page
    expect(page.get_by_role("heading", name="أوزبكستان", level=1)).to_be_visible()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    reader.sees("1,154,963", "UN DESA, World Population Prospects 2024")
    expect(page.locator("main").get_by_text("80").first).to_be_attached()
    assert reader.clicks <= MOST
    context.close()


def test_germany_as_it_was_known_at_the_end_of_2024(reader: Reader) -> None:
    reader.asks("Germany")
    reader.unfolds("Change the view")
    reader.types("As known on", "2024-12-31")
    reader.presses("Show")
    reader.sees("As known on 31 December 2024")
    change = reader.part("How is the population changing?")
    reader.sees("between −244,000 and 590,000 (80 in 100", inside=change)
    reader.sees("(UN DESA, World Population Prospects 2024)", inside=change)
    assert reader.page.url.endswith("as_of=2024-12-31") or "as_of=2024-12-31&" in reader.page.url


def test_every_task_is_told_and_every_told_task_is_done() -> None:
    told = re.findall(r"^\d+\. \*\*", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    done: list[Callable[..., None]] = [
        one for name, one in globals().items() if name.startswith("test_") and callable(one)
    ]
    assert len(told) == len(done) - 1 == 10
