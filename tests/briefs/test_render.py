"""A dossier made by hand in every form: the same sentences, cells and sources in each."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from comity.briefs.dossier import Dossier, Line, Section, Table
from comity.briefs.render import ENDINGS, finding_rows, render
from comity.briefs.render.cells import bounds, cell_of, number, unit_of
from comity.briefs.render.grids import grid_of
from comity.briefs.render.html import fragment
from comity.briefs.render.layout import leads_of, runs_of
from comity.briefs.voice import Voice
from comity.core.errors import FileTrouble
from comity.core.findings import Finding, Lineage, Source
from comity.core.periods import Period
from comity.core.places import Corridor, find_place

VOICE = Voice()
UZB, TJK, RUS = (find_place(code) for code in ("UZB", "TJK", "RUS"))
DESA = Source(
    "migrant_stock", date(2025, 1, 27), "UN DESA, Stock 2024",
    "UN DESA (2025). Stock | 2024 *database*.", "CC BY 3.0 IGO", "https://example.org/stock",
)  # fmt: skip
WDI = Source(
    "economy", date(2025, 10, 13), "World Bank, WDI", "World Bank (2025). WDI.", "CC BY 4.0",
    "https://example.org/wdi",
)  # fmt: skip


def finding(
    measure: str, year: int, value: float | None, source: Source = DESA, **more: object
) -> Finding:
    lineage = Lineage((source,), "as published", "0.1.0", (("sex", "both"),))
    made: dict[str, object] = {"subject": UZB} | more
    subject = made.pop("subject")
    return Finding(subject, measure, Period.year(year), value, lineage, **made)  # type: ignore[arg-type]


NOW = finding("emigrants", 2024, 2_114_480)
THEN = finding("emigrants", 1990, 1_449_406)
FEW = finding("women", 2024, 3)
SHARE = finding("remittances_gdp", 2023, 13.9467, WDI)
AHEAD = finding(
    "net_migration", 2030, -2154, low=-96_161, high=84_779, interval="80 %", status="projected"
)
PAIR = finding("migrant_stock", 2024, 778_041, subject=Corridor(UZB, RUS))
GUESS = finding("unemployment", 2024, 4.5, WDI, status="estimated", note="ILO model")


@pytest.fixture
def dossier() -> Dossier:
    section = Section(
        "abroad",
        "How many people | live <elsewhere>?",
        (
            VOICE.say("{n.when} {n} people from {place} lived elsewhere.", n=NOW, place=UZB),
            VOICE.say("In {n.year} it was {n}.", n=THEN),
            VOICE.say("Remittances were worth {n} of the economy.", n=SHARE),
        ),
        (
            Table(
                "By year", "Year", ("All", "Women and girls"),
                (Line("2024", (NOW, FEW)), Line("1990", (THEN, None))),
            ),
            Table("Where to", "Corridor", ("People",), (Line(PAIR.subject, (PAIR,)),)),
            Table("Ahead", "Year", ("Net migration",), (Line("2030", (AHEAD,)),)),
        ),
        ("Seasonal work is outside this count.",),
        (GUESS,),
    )  # fmt: skip
    return Dossier(
        UZB, "Uzbekistan", (section,), date(2026, 11, 22), "0.1.0", note="A note.", related=()
    )


def sheets(data: bytes) -> dict[str, pl.DataFrame]:
    return {
        name: pl.read_excel(io.BytesIO(data), sheet_name=name, has_header=False)
        for name in ("Summary", "Findings", "Sources")
    }


def text_of(data: bytes) -> str:
    return " ".join(
        str(cell) for sheet in sheets(data).values() for row in sheet.rows() for cell in row
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_has_the_same_bytes_again(dossier: Dossier, ending: str) -> None:
    assert render(dossier, ending) == render(replace(dossier), ending.upper())


@pytest.mark.parametrize("ending", [".json", ".md", ".html", ".xlsx"])
def test_every_form_tells_questions_sentences_notes_and_sources(
    dossier: Dossier, ending: str
) -> None:
    data = render(dossier, ending)
    text = text_of(data) if ending == ".xlsx" else data.decode()
    for said in (
        "In mid-2024 about 2.1 million people from Uzbekistan lived elsewhere.",
        "Seasonal work is outside this count.",
        "UN DESA, Stock 2024",
        "CC BY 4.0",
        "https://example.org/wdi",
        "A note.",
    ):
        assert said in text, said


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_cells_are_in_full_and_the_missing_are_named(dossier: Dossier, ending: str) -> None:
    text = render(dossier, ending).decode()
    for cell in ("2,114,480", "1,449,406", "withheld", "not reported", "778,041", "\u22122,154"):
        assert cell in text, cell
    assert "80 %: \u221296,161 to 84,779" in text
    assert "projected: what a model expects" in text
    assert "Uzbekistan \u2192 Russian Federation" in text


def test_json_keeps_every_finding_once_with_its_lineage(dossier: Dossier) -> None:
    plain = json.loads(render(dossier, ".json"))
    assert len(plain["findings"]) == 7
    assert plain["findings"][0]["lineage"]["datasets"] == [
        {"name": "migrant_stock", "vintage": "2025-01-27"}
    ]


def test_csv_has_a_row_a_finding_and_whole_numbers_without_a_point(dossier: Dossier) -> None:
    frame = pl.read_csv(io.BytesIO(render(dossier, ".csv")), infer_schema=False)
    rows = {(row["measure"], row["period"]): row for row in frame.to_dicts()}
    assert len(rows) == frame.height == 7
    assert rows["emigrants", "2024"]["value"] == "2114480"
    assert rows["remittances_gdp", "2023"]["value"] == "13.9467"
    assert rows["women", "2024"]["value"] is None
    assert rows["women", "2024"]["status"] == "withheld"
    assert rows["net_migration", "2030"]["low"] == "-96161"
    assert rows["migrant_stock", "2024"]["subject_name"] == "Uzbekistan \u2192 Russian Federation"
    assert rows["emigrants", "2024"]["method"] == "as published (sex=both)"
    assert rows["emigrants", "2024"]["vintages"] == "2025-01-27"


def test_rows_are_tidy_even_when_there_are_none() -> None:
    empty = finding_rows([])
    assert empty.columns == finding_rows([NOW]).columns
    assert empty.schema["value"] == pl.Float64


def test_a_workbook_runs_nothing(dossier: Dossier) -> None:
    trap = replace(GUESS, note='=HYPERLINK("https://example.org","x")')
    section = replace(dossier.sections[0], more=(trap,))
    found = sheets(render(replace(dossier, sections=(section,)), ".xlsx"))["Findings"]
    assert '=HYPERLINK("https://example.org","x")' in found.rows()[-1]


def test_a_page_on_its_own_asks_nobody_for_anything(dossier: Dossier) -> None:
    page = render(dossier, ".html").decode()
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert not re.search(r"(src|srcset)=|@import|url\(|<link|<iframe", page)
    assert "&lt;elsewhere&gt;" in page
    assert 'href="/' not in page


def test_a_fragment_links_subjects_and_datasets_where_it_is_told(dossier: Dossier) -> None:
    made = fragment(
        dossier, lambda s: f"/{s.slug}", lambda name: f"/data/{name}", [("CSV", "/x.csv")]
    )
    for address in ("/UZB-RUS", "/data/migrant_stock", "/x.csv"):
        assert f'href="{address}"' in made


def test_markdown_escapes_what_would_break_it(dossier: Dossier) -> None:
    text = render(dossier, ".md").decode()
    assert "How many people \\| live \\<elsewhere\\>?" in text
    tables = [line for line in text.splitlines() if line.startswith("| ")]
    for line in tables:
        assert line.count("|") - line.count("\\|") in (3, 4), line
    assert "*(UN DESA, Stock 2024)*" in text


def test_an_unknown_ending_is_told(dossier: Dossier) -> None:
    with pytest.raises(FileTrouble, match=r"\.json, \.md"):
        render(dossier, ".docx")


def test_sources_are_named_once_for_sentences_that_share_them(dossier: Dossier) -> None:
    runs = runs_of(dossier.sections[0].sentences)
    assert [run.sources for run in runs] == [("UN DESA, Stock 2024",), ("World Bank, WDI",)]
    assert runs[0].text.endswith("In 1990 it was about 1.4 million.")


def test_what_leads_is_new_and_about_the_subject(dossier: Dossier) -> None:
    assert [lead.cell.text for lead in leads_of(dossier, VOICE)] == ["2,114,480", "13.9\u00a0%"]
    later = replace(dossier, as_of=date(2035, 1, 1))
    assert leads_of(later, VOICE) == []


@pytest.mark.parametrize(
    ("measure", "value", "written"),
    [
        ("emigrants", 415_676, "415,676"),
        ("emigrants", 0, "0"),
        ("emigrants", 1234.56, "1,235"),
        ("net_migration", -7066, "\u22127,066"),
        ("remittances_gdp", 38.35, "38.4\u00a0%"),
        ("remittances_gdp", 2.0, "2.0\u00a0%"),
        ("protection_rate", 100, "100\u00a0%"),
        ("protection_rate", 0, "0\u00a0%"),
        ("remittances_gdp", 0.0123, "0.012\u00a0%"),
        ("per_thousand", 0.00039, "0.00039"),
        ("per_gdp_billion", 2877.4, "2,877"),
        ("gdp", 101_591_769_702.4, "101,591,769,702"),
    ],
)
def test_numbers_are_written_to_what_they_bear(measure: str, value: float, written: str) -> None:
    assert number(finding(measure, 2024, value), value, VOICE) == written


def test_numbers_follow_the_language() -> None:
    assert number(NOW, 2_114_480, Voice("ru")) == "2\u00a0114\u00a0480"
    assert number(SHARE, 13.94, Voice("fr")) == "13,9\u00a0%"


def test_a_missing_value_is_never_a_zero_or_a_blank() -> None:
    assert cell_of(None, VOICE).text == "not reported"
    assert cell_of(finding("emigrants", 2024, None), VOICE).text == "not reported"
    held = cell_of(FEW, VOICE)
    assert (held.text, held.missing) == ("withheld", True)
    assert bounds(NOW, VOICE) == ""


def cells(values: Iterable[Finding | None]) -> Table:
    lines = tuple(Line(f"row {number}", (value,)) for number, value in enumerate(values))
    return Table("Caption", "First", ("Column",), lines)


def test_what_all_cells_share_moves_up() -> None:
    one = finding("deaths_route", 2023, 12, status="estimated")
    grid = grid_of(cells([one, replace(one, value=7, about=(("a", "b"),))]), VOICE)
    assert grid.columns[0].below == ("deaths", "2023")
    assert grid.columns[0].mark == "estimated"
    assert [row.cells[0].mark + row.cells[0].period for row in grid.rows] == ["", ""]
    assert grid.marks == ("estimated",)


def test_what_differs_stays_with_its_cell() -> None:
    grid = grid_of(cells([NOW, THEN, AHEAD]), VOICE)
    assert [row.cells[0].period for row in grid.rows] == ["2024", "1990", "2030"]
    assert [row.mark for row in grid.rows] == ["", "", "projected"]


def test_notes_are_told_once_below_the_table() -> None:
    second = replace(GUESS, about=(("sex", "female"),))
    third = replace(GUESS, about=(("sex", "male"),), note="another model")
    grid = grid_of(cells([GUESS, second, third]), VOICE)
    assert grid.notes == (("a", "ILO model"), ("b", "another model"))
    assert [row.cells[0].note for row in grid.rows] == ["a", "a", "b"]


def test_many_notes_stand_in_their_cells() -> None:
    many = [replace(GUESS, note=f"model {n}", about=(("n", str(n)),)) for n in range(6)]
    grid = grid_of(cells(many), VOICE)
    assert grid.notes == ()
    assert [row.cells[0].period for row in grid.rows] == [f"model {n}" for n in range(6)]


def test_a_note_that_a_row_shares_stands_at_its_head() -> None:
    other = replace(GUESS, about=(("sex", "male"),))
    lines = (Line("2024", (GUESS, other, None)), Line("2023", (NOW, GUESS, None)))
    grid = grid_of(Table("Caption", "Year", ("A", "B", "C"), lines), VOICE)
    assert [row.note for row in grid.rows] == ["a", ""]
    assert [cell.note for cell in grid.rows[0].cells] == ["", "", ""]
    assert [cell.note for cell in grid.rows[1].cells] == ["", "a", ""]


def test_a_count_of_treaties_has_no_unit_in_any_language() -> None:
    """The words "1 treaties" would be wrong, and the label says what is counted."""
    source = Source("treaty_actions", date(2026, 2, 10), "UN", "UN Treaty Collection", "free", "")
    day = Period("day", source.vintage, source.vintage)
    found = Finding(find_place("KGZ"), "treaties_in_force", day, 1, Lineage((source,), "m", "0"))
    said = {unit_of(found, Voice(language), "") for language in ("en", "fr", "ru", "ar")}
    assert said == {""}
