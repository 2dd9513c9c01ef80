"""Sentences take numbers only with their source, and round them to what a sentence bears."""

from datetime import date

import pytest

from comity.briefs.voice import Voice
from comity.core.findings import Finding, Lineage, Source
from comity.core.periods import Period
from comity.core.places import find_place

SOURCE = Source(
    "d", date(2025, 1, 1), "Publisher, D", "Publisher (2025). D.", "CC0", "https://example.org"
)
LINEAGE = Lineage((SOURCE,), "as published", "0")


def found(
    value: float | None, measure: str = "refugees", period: str = "2024", **more: object
) -> Finding:
    return Finding(find_place("UZB"), measure, Period.parse(period), value, LINEAGE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (8615, "8,615"),
        (9999, "9,999"),
        (17_432, "about 17,400"),
        (64_000, "64,000"),
        (415_676, "about 416,000"),
        (3_622_366, "about 3.6 million"),
        (304_021_813, "about 304 million"),
        (8_161_972_573, "about 8.2 billion"),
        (0, "0"),
        (3, "fewer than five"),
        (None, "an unknown number of"),
    ],
)
def test_counts_in_words(value: float | None, said: str) -> None:
    assert Voice().say("{n}", n=found(value)).text.lower() == said.lower()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (38.4, "38\u00a0%"),
        (9.24, "9.2\u00a0%"),
        (5.0, "5\u00a0%"),
        (0.01, "less than 0.1\u00a0%"),
        (0.0, "0\u00a0%"),
        (-31.3, "\u221231\u00a0%"),
    ],
)
def test_percentages(value: float, said: str) -> None:
    assert Voice().say("x {n}", n=found(value, "remittances_gdp")).text == f"X {said}"


def test_a_forecast_has_both_ends_of_its_band_rounded_alike() -> None:
    ends = {"low": 8447, "high": 85_234}
    for status, low in (("projected", "8,450"), ("estimated", "8,447")):
        one = found(20_000, "applications", **ends, status=status)
        assert Voice().say("x {n.range}", n=one).text == f"X between {low} and 85,200"


def test_a_bare_number_is_refused() -> None:
    with pytest.raises(TypeError, match="no finding"):
        Voice().say("{n} people", n=415_676)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("measure", "period", "when"),
    [
        ("refugees", "2024", "at the end of 2024"),
        ("population", "2024", "in mid-2024"),
        ("births", "2023", "in 2023"),
        ("remittance_cost", "2020Q3", "in the third quarter of 2020"),
        ("stock_lowest", "1990-2024", "between 1990 and 2024"),
        ("detections_eu", "2025-04", "in April 2025"),
        ("visa_days", "2025-01-12", "on 12 January 2025"),
    ],
)
def test_when(measure: str, period: str, when: str) -> None:
    assert Voice().say("it was {n.when}", n=found(7, measure, period)).text == f"It was {when}"


def test_a_year_and_a_number_do_not_run_together() -> None:
    said = Voice().say("{n.when} {n} refugees", n=found(8615))
    assert said.text == "At the end of 2024, 8,615 refugees"


def test_numbers_follow_the_language() -> None:
    assert Voice("ru").rounded(415_676)[0] == "416\u00a0000"
    assert Voice("fr").exact(1234.5, 1) == "1\u202f234,5"


def test_articles_stand_in_sentences() -> None:
    said = Voice().say("from {a} to {b}", a=find_place("SYR"), b=find_place("TUR"))
    assert said.text == "From the Syrian Arab Republic to Türkiye"


def test_a_sentence_knows_its_sources_once() -> None:
    said = Voice().say("{a} and {b}", a=found(8615), b=found(20, "asylum_seekers"))
    assert [source.short for source in said.sources] == ["Publisher, D"]
    assert len(said.findings) == 2


def test_old_figures_are_called_old() -> None:
    voice = Voice()
    said = voice.say("{n} people", n=found(8615, period="2014"))
    assert voice.aged(said, date(2026, 1, 1)).text.endswith("No newer figure is in the evidence.")
    assert voice.aged(said, date(2016, 1, 1)) is said
