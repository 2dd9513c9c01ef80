"""What is counted stands with every section, in every form that is read."""

from __future__ import annotations

from comity.briefs.compose import dossier
from comity.briefs.render.counted import TIMINGS, counted_in, defined
from comity.briefs.render.html import fragment
from comity.briefs.render.markdown import markdown
from comity.briefs.voice import Voice
from comity.core.measures import measures
from comity.core.regions import find_subject
from comity.evidence.reading import Evidence

VOICE = Voice()


def test_every_measure_can_be_said() -> None:
    assert {measure.timing for measure in measures().values()} <= set(TIMINGS)
    for one in defined(measures(), VOICE):
        assert one.label
        assert one.definition
        assert one.unit
        assert one.timing


def test_a_section_defines_what_it_shows_and_nothing_else(evidence: Evidence) -> None:
    for section in dossier(evidence, find_subject("TJK-RUS")).sections:
        shown = [f for sentence in section.sentences for f in sentence.findings]
        shown += [f for table in section.tables for f in table.findings()]
        labels = {measures()[finding.measure].label for finding in shown}
        assert {one.label for one in counted_in(section, VOICE)} == labels


def test_definitions_link_the_glossary_only_where_there_is_one(evidence: Evidence) -> None:
    made = dossier(evidence, find_subject("TJK-RUS"))
    assert 'href="/glossary?lang=fr#remittance-cost"' in fragment(
        made, glossary="/glossary?lang=fr"
    )
    alone = fragment(made)
    assert "glossary" not in alone
    definition = measures()["remittance_cost"].definition
    assert definition in alone
    assert definition in markdown(made)
