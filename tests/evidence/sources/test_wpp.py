"""World Population Prospects: thousands, regions among states, an interim update, variants."""

from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, stored, told
from tests.evidence.sources.shape_wpp import (
    AGED,
    AGES,
    CONTENT,
    INDICATORS,
    UPDATE,
    VARIANTS,
    VITAL,
    WHERE,
    ages,
    answer,
    csv_text,
    indicators,
    intervals,
    listed,
    packed,
    update,
)


def test_thousands_become_persons(tmp_path: Path) -> None:
    """Estimates end before the revision; Togo is from the update; a gap leaves the row out."""
    release, one = fetched("demography", answer, tmp_path)
    assert stored("demography", release).rows() == [
        ("TGO", 2023, "estimate", 1000, 1000, 0, 8000, 8500),
        ("UZB", 2023, "estimate", 2000, 1000, -125, 100500, 101250),
        ("UZB", 2024, "medium", 2000, 1000, -1500, 101375, 102000),
        ("WLD", 2023, "estimate", 130000000, 60000000, 0, 8000000000, 8000001000),
    ]
    assert (release.label, release.released) == ("2024, with its interim update", None)
    assert release.notes == (
        "Set aside: 3 rows of regions and other years.",
        "Taken from the interim update of the revision: TGO.",
        "Left out, as figures are missing there: XKX.",
    )
    assert [q.path.rsplit("/", 1)[-1] for q in one.asked] == ["downloads.json", INDICATORS, UPDATE]


def test_the_newest_revision_is_taken(tmp_path: Path) -> None:
    """A later revision has other names and, at first, no update."""
    later = INDICATORS.replace("2024", "2027")

    def listing(question: Question) -> Reply:
        if question.path.endswith(".json"):
            return told(listed(INDICATORS, later))
        return Reply(CONTENT[INDICATORS])

    release, one = fetched("demography", listing, tmp_path)
    assert [q.path.rsplit("/", 1)[-1] for q in one.asked] == ["downloads.json", later]
    assert release.label == "2027"
    assert set(release.frame["variant"]) == {"estimate"}


def test_a_list_without_the_file_is_refused(tmp_path: Path) -> None:
    """The list of downloads may take another form."""
    with pytest.raises(BadAnswer, match="lists 3 files, none named like"):
        fetched("demography", lambda _q: told(listed(AGES)), tmp_path)


def test_intervals_are_the_four_bounds(tmp_path: Path) -> None:
    """Other variants are left aside; a file that gives no migration for a bound is refused."""
    release, one = fetched("net_migration_intervals", answer, tmp_path)
    assert stored("net_migration_intervals", release).rows() == [
        ("UZB", 2024, -2500.0, -4000.0, 1000.0, 3250.0),
        ("WLD", 2024, 0.0, 0.0, 0.0, 0.0),
    ]
    assert (release.label, len(one.asked)) == ("2024", 2)
    bare = intervals().replace("-2.5", "").replace(",0,", ",,")
    with pytest.raises(BadAnswer, match="no net migration for the variant 'Lower 80 PI'"):
        brought("net_migration_intervals", (VARIANTS, packed(bare)))
    with pytest.raises(BadAnswer, match="no rows of the variant 'Lower 80 PI'; it has: High"):
        brought("net_migration_intervals", (VARIANTS, packed(intervals().replace("80 PI", "8"))))


def test_the_share_of_youth_is_of_every_fifth_year() -> None:
    """15 to 24 among all ages: 25.5 of 100.75 thousand."""
    release = brought("youth_share", (AGES, CONTENT[AGES]))
    assert stored("youth_share", release).rows() == [
        ("UZB", 2020, 0.2531), ("UZB", 2025, 0.2531), ("WLD", 2020, 0.2531), ("WLD", 2025, 0.2531),
    ]  # fmt: skip


def test_ages_are_read_for_both_sexes(tmp_path: Path) -> None:
    """Every year and group; the update's country comes with it."""
    release, _ = fetched("population_by_age_sex", answer, tmp_path)
    frame = stored("population_by_age_sex", release)
    assert frame.filter(country="UZB", year=2025).rows() == [
        ("UZB", 2025, "0-4", "medium", 35000, 40000),
        ("UZB", 2025, "100+", "medium", 250, 0),
        ("UZB", 2025, "15-19", "medium", 5000, 10000),
        ("UZB", 2025, "20-24", "medium", 5500, 5000),
    ]
    assert frame.filter(country="TGO").height == 4


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([(INDICATORS, packed(indicators().replace("NetMigrations", "NetMig")))], "NetMigrations"),
        ([(INDICATORS, packed(indicators().replace("-1.5", "few")))], "'few' where a number"),
        ([(INDICATORS, packed(indicators().replace("Medium", "High")))], "'Medium'; it has: High"),
        ([(INDICATORS, packed(csv_text((*WHERE, *VITAL), [])))], "it has: none"),
        ([(INDICATORS, CONTENT[INDICATORS][:-20])], "does not unpack"),
        ([(INDICATORS, b"\n<html>")], "web page"),
        ([(UPDATE, update())], "One revision's"),
        ([("indicators.csv.gz", CONTENT[INDICATORS])], "One revision's"),
    ],
    ids=["heading", "word", "variant", "empty", "cut", "page", "update", "name"],
)
def test_another_form_is_refused(files: list[tuple[str, bytes]], says: str) -> None:
    """One sentence each; nothing is guessed."""
    with pytest.raises(BadAnswer, match=says):
        brought("demography", *files)


def test_other_age_groups_are_refused() -> None:
    """Single years of age are not added up blindly."""
    single = ages().replace("15-19", "15").replace("20-24", "16")
    with pytest.raises(BadAnswer, match="groups of five years"):
        brought("youth_share", (AGES, packed(single)))
    with pytest.raises(BadAnswer, match="AgeGrp"):
        brought("youth_share", (AGES, packed(csv_text((*WHERE, *AGED[2:]), []))))


def test_plain_csv_and_extra_columns_are_read() -> None:
    """A person may have unpacked the file."""
    plain = csv_text(
        (*WHERE, *VITAL, "New"), [(1, 860, "", "UZB", *[""] * 7, "Medium", 2023, *[1] * 7)]
    )
    release = brought("demography", (INDICATORS.removesuffix(".gz"), plain.encode()))
    assert stored("demography", release).rows() == [
        ("UZB", 2023, "estimate", 1000, 1000, 1000, 1000, 1000)
    ]


def test_a_figure_told_twice_is_refused() -> None:
    """Two rows of one age group would make another share."""
    text = ages((2020,), ("UZB",))
    again = text + text.rsplit("\r\n", 2)[-2] + "\r\n"
    with pytest.raises(BadAnswer, match=r"two rows for UZB, 2020, 100\+"):
        brought("youth_share", (AGES, packed(again)))


@pytest.mark.parametrize("cell", ["1e308", "9" * 20, "inf"])
def test_a_figure_that_no_count_can_hold_is_refused(cell: str) -> None:
    """Fuzzing found that such a one overflowed when thousands became persons."""
    text = csv_text(
        (*WHERE, *VITAL), [(1, 860, "", "UZB", *[""] * 7, "Medium", 2023, cell, *[1] * 6)]
    )
    with pytest.raises(BadAnswer, match="where a number belongs"):
        brought("demography", (INDICATORS.removesuffix(".gz"), text.encode()))
