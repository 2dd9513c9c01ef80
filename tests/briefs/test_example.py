"""The example of how Comity speaks, regenerated from the store, denominators stated."""

import pytest

from comity.briefs.compose import dossier
from comity.core.regions import find_subject
from comity.evidence import Evidence

EXAMPLE = {
    "How many people live there?": [
        "In mid-2024 about 416,000 people from Tajikistan lived in the Russian Federation, six in "
        "ten of them men; the number has stayed between 381,000 and 449,000 since 1990. "
        "(UN DESA, International Migrant Stock 2024)",
        "Seasonal work is largely outside this count.",
    ],
    "How much does home depend on it?": [
        "Remittances were worth 38 % of the economy of Tajikistan in 2023, after 50 % in 2022 and "
        "27 % in 2020. (World Bank, WDI)",
        "An estimated 1,687 of the 2,220 million US dollars that 52 senders in the matrix sent to "
        "Tajikistan in 2017 came from the Russian Federation. No newer figure is in the evidence. "
        "(KNOMAD, modelled)",
        "Remittances fell by 31 % in 2009 and 33 % in 2015; in the same years output measured in "
        "dollars fell by 3.5 % and 9.2 %.",
    ],
    "What does sending cost?": [
        "2.0 % of USD 200 in the third quarter of 2020, below the 3 % target for 2030. "
        "(World Bank, RPW)",
        "No newer quote for this corridor is in the evidence.",
    ],
    "Who else is moving?": [
        "At the end of 2025 Tajikistan hosted 8,615 refugees and 3,228 people seeking asylum from "
        "Afghanistan; 1,421 refugees returned from Tajikistan to Afghanistan during 2025.",
    ],
    "Is there a legal way?": [
        "Short stays need no visa in either direction; 90 days for citizens of Tajikistan. "
        "(Passport Index, January 2025)",
        "Work and longer stays need a permit under national rules that are not in the evidence.",
    ],
}


@pytest.fixture(scope="module")
def told(evidence: Evidence) -> dict[str, list[str]]:
    """What the dossier says, by question, each sentence with and without its sources behind it."""
    made = dossier(evidence, find_subject("TJK-RUS"))
    assert made.title == "Tajikistan and the Russian Federation"
    found: dict[str, list[str]] = {}
    for section in made.sections:
        lines = found.setdefault(section.question, [])
        for sentence in section.sentences:
            sources = "; ".join(source.short for source in sentence.sources)
            lines += [sentence.text, f"{sentence.text} ({sources})"]
        lines += section.notes
    return {
        question: [line.replace("\u00a0", " ") for line in lines]
        for question, lines in found.items()
    }


@pytest.mark.parametrize(
    ("question", "sentence"), [(q, s) for q, sentences in EXAMPLE.items() for s in sentences]
)
def test_the_example_is_said(told: dict[str, list[str]], question: str, sentence: str) -> None:
    assert sentence in told[question]


def test_how_sure_names_every_source(told: dict[str, list[str]]) -> None:
    notes = " ".join(told["How sure is this?"])
    for source in (
        "International Migrant Stock",
        "WDI",
        "KNOMAD",
        "RPW",
        "Passport Index",
        "UNHCR",
    ):
        assert source in notes


def test_denominators_are_right(evidence: Evidence) -> None:
    rows = evidence.query(
        """SELECT sum(usd_million) AS n, count(*) AS senders FROM remittances_bilateral
           WHERE receiver = 'TJK' AND usd_million > 0"""
    )
    assert (round(rows[0]["n"]), rows[0]["senders"]) == (2220, 52)
