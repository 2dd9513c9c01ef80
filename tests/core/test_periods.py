"""Periods are read as they are written, follow each other without a gap, and refuse the rest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.core.errors import BadPeriod
from comity.core.periods import Period, as_of

years = st.integers(1, 9999)
days = st.dates()


def quarter_of(day: date) -> str:
    return f"{day.year:04}Q{(day.month - 1) // 3 + 1}"


periods = st.one_of(
    years.map(lambda year: f"{year:04}"),
    days.map(lambda day: f"{day.year:04}-{day.month:02}"),
    days.map(quarter_of),
    days.map(date.isoformat),
    st.tuples(years, years)
    .filter(lambda pair: pair[0] != pair[1])
    .map(lambda pair: f"{min(pair):04}-{max(pair):04}"),
).map(Period.parse)


@given(periods)
def test_what_is_written_is_read_back(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(days)
def test_each_form_holds_the_days_it_says(day: date) -> None:
    written = (f"{day.year:04}", day.isoformat()[:7], quarter_of(day), day.isoformat())
    kinds = ["year", "month", "quarter", "day"]
    found = [Period.parse(text) for text in written]
    assert [period.kind for period in found] == kinds
    assert all(day in period for period in found)
    for wide, narrow in zip((found[0], found[0], found[2], found[1]), found[1:], strict=False):
        assert wide.start <= narrow.start <= narrow.end <= wide.end


@given(periods)
def test_first_and_last_day_are_inside_and_their_neighbours_are_not(period: Period) -> None:
    assert period.start in period
    assert period.end in period
    if period.start > date.min:
        assert period.start - timedelta(days=1) not in period
    if period.end < date.max:
        assert period.end + timedelta(days=1) not in period


@given(periods)
def test_the_next_period_follows_at_once(period: Period) -> None:
    if period.kind == "span":
        if 2 * period.end.year - period.start.year > 9999:
            with pytest.raises(BadPeriod):
                period.next()
            return
        following = period.next()
        assert following.start.year == period.end.year, "both intervals hold the mid-year between"
        length = period.end.year - period.start.year
        assert following.end.year - following.start.year == length
    elif period.end == date.max:
        with pytest.raises(BadPeriod, match=rf"comes after {period}\."):
            period.next()
        return
    else:
        following = period.next()
        assert following.start == period.end + timedelta(days=1)
    assert following.kind == period.kind
    assert period < following


@given(st.lists(periods, max_size=8).flatmap(lambda p: st.tuples(st.just(p), st.permutations(p))))
def test_any_periods_have_one_order(pair: tuple[list[Period], list[Period]]) -> None:
    some, shuffled = pair
    ordered = sorted(some)
    assert ordered == sorted(shuffled)
    assert [p.end for p in ordered] == sorted(p.end for p in some)


@given(periods, periods)
def test_two_periods_are_the_same_or_one_is_earlier(one: Period, other: Period) -> None:
    assert (one < other) + (other < one) + (one == other) == 1
    assert (str(one) == str(other)) == (one == other)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        (2024, "2024-01-01", "2024-12-31"),
        (" 2024 ", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2020Q3", "2020-07-01", "2020-09-30"),
        ("2020-q4", "2020-10-01", "2020-12-31"),
        ("2015-2020", "2015-01-01", "2020-12-31"),
        ("2015–2020", "2015-01-01", "2020-12-31"),  # en dash
        ("2024-07-01", "2024-07-01", "2024-07-01"),
    ],
)
def test_written_forms(written: str | int, first: str, last: str) -> None:
    period = Period.parse(written)
    assert (period.start.isoformat(), period.end.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "written",
    [
        "", "24", "0000", "20245", "2024-13", "2024-00", "2024-1", "2023-02-29", "2023-02-30",
        "2024-06-31", "2020Q0", "2020Q5", "2020-2015", "2020-2020", "mid-2024", "2024/25",
        "1/7/2024", "2024-07-01T00:00", "-2024", "2024-", "latest", "NA", None, 24, 2024.0,
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_the_forms_to_write(written: object) -> None:
    with pytest.raises(BadPeriod) as caught:
        Period.parse(written)  # type: ignore[arg-type]
    assert str(caught.value).startswith(f"'{written}' is no period: write a year (2024), a month")
    assert str(caught.value).endswith("years (2015-2020).")


@pytest.mark.parametrize(("first", "last"), [(0, 5), (2020, 2015), (2020, 10_000), (-5, 2000)])
def test_years_that_are_no_span_are_refused(first: int, last: int) -> None:
    with pytest.raises(BadPeriod):
        Period.span(first, last)


@pytest.mark.parametrize("year", [0, -1, 10_000])
def test_years_that_no_calendar_has_are_refused(year: int) -> None:
    with pytest.raises(BadPeriod):
        Period.year(year)


@given(st.text())
@example("2024\n2025")
@example("٢٠٢٤")
@example("\x1b[31m2024")
def test_arbitrary_text_is_a_period_or_one_sentence(text: str) -> None:
    try:
        period = Period.parse(text)
    except BadPeriod as error:
        said = str(error)
    else:
        assert Period.parse(str(period)) == period
        return
    assert said.isprintable()
    assert len(said) < 250


def test_as_of_is_the_last_day_of_what_is_written() -> None:
    assert as_of("2024") == date(2024, 12, 31)
    assert as_of("2024-02") == date(2024, 2, 29)
    assert as_of("2020Q3") == date(2020, 9, 30)
    assert as_of("2024-07-01") == as_of(date(2024, 7, 1)) == date(2024, 7, 1)
    assert as_of(None) is as_of("") is as_of(" Latest ") is None
    with pytest.raises(BadPeriod):
        as_of("yesterday")


def test_as_of_a_moment_is_its_day_and_compares_with_days() -> None:
    day = as_of(datetime(2024, 7, 1, 12, tzinfo=UTC))
    assert day is not None
    assert date(2024, 6, 30) < day < date(2024, 7, 2)
