"""What states have promised and how far they have come, as dossiers tell it; checked by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from comity import open_evidence
from comity.briefs.desk import Desk
from comity.briefs.dossier import Dossier, Section, Table, Word
from comity.briefs.render import render
from comity.briefs.render.grids import grid_of
from comity.briefs.render.html import fragment
from comity.briefs.sections import progress, promised, promised_together
from comity.briefs.sections.standing import bound, held, listed
from comity.briefs.voice import Voice
from comity.core.places import Corridor, find_place
from comity.core.regions import Subject, find_subject
from comity.evidence import Evidence
from comity.evidence.accounts.area import Area
from comity.policy.norms import party_lists, status_of

VOICE = Voice()


Told = Callable[[str, str], Section]


def sections(evidence: Evidence, subject: Subject) -> dict[str, Section]:
    """The sections on promises and progress of a subject, without the rest of its dossier."""
    if isinstance(subject, Corridor):
        made: list[Section | None] = [promised_together.corridor(evidence, VOICE, subject)]
    else:
        desk = Desk(evidence, VOICE, Area.of(evidence, subject))
        asked = (promised.country, promised_together.region, progress.country, progress.region)
        made = [ask(desk) for ask in asked]
    return {one.slug: one for one in made if one}


@pytest.fixture(scope="module")
def told(evidence: Evidence) -> Told:
    """A section of a subject by its slug, each made once."""
    kept = cache(lambda name: sections(evidence, find_subject(name)))
    return lambda name, slug: kept(name)[slug]


def text(one: Section) -> str:
    return " ".join([*(sentence.text for sentence in one.sentences), *one.notes])


def cells(table: Table) -> dict[str, list[str | None]]:
    return {
        line.heading if isinstance(line.heading, str) else line.heading.code: line.words
        for line in table.lines
    }


def test_what_kyrgyzstan_has_promised(told: Told) -> None:
    """Signed in 1998 and not ratified; not bound on statelessness on the day its list was read."""
    found = told("KGZ", "promised")
    said = text(found)
    assert "2 of 2 on refugees, 0 of 2 on statelessness" in said
    assert "Kyrgyzstan has signed, and is not bound by: Rome Statute." in said
    assert (
        "As far as the list of 14 March 2015 tells, Kyrgyzstan is not bound by: Stateless" in said
    )
    assert "did not vote on the resolution on the Global Compact for Safe" in said
    assert "voted for the resolution that affirmed the Global Compact on Refugees" in said
    assert "it does not name Kyrgyzstan: ILO C143 Migrant Workers" in said
    assert "not practice" in said
    status = cells(found.tables[0])
    assert status["Migrant Workers Convention"] == [
        "party, in force since 1 January 2004",
        "10 February 2026",
    ]
    assert status["ILO C181 Private Employment Agencies"][0] == "not in a partial list"


def test_what_nobody_verified_is_neither_counted_nor_denied(told: Told, evidence: Evidence) -> None:
    """Japan's accession to the trafficking protocol is listed from recall only."""
    found = told("JPN", "promised")
    by_theme = {line.heading: line.findings for line in found.tables[1].lines}
    assert [one.value for one in by_theme["Trafficking and smuggling"]] == [0, 2, 1]
    assert "nobody verified it, so that it is not counted: Trafficking Protocol." in text(found)
    assert "is not bound by: Trafficking" not in text(found)
    [own] = [one for one in held(evidence, find_place("JPN")) if one.state == "unverified"]
    assert (bound(own).value, bound(own).status) == (None, "not_reported")


def test_a_state_that_left_is_told_to_have_left(told: Told) -> None:
    said = text(told("MDG", "promised"))
    assert "Madagascar has withdrawn from: Stateless Persons Convention." in said


@pytest.mark.parametrize("code", ["GGY", "GRL", "XKX"])
def test_an_area_that_no_list_names_is_not_said_to_be_unbound(told: Told, code: str) -> None:
    found = told(code, "promised")
    assert "No list of parties that is held names" in text(found)
    assert "not bound" not in text(found)
    assert not found.tables


@pytest.mark.parametrize("code", ["TUV", "VAT", "MCO"])
def test_nobody_is_urged_to_join_what_is_not_open_to_it(told: Told, code: str) -> None:
    found = told(code, "promised")
    said = text(found) + " ".join(str(line) for line in cells(found.tables[0]))
    assert "OAU" not in said
    assert "Kampala" not in said
    assert ("ILO" in said) == (code == "TUV")


def test_an_old_list_leaves_a_dossier_open(told: Told) -> None:
    found = told("BRB", "promised")
    status = cells(found.tables[0])
    assert (
        status["Smuggling Protocol"][0]
        == "signed, not bound by the list of 31 December 2013; later not known"
    )
    assert "Organized Crime Convention" not in text(found)  # its protocol presupposes it
    assert "presupposes it" in (status["Organized Crime Convention"][0] or "")


def test_both_ends_of_a_corridor(told: Told) -> None:
    """Of Tajikistan and the Russian Federation one is bound to protect migrant workers."""
    found = told("TJK-RUS", "promised")
    said = text(found)
    assert "both Tajikistan and the Russian Federation are bound by: Refugee Convention" in said
    assert "only Tajikistan is bound by: Migrant Workers Convention." in said
    assert "only the Russian Federation" not in said
    assert cells(found.tables[0])["Migrant Workers Convention"][:2] == [
        "party, in force since 1 July 2003",
        "not bound",
    ]


