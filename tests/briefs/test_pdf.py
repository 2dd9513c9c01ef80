"""A dossier on paper: tagged, read aloud in order, in every script, and never run as a program."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from comity.briefs.compose import dossier
from comity.briefs.dossier import Dossier
from comity.briefs.pictures import figures_for
from comity.briefs.render import render
from comity.briefs.render.layout import parts_of
from comity.briefs.render.pdf import first_views
from comity.briefs.voice import Sentence, Voice
from comity.core.errors import FileTrouble
from comity.core.regions import find_subject
from comity.evidence import Evidence
from comity.figures import Figure, press, svg

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for frozen figures that these tests share."""
    return tmp_path_factory.mktemp("frozen")


@pytest.fixture(scope="module")
def told(evidence: Evidence) -> Dossier:
    return dossier(evidence, find_subject("UZB"))


@pytest.fixture(scope="module")
def paper(told: Dossier, home: Path) -> PdfReader:
    return read(render(told, ".pdf", home=home))


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text_of(paper: PdfReader) -> str:
    """What the pages say, with one space where a line was broken."""
    return flat(" ".join(page.extract_text() for page in paper.pages))


def flat(text: str) -> str:
    return " ".join(text.split())


def elements(paper: PdfReader, kind: str = "") -> list[Any]:
    """The elements of the structure tree in reading order, all or of one kind."""

    def walk(node: Any) -> Iterator[Any]:
        node = node.get_object()
        if isinstance(node, list):
            yield from chain.from_iterable(walk(one) for one in node)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            yield from walk(node["/K"]) if "/K" in node else ()

    found = walk(paper.trailer["/Root"]["/StructTreeRoot"])
    return [one for one in found if kind in ("", one["/S"])]


def short(told: Dossier, text: str) -> Dossier:
    """A dossier of one sentence."""
    section = replace(
        told.sections[0], question=text, sentences=(Sentence(text, ()),), tables=(), more=()
    )
    return replace(told, title=text, sections=(section,))


def test_the_file_claims_and_carries_what_pdf_ua_asks(paper: PdfReader) -> None:
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata is not None
    assert paper.metadata.title == "Uzbekistan"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_the_text_tells_numbers_with_their_sources(paper: PdfReader, told: Dossier) -> None:
    said = text_of(paper)
    assert re.search(r"about 2\.1 million people .{0,99}\(UN DESA, International Migrant", said)
    for whole in ("1,154,963", "80 %: \u221296,161 to 84,779", "CC BY 3.0 IGO", "Page 1 of"):
        assert whole in said, whole
    for section in told.sections:
        assert flat(section.question) in said
        for sentence in section.sentences:
            assert flat(sentence.text) in said
    assert all(source.url in said.replace(" ", "") for source in told.sources())


def test_each_figure_is_printed_once_and_read_aloud(paper: PdfReader, told: Dossier) -> None:
    printed = [
        figure.alt for figures in figures_for(told).values() for figure in first_views(figures)
    ]
    assert len(printed) > 10
    assert [one["/Alt"] for one in elements(paper, "/Figure")] == printed
    views = figures_for(told)["living-here"]
    assert [figure.name for figure in first_views(views)] == ["living-here", "living-here-map"]


