"""Pictures: each section gets the figures that its own findings can carry, and no others."""

from __future__ import annotations

import time

import pytest

from comity.briefs.compose import dossier
from comity.briefs.dossier import Dossier
from comity.briefs.pictures import figures_for
from comity.core.regions import find_subject
from comity.evidence import Evidence
from comity.figures import Figure

SUBJECTS = ("DEU", "UZB", "SYR-TUR", "TJK-RUS", "Central Asia", "World", "FJI", "VAT")


@pytest.fixture(scope="module")
def dossiers(evidence: Evidence) -> dict[str, Dossier]:
    return {name: dossier(evidence, find_subject(name)) for name in SUBJECTS}


def _named(made: dict[str, list[Figure]]) -> dict[str, list[str]]:
    return {slug: [figure.name for figure in figures] for slug, figures in made.items()}


def test_a_country_has_series_maps_and_rates(dossiers: dict[str, Dossier]) -> None:
    assert _named(figures_for(dossiers["UZB"])) == {
        "living-here": ["living-here", "living-here-map", "living-here-map-world"],
        "living-abroad": ["living-abroad-map", "living-abroad-map-world"],
        "movement": ["movement", "movement-map", "movement-map-world"],
        "refuge": ["refuge", "refuge-inside"],
        "flight": ["flight", "flight-map"],
        "asylum": ["asylum", "asylum-rates"],
        "mixed": ["mixed", "mixed-leaving"],
        "hosting": ["hosting"],
        "remittances": ["remittances", "remittances-share"],
        "population": ["population", "population-migration"],
        "ahead": ["refugee-destinations"],
        "ahead-away": ["asylum-origins", "refugee-origins"],
    }


def test_a_corridor_has_both_sexes_and_the_cost_of_sending(dossiers: dict[str, Dossier]) -> None:
    made = figures_for(dossiers["TJK-RUS"])
    assert {"living-there", "dependence", "cost"} <= set(made)
    assert "Women and girls" in str(made["living-there"][0].spec)
    assert "target for 2030" in str(made["cost"][0].spec)
    assert made["cost"][0].title == (
        "What sending 200 US dollars from the Russian Federation to Tajikistan costs"
    )


def test_a_region_shows_its_members(dossiers: dict[str, Dossier]) -> None:
    made = figures_for(dossiers["Central Asia"])
    assert [figure.kind for figure in made["members"]] == ["choropleth", "ranking", "matrix"]
    assert [len(figure.findings) for figure in made["members"][1:]] == [5, 19]


def test_the_world_shows_deaths_on_every_route(dossiers: dict[str, Dossier]) -> None:
    made = figures_for(dossiers["World"])
    assert made["routes"][0].kind == "multiples"
    assert "living-abroad" not in made
    assert [figure.kind for figure in made["population"]] == ["series"]


@pytest.mark.parametrize("name", SUBJECTS)
def test_figures_are_made_of_findings_that_the_dossier_carries(
    dossiers: dict[str, Dossier], name: str
) -> None:
    carried = {finding.key for finding in dossiers[name].findings}
    names: list[str] = []
    for figures in figures_for(dossiers[name]).values():
        for figure in figures:
            names.append(figure.name)
            assert {finding.key for finding in figure.findings} <= carried
            assert sum(finding.value is not None for finding in figure.findings) > 1
            assert figure.sources
            assert "{" not in figure.title + figure.caption + figure.alt
    assert len(names) == len(set(names)), "a name is a part of an address"


@pytest.mark.parametrize("language", ["fr", "es", "ru", "zh", "ar"])
def test_figures_speak_the_language_of_their_dossier(evidence: Evidence, language: str) -> None:
    made = figures_for(dossier(evidence, find_subject("UZB"), language=language))
    figure = made["living-abroad"][0]
    assert figure.words.language == language
    assert find_subject("KAZ").name_in(language) in str(figure.spec)


@pytest.mark.alone
def test_the_figures_of_a_country_take_no_time(dossiers: dict[str, Dossier]) -> None:
    figures_for(dossiers["DEU"])
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        figures_for(dossiers["DEU"])
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.12, "about 0.025 s where nothing else runs"


def test_a_telephone_gets_narrow_figures(dossiers: dict[str, Dossier]) -> None:
    made = figures_for(dossiers["UZB"], width=360)
    spec = made["living-here"][0].spec
    assert spec["width"] + spec["padding"]["left"] + spec["padding"]["right"] == 360
