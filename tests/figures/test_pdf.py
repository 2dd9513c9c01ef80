"""A figure as PDF: a page of its own size, read aloud, kept, and the same bytes anywhere."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from comity.figures import Figure, Words, frozen, pdf, series, svg
from comity.figures import press as room
from tests.figures.conftest import Made, finding


@pytest.fixture
def small() -> Figure:
    found = [finding("immigrants", year, 1000 + year) for year in range(2000, 2006)]
    return series({"People": found}, "People & <places> #panic()", note="Mind this.")


def _read(data: bytes) -> tuple[PdfReader, Any]:
    paper = PdfReader(io.BytesIO(data))
    return paper, paper.trailer["/Root"]


def _figure(root: Any) -> Any:
    """The one figure of the structure tree."""
    node = root["/StructTreeRoot"]
    while node.get("/S") != "/Figure":
        inside = node["/K"].get_object()
        node = inside[0].get_object() if isinstance(inside, list) else inside
    return node


def test_it_is_tagged_and_read_aloud(small: Figure, home: Path) -> None:
    paper, root = _read(pdf(small, home=home))
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert paper.metadata is not None
    assert paper.metadata.title == small.title
    alt = _figure(root)["/Alt"]
    for said in (small.title, small.alt, "Office of Examples, 2025 (CC BY 4.0)", "Mind this."):
        assert said in alt


def test_its_one_page_is_the_sheet(small: Figure, home: Path) -> None:
    paper, _ = _read(pdf(small, home=home))
    assert len(paper.pages) == 1
    sized = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg(small, home=home))
    assert sized
    box = paper.pages[0].mediabox
    width, height = (float(size) for size in sized.groups())
    assert float(box.width / box.height) == pytest.approx(width / height, rel=1e-3)
    said = paper.pages[0].extract_text()
    assert "#panic()" in said
    assert "Office of Examples" in said


def test_arabic_letters_are_inside(drawn: Made, home: Path) -> None:
    _, root = _read(pdf(drawn(Words("ar"))["flow"], home=home))
    assert root["/Lang"] == "ar"
    paper, _ = _read(pdf(drawn(Words("ar"))["flow"], home=home))
    names = {str(font.get_object()["/BaseFont"]) for font in _fonts(paper)}
    assert any("Arabic" in name for name in names)


def _fonts(paper: PdfReader) -> list[Any]:
    """The fonts of a page, and of the drawings on it."""
    found: list[Any] = []
    waiting = [page["/Resources"] for page in paper.pages]
    while waiting:
        resources = waiting.pop().get_object()
        found += list(resources.get("/Font", {}).values())
        drawings = [one.get_object() for one in resources.get("/XObject", {}).values()]
        waiting += [drawing["/Resources"] for drawing in drawings if "/Resources" in drawing]
    return found


def test_it_is_kept(small: Figure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pdf(small, home=tmp_path)
    monkeypatch.setattr("typst.compile", lambda *_, **__: pytest.fail("printed again"))
    assert frozen(small, ".pdf", home=tmp_path) == first


def test_another_process_prints_the_same_bytes(small: Figure, tmp_path: Path) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path\n"
        "from tests.figures.conftest import finding\n"
        "from comity.figures import pdf, series\n"
        "found = [finding('immigrants', year, 1000 + year) for year in range(2000, 2006)]\n"
        "figure = series({'People': found}, 'People & <places> #panic()', note='Mind this.')\n"
        "print(hashlib.sha256(pdf(figure, home=Path(sys.argv[1]))).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "there")],
        cwd=root, env={"PYTHONPATH": f"{root}/src:{root}", "PYTHONHASHSEED": "7"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    here = pdf(small, home=tmp_path / "here")
    assert said.strip() == hashlib.sha256(here).hexdigest()


def test_letters_that_no_font_has_are_marked(tmp_path: Path) -> None:
    found = [finding("immigrants", year, 1000 + year) for year in (2000, 2001)]
    paper, _ = _read(pdf(series({"People": found}, "A \U0001f600 face"), home=tmp_path))
    said = paper.pages[0].extract_text()
    assert room.UNKNOWN in said
    assert "U+1F600" in said