def test_pictures_are_those_of_pages_in_light_colours(
    told: Dossier, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_on_pages = render(told, ".pdf", home=home)

    def light(figure: Figure, **how: Any) -> str:
        return svg(figure, **{**how, "theme": "light"})

    monkeypatch.setattr("comity.briefs.render.pdf.svg", light)
    assert render(told, ".pdf", home=home) == as_on_pages


def test_every_table_is_there_with_its_head(paper: PdfReader, told: Dossier) -> None:
    grids = [grid for part in parts_of(told, Voice()) for grid in part.grids]
    assert len(elements(paper, "/Table")) == len(elements(paper, "/THead")) == len(grids)
    assert len(elements(paper, "/TH")) == sum(1 + len(grid.columns) for grid in grids)
    assert len(elements(paper, "/TR")) == sum(1 + len(grid.rows) for grid in grids)


def test_questions_are_headings_behind_one_title(paper: PdfReader, told: Dossier) -> None:
    questions = [one["/T"] for one in elements(paper, "/H1")]
    assert questions == [*(section.question for section in told.sections), "Sources and licences"]
    assert len(elements(paper, "/Title")) == 1


def test_every_font_is_inside(paper: PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in paper.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.split("+")[1] for name in fonts} >= {
        "IBMPlexSans-Regular",
        "IBMPlexSerif-SemiBold",
    }
    for font in fonts.values():
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(described)


def test_a_long_table_repeats_its_head_on_every_page(evidence: Evidence, home: Path) -> None:
    paper = read(render(dossier(evidence, find_subject("world")), ".pdf", home=home))
    heads = [page.extract_text().count("Remittances, share") for page in paper.pages]
    assert sum(heads) > 4
    assert max(heads) == 1


def test_arabic_is_shaped_and_starts_on_the_right(evidence: Evidence, home: Path) -> None:
    told = dossier(evidence, find_subject("UZB"), language="ar")
    paper = read(render(told, ".pdf", home=home))
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert any("2,114,480" in page.extract_text() for page in paper.pages)
    placed: list[tuple[float, str]] = []
    paper.pages[0].extract_text(
        visitor_text=lambda text, page, _text, _font, _size: placed.append((page[4], text))
    )
    start = next(x for x, text in placed if text == "أوزبكستان")
    assert start > float(paper.pages[0].mediabox.width) / 2
    fonts = paper.pages[0]["/Resources"]["/Font"].values()
    assert any("PlexSansArabic" in str(font.get_object()["/BaseFont"]) for font in fonts)


@pytest.mark.parametrize("language", ["fr", "es", "ru", "zh"])
def test_every_other_language_is_printed_with_its_own_letters(
    evidence: Evidence, home: Path, language: str
) -> None:
    if language == "zh" and press.chinese_face() is None:
        pytest.skip("needs a Chinese font")
    told = dossier(evidence, find_subject("TJK-RUS"), language=language)
    paper = read(render(told, ".pdf", home=home))
    assert paper.trailer["/Root"]["/Lang"] == language
    said = text_of(paper)
    assert flat(told.title) in said
    assert press.UNKNOWN not in said


@pytest.mark.parametrize(
    "text",
    [
        "#panic() *x* _y_ $z$ @here <label> `raw` = no heading",
        '#import "@preview/cetz:0.3.0" // nor a note',
        'He said "no" -- and \\ left it </svg> at that\\u0041',
        "- no list ~ no tie [no] {block} \\#sys",
    ],
)
def test_no_text_is_read_as_markup(told: Dossier, home: Path, text: str) -> None:
    paper = read(render(short(told, text), ".pdf", home=home))
    assert text_of(paper).count(text) >= 3
    assert paper.metadata is not None
    assert paper.metadata.title == text


def test_what_cannot_be_drawn_is_told_and_the_rest_is_printed(told: Dossier, home: Path) -> None:
    paper = read(render(short(told, "A \x07\x00 bell and a \U0001f600 face"), ".pdf", home=home))
    said = text_of(paper)
    assert f"A bell and a {press.UNKNOWN} face" in said
    assert "No font here has these characters: U+1F600." in said


def test_chinese_without_a_font_says_so(
    told: Dossier, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "chinese_face", lambda: None)
    monkeypatch.setattr("comity.figures.fonts.chinese_face", lambda: None)
    press._fonts.cache_clear()
    try:
        paper = read(render(short(told, "乌兹 2024"), ".pdf", home=home))
    finally:
        press._fonts.cache_clear()
    assert f"{press.UNKNOWN}{press.UNKNOWN} 2024" in text_of(paper)
    assert "U+4E4C, U+5179" in text_of(paper)


def test_the_same_dossier_has_the_same_bytes(told: Dossier, home: Path) -> None:
    first = render(told, ".pdf", home=home)
    press._fonts.cache_clear()
    assert render(replace(told), ".pdf", home=home) == first
    assert b"20261123000000" in first


@pytest.mark.alone
def test_it_takes_less_than_two_seconds_of_computing(told: Dossier, home: Path) -> None:
    render(told, ".pdf", home=home)

    def taken(note: str) -> float:
        start = time.process_time()
        render(replace(told, note=note), ".pdf", home=home)
        return time.process_time() - start

    assert any(taken(note) < 2 for note in ("Once more.", "And again.", "For the last time."))


def test_a_day_before_all_clocks_is_no_trouble(told: Dossier, home: Path) -> None:
    early = replace(short(told, "Early"), as_of=date(1951, 7, 28))
    assert "28 July 1951" in text_of(read(render(early, ".pdf", home=home)))


@pytest.mark.parametrize("gone", ["folder", "files", "package"])
def test_fonts_that_are_gone_are_told_in_a_sentence(
    told: Dossier, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    def folders() -> list[Path]:
        if gone == "package":
            raise ModuleNotFoundError("No module named 'plex'", name="plex")
        folder = tmp_path / "plex" / "files"
        if gone == "files":
            folder.mkdir(parents=True)
        return [folder]

    monkeypatch.setattr(press, "font_folders", folders)
    press._fonts.cache_clear()
    with pytest.raises(FileTrouble, match=r"fonts of the package plex are gone.*once more\.$"):
        render(told, ".pdf", home=home)


def test_the_template_asks_for_no_file_and_no_package() -> None:
    source = (files("comity.briefs") / "templates" / "dossier.typ").read_text(encoding="utf-8")
    assert not re.search(r"#?\b(import|include|read|eval|plugin)\b\s*[(\"]|@preview", source)
    assert "left" not in re.sub(r"//.*", "", source)
    assert "right" not in re.sub(r"//.*", "", source)
