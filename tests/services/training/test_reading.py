"""A document is read strictly: each fault in one sentence with the file, the place and a remedy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from comity.services.training.addresses import figures_of
from comity.services.training.labels import FIGURES, label_of, named, unit_of
from comity.services.training.reading import BadPartnership, partnership_of, read_partnership
from tests.services.training.made import GUARD, document, small


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": None}, "x.yaml, title: it is missing; add it."),
        (
            {"years": 0},
            "x.yaml, years: '0' does not do (input should be greater than or equal to 1).",
        ),
        ({"colour": 1}, "x.yaml, colour: this name is not known here; remove it."),
        (
            {"lanes__0__traines": 1},
            "x.yaml, lanes#1.traines: this name is not known here; did you mean 'trainees'.",
        ),
        (
            {"lanes__0__attrition": 25},
            "x.yaml, lanes#1.attrition: a share lies between 0 and 1; write 0.25 for 25 percent.",
        ),
        (
            {"lanes__0__costs__training": -3},
            "x.yaml, lanes#1.costs.training: an amount of money is not below 0.",
        ),
        (
            {"lanes__0__trainees": "many"},
            "x.yaml, lanes#1.trainees: 'many' stands where a number belongs.",
        ),
        (
            {"lanes__0__months": {"value": 3, "low": 4}},
            "x.yaml, lanes#1.months: low, value and high do not rise; write low <= value <= high.",
        ),
        (
            {"lanes__0__months": {"value": 3, "source": "nowhere"}},
            "x.yaml, lanes.GEO-AUT.months: its source 'nowhere' is none of the sources; add it.",
        ),
        (
            {"lanes__0__months": {"value": 3, "currency": "EUR"}},
            "x.yaml, lanes#1.months: it is no amount of money; leave the currency out.",
        ),
        (
            {"lanes__0__months": {"value": 3, "source": "a", "assumption": "b"}},
            "x.yaml, lanes#1.months: it is cited and assumed at once; keep source or assumption.",
        ),
        (
            {"fixed": {"value": 3, "currency": "GEL"}},
            "x.yaml, fixed: no rate for GEL is given; add it to the rates.",
        ),
        (
            {"fixed": {"value": 3, "currency": "euros"}},
            "x.yaml, fixed: 'euros' is no currency; write its three letters, as in USD.",
        ),
        (
            {"lanes__0__to": "Austriaa"},
            "x.yaml, lanes#1.to: No country, area or region is known as "
            "'Austriaa'; did you mean Austria (AUT) or Australia (AUS)?",
        ),
        (
            {"lanes__0__to": "DEU"},
            "x.yaml, lanes: DEU is none of the destinations; add it to them.",
        ),
        ({"lanes": []}, None),
        ({"shares": {"GEO": 0.5}}, "x.yaml, shares: they add up to 0.5; they must add up to 1."),
        (
            {"shares": {"leave.GEO": 1}},
            "x.yaml, shares: 'leave.GEO' pays nothing here; who can is GEO, AUT, employers.AUT.",
        ),
        (
            {"origins__0__guard": {"population": 5}},
            "x.yaml, origins#1.guard.practitioners: it is missing; add it.",
        ),
        ({"schema": "training-partnership/9"}, None),
        (
            {"intakes": 30, "years": 4},
            "x.yaml, intakes: 30 intakes do not fit into 4 years; write "
            "4 or fewer, or count more years.",
        ),
        (
            {"lanes__0__trainees": 1e9},
            "x.yaml, lanes#1.trainees: people who begin in a year lie between 0 and 10,000,000.",
        ),
        (
            {"lanes__0__trainees": 2e6, "origins__0__guard": GUARD},
            "x.yaml, lanes: 2,000,005 people of GEO begin in all, and 1,000,000 live there; mend "
            "the trainees.",
        ),
        (
            {"origins__0__guard": GUARD | {"graduates": 2e6}},
            "x.yaml, origins.GEO.guard.graduates: 2,000,000 is more than the 1,000,000 "
            "inhabitants; mend one of them.",
        ),
        (
            {
                "lanes__0__trainees": 6000,
                "lanes__0__practises_before": 1,
                "origins__0__guard": GUARD,
            },
            "x.yaml, lanes: in year 1 more practitioners would be gone from GEO than it has; mend "
            "the trainees, practises_before or the guard.",
        ),
    ],
)
def test_a_fault_is_told_by_its_place(changes: dict[str, Any], told: str | None) -> None:
    with pytest.raises(BadPartnership) as fault:
        partnership_of(document(**changes), "x.yaml")
    sentence = str(fault.value)
    assert sentence.startswith("x.yaml, ")
    assert "\n" not in sentence
    if told is not None:
        assert sentence == told


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", b"", "a.txt: a partnership is read from .yaml, .yml, .json."),
        ("a.yaml", b"id: a\nid: b\n", "a.yaml, line 2: 'id' stands twice; keep one of them."),
        (
            "a.yaml",
            b"id: &x a\ntitle: *x\n",
            "a.yaml has an alias (*); write the value where it belongs.",
        ),
        (
            "a.yaml",
            b"id: [a\n",
            "a.yaml, line 2: this is not YAML; look for a missing blank, "
            "bracket or quotation mark.",
        ),
        ("a.yaml", b"\xff\x00", "a.yaml is not in UTF-8; save it as UTF-8 text."),
        ("a.yaml", b"", "a.yaml: nothing stands where names with values belong."),
        ("a.yaml", b"- 1\n", "a.yaml: '[1]' stands where names with values belong."),
        ("a.yaml", b"x" * (2**20 + 1), "a.yaml is larger than 1 MB; no partnership is."),
    ],
)
def test_what_is_no_document(name: str, data: bytes, told: str) -> None:
    with pytest.raises(BadPartnership) as fault:
        read_partnership(Path(name), data=data)
    assert str(fault.value) == told


@pytest.mark.parametrize(
    "deep", [b"[" * 5000, b"a: {" * 3000, b'{"id": !!python/name:os.system x}']
)
def test_hostile_files_are_refused(deep: bytes) -> None:
    with pytest.raises(BadPartnership):
        read_partnership(Path("deep.yaml"), data=deep)


def test_yaml_and_json_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(document()), encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(document()), encoding="utf-8")
    assert read_partnership(tmp_path / "a.yaml") == read_partnership(tmp_path / "a.json") == small()


def test_what_is_written_again_is_the_same() -> None:
    told = small(origins__0__guard=GUARD, shares={"AUT": 1})
    assert partnership_of(told.as_json(), "again") == told


def test_every_figure_has_a_name_and_a_unit() -> None:
    told = small(
        origins__0__guard=GUARD,
        rates={"GEL": 3},
        shares={"AUT": 1},
        destinations__0__vacancies=5,
        destinations__0__trained_there=9,
    )
    met = set()
    for address in figures_of(told):
        message, codes = named(address)
        met.add(message)
        assert label_of(address).startswith(message)
        assert all(len(code.rpartition(".")[2]) == 3 for code in codes)
        assert unit_of(address)
    assert met == set(FIGURES.values())
