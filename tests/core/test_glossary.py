"""The glossary: words point at each other and at measures that exist, and are said plainly."""

from __future__ import annotations

import re

from comity.core.glossary import term_for, terms
from comity.core.measures import measures

NEVER = re.compile(r"\b(illegals?|waves?|flood|burden|aliens?|illegal migrants?)\b", re.IGNORECASE)


def test_every_reference_leads_somewhere() -> None:
    for term in terms().values():
        assert set(term.see) <= set(terms()), term.slug
        assert term.slug not in term.see
        assert set(term.measures) <= set(measures()), term.slug


def test_no_term_is_left_alone() -> None:
    pointed_at = {slug for term in terms().values() for slug in term.see}
    linked = pointed_at | {term.slug for term in terms().values() if term.see}
    assert set(terms()) == linked


def test_definitions_are_short_whole_and_do_not_define_a_word_by_itself() -> None:
    for term in terms().values():
        sentences = re.findall(r"[^.]+\.(?:\s|$)", term.definition.replace("10.c", "10c"))
        assert 1 <= len(sentences) <= 3, term.slug
        assert term.definition.endswith(".")
        assert all(len(sentence.split()) <= 36 for sentence in sentences), term.slug
        assert not term.definition.lower().startswith(term.term.lower() + " ")
        assert not NEVER.search(f"{term.term} {term.definition}"), term.slug


def test_standards_are_cited_with_their_year_where_they_have_one() -> None:
    cited = {term.source for term in terms().values() if term.source}
    undated = {source for source in cited if not re.search(r"\((19|20)\d\d\)", source)}
    assert all(
        re.search(r"methodology|metadata|definitions|notes to the table|\(M49\)", source)
        for source in undated
    ), undated


def test_the_closest_term_explains_a_measure() -> None:
    closest = {
        "refugees": "refugee",
        "remittances_received": "remittances",
        "protection_rate_highest": "protection-rate",
        "idps": "idmc-and-unhcr",
        "remittances_from": "bilateral-matrix",
    }
    found = {measure: term_for(measure) for measure in closest}
    assert {measure: term.slug for measure, term in found.items() if term} == closest
