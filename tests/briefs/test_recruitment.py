"""The section on recruitment: what is published is told with its year, and nothing is made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from comity.briefs.sections import recruitment
from comity.briefs.voice import Voice
from comity.core.places import Corridor
from comity.core.regions import find_subject
from comity.core.tables import conform
from comity.evidence import Evidence, Store
from comity.evidence.catalogue import catalogue


def pair(code: str) -> Corridor:
    found = find_subject(code)
    assert isinstance(found, Corridor)
    return found


def test_without_a_figure_that_is_said_and_what_is_recalled_is_marked(evidence: Evidence) -> None:
    one = recruitment.corridor(evidence, Voice(), pair("BGD-SAU"))
    assert one.sentences == ()
    notes = " ".join(one.notes)
    assert "No figure of what workers from Bangladesh pay for a job in Saudi Arabia" in notes
    assert "17.6 months" in notes
    assert "was not checked" in notes


def test_a_place_that_no_treaty_can_bind_is_not_called_unknown(evidence: Evidence) -> None:
    one = recruitment.corridor(evidence, Voice(), pair("NRU-PCN"))
    assert "Pitcairn is bound" not in " ".join(one.notes)


def test_a_published_figure_is_told_for_all_workers_of_the_newest_year(tmp_path: Path) -> None:
    entry = catalogue()["sdg_migration"]
    rows = [
        ("BGD", "2019", "10.7.1", "SL_EMP_RCOST_MO", "total", "20", ""),
        ("BGD", "2020", "10.7.1", "SL_EMP_RCOST_MO", "total", "17.6", ""),
        ("BGD", "2020", "10.7.1", "SL_EMP_RCOST_MO", "SEX_F", "5.6", ""),
    ]
    names = ("country", "year", "indicator", "series", "breakdown", "value", "units")
    frame = conform(pl.DataFrame(rows, schema=names, orient="row"), entry.schema_, "test")
    store, _ = Store.open(tmp_path).append(entry, frame, vintage=date(2026, 1, 2), origin="test")
    fetched = Evidence(store)
    one = recruitment.corridor(fetched, Voice(), pair("BGD-SAU"))
    assert [sentence.text for sentence in one.sentences] == [
        "In 2020 the UN's database gives 17.6 months of earnings for Bangladesh, all corridors "
        "together."
    ]
    assert [finding.value for finding in one.sentences[0].findings] == [17.6]
    assert len(one.more) == 3
    assert not any(note.startswith("No figure") for note in one.notes)
    assert any("ilo_ratifications" in note for note in one.notes)
    fetched.close()
