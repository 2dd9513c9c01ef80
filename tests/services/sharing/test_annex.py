"""The two keys of 2015 on approximate figures, held against what their annexes printed."""

from fractions import Fraction
from pathlib import Path

import pytest

from comity.services.sharing import allocate, known_key, published, read_inputs, worked
from comity.services.sharing.comparing import Beside, beside_annex
from comity.services.sharing.key import Key


def held_against(name: str, example: Path) -> Beside:
    key = known_key(name)
    inputs = read_inputs(example, key).taking_part(key)
    beside = beside_annex(worked(key, inputs.figures), inputs)
    assert beside
    return beside


def test_the_key_of_may_is_met_within_a_tenth_of_a_point(example: Path) -> None:
    beside = held_against("eu-2015-may", example)
    assert len(beside.errors) == 23
    assert beside.mean < 0.1
    assert beside.largest[0] == "HRV"
    assert abs(beside.largest[1]) == pytest.approx(0.62, abs=0.005)
    assert any(remark.about == ("HRV",) and "guess" in str(remark) for remark in beside.remarks)
    others = [abs(error) for place, error in beside.errors.items() if place != "HRV"]
    assert max(others) < 0.2


def test_the_key_of_september_is_met_within_a_twentieth_without_hungary(example: Path) -> None:
    beside = held_against("eu-2015-september", example)
    assert len(beside.errors) == 22
    assert "HUN" not in beside.errors
    assert beside.mean < 0.05
    assert any("recalled" in str(remark) for remark in beside.remarks)


def test_the_rules_of_one_key_do_not_fit_the_other(example: Path) -> None:
    """What was checked before this was built: the cap is of September, and of September alone."""
    may, september = known_key("eu-2015-may"), known_key("eu-2015-september")
    inputs = read_inputs(example, may)
    found = worked(september, inputs.figures).by_place
    annex = published("eu-2015-may").percent
    errors = [abs(100 * found[place] - float(share)) for place, share in annex.items()]
    assert sum(errors) / len(errors) > 0.4


def test_proportion_fits_september_almost_as_well(example: Path) -> None:
    """The residual rule is not settled: 0.034 against 0.027."""
    plain = known_key("eu-2015-september")
    other = Key(plain.name, plain.title, plain.parts, out=plain.out, published=plain.published)
    inputs = read_inputs(example, other).taking_part(other)
    beside = beside_annex(worked(other, inputs.figures), inputs)
    assert beside
    assert beside.mean == pytest.approx(0.034, abs=0.001)


def test_the_annex_of_may_is_shared_out_to_24_000() -> None:
    annex = published("eu-2015-may")
    people = allocate(annex.percent, 24_000)
    assert sum(people.values()) == 24_000
    assert max(abs(people[place] - count) for place, count in annex.persons.items()) <= 1


def test_published_shares_are_kept_as_printed() -> None:
    may, september = published("eu-2015-may"), published("eu-2015-september")
    assert may.percent["HRV"] == Fraction("1.87")
    assert may.checked
    assert not september.checked
    assert len(may.percent) == 23
    assert len(september.percent) == 22
    assert sum(september.persons.values()) == 119_998


def test_who_is_out_can_be_taken_in_and_is_named(example: Path) -> None:
    key = known_key("eu-2015-september")
    inputs = read_inputs(example, key, include=["HUN"]).taking_part(key, ["HUN"])
    assert len(worked(key, inputs.figures).places) == 23
    assert any("at your wish" in str(remark) for remark in inputs.remarks)
    left = read_inputs(example, key).taking_part(key)
    assert any(remark.about == ("HUN",) for remark in left.remarks)
    # no annex was printed for 23 states in September, so none is compared
    assert beside_annex(worked(key, inputs.figures), inputs) is None
