"""What may come, as dossiers tell it: ranges with their record, and nothing that is not known."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest

from comity.briefs.desk import Desk
from comity.briefs.dossier import Dossier, Section, Word
from comity.briefs.pictures import figures_for
from comity.briefs.render import render
from comity.briefs.sections import ahead
from comity.briefs.voice import Voice
from comity.core.places import Corridor, places
from comity.core.regions import find_subject
from comity.evidence import Evidence
from comity.evidence.accounts.area import Area
from comity.foresight.outlook import Outlook, outlooks

VOICE = Voice()


def sections(evidence: Evidence, name: str) -> list[Section]:
    """The sections on what may come, without the rest of the dossier."""
    subject = find_subject(name)
    if isinstance(subject, Corridor):
        made = [ahead.corridor(evidence, VOICE, subject)]
    else:
        desk = Desk(evidence, VOICE, Area.of(evidence, subject))
        made = [ahead.here(desk), ahead.away(desk)]
    return [one for one in made if one]


def text(found: list[Section]) -> str:
    said = (s.text for one in found for s in one.sentences)
    return " ".join([*said, *(note for one in found for note in one.notes)])


def test_a_corridor_tells_range_record_and_bar(evidence: Evidence) -> None:
    """Each number of the sentences is that of the tables."""
    [found] = outlooks(evidence, ["refugee-corridors"], "SSD-UGA")
    told = text(sections(evidence, "SSD-UGA"))
    said = found.ahead[0].said
    bounds = VOICE.bounded(said.low or 0, said.high or 0)
    assert f"most likely between {bounds[0]} and {bounds[1]} (80 in 100)" in told
    assert "At the end of 2026 the number of refugees and others in need" in told
    held = sum(bool(past.inside80) for past in found.past)
    assert f"Of {len(found.past)} forecasts of it" in told
    assert f"the 80 % band held {held}." in told.replace("\u00a0", " ")
    assert found.judged
    bar = VOICE.percent(found.judged.last["coverage80"])
    assert f"and {bar} with the last value" in told
    assert "Made on 23 November 2026 from figures up to 2025." in told


@pytest.mark.parametrize("name", ["SYR", "SYR-DEU", "UGA", "MEX", "europe"])
def test_nothing_is_said_to_be_certain(evidence: Evidence, name: str) -> None:
    told = text(sections(evidence, name))
    assert " may " in told
    assert not {"will", "predict", "wave", "flood"} & set(told.lower().split())
    assert not [s for one in sections(evidence, name) for s in one.sentences if not s.findings]


def test_old_months_are_called_old(evidence: Evidence) -> None:
    away = next(one for one in sections(evidence, "SYR") if one.slug == "ahead-away")
    assert any("All of these periods were already over then" in note for note in away.notes)
    assert any("by month" in table.caption for table in away.tables)


def test_changes_that_widen_a_forecast_are_named(evidence: Evidence) -> None:
    told = text(sections(evidence, "SYR-DEU"))
    assert "Bands are as wide as the outcomes after earlier changes ask for" in told
    assert "Refusal of people seeking asylum at the borders of Germany" in told


def test_misses_stand_beside_what_had_been_said(evidence: Evidence) -> None:
    [made] = sections(evidence, "SYR-DEU")
    table = next(one for one in made.tables if one.caption.startswith("Earlier forecasts"))
    seen = set()
    for line in table.lines:
        said, came, word = line.cells
        assert isinstance(word, Word)
        assert said is not None
        assert came is word.finding
        low, high = line.findings[0].low or 0, line.findings[0].high or 0  # type: ignore[union-attr]
        assert (word.text == "inside the band") == (low <= (word.finding.value or 0) <= high)
        seen.add(word.text)
    assert seen == {"inside the band", "above the band", "below the band"}


def test_few_earlier_forecasts_are_listed_and_misses_lead(evidence: Evidence) -> None:
    [found] = outlooks(evidence, ["refugee-corridors"], "SSD-UGA")
    [made] = sections(evidence, "SSD-UGA")
    table = next(one for one in made.tables if "misses first" in one.caption)
    inside = [line.words[2] == "inside the band" for line in table.lines]
    assert len(inside) == 5 < len(found.past)
    assert inside == sorted(inside)
    assert inside.count(False) == min(4, sum(past.inside80 is False for past in found.past))


def test_no_forecast_no_section(evidence: Evidence) -> None:
    assert sections(evidence, "TUV") == []
    assert sections(evidence, "TUV-KIR") == []


def test_members_are_listed_and_not_added(evidence: Evidence) -> None:
    [made] = sections(evidence, "europe")
    assert any("not added up" in note for note in made.notes)
    inside = set(find_subject("europe").members())  # type: ignore[union-attr]
    listed = [one for one in made.sentences if "the most" in one.text]
    assert len(listed) == 2
    for sentence in listed:
        assert {one.subject for one in sentence.findings} <= inside
        assert sentence.text.count("80 in 100") == 3
        middles = [one.value for one in dict.fromkeys(sentence.findings)]
        assert middles == sorted(middles, reverse=True)


@pytest.fixture
def found(evidence: Evidence) -> Outlook:
    [one] = outlooks(evidence, ["asylum-destinations"], "DEU")
    return one


def test_few_are_withheld(found: Outlook) -> None:
    few = replace(found.ahead[0].said, value=3, low=1, high=9)
    less = tuple(replace(past, said=replace(few, period=past.said.period)) for past in found.ahead)
    told = [s.text for s in ahead._told(VOICE, replace(found, ahead=less), {"place": "Germany"})]
    assert told[0].endswith("in Germany may be fewer than five.")
    assert told[1].startswith("In 2025 it was")


def test_it_is_said_where_the_last_value_is_as_good(found: Outlook) -> None:
    assert found.judged
    same = found.judged.ours | {"verdict_log": "tie", "verdict_natural": "tie"}
    tie = replace(found, judged=replace(found.judged, ours=same))
    *_, last = ahead._told(VOICE, tie, {"place": "Germany"})
    assert "Forecasts did no better than it" in last.text


@pytest.fixture(params=["forecasts", "forecast_backtest", "forecast_scores"])
def without(evidence: Evidence, request: pytest.FixtureRequest) -> Iterator[Evidence]:
    """Evidence of the same day without one of the tables of the record."""
    left = Evidence(evidence.store.leave_out(request.param), evidence.as_of)
    yield left
    left.close()
    evidence.store.leave_out(request.param, left_out=False)


@pytest.mark.parametrize("name", ["UGA", "SSD-UGA", "europe"])
def test_what_is_left_out_is_not_told(without: Evidence, name: str) -> None:
    told = text(sections(without, name))
    if without.holds("forecasts"):
        assert "may" in told
        assert ("band held" in told and "last value" in told) is False
    else:
        assert told == "The dataset forecasts is left out of this deployment."


@pytest.fixture(scope="module")
def corridor(evidence: Evidence) -> Dossier:
    """A dossier with nothing but what may come on a corridor."""
    pair = Corridor(places()["SYR"], places()["DEU"])
    made = tuple(sections(evidence, "SYR-DEU"))
    return Dossier(pair, VOICE.title(pair), made, evidence.today, "0")


def test_the_figure_holds_the_fan_and_the_misses(corridor: Dossier) -> None:
    fans = figures_for(corridor)["ahead"]
    assert [one.name for one in fans] == ["asylum-corridors", "refugee-corridors"]
    rows = {f.key for f in fans[0].findings}
    assert {f.interval for f in fans[0].findings} >= {"50 %", "80 %", "95 %"}
    assert len(rows) > 26 + 13
    assert "of 13 earlier forecasts missed" in fans[0].alt
    counted, *expected = (f for f in fans[0].alt.split(". ")[-1].split("; ")[:4])
    assert counted.startswith("2025: 23,256")
    assert [one[:4] for one in expected] == ["2026", "2027", "2028"]


def test_files_carry_forecasts_apart_from_counts(corridor: Dossier) -> None:
    rows = list(csv.DictReader(io.StringIO(render(corridor, ".csv").decode("utf-8-sig"))))
    statuses = {row["status"] for row in rows if row["measure"] == "applications_lodged"}
    assert statuses == {"published", "projected"}
    assert {"forecast_error", "forecasts_held"} <= {row["measure"] for row in rows}
