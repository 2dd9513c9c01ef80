"""The migrant stock: totals among states, blocks of years, and pairs without an estimate."""

from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, page, stored
from tests.evidence.sources.shape_un_desa import (
    BLOCKS,
    FILE,
    HEADINGS,
    LINKS,
    ROWS,
    answer,
    workbook,
)


def test_pairs_are_read_and_totals_set_aside(tmp_path: Path) -> None:
    """Women and men by pair and year; a zero stays, a pair without an estimate has no row."""
    release, one = fetched("migrant_stock", answer, tmp_path)
    frame = stored("migrant_stock", release)
    assert frame.rows() == [
        ("OOO", "TUR", 1990, 4, 5), ("OOO", "TUR", 2020, 0, 0), ("OOO", "TUR", 2024, 0, 0),
        ("TUR", "XCI", 2020, 0, 1), ("TUR", "XCI", 2024, 3, 2),
        ("UZB", "TUR", 1990, 12, 10), ("UZB", "TUR", 2020, 22, 20), ("UZB", "TUR", 2024, 32, 30),
    ]  # fmt: skip
    assert (release.label, release.released) == ("2024", None)
    assert "900" in release.notes[0]
    assert "908" in release.notes[0]
    assert release.notes[1] == "Left out: 1 pairs and years without an estimate."
    assert [question.path.rsplit("/", 1)[-1] for question in one.asked][1] == FILE
    assert all("Mozilla" in question.headers["user-agent"] for question in one.asked)


def test_the_newest_edition_is_taken(tmp_path: Path) -> None:
    """The page links old editions too, and names a new one before Comity knows it."""
    newer = LINKS.replace("_2020_", "_2028_")

    def later(question: Question) -> Reply:
        return Reply(workbook()) if question.path.endswith(".xlsx") else page(newer)

    _, one = fetched("migrant_stock", later, tmp_path)
    assert "_2028_" in one.asked[1].path


def test_a_page_without_the_workbook_is_refused(tmp_path: Path) -> None:
    """A page under maintenance links nothing."""
    with pytest.raises(BadAnswer, match="links no workbook"):
        fetched("migrant_stock", lambda _q: page(), tmp_path)


def test_blocks_are_known_by_their_words() -> None:
    """Blocks in another order are read right, on a renamed sheet too; numbers may be text."""
    order = ("Both sexes", "Female", "Male")
    release = brought("migrant_stock", (FILE, workbook(blocks=order, sheet="Tab 1")))
    frame = stored("migrant_stock", release)
    assert frame.filter(origin="UZB", year=1990).select("female", "male").rows() == [(10, 12)]
    text = (("Türkiye", "792.0", "Kazakhstan", "398", ("1,000", "2 000", "3"), ("5", "6", "-")),)
    release = brought("migrant_stock", (FILE, workbook((*text, *ROWS))))
    frame = stored("migrant_stock", release).filter(origin="KAZ")
    assert frame.select("female", "male").rows() == [(5, 1000), (6, 2000)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (workbook(headings=[*HEADINGS[:-1], "Code"]), "Location code of origin"),
        (workbook(blocks=("", "", "")), "three blocks"),
        (workbook(blocks=BLOCKS[:2]), "three blocks"),
        (workbook(blocks=("Males", "Both sexes", "Females")), "do not add up"),
        (workbook((*ROWS, ("X", 792, "Y", 4, ("many", 1, 1), (1, 1, 1)))), "'many'"),
        (b"PK broken", "ZIP or XLSX"),
        (b"<html>", "web page"),
    ],
    ids=["heading", "unnamed", "two", "swapped", "word", "broken", "page"],
)
def test_another_form_is_refused(data: bytes, says: str) -> None:
    """A renamed heading, unnamed or swapped blocks and words among numbers are not guessed at."""
    with pytest.raises(BadAnswer, match=says):
        brought("migrant_stock", (FILE, data))
