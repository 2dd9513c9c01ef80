"""A finding cannot be made without its sources, and shows no count from one to four."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.findings import (
    SMALLEST_COUNT,
    Finding,
    Lineage,
    Source,
    at,
    latest,
    sources_of,
    withhold_parts,
)
from comity.core.measures import measures
from comity.core.periods import Period
from comity.core.regions import find_subject

UNHCR = Source(
    "displaced_stock", date(2026, 6, 25), "UNHCR", "UNHCR (2026).", "CC BY 4.0", "https://unhcr.org"
)
UN_DESA = Source(
    "demography", date(2024, 7, 11), "UN DESA", "UN DESA (2024).", "CC BY 3.0 IGO", "https://un.org"
)
LINEAGE = Lineage((UNHCR,), "as published", "0.1.0")
PEOPLE = sorted(code for code, measure in measures().items() if measure.counts_people)
NOT_PEOPLE = sorted(set(measures()) - set(PEOPLE))


def finding(value: float | None, measure: str = "refugees", **more: Any) -> Finding:
    more.setdefault("lineage", LINEAGE)
    period = more.pop("period", Period.year(2024))
    return Finding(find_subject("TUR"), measure, period, value, **more)


# --- Sources ----------------------------------------------------------------------------------


def test_a_finding_needs_a_source() -> None:
    with pytest.raises(ValueError, match="at least one source"):
        Lineage((), "as published", "0.1.0")
    with pytest.raises(TypeError):
        Finding(find_subject("TUR"), "refugees", Period.year(2024), 7)  # type: ignore[call-arg]


def test_a_finding_needs_a_measure_of_the_vocabulary() -> None:
    with pytest.raises(ValueError, match="'happiness' is not in the table of measures"):
        finding(7, "happiness")


def test_a_finding_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        finding(7).value = 8  # type: ignore[misc]


def test_a_finding_takes_the_unit_of_its_measure() -> None:
    assert finding(7).unit == "persons"
    assert finding(7, "conflict_deaths").unit == "deaths"
    assert finding(7, "gdp", unit="EUR").unit == "EUR"


# --- Small counts -----------------------------------------------------------------------------


@pytest.mark.parametrize("measure", PEOPLE)
@given(value=st.integers(1, SMALLEST_COUNT - 1) | st.floats(0.01, 4.99))
def test_one_to_four_people_are_withheld(measure: str, value: float) -> None:
    made = finding(value, measure, low=1, high=9, interval="80 %", note="from a register")
    assert (made.value, made.low, made.high) == (None, None, None)
    assert made.status == "withheld"
    assert made.note == "withheld: fewer than 5 people"
    plain = made.as_json()
    assert (plain["value"], plain["low"], plain["high"]) == (None, None, None)


@pytest.mark.parametrize("value", [0, 5, 6, 3_622_366, 5.0, 0.0])
def test_zero_and_five_people_are_shown(value: float) -> None:
    made = finding(value, low=0, high=9)
    assert (made.value, made.low, made.high, made.status) == (value, 0, 9, "published")


@pytest.mark.parametrize("measure", NOT_PEOPLE)
def test_small_numbers_that_count_no_people_are_shown(measure: str) -> None:
    assert finding(3, measure).value == 3
    assert finding(0.4, measure).status == "published"


def test_a_number_cannot_be_smuggled_past_by_changing_a_finding() -> None:
    assert replace(finding(12), value=3).value is None
    assert replace(finding(3), status="published").value is None
    assert finding(12, status="withheld", low=10, high=14).as_json()["value"] is None


# --- Three kinds of missing -------------------------------------------------------------------


def test_zero_not_reported_and_withheld_stay_apart() -> None:
    kinds = {status: finding(value).status for status, value in (("zero", 0), ("none", None))}
    assert kinds == {"zero": "published", "none": "not_reported"}
    assert finding(2).status == "withheld"
    assert finding(0).value == 0
    assert finding(0).value is not None
    assert finding(None).as_json()["value"] is None
    assert finding(None, status="withheld").status == "withheld"
    shown = [finding(value).as_json()["status"] for value in (0, None, 2)]
    assert shown == ["published", "not_reported", "withheld"]


def test_what_was_not_reported_has_no_number() -> None:
    with pytest.raises(ValueError, match="not reported has no value"):
        finding(12, status="not_reported")
    with pytest.raises(ValueError, match="not reported has no value"):
        finding(None, low=3)


@pytest.mark.parametrize("nothing", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_no_finding(nothing: float) -> None:
    """JSON has no word for it, and a chart would draw it as zero."""
    with pytest.raises(ValueError, match="a finding needs numbers"):
        finding(nothing)
    with pytest.raises(ValueError, match="a finding needs numbers"):
        finding(12, low=nothing)


# --- Parts of a whole -------------------------------------------------------------------------


def parts_of(*values: float | None) -> list[Finding]:
    return [finding(value, about=(("part", str(n)),)) for n, value in enumerate(values)]


def values(parts: list[Finding]) -> list[float | None]:
    return [part.value for part in parts]


def test_a_lone_withheld_part_takes_the_next_smallest_with_it() -> None:
    kept = withhold_parts(parts_of(100, 3, 0, 20), finding(123))
    assert values(kept) == [100, None, 0, None]
    assert [part.status for part in kept] == ["published", "withheld", "published", "withheld"]
    assert kept[1].note == kept[3].note, "the note does not tell which one is small"
    assert kept[1].note.startswith("withheld: fewer than 5 people, or")
    assert [part.about for part in kept] == [part.about for part in parts_of(1, 2, 3, 4)]


def test_nothing_is_taken_where_nothing_could_be_worked_out() -> None:
    for whole in (finding(None), finding(3), finding(None, status="withheld")):
        assert values(withhold_parts(parts_of(100, 3, 20), whole)) == [100, None, 20]
    assert values(withhold_parts(parts_of(100, 20), finding(120))) == [100, 20]
    assert values(withhold_parts(parts_of(100, 3, 2, 20), finding(125))) == [100, None, None, 20]
    assert values(withhold_parts(parts_of(0, None, 3), finding(30))) == [0, None, None]


@pytest.mark.parametrize("small", [(1, 1), (4, 4), (1, 1, 1), (4, 4, 4)])
def test_several_withheld_parts_that_can_only_be_alike_are_protected_too(
    small: tuple[int, ...],
) -> None:
    """Two withheld parts that leave 2 are 1 and 1."""
    kept = withhold_parts(parts_of(100, 20, *small), finding(120 + sum(small)))
    assert values(kept) == [100, None, *(None for _ in small)]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=7))
def test_no_withheld_part_can_be_worked_out(counts: list[int]) -> None:
    """An attacker who subtracts what is shown from the whole has two ways to explain the rest."""
    whole = finding(sum(counts))
    kept = withhold_parts(parts_of(*counts), whole)
    hidden = [count for count, part in zip(counts, kept, strict=True) if part.value is None]
    assert all(part.value in (None, count) for part, count in zip(kept, counts, strict=True))
    if whole.value is None or not any(part.value for part in parts_of(*counts)):
        return
    assert len(hidden) != 1
    small = [count for count in hidden if 0 < count < SMALLEST_COUNT]
    if hidden == small:
        assert not hidden or len(small) < sum(small) < len(small) * (SMALLEST_COUNT - 1)


# --- As plain data ----------------------------------------------------------------------------


def test_the_shape_of_a_finding_in_json() -> None:
    lineage = Lineage((UNHCR, UN_DESA), "ratio", "0.1.0", (("per", "1000"),))
    made = finding(
        3_622_366, lineage=lineage, period=Period.parse("2018"), about=(("sex", "male"),),
        low=3_600_000, high=3_700_000, interval="80 %", status="estimated", note="a note",
    )  # fmt: skip
    plain = json.loads(json.dumps(made.as_json()))
    assert {key: plain[key] for key in ("measure", "unit", "period", "value", "low", "high")} == {
        "measure": "refugees",
        "unit": "persons",
        "period": "2018",
        "value": 3_622_366,
        "low": 3_600_000,
        "high": 3_700_000,
    }
    assert plain["lineage"] == {
        "datasets": [
            {"name": "displaced_stock", "vintage": "2026-06-25"},
            {"name": "demography", "vintage": "2024-07-11"},
        ],
        "method": "ratio",
        "version": "0.1.0",
        "parameters": {"per": "1000"},
    }
    assert plain["subject"] == {
        "kind": "country", "code": "TUR", "name": "Türkiye", "slug": "TUR",
    }  # fmt: skip
    assert plain["label"] == "Refugees (male)"
    assert plain["about"] == {"sex": "male"}
    assert (plain["interval"], plain["status"], plain["note"]) == ("80 %", "estimated", "a note")
    assert "parameters" not in finding(7).as_json()["lineage"]


def test_a_source_as_it_is_cited() -> None:
    assert UNHCR.as_json() == {
        "dataset": "displaced_stock",
        "vintage": "2026-06-25",
        "short": "UNHCR",
        "citation": "UNHCR (2026).",
        "licence": "CC BY 4.0",
        "url": "https://unhcr.org",
    }


# --- Series -----------------------------------------------------------------------------------


def test_latest_passes_over_what_has_no_value() -> None:
    series = [finding(value, period=Period.year(year)) for year, value in
              ((2021, 50), (2023, 70), (2022, 60), (2024, None), (2025, 3))]  # fmt: skip
    found = latest(series)
    assert found is not None
    assert (found.period, found.value) == (Period.year(2023), 70)
    assert latest([]) is latest([finding(None)]) is None
    zero = latest([finding(0)])
    assert zero is not None
    assert zero.value == 0


def test_at_a_period() -> None:
    series = [finding(year, period=Period.year(year)) for year in (2021, 2022)]
    assert at(series, 2022) is at(series, Period.parse("2022")) is series[1]
    assert at(series, 2023) is at(series, Period.parse("2022-01")) is None


def test_sources_are_named_once_in_order_of_use() -> None:
    older = replace(UNHCR, vintage=date(2025, 6, 12))
    used = [(UN_DESA, UNHCR), (UNHCR,), (older, UN_DESA)]
    made = [finding(7, lineage=Lineage(sources, "sum", "0.1.0")) for sources in used]
    assert sources_of(made) == [UN_DESA, UNHCR, older]


def test_the_same_finding_is_recognised() -> None:
    assert finding(7).key == finding(9).key
    assert finding(7).key != finding(7, period=Period.year(2023)).key
    assert finding(7).key != finding(7, about=(("sex", "male"),)).key
    assert finding(7).key != finding(7, "asylum_seekers").key
