"""Dossiers on everything: nothing invented, every number with its lineage, as of any day."""

import re
from pathlib import Path

import pytest

from comity import open_evidence
from comity.briefs.compose import dossier
from comity.core.places import Corridor, places
from comity.core.regions import find_subject, regions
from comity.evidence import Evidence


def largest_corridors(evidence: Evidence, most: int) -> list[Corridor]:
    rows = evidence.query(
        """SELECT origin, destination, sum(female + male) AS n FROM migrant_stock
           WHERE year = 2024 GROUP BY ALL ORDER BY n DESC LIMIT 400"""
    )
    known = places()
    return [
        Corridor(known[r["origin"]], known[r["destination"]])
        for r in rows
        if r["origin"] in known and r["destination"] in known
    ][:most]


def odd(text: str) -> bool:
    return bool(re.search(r"None|\bnan\b|[{}]|  |\bThe The\b|unknown number", text))


def test_places_can_be_told(evidence: Evidence) -> None:
    for place in list(places().values())[::9]:
        made = dossier(evidence, place)
        for section in made.sections:
            assert section.sentences or section.tables or section.notes or section.slug == "sure"
            for sentence in section.sentences:
                assert not odd(sentence.text), sentence.text
                assert sentence.findings, sentence.text


def test_regions_can_be_told(evidence: Evidence) -> None:
    """Every twelfth; the pages of all of them are read in `tests/web/test_pages.py`."""
    for region in list(regions().values())[::12]:
        made = dossier(evidence, region)
        assert made.findings
        assert not [s.text for section in made.sections for s in section.sentences if odd(s.text)]


def test_the_largest_corridors_can_be_told(evidence: Evidence) -> None:
    for pair in largest_corridors(evidence, 20):
        made = dossier(evidence, pair)
        assert made.findings
        assert not [s.text for section in made.sections for s in section.sentences if odd(s.text)]


@pytest.mark.parametrize("subject", ["UZB", "TJK-RUS", "Central Asia", "world"])
def test_findings_are_told_once_with_lineage(evidence: Evidence, subject: str) -> None:
    page = dossier(evidence, find_subject(subject)).as_json()
    keys = [
        (f["subject"]["code"], f["measure"], f["period"], tuple(f["about"].items()))
        for f in page["findings"]
    ]
    assert len(keys) == len(set(keys))
    held = {source["dataset"] for source in page["sources"]}
    for finding in page["findings"]:
        assert finding["unit"]
        assert finding["lineage"]["datasets"]
        assert finding["lineage"]["method"]
        assert finding["lineage"]["version"]
        assert {d["name"] for d in finding["lineage"]["datasets"]} <= held
        assert (finding["value"] is None) == (finding["status"] in ("withheld", "not_reported"))
    for section in page["sections"]:
        for sentence in section["sentences"]:
            assert all(0 <= number < len(page["findings"]) for number in sentence["findings"])


def test_series_are_whole(evidence: Evidence) -> None:
    page = dossier(evidence, find_subject("DEU")).as_json()
    years = {
        measure: [
            f["period"]
            for f in page["findings"]
            if f["measure"] == measure
            and f["subject"]["code"] == "DEU"
            and not f["about"].get("origin")
        ]
        for measure in ("population", "immigrants", "gdp")
    }
    assert len(years["population"]) == 61
    assert years["immigrants"] == [
        "1990",
        "1995",
        "2000",
        "2005",
        "2010",
        "2015",
        "2020",
        "2024",
    ] or sorted(years["immigrants"]) == [
        "1990",
        "1995",
        "2000",
        "2005",
        "2010",
        "2015",
        "2020",
        "2024",
    ]
    assert len(years["gdp"]) >= 33


def test_figures_anybody_can_check(evidence: Evidence) -> None:
    def value(subject: str, measure: str, period: str, **about: str) -> object:
        found = [
            f["value"]
            for f in dossier(evidence, find_subject(subject)).as_json()["findings"]
            if (f["measure"], f["period"]) == (measure, period)
            and f["subject"]["code"] == find_subject(subject).code
            and all(f["about"].get(k) == v for k, v in about.items())
        ]
        assert len(found) == 1, found
        return found[0]

    assert value("SYR-TUR", "refugees", "2018") == 3_622_366
    assert value("world", "immigrants", "2024", origin=None) == 304_021_813  # type: ignore[arg-type]
    assert value("VEN", "refugees", "2024", role="from here") == 370_169
    assert value("VEN", "others_in_need", "2024", role="from here") == 5_875_359
    assert value("UKR", "refugees", "2022", role="from here") == 5_684_177
    assert value("AFG", "refugees", "2023", role="from here") == 6_403_144
    assert value("DEU", "population", "2024") == 84_552_242
    assert value("world", "population", "2024") == 8_161_972_573


def test_an_earlier_day_knows_less(evidence: Evidence) -> None:
    before = open_evidence(evidence.store.folder.parent, as_of="2025-06-10")
    early = dossier(before, find_subject("UZB"))
    refuge = next(s for s in early.sections if s.slug == "refuge")
    assert not refuge.sentences
    assert "public by 10 June 2025" in refuge.notes[0]
    assert all(source.vintage.isoformat() <= "2025-06-10" for source in early.sources())
    before.close()


def test_nothing_held_says_so(evidence: Evidence) -> None:
    nothing = open_evidence(evidence.store.folder.parent, as_of="1980")
    for subject in ("UZB", "TJK-RUS", "eu", "world"):
        made = dossier(nothing, find_subject(subject))
        assert not made.findings
        assert all(
            section.notes for section in made.sections if section.slug not in ("sure", "members")
        )
    nothing.close()


def test_pressure_is_expressed_for_the_country_asked(evidence: Evidence) -> None:
    made = dossier(evidence, find_subject("LBN"), compare=places()["DEU"])
    text = " ".join(s.text for section in made.sections for s in section.sentences)
    assert "found refuge in Germany" in text


SAYS_SO = [
    *((name, "UZB") for name in ("migrant_stock", "economy")),
    *((name, "TJK-RUS") for name in ("migrant_stock", "remittance_prices", "visa_requirements")),
    ("missing_migrants", "eu"),
]


def test_a_table_left_out_is_said_to_be_left_out(tmp_path: Path) -> None:
    """Tables are left out of the first dossier that has something of them, and of those above."""
    held = open_evidence(tmp_path).store
    evidence = Evidence(held, kept=True)  # what rests on other tables is asked once for all
    used = {
        subject: {source.dataset for source in dossier(evidence, find_subject(subject)).sources()}
        for subject in ("UZB", "TJK-RUS", "eu")
    }
    said = {name for name, _ in SAYS_SO}
    for name in [*said, *(name for name in [*held.datasets()][::7] if name not in said)]:
        without = Evidence(held.leave_out(name), kept=True)
        uses = next((subject for subject in used if name in used[subject]), "")
        for subject in used:
            if subject != uses and (name, subject) not in SAYS_SO:
                continue
            made = dossier(without, find_subject(subject))
            assert name not in {source.dataset for source in made.sources()}
            if (name, subject) in SAYS_SO:
                notes = [note for section in made.sections for note in section.notes]
                assert f"The dataset {name} is left out of this deployment." in notes
        without.close()
        held = held.leave_out(name, left_out=False)
