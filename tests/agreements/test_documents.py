"""Scenarios in files: what is written can be read again, and every fault is told by its place."""

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.agreements.documents import (
    document_of,
    read_scenario,
    scenario_of,
    template,
    write_scenario,
)
from comity.agreements.nash import nash
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import (
    BadScenario,
    Choice,
    Fund,
    Interaction,
    Issue,
    Linear,
    Option,
    Party,
    Payments,
    Scenario,
    Stated,
)
from comity.agreements.solver import Deadline
from comity.core.errors import FileTrouble
from comity.core.marks import Note
from tests.agreements.document_faults import FAULTS, FILES, stated, talks

PAGE = Path(__file__).parents[2] / "docs" / "agreements-scenario.md"


def on_page(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def fair(scenario: Scenario) -> tuple[dict[str, str], float]:
    programme = compile_scenario(scenario)
    people = len(scenario.parties)
    found = nash(programme, np.full(people, 1e-6), np.ones(people), gap=1e-9, deadline=Deadline(20))
    assert found.chosen is not None
    return programme.package(found.chosen), found.value


# --- What others published -------------------------------------------------------------------


@pytest.mark.mirror
def test_every_scenario_of_the_mirror_reads_and_keeps_its_nash_package(
    mirror: Path, tmp_path: Path
) -> None:
    read = 0
    for path in sorted((mirror / "negotiation").glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if told.get("schema") != "negotiation-scenario/1":
            continue
        scenario = read_scenario(path)
        expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
        package, value = fair(scenario)
        assert value == pytest.approx(expected["nash"]["log_product"], abs=1e-6), path.name
        if expected["nash"].get("n_ties") == 1:
            assert package == expected["nash"]["package"], path.name
        assert [one.reservation for one in scenario.parties] == [
            one["reservation"] for one in told["parties"]
        ]
        twin = path.with_suffix(".csv")
        if twin.exists():
            assert read_scenario(twin).points == scenario.points, path.name
        for ending in (".json", ".yaml"):
            write_scenario(scenario, tmp_path / f"again{ending}")
            assert read_scenario(tmp_path / f"again{ending}") == scenario, path.name
        read += 1
    assert read >= 13


@pytest.mark.mirror
def test_an_exchange_graph_is_told_apart(mirror: Path) -> None:
    with pytest.raises(BadScenario, match=r"schema: 'exchange-graph/1' is no scenario"):
        read_scenario(mirror / "negotiation" / "preflib_00036_00000001.json")


# --- The page that explains the format -------------------------------------------------------


def test_the_example_on_the_page_is_a_complete_scenario(tmp_path: Path) -> None:
    scenario = read_scenario(written(tmp_path, "valleys.yaml", on_page("yaml")))
    assert scenario.warnings == ()
    assert [option.id for _, option in scenario.inadmissible] == ["worker"]
    assert scenario.points["south"]["quota"] == pytest.approx({"q1": 0.24, "q5": 0.6})
    package, _ = fair(scenario)
    assert package["transit"] == "own reception system"
    assert package["fees"] != "worker"
    again = tmp_path / "valleys.json"
    write_scenario(scenario, again)
    assert read_scenario(again) == scenario
    assert json.loads(again.read_text())["constraints"][0]["type"] == "implication"


def test_the_table_on_the_page_is_a_complete_scenario(tmp_path: Path) -> None:
    path = written(tmp_path, "two.csv", on_page("csv"))
    scenario = read_scenario(path)
    assert scenario.warnings == ()
    assert scenario.status_quo == {"visas": "none", "readmission": "ad hoc"}
    assert scenario.issue("visas").giver == "north"
    assert scenario.issue("visas").option("some").level == 2000
    assert fair(scenario)[0] == {"visas": "some", "readmission": "within 30 days"}
    write_scenario(scenario, path)
    assert read_scenario(path) == scenario


def test_a_workbook_reads_as_its_table_does(tmp_path: Path) -> None:
    from comity.core.sheets import read_table, write_table

    path = written(tmp_path, "two.csv", on_page("csv"))
    write_table(read_table(path), tmp_path / "two.xlsx")
    assert read_scenario(tmp_path / "two.xlsx") == read_scenario(path)


def test_the_page_names_every_form_of_constraint() -> None:
    from comity.agreements.document_forms import FORMS

    assert [name for name in FORMS if f"`{name}`" not in PAGE.read_text(encoding="utf-8")] == []


# --- Constraints -----------------------------------------------------------------------------


def level(option: str) -> int:
    return {"o": 0, "s": 10, "l": 40}[option]


POINTS = {"x": {"o": 0, "s": 1, "l": 4}, "y": {"o": 0, "s": 3, "l": 5}}


@pytest.mark.parametrize(
    ("form", "allows"),
    [
        (
            {
                "type": "implication",
                "if": {"issue": "x", "options": ["s", "l"]},
                "then": {"issue": "y", "option": "l"},
            },
            lambda x, y, z: x == "o" or y == "l",
        ),
        (
            {
                "type": "exclusion",
                "choices": [{"issue": "x", "option": "l"}, {"issue": "y", "options": ["s", "l"]}],
            },
            lambda x, y, z: not (x == "l" and y != "o"),
        ),
        (
            {
                "type": "at_least",
                "count": 2,
                "choices": [{"issue": i, "options": ["s", "l"]} for i in "xyz"],
            },
            lambda x, y, z: (x, y, z).count("o") <= 1,
        ),
        (
            {
                "type": "at_most",
                "count": 1,
                "choices": [{"issue": i, "option": "l"} for i in "xyz"],
            },
            lambda x, y, z: (x, y, z).count("l") <= 1,
        ),
        (
            {
                "type": "budget",
                "party": "A",
                "limit": 7,
                "unit": "million",
                "costs": {"x": {"s": 4, "l": 6}, "y": {"l": 3}},
            },
            lambda x, y, z: {"o": 0, "s": 4, "l": 6}[x] + 3 * (y == "l") <= 7,
        ),
        (
            {"type": "cap", "limit": 50, "issues": ["x", "y"]},
            lambda x, y, z: level(x) + level(y) <= 50,
        ),
        (
            {"type": "cap", "limit": 1, "places": {"x": {"s": 1}, "z": {"s": 1}}},
            lambda x, y, z: (x, z) != ("s", "s"),
        ),
        (
            {"type": "parity", "issues": ["x", "y"], "delta": 20},
            lambda x, y, z: abs(level(x) - level(y)) <= 20,
        ),
        (
            {"type": "parity", "issues": ["x", "y"], "delta": 1, "by": "position"},
            lambda x, y, z: abs("osl".index(x) - "osl".index(y)) <= 1,
        ),
        (
            {"type": "reciprocity", "issue": "x", "counter": ["y", "z"], "at_least": 2},
            lambda x, y, z: x == "o" or (y != "o" and z != "o"),
        ),
        (
            {"type": "reciprocity", "issue": "x", "counter": ["y"], "party": "A", "open": True},
            lambda x, y, z: x == "o" or y != "o",
        ),
        (
            {
                "type": "at_most",
                "amounts": {"x": {"l": 1}},
                "high": 0,
                "label": "No l",
                "party": "A",
                "open": True,
            },
            lambda x, y, z: x != "l",
        ),
        (
            {"type": "balance", "parties": ["A", "B"], "ratio": 2},
            lambda x, y, z: (
                POINTS["x"][x] <= 2 * POINTS["y"][y] and POINTS["y"][y] <= 2 * POINTS["x"][x]
            ),
        ),
        (
            {"type": "linear", "amounts": {"x": {"l": 1}, "y": {"l": -1}}, "low": 0, "high": 0},
            lambda x, y, z: (x == "l") == (y == "l"),
        ),
    ],
    ids=lambda one: one["type"] if isinstance(one, dict) else "",
)
def test_a_form_allows_what_its_words_say(
    form: dict[str, Any], allows: Callable[[str, str, str], bool]
) -> None:
    scenario = scenario_of(talks(constraints=[form]), "talks")
    programme = compile_scenario(scenario)
    told = {
        (x, y, z): programme.obeys(programme.chosen({"x": x, "y": y, "z": z}))
        for x in "osl"
        for y in "osl"
        for z in "osl"
    }
    assert told == {package: allows(*package) for package in told}
    assert len(set(told.values())) == 2
    again = document_of(scenario)
    assert len(again["constraints"]) == 1
    assert scenario_of(again, "talks") == scenario
    assert all(row.label or row.kind == "linear" for row in scenario.constraints)


def test_rows_that_no_longer_follow_from_their_form_are_written_as_they_are(
    tmp_path: Path,
) -> None:
    budget = {"type": "budget", "party": "A", "limit": 7, "costs": {"x": {"l": 6}}}
    scenario = scenario_of(talks(constraints=[budget]), "talks")
    (row,) = scenario.constraints
    relaxed = replace(scenario, constraints=(replace(row, high=np.float64(9)),))
    for name in ("talks.yaml", "talks.json"):
        write_scenario(relaxed, tmp_path / name)
        (again,) = read_scenario(tmp_path / name).constraints
        assert again == replace(row, high=9.0, form=None)
        assert again.label == "The budget of A"


# --- What can be borne -----------------------------------------------------------------------


def test_missing_points_count_nothing_and_are_told_in_one_sentence() -> None:
    document = talks()
    del document["utilities"]["A"]["x"]["l"]
    del document["utilities"]["A"]["y"]
    del document["utilities"]["B"]
    (warning,) = scenario_of(document, "talks").warnings
    assert warning == "What is not given counts 0: A.x.l, A.y, B."
    assert isinstance(warning, Note)
    many = template([f"p{n}" for n in range(300)], ["a", "b"])
    many["utilities"] = {}
    assert scenario_of(many, "many").warnings == (
        "What is not given counts 0: p0, p1, p2, p3, p4, p5, p6, p7, and 292 more.",
    )


def test_a_party_of_which_nothing_says_what_it_has_today_is_named() -> None:
    document = talks()
    del document["status_quo"]["y"]
    document["parties"][0]["reservation"] = 2
    assert scenario_of(document, "talks").warnings == (
        "Without a reservation or a complete status quo, 0 points count for B.",
        "The status quo is not complete, so it is left aside; add it for y.",
    )


def test_values_that_rise_and_fall_along_the_levels_are_told() -> None:
    document = talks()
    document["issues"][0]["type"] = "ordered"
    assert scenario_of(document, "talks").warnings == ()
    document["utilities"]["B"]["x"] = {"o": 0, "s": 3, "l": 1}
    (warning,) = scenario_of(document, "talks").warnings
    assert warning == "Points rise and fall along the levels, often a typing error: B.x."


def test_weights_are_brought_to_one_with_their_bounds() -> None:
    document = talks()
    del document["utilities"]["A"]
    document["preferences"] = {
        "A": {
            "weights": {"x": 3, "y": 1, "z": 0},
            "values": {"x": {"s": 0.5, "l": 1}, "y": {"s": -1, "l": -1}, "z": {"s": 0, "l": 0}},
            "low": {"x": 2},
            "high": {"x": 4},
        }
    }
    scenario = scenario_of(document, "talks")
    assert scenario.warnings == ("The weights of A add up to 4 and were brought to 1.",)
    assert scenario.points["A"]["x"] == {"s": 0.375, "l": 0.75}
    assert scenario.points["A"]["y"] == {"s": -0.25, "l": -0.25}
    assert (scenario.stated["A"].low, scenario.stated["A"].high) == ({"x": 0.5}, {"x": 1.0})


def test_words_that_yaml_takes_for_others_stay_ids(tmp_path: Path) -> None:
    text = """
parties: [{id: NO, country: NO}, {id: null, reservation: 1e-3}]
issues: [{id: on, type: on/off, options: [no, yes]}, {id: 2007-06-01, options: [1000, 1_000, ~x]}]
status_quo: {on: no, 2007-06-01: 1000}
utilities:
  NO: {on: {no: 0, yes: 1}, 2007-06-01: {1000: 0, 1_000: .5, ~x: 2}}
"""
    with pytest.raises(BadScenario, match="'id' is missing"):
        read_scenario(written(tmp_path, "words.yaml", text))
    text = text.replace("id: null", 'id: "null"')
    scenario = read_scenario(written(tmp_path, "words.yaml", text))
    assert [one.id for one in scenario.parties] == ["NO", "null"]
    assert scenario.party("NO").country == "NOR"
    assert scenario.status_quo == {"on": "no", "2007-06-01": "1000"}
    assert scenario.points["NO"]["2007-06-01"] == {"1000": 0.0, "1_000": 0.5, "~x": 2.0}
    write_scenario(scenario, tmp_path / "again.yaml")
    assert read_scenario(tmp_path / "again.yaml") == replace(scenario, id="words")


def test_public_collections_may_say_more() -> None:
    document = talks(initial_deal="o,o,o", provenance={"files": {"a.xml": "9bd8"}, "year": 2015})
    document["parties"][0] |= {"role": "player", "weights": {"x": 0.5}, "declared_max": 1036.0}
    scenario = scenario_of(document, "talks")
    assert scenario.provenance == {"files": "a.xml 9bd8", "year": "2015"}
    assert "declared_max" not in json.dumps(document_of(scenario))


def test_a_template_is_ready_to_be_filled_in(tmp_path: Path) -> None:
    document = template(["KGZ", Party("RUS", "Russian Federation", country="RUS")], ["visas"])
    scenario = scenario_of(document, "empty")
    assert scenario.warnings == ()
    assert document["parties"][0]["reservation"] is None
    document["utilities"]["KGZ"]["visas"]["yes"] = 3
    document["utilities"]["RUS"]["visas"]["yes"] = 1
    path = written(tmp_path, "filled.yaml", yaml.safe_dump(document))
    assert fair(read_scenario(path))[0] == {"visas": "yes"}


# --- What is wrong ---------------------------------------------------------------------------


def one_sentence(error: BaseException, file: str) -> str:
    text = str(error)
    assert text.startswith(file)
    assert "\n" not in text
    assert text.endswith((".", "?"))
    assert len(text) < 400
    return text


@pytest.mark.parametrize(("document", "told"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_what_is_wrong_is_told_with_its_place(document: dict[str, Any], told: str) -> None:
    with pytest.raises(BadScenario) as raised:
        scenario_of(document, "talks.json")
    assert told in one_sentence(raised.value, "talks.json")


@pytest.mark.parametrize(("name", "data", "told"), FILES, ids=[f[2][:60] for f in FILES])
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, name: str, data: str | bytes, told: str
) -> None:
    with pytest.raises(BadScenario) as raised:
        read_scenario(written(tmp_path, name, data))
    assert told in one_sentence(raised.value, name)


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadScenario, match=r"^large\.json is larger than 32 MB"):
        read_scenario(written(tmp_path, "large.json", b" " * (2**25 + 1)))
    with pytest.raises(FileTrouble, match="no such file"):
        read_scenario(tmp_path / "none.json")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(FileTrouble, match="in the way"):
        read_scenario(tmp_path / "folder.yaml")


def test_what_does_not_fit_is_not_written(tmp_path: Path) -> None:
    path = written(tmp_path, "talks.csv", "before")
    bounded = scenario_of(talks(payments={"limits": {"A": 1, "B": 1}}), "talks")
    with pytest.raises(BadScenario, match=r"cannot hold payments of talks; write \.json or \.yaml"):
        write_scenario(bounded, path)
    with pytest.raises(BadScenario, match="Comity writes scenarios as"):
        write_scenario(bounded, tmp_path / "talks.docx")
    changed_points = replace(scenario_of(stated(), "talks"), points={"A": {"x": {"s": 0.5}}})
    with pytest.raises(BadScenario, match="the points of A are not its weights times its values"):
        write_scenario(changed_points, tmp_path / "talks.json")
    assert [one.name for one in tmp_path.iterdir()] == ["talks.csv"]
    assert path.read_text() == "before"


def test_json_and_yaml_need_no_tables(tmp_path: Path) -> None:
    path = written(tmp_path, "valleys.yaml", on_page("yaml"))
    code = (
        "import sys; from pathlib import Path; from comity.agreements.documents import *;"
        f"write_scenario(read_scenario(Path({str(path)!r})), Path({str(path)!r} + '.json'));"
        "print([n for n in ('polars', 'numpy', 'highspy') if n in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"


# --- Whatever a scenario holds ---------------------------------------------------------------

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6
) | st.sampled_from(
    ["no", "on", "null", "~", "1e3", "2007-06-01", "0x1F", "<<", "=", "a: b", "- c"]
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8).map(
    str.strip
)
NUMBERS = st.floats(-1e6, 1e6)
AMOUNTS = st.floats(0, 1e6)


@st.composite
def issues(draw: st.DrawFn, name: str, parties: list[str]) -> Issue:
    kind = draw(st.sampled_from(["categorical", "ordered", "integer", "onoff"]))
    size = {"min_size": 2, "max_size": 2} if kind == "onoff" else {"min_size": 1, "max_size": 3}
    ids = draw(st.lists(NAMES, unique=True, **size))  # type: ignore[arg-type]
    options = tuple(
        Option(
            one,
            draw(TEXTS) or one,
            draw(NUMBERS if kind == "integer" else st.none() | NUMBERS),
            draw(st.sampled_from(["", "no screening"])) if n else "",
        )
        for n, one in enumerate(ids)
    )
    role = st.none() | st.sampled_from(parties)
    return Issue(
        name,
        draw(TEXTS) or name,
        options,
        kind,
        draw(st.none() | st.sampled_from(ids)),
        draw(role),
        draw(role),
        draw(role),
        draw(TEXTS),
        draw(TEXTS),
        tuple(draw(st.lists(TEXTS, max_size=2))),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    parties = tuple(
        Party(
            one,
            draw(TEXTS) or one,
            draw(st.none() | NUMBERS),
            draw(st.sampled_from([None, "KGZ"])),
            draw(st.floats(0.01, 100)),
        )
        for one in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    )
    people = [party.id for party in parties]
    topics = tuple(
        draw(issues(name, people))
        for name in draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    )

    def table(values: st.SearchStrategy[float]) -> dict[str, dict[str, float]]:
        return {
            issue.id: {o.id: draw(values) for o in issue.options if draw(st.booleans())}
            for issue in topics
        }

    def choice(issue: Issue) -> Choice:
        ids = [option.id for option in issue.options]
        return Choice(issue.id, frozenset(draw(st.lists(st.sampled_from(ids), min_size=1))))

    points = {party: table(NUMBERS) for party in people}
    wishes = {}
    if draw(st.booleans()):
        share = 1 / len(topics)
        wishes[people[0]] = Stated(
            {issue.id: share for issue in topics},
            table(st.floats(-1, 1)),
            draw(st.floats(0, 1)),
            {topics[0].id: share / 2},
            {topics[0].id: share},
            draw(TEXTS),
            draw(TEXTS),
        )
        points[people[0]] = {
            issue: {option: share * value for option, value in values.items()}
            for issue, values in wishes[people[0]].values.items()
        }
    return Scenario(
        draw(NAMES),
        draw(NAMES),
        parties,
        topics,
        points,
        tuple(
            Interaction(
                draw(st.sampled_from(people)), draw(NUMBERS), tuple(choice(one) for one in topics)
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        tuple(
            Linear(
                "budget",
                draw(TEXTS),
                {(i.id, o.id): draw(NUMBERS) for i in topics for o in i.options},
                draw(st.sampled_from([-math.inf, -3.5])),
                draw(AMOUNTS),
                draw(st.none() | st.sampled_from(people)),
                draw(TEXTS),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        draw(
            st.sampled_from(
                [
                    Payments(),
                    Payments(dict.fromkeys(people, 2.5), 0.5, unit="EUR"),
                    Payments(unlimited=True),
                    *(
                        [Payments(funds=(Fund(people[0], people[1], 0.0, "school"),))]
                        if people[1:]
                        else []
                    ),
                ]
            )
        ),
        wishes,
        draw(st.dictionaries(NAMES, TEXTS, max_size=2)),
        draw(TEXTS),
    )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_a_written_scenario_is_the_scenario(scenario: Scenario) -> None:
    from comity.agreements.document_texts import json_bytes, parsed, yaml_bytes

    document = document_of(scenario)
    for ending, write in ((".json", json_bytes), (".yaml", yaml_bytes)):
        again = scenario_of(parsed(write(document), ending, "again"), "again")
        assert replace(again, warnings=()) == scenario


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_a_scenario_is_the_same_in_a_table(
    tmp_path_factory: pytest.TempPathFactory, scenario: Scenario
) -> None:
    plain = Scenario(
        "table",
        "table",
        scenario.parties,
        tuple(replace(issue, anchors=()) for issue in scenario.issues),
        scenario.points,
    )
    path = tmp_path_factory.getbasetemp() / "table.csv"
    write_scenario(plain, path)
    assert replace(read_scenario(path), warnings=()) == plain


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "parties", "issues", "options", "utilities", "x", "type"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_document_ends_in_anything_but_a_scenario_or_a_sentence(wild: Any) -> None:
    for document in (
        wild,
        talks(constraints=[wild]),
        talks(preferences={"A": wild}),
        talks(issues=wild),
    ):
        try:
            scenario_of(document, "wild")
        except BadScenario as error:
            one_sentence(error, "wild")
