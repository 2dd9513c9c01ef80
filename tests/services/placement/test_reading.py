"""Tables are read strictly, and who somebody is never enters."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.core.errors import BadTable
from comity.core.templates import template_bytes
from comity.services.placement.checking import check
from comity.services.placement.facts import NEVER_SCORED
from comity.services.placement.forms import FORMS
from comity.services.placement.reading import Given, read_problem

FAMILIES = "family,people,size_school,needs,top\nA,2,1,Ramp; hospital,P\nB,3,,,\n"
PLACES = "place,cap_people,cap_school,offers\nP,5,,RAMP;hospital\nQ,2,1,\n"
OUTCOMES = "family,place,value\nA,P,0.5\nB,P,0.4\nB,Q,0.2\n"


def given(name: str, text: str) -> Given:
    return Given(Path(name), text.encode())


def problem(families: str = FAMILIES, places: str = PLACES, outcomes: str = OUTCOMES) -> object:
    return read_problem(given("f.csv", families), given("p.csv", places), given("o.csv", outcomes))


def test_what_is_read() -> None:
    found = read_problem(given("f.csv", FAMILIES), given("p.csv", PLACES), given("o.csv", OUTCOMES))
    assert found.types == ("people", "school")
    assert found.families[0].sizes == (2, 1)
    assert found.families[0].needs == {"ramp", "hospital"} == found.places[0].offers
    assert found.places[0].capacity == (5.0, float("inf"))
    assert str(found.notes[0]).endswith("not considered: 1.")


@pytest.mark.parametrize(
    ("families", "places", "outcomes", "says"),
    [
        (FAMILIES.replace("A,2", "A,0"), PLACES, OUTCOMES, r"f.csv, row 2, column 'people'"),
        (FAMILIES.replace("B,3", "A,3"), PLACES, OUTCOMES, r"rows 2 and 3: both speak of family A"),
        (FAMILIES.replace(",P\n", ",X\n"), PLACES, OUTCOMES, r"row 2, column 'top': 'X' is no pl"),
        (FAMILIES.replace("size_", "sizes_"), PLACES, OUTCOMES, r"f.csv has no column 'size_scho"),
        (FAMILIES, PLACES.replace("cap_school", "school"), OUTCOMES, r"p.csv has no column 'cap_s"),
        (FAMILIES, PLACES.replace("P,5", "P,five"), OUTCOMES, r"p.csv, row 2, column 'cap_people'"),
        (FAMILIES, PLACES, OUTCOMES.replace("0.5", "-0.5"), r"o.csv, row 2, column 'value'"),
        (FAMILIES, PLACES, OUTCOMES.replace("0.5", "nan"), r"o.csv, row 2, column 'value'"),
        (FAMILIES, PLACES, OUTCOMES.replace("B,Q", "C,Q"), r"o.csv, row 4, column 'family': 'C'"),
        (FAMILIES, PLACES, OUTCOMES + "B,Q,0.3\n", r"rows 4 and 5"),
        ("", PLACES, OUTCOMES, r"f.csv"),
    ],
)
def test_a_slip_is_told_with_its_row(families: str, places: str, outcomes: str, says: str) -> None:
    with pytest.raises(BadTable, match=says) as told:
        problem(families, places, outcomes)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("name", ["Nationality", "religion", "country of origin"])
def test_no_table_may_tell_who_somebody_is(name: str) -> None:
    assert name.lower().replace(" ", "_") in NEVER_SCORED
    for at in range(3):
        tables = [FAMILIES, PLACES, OUTCOMES]
        head, *rows = tables[at].splitlines()
        tables[at] = "\n".join([f"{head},{name}", *(f"{row},x" for row in rows)])
        with pytest.raises(BadTable, match="no placement may depend on it") as told:
            problem(*tables)
        assert "take the column out" not in str(told.value)
        assert "name it" not in str(told.value)


def test_an_empty_form_is_refused_and_its_columns_are_those_that_are_read() -> None:
    for name, one in FORMS.items():
        text = template_bytes(one, ".csv").decode()
        assert all(field in text for field in one.names), name
    with pytest.raises(BadTable, match="no row that is filled in"):
        problem(families=template_bytes(FORMS["families"], ".csv").decode())


def test_predictions_are_held_against_what_came_by_hand() -> None:
    rows = ["family,predicted,observed,group"]
    rows += [f"A{n},0.2,{int(n < 1)},a" for n in range(5)]
    rows += [f"B{n},0.8,{int(n < 3)},b" for n in range(5)]
    found = check(given("r.csv", "\n".join(rows)))
    assert [level.observed for level in found.levels] == pytest.approx([0.2, 0.6])
    assert [group.gap for group in found.groups] == pytest.approx([0.0, -0.2])
    brier = (4 * 0.04 + 0.64 + 3 * 0.04 + 2 * 0.64) / 10
    assert found.brier == pytest.approx(brier)
    low, high = found.groups[1].low, found.groups[1].high
    spread = (0.3 / 5) ** 0.5  # sample variance 0.3 of 1,1,1,0,0, over five
    assert low == pytest.approx(0.6 - 1.2816 * spread)
    assert high == pytest.approx(0.6 + 1.2816 * spread)


def test_a_small_group_is_withheld_and_cannot_be_worked_out() -> None:
    rows = ["family,predicted,observed,group"]
    rows += [
        f"{g}{n},0.5,1,{g}" for g, count in (("a", 9), ("b", 6), ("c", 2)) for n in range(count)
    ]
    groups = {
        one["name"]: one for one in check(given("r.csv", "\n".join(rows))).as_json()["groups"]
    }
    assert groups["c"]["status"] == groups["b"]["status"] == "withheld"
    assert groups["c"]["families"] is groups["c"]["observed"] is None
    assert groups["a"]["families"] == 9
