"""The page of datasets and the notice say what the catalogue says, as of this commit."""

from pathlib import Path

from comity.evidence.embedded import shipped
from comity.evidence.notice import data_page, notice

ROOT = Path(__file__).parents[2]


def test_the_files_are_what_the_catalogue_makes() -> None:
    remedy = "run 'make docs'"
    assert (ROOT / "docs/data.md").read_text(encoding="utf-8") == data_page(), remedy
    assert (ROOT / "NOTICE").read_text(encoding="utf-8") == notice(), remedy


def test_every_citation_and_licence_is_there() -> None:
    for entry in shipped().values():
        for text in (notice(), data_page()):
            assert entry.citation in text
            assert entry.licence in text
