"""What a party may read holds nothing that others keep to themselves, in whatever corner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

import pytest

from comity.agreements.packages import Package, solve
from comity.agreements.scenario import BadScenario, Linear
from comity.agreements.views import is_open, least_share, open_table, terms_of, view_for
from comity.agreements.wish import Wish
from tests.agreements.talks import talks


@pytest.fixture(scope="module")
def package() -> Package:
    return solve(talks(), Wish(alternatives=0))


def held(thing: object) -> Iterator[object]:
    """Every text and number inside, however deep."""
    if is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            yield from held(getattr(thing, one.name))
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from held(key)
            yield from held(value)
    elif isinstance(thing, tuple | list | frozenset):
        for one in thing:
            yield from held(one)
    else:
        yield thing


def test_a_view_holds_the_own_points_and_no_others(package: Package) -> None:
    unlike = {  # no two parties share a number
        party: {
            issue: {o: v * (1 + 0.0001234567 * (k + 1)) for o, v in values.items() if v}
            for issue, values in told.items()
        }
        for k, (party, told) in enumerate(package.scenario.points.items())
    }
    marked = replace(package, scenario=replace(package.scenario, points=unlike))
    for party, own in unlike.items():
        inside = set(map(repr, held(view_for(marked, party))))
        assert set(map(repr, held(own))) <= inside
        for other in unlike.keys() - {party}:
            numbers = {repr(v) for values in unlike[other].values() for v in values.values()}
            assert len(numbers) > 5
            assert not numbers & inside


def test_nothing_that_was_worked_out_is_in_a_view(package: Package) -> None:
    inside = set(map(repr, held(view_for(package, "ALP"))))
    for told in (*package.gains.values(), package.value, package.bound, package.seconds):
        assert repr(told) not in inside - {repr(15.0), repr(35.0)}
    assert view_for(package, "ALP").least_share is None


def test_the_open_table_has_only_terms_of_the_deal(package: Package) -> None:
    table = open_table(package.scenario)
    assert [one.kind for one in table.constraints] == ["implication"]
    kept = (table.points, table.interactions, table.stated, table.warnings, table.provenance)
    assert not any(kept)
    assert not table.payments
    assert {one.reservation for one in table.parties} == {None}
    assert {one.money for one in table.parties} == {1.0}
    assert table.inadmissible


@pytest.mark.parametrize(
    ("kind", "party", "open_to_all"),
    [
        ("implication", None, True), ("reciprocity", "ALP", False), ("reciprocity", None, True),
        ("cap", None, True),
        ("at_most", "ALP", False), ("budget", None, False), ("budget", "ALP", False),
        ("balance", None, False), ("linear", None, False), ("anything new", None, False),
    ],
)  # fmt: skip
def test_what_is_not_known_to_be_open_is_kept(
    kind: str, party: str | None, open_to_all: bool
) -> None:
    assert is_open(Linear(kind, "x", {}, party=party)) is open_to_all


def test_a_condition_of_one_party_is_its_own_unless_it_is_marked_as_open(package: Package) -> None:
    link = Linear(
        "reciprocity", "transit only for training", {("transit", "asylum"): 1.0}, party="BET"
    )
    money = Linear("budget", "budget of BET", {}, party="BET")
    told = package.scenario.constraints

    def read(row: Linear) -> list[bool]:
        scenario = replace(package.scenario, constraints=(*told, row, money))
        views = [view_for(replace(package, scenario=scenario), p.id) for p in scenario.parties]
        assert not any("budget of BET" in set(held(view)) for view in views)
        return [row.label in set(held(view)) for view in views]

    assert read(link) == [False, True, False, False]
    assert read(replace(link, open=True)) == [True] * 4
    assert is_open(replace(link, open=True))
    assert not is_open(replace(money, open=True))


def test_money_is_rounded_so_that_the_noise_of_a_solver_says_nothing(package: Package) -> None:
    (paid,) = package.payments
    noisy = replace(package, payments=(replace(paid, amount=paid.amount + 3e-11),))
    assert terms_of(noisy) == terms_of(package)
    assert terms_of(package).payments[0].unit == "million euros"


def test_the_least_share_is_told_only_with_leave_and_rounded_down(package: Package) -> None:
    lowest = min(package.shares().values())
    told = view_for(package, "BET", allow_fairness=True).least_share
    assert told is not None
    assert told % 5 == 0
    assert 0 <= 100 * lowest - told < 5
    some = dict(package.ideal)
    some["GAM"] = 0.0  # not known
    assert least_share(replace(package, ideal=some)) is None


def test_who_is_no_party_and_what_is_no_package_is_said(package: Package) -> None:
    with pytest.raises(
        BadScenario, match="no party 'XYZ' in talks; its parties are ALP, BET, GAM, DEL"
    ):
        view_for(package, "XYZ")
    none = solve(talks(reservations={"ALP": 500.0}))
    with pytest.raises(BadScenario, match="no package yet in which every party gains"):
        view_for(none, "ALP")
