"""The section on mixed movement: what it says, what it shows, and what it takes for granted."""

from __future__ import annotations

from datetime import date

import pytest

from comity.briefs.desk import Desk
from comity.briefs.dossier import Section
from comity.briefs.sections import mixed
from comity.briefs.voice import Voice
from comity.core.places import Corridor
from comity.core.regions import find_subject
from comity.evidence import Evidence
from comity.evidence.accounts.area import Area
from comity.evidence.mixed import ASSUMPTIONS


def section(evidence: Evidence, named: str) -> Section:
    subject = find_subject(named)
    if isinstance(subject, Corridor):
        return mixed.corridor(evidence, Voice(), subject)
    return mixed.account(Desk(evidence, Voice(), Area.of(evidence, subject)))


def test_a_corridor_says_how_registrations_stand_to_the_estimate(evidence: Evidence) -> None:
    told = section(evidence, "SYR-DEU")
    text = " ".join(sentence.text for sentence in told.sentences)
    assert "about 287,000 people from the Syrian Arab Republic were newly registered" in text
    assert "beside an estimated" in text
    assert "Registrations exceed the estimate by about" in text
    assert "99 % granted protection" in text.replace("\u00a0", " ")
    assert [table.caption for table in told.tables][:2] == [
        "Protection-related and other movement",
        "Protection-related movement by category",
    ]
    exceeds = [f for f in told.findings() if f.measure == "protection_exceeds"]
    assert all(f.value is not None and f.value > 0 and f.interval == "80 %" for f in exceeds)


def test_a_gap_is_told_with_its_range(evidence: Evidence) -> None:
    text = " ".join(sentence.text for sentence in section(evidence, "AFG-TUR").sentences)
    assert "At the rate that people from Afghanistan meet elsewhere, an estimated" in text
    assert "would have been protected (between" in text
    assert "emigration pressure in Afghanistan stood at 99" in text


@pytest.mark.parametrize("named", ["TJK-RUS", "DEU", "Central Asia", "world"])
def test_assumptions_stand_beside_the_figures(evidence: Evidence, named: str) -> None:
    told = section(evidence, named)
    assert told.sentences
    assert set(ASSUMPTIONS["movement"]) <= set(told.notes)
    assert set(ASSUMPTIONS["gap"]) <= set(told.notes)
    roles = {dict(f.about).get("role") for f in told.findings() if f.measure == "other_movement"}
    expected = {"DEU": {"arriving", "leaving"}, "world": {"arriving"}, "TJK-RUS": {None}}
    assert roles == expected.get(named, {"arriving", "leaving"})


def test_conditions_are_those_of_states_and_each_is_shown(evidence: Evidence) -> None:
    table = section(evidence, "AFG").tables[-1]
    assert [line.heading for line in table.lines[:5]] == [
        "deaths in organised violence",
        "people displaced abroad",
        "people living abroad",
        "low output per person",
        "young people",
    ]
    assert all(cell is not None for line in table.lines[:5] for cell in line.cells)
    assert any("never people" in note for note in section(evidence, "AFG").notes)


def test_before_anything_was_public_the_section_says_so(evidence: Evidence) -> None:
    early = Evidence(evidence.store, date(2012, 1, 1))
    told = section(early, "AFG-TUR")
    assert not told.sentences
    assert "No release of displacement_flows was public by 1 January 2012." in told.notes
    early.close()
