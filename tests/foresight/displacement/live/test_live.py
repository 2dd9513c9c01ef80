"""Reports that come late, twice, wrongly or in bulk: what counts, and what was known when."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from comity.core.errors import BadTable, ComityError
from comity.core.files import TEMPORARY
from comity.foresight.displacement.cases.case import Case, Place, Series
from comity.foresight.displacement.cases.reading_series import reports
from comity.foresight.displacement.live import reporting
from comity.foresight.displacement.live.live import IN_FILES, REPORTS, TOTAL, known, read_log
from comity.foresight.displacement.live.reporting import Entry, add_reports, read_reports

TODAY = date(2020, 6, 30)
SEEN = ("report", "camp", "date", "persons")


def _place(name: str, kind: str) -> Place:
    return Place(name, "", "Chad", 0.0, 0.0, kind, 0, 0, 0)  # type: ignore[arg-type]


CASE = Case(
    name="made",
    folder=Path("made"),
    start=date(2020, 1, 1),
    days=120,
    places=(
        _place("East", "camp"),
        _place("West", "camp"),
        _place("City", "town"),
        _place("North", "camp"),
    ),
    links=(),
    closures=(),
    conflicts={},
    total=Series(TOTAL, (date(2020, 1, 1), date(2020, 3, 1)), (100.0, 9_000.0)),
    camps=(
        Series(
            "East",
            (date(2020, 1, 1), date(2020, 2, 1), date(2020, 3, 1)),
            (0.0, 2e3, 1e3),
            corrected=date(2020, 3, 1),
        ),
        Series("West", (date(2020, 2, 15),), (4_000.0,)),
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "displacement" / "made"
    made.mkdir(parents=True)
    return made


def _say(
    folder: Path,
    camp: str,
    day: str,
    persons: int | None,
    received: str = "2020-06-30",
    **more: str,
) -> reporting.Added:
    when = date.fromisoformat(received)
    entry = Entry(camp, date.fromisoformat(day), persons, when, **more)
    return add_reports(folder, CASE, [entry], TODAY)


def _points(case: Case, camp: str) -> dict[str, float]:
    every = {series.name: series for series in (*case.camps, case.total) if series}
    series = every[camp]
    return {str(day): n for day, n in zip(series.days, series.persons, strict=True)}


def test_of_two_reports_of_a_day_the_one_received_last_counts_and_both_stay(folder: Path) -> None:
    _say(folder, "West", "2020-03-10", 5_000, "2020-03-12")
    _say(folder, "West", "2020-03-10", 4_600, "2020-04-02")
    late = _say(folder, "West", "2020-03-10", 5_200, "2020-03-20")
    assert "goes on counting" in late.remarks[0]
    log = read_log(folder / REPORTS)
    assert [line.persons for line in log] == [5_000, 4_600, 5_200]
    assert [line.corrects for line in log] == ["", "1", "2"]
    told = {}
    for day in ("2020-03-11", "2020-03-12", "2020-03-31", "2020-04-02"):
        points = _points(known(CASE, log, date.fromisoformat(day)), "West")
        told[day] = points.get("2020-03-10")
    assert told == {
        "2020-03-11": None,
        "2020-03-12": 5_000,
        "2020-03-31": 5_200,
        "2020-04-02": 4_600,
    }


def test_a_retraction_takes_back_files_and_log_alike_and_a_count_brings_the_day_back(
    folder: Path,
) -> None:
    _say(folder, "West", "2020-02-15", None, "2020-05-01")
    log = read_log(folder / REPORTS)
    assert [(line.corrects, line.kind) for line in log] == [(IN_FILES, "retraction")]
    assert [series.name for series in known(CASE, log).camps] == ["East"]
    assert known(CASE, log, date(2020, 4, 30)).camps[1].persons == (4_000.0,)
    _say(folder, "West", "2020-02-15", 3_900)
    assert _points(known(CASE, read_log(folder / REPORTS)), "West") == {"2020-02-15": 3_900}
    with pytest.raises(ComityError, match="nothing was reported of North on 2020-02-15"):
        _say(folder, "North", "2020-02-15", None)


def test_lines_of_the_log_tell_two_states_of_one_day_apart(folder: Path) -> None:
    _say(folder, "East", "2020-03-05", 1_100)
    _say(folder, "East", "2020-03-05", 1_300)
    log = read_log(folder / REPORTS)
    told = [_points(known(CASE, log, TODAY, lines), "East").get("2020-03-05") for lines in range(3)]
    assert told == [None, 1_100, 1_300]


def test_files_and_their_re_registrations_are_known_from_their_own_days_on(folder: Path) -> None:
    before, after = known(CASE, (), date(2020, 2, 28)), known(CASE, (), date(2020, 3, 1))
    assert [n for _, n in reports(before.camps[0])] == [0, 2_000]
    assert [n for _, n in reports(after.camps[0])] == [0, 1_000, 1_000]
    assert known(CASE, ()) == CASE
    assert known(CASE, (), date(2020, 1, 31)).camps == (
        replace(CASE.camps[0], days=(date(2020, 1, 1),), persons=(0.0,), corrected=None),
    )


def test_the_total_and_a_camp_without_files_can_be_reported(folder: Path) -> None:
    _say(folder, "TOTAL", "2020-04-01", 12_000)
    _say(folder, " north ", "2020-04-01", 700)
    case = known(CASE, read_log(folder / REPORTS))
    assert _points(case, TOTAL)["2020-04-01"] == 12_000
    assert [series.name for series in case.camps] == ["East", "West", "North"]


@pytest.mark.parametrize(
    ("camp", "day", "persons", "received", "says"),
    [
        ("Wset", "2020-03-10", 1, "2020-06-30", "'Wset' is no camp of made; do you mean West?"),
        ("City", "2020-03-10", 1, "2020-06-30", "its camps are East, West, North, total"),
        ("West", "2020-07-01", 1, "2020-06-30", "2020-07-01 is still to come"),
        ("West", "2019-12-31", 1, "2020-06-30", "before made begins"),
        ("West", "2020-03-10", -1, "2020-06-30", "-1 persons cannot be"),
        ("West", "2020-03-10", 10**12, "2020-06-30", "cannot be; give a whole number"),
        ("West", "2020-03-10", 1, "2020-03-09", "which is earlier"),
        ("West", "2020-03-10", 1, "2020-07-01", "received on 2020-07-01 is still to come"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    folder: Path, camp: str, day: str, persons: int, received: str, says: str
) -> None:
    with pytest.raises(ComityError, match=says.replace("(", r"\(")):
        _say(folder, camp, day, persons, received)
    assert [path.name for path in folder.iterdir()] == []


def test_a_jump_and_a_late_report_are_taken_with_a_remark(folder: Path) -> None:
    jump = _say(folder, "West", "2020-03-10", 40_000)
    assert jump.new
    assert "40,000 people after 4,000 on 2020-02-15" in jump.remarks[0]
    late = _say(folder, "West", "2020-03-01", 4_400)
    assert late.remarks == (
        "West on 2020-03-01: a late report; the newest of this camp is of 2020-03-10.",
    )
    again = _say(folder, "West", "2020-03-01", 4_400)
    assert (again.new, again.known) == ((), 1)
    assert "says this already" in again.remarks[0]


def test_no_person_is_named_in_the_log(folder: Path) -> None:
    with pytest.raises(ComityError, match="name the organisation or the document"):
        _say(folder, "West", "2020-03-10", 4_400, source="clerk@camp.example")
    with pytest.raises(ComityError, match="telephone number"):
        _say(folder, "West", "2020-03-10", 4_400, source="call +235 66 12 34 56")
    assert _say(folder, "West", "2020-03-10", 4_400, source="Situation report 12, 2020-03-11").new


def _table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "reports.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_file_of_reports_is_taken_whole_or_not_at_all(folder: Path, tmp_path: Path) -> None:
    head = "camp,date,persons,kind,received_at,source"
    good = ("East,2020-03-10,1500,,2020-03-12,UNHCR", "West,2020-02-15,,retraction,,")
    bad = _table(tmp_path, head, *good, "Nowhere,2020-03-10,5,,,")
    with pytest.raises(ComityError, match=r"reports.csv, row 4: 'Nowhere' is no camp"):
        add_reports(folder, CASE, read_reports(bad, TODAY), TODAY)
    assert not (folder / REPORTS).exists()
    entries = read_reports(_table(tmp_path, head, *good), TODAY)
    assert len(add_reports(folder, CASE, entries, TODAY).new) == 2
    log = read_log(folder / REPORTS)
    assert [line.received for line in log] == [date(2020, 3, 12), TODAY]
    whole = read_reports(folder / REPORTS, TODAY)
    assert add_reports(folder, CASE, whole, TODAY).new == ()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (("camp,date,persons", "East,2020-03-10,"), "row 2, column 'persons': .* not zero"),
        (("camp,date,persons", "East,10.3.2020,5"), "row 2, column 'date'"),
        (("camp,date,persons,Full Name", "East,2020-03-10,5,X"), "'Full Name' looks like personal"),
        (("camp,date,persons,téléphone", "East,2020-03-10,5,1"), "looks like personal data"),
        (("camp,date,persons", *["East,2020-03-10,5"] * 2), "rows 2 and 3: both speak of East"),
    ],
)
def test_a_file_that_is_no_table_of_reports_is_refused(
    tmp_path: Path, rows: tuple[str, ...], says: str
) -> None:
    with pytest.raises(BadTable, match=says):
        read_reports(_table(tmp_path, *rows), TODAY)


def test_a_writer_that_dies_leaves_the_log_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _say(folder, "West", "2020-03-10", 4_400)
    before = (folder / REPORTS).read_bytes()

    def die(*_: object) -> None:
        (folder / f"{TEMPORARY}left").write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reporting, "write_whole", die)
        with pytest.raises(KeyboardInterrupt):
            _say(folder, "West", "2020-03-11", 4_500)
    assert (folder / REPORTS).read_bytes() == before
    _say(folder, "West", "2020-03-11", 4_500)
    assert [path.name for path in folder.iterdir()] == [REPORTS]
    assert [line.number for line in read_log(folder / REPORTS)] == [1, 2]


def test_two_writers_at_once_lose_no_line(folder: Path) -> None:
    def write(offset: int) -> None:
        for n in range(5):
            _say(folder, "West", f"2020-03-{offset + n:02}", 4_000 + offset + n)

    both = [threading.Thread(target=write, args=(offset,)) for offset in (1, 11)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    log = read_log(folder / REPORTS)
    assert [line.number for line in log] == list(range(1, 11))
    assert len({line.day for line in log}) == 10