def test_members_by_treaty_agree_with_their_own_pages(told: Told, evidence: Evidence) -> None:
    """Every cell of a region is the status of that member, and counts are those of cells."""
    found = told("central-asia", "promised")
    assert "Refugee Convention (4), Refugee Protocol (4)" in text(found)
    counted, *by_theme = found.tables
    assert len(by_theme) == len({one.theme for one in listed(evidence)}) == 4
    words = Counter[str]()
    for table in by_theme:
        chosen = [one for one in listed(evidence) if one.short in table.columns]
        for line in table.lines:
            for one, cell in zip(chosen, line.cells, strict=True):
                assert isinstance(cell, Word)
                status = status_of(
                    party_lists(evidence)[one.code], line.heading.code, evidence.today
                )
                assert cell.finding.value == bound(status).value
                words[one.short] += cell.text == "party"
    numbers = {line.heading: line.cells[0] for line in counted.lines}
    for name, cell in numbers.items():
        if not isinstance(cell, Word):
            assert cell.value == words[name]
    assert numbers["ILO C097 Migration for Employment"].text == "not verified: 2 listed"
    assert numbers["ILO C189 Domestic Workers"].text == "none in a partial list"


def test_votes_and_categories_of_the_world_are_those_published(told: Told) -> None:
    pledged, reached = (told("world", slug) for slug in ("promised", "progress"))
    assert "152 for, 5 against, 12 abstained, 24 did not vote" in text(pledged)
    assert "181 for, 2 against, 3 abstained, 7 did not vote" in text(pledged)
    [table] = reached.tables
    assert [[one.value for one in line.findings] for line in table.lines] == [
        [1, 5], [58, 56], [46, 24], [5, 3],
    ]  # fmt: skip
    assert "2019 and 2021: 61; now in a higher category: 19, in a lower one: 5" in text(reached)
    assert len(pledged.tables) == 1  # counted, and not a row for each of 249 members


def test_how_far_germany_has_come(told: Told) -> None:
    """Both rounds of 10.7.2 with who says so, the year of the last quote, the scale as Comity's."""
    said = text(told("DEU", "progress")).replace("\u00a0", " ")
    assert "By its government's own answers for 2021" in said
    assert (
        "\u201cMeets\u201d of migration policies (SDG 10.7.2); for 2019 it was \u201cPart" in said
    )
    assert "Sending USD 200 from Germany cost" in said
    assert "in the third quarter of 2020, above the 3 % target" in said
    assert "0.4 in 100,000 people of Germany were refugees" in said
    assert "On Comity's scale of visa rules" in said
    assert "not an index of practice" in said
    assert "Nobody measures for every country what workers pay" in said


def test_no_answer_is_no_low_score(told: Told) -> None:
    found = told("USA", "progress")
    assert "No category of SDG 10.7.2 is published" in text(found)
    assert "policy_category" not in {one.measure for one in found.findings()}


def test_before_the_lists_were_public_the_dossier_says_so(evidence: Evidence) -> None:
    before = open_evidence(evidence.store.folder.parent, as_of="2025-06-10")
    for subject in ("KGZ", "TJK-RUS", "central-asia"):
        found = sections(before, find_subject(subject))["promised"]
        assert not found.sentences
        assert found.notes == ("No release of treaty_actions was public by 10 June 2025.",)
    before.close()


def test_statuses_are_in_every_form(evidence: Evidence) -> None:
    """A status is a word on the page, and a number with its source in the files."""
    area = find_subject("central-asia")
    told = tuple(sections(evidence, area).values())
    made = Dossier(area, "Central Asia", told, evidence.today, "0.1.0")
    plain = json.loads(render(made, ".json"))
    own = next(one for one in plain["sections"] if one["id"] == "promised")
    row = next(row for row in own["tables"][3]["rows"] if row["heading"]["code"] == "UZB")
    finding = plain["findings"][row["findings"][0]]
    assert row["words"][0] == "not bound"
    assert (finding["value"], finding["about"]) == (0, {"instrument": "ICRMW_1990"})
    assert finding["note"] == "not bound by the list of 2026-02-10"
    rows = [line for line in render(made, ".csv").decode().splitlines() if "ICRMW_1990" in line]
    assert any(
        line.startswith("UZB,") and "not bound by the list of 2026-02-10" in line for line in rows
    )
    assert "| Uzbekistan | not bound |" in render(made, ".md").decode()
    assert '<td class="text">not bound</td>' in fragment(made)


def test_a_column_of_words_stands_where_lines_begin_and_has_no_unit(told: Told) -> None:
    by_member = told("central-asia", "progress").tables[1]
    grid = grid_of(by_member, VOICE)
    assert [column.worded for column in grid.columns] == [True, True, False, False]
    assert [column.below for column in grid.columns[:2]] == [(), ()]
    missing = [row.cells[1] for row in grid.rows if row.cells[1].missing]
    assert missing
    assert all(cell.worded for cell in missing)
