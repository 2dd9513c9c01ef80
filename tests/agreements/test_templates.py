"""The issues that ship: complete, with the levels of their labels, and above the floor."""

import re

import pytest

from comity.agreements.documents import document_of, scenario_of, template
from comity.agreements.scenario import BadScenario
from comity.agreements.templates import for_corridor, issue_template, issue_templates


def test_there_are_sixteen_issues_with_options_and_roles() -> None:
    found = issue_templates()
    assert len({one.id for one in found}) == 16
    for one in found:
        ids = [option.id for option in one.options]
        assert 4 <= len(set(ids)) == len(ids) <= 5, one.id
        assert one.status_quo == ids[0], one.id
        assert {one.giver, one.receiver} <= {"origin", "transit", "destination", "both"}, one.id
        assert one.payer in ("", one.giver, one.receiver), one.id


def test_a_level_is_the_number_of_its_label() -> None:
    levels = 0
    for one in issue_templates():
        for option in one.options:
            leading = re.match(r"(\d[\d ]*)(?: %|$| )", option.label) if one.unit else None
            expected = float(leading[1].replace(" ", "")) if leading else None
            assert option.level == expected, (one.id, option.id)
            levels += option.level is not None
    assert levels == 10


def test_what_falls_below_the_floor_says_which_standard_rules_it_out() -> None:
    ruled_out = {
        (one.id, option.id): option.inadmissible
        for one in issue_templates()
        for option in one.options
        if option.inadmissible
    }
    assert set(ruled_out) == {("recruitment_cost", "sq")}
    assert "principle 7" in ruled_out["recruitment_cost", "sq"]
    for name in ("readmission_own", "readmission_third"):
        issue = for_corridor(issue_template(name), "UZB", "DEU")
        assert "article 33" in issue.anchors[0]


def test_anchors_that_nobody_checked_are_left_out() -> None:
    everything = " ".join(text for one in issue_templates() for text in one.anchors)
    unchecked = ("Armenia", "Tunisia", "Jordan", "Azerbaijan", "Belarus", "WHO")
    assert [name for name in unchecked if name in everything] == []
    assert sum(len(one.anchors) for one in issue_templates()) == 24


def test_an_issue_for_each_corridor_makes_a_scenario() -> None:
    found = [
        for_corridor(one, giver, receiver)
        for one in issue_templates()
        for giver, receiver in (("DEU", "UZB"), ("DEU", "KGZ"))
    ]
    document = template(["DEU", "UZB", "KGZ"], found)
    scenario = scenario_of(document, "corridors")
    assert scenario.issues == tuple(found)
    assert scenario.warnings == ()
    assert scenario_of(document_of(scenario), "corridors") == scenario
    assert scenario.issue("training.DEU.KGZ").payer == "DEU"
    assert len({issue.label for issue in scenario.issues}) == 32


def test_what_cannot_be_made_is_said() -> None:
    with pytest.raises(BadScenario, match="DEU would give to itself"):
        for_corridor(issue_template("training"), "DEU", "DEU")
    with pytest.raises(BadScenario, match="There is no issue template 'visas'; there is low_skill"):
        issue_template("visas")
