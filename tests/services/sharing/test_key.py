"""What every key has to keep, whatever its figures: sums, symmetry, units, bounds, whole people."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.services.sharing import Key, Limit, Part, allocate, known_key, worked
from comity.services.sharing.filling import filled
from comity.services.sharing.key import BadKey, key_of_weights, weights_of

CODES = ("AUT", "BEL", "CHE", "DEU", "ESP", "FRA", "GRC", "HUN")
amounts = st.floats(0.01, 1e6)
rows = st.fixed_dictionaries(
    dict.fromkeys(("population", "gdp", "effort", "unemployment"), amounts)
)
tables = st.lists(rows, min_size=2, max_size=8).map(
    lambda made: dict(zip(CODES, made, strict=False))
)
SIZED = Key(
    "sized",
    "Size-adjusted",
    (
        Part("population", 30),
        Part("gdp", 30),
        Part("effort", 40, "inverse-size-adjusted", Limit(0.3, (("population", 1), ("gdp", 1)))),
    ),
)
keys = st.sampled_from(
    [*(known_key(name) for name in ("eu-2015-may", "eu-2015-september", "population-gdp")), SIZED]
)
few = settings(max_examples=40, deadline=None)


@few
@given(tables, keys)
def test_shares_add_up_and_are_never_below_zero(
    table: dict[str, dict[str, float]], key: Key
) -> None:
    found = worked(key, table)
    assert sum(found.shares) == pytest.approx(1, abs=1e-12)
    assert min(found.shares) >= 0
    assert all(sum(sub) <= 1 + 1e-12 for sub in found.subs)


@few
@given(tables, keys, st.floats(0.001, 1000))
def test_units_and_the_order_of_rows_change_nothing(
    table: dict[str, dict[str, float]], key: Key, factor: float
) -> None:
    found = worked(key, table).by_place
    for name in ("population", "gdp", "effort", "unemployment"):
        scaled = {p: row | {name: factor * row[name]} for p, row in table.items()}
        assert worked(key, scaled).by_place == pytest.approx(found, rel=1e-9)
    turned = dict(reversed(table.items()))
    assert worked(key, turned).by_place == found


@few
@given(tables, keys, st.sampled_from(["population", "gdp"]), st.floats(1, 100))
def test_more_people_or_output_never_lower_a_share(
    table: dict[str, dict[str, float]], key: Key, name: str, factor: float
) -> None:
    more = {**table, "AUT": table["AUT"] | {name: factor * table["AUT"][name]}}
    assert worked(key, more).by_place["AUT"] >= worked(key, table).by_place["AUT"] - 1e-9


@few
@given(tables, keys, st.floats(1, 100))
def test_having_done_more_never_raises_a_share(
    table: dict[str, dict[str, float]], key: Key, factor: float
) -> None:
    more = {**table, "AUT": table["AUT"] | {"effort": factor * table["AUT"]["effort"]}}
    assert worked(key, more).by_place["AUT"] <= worked(key, table).by_place["AUT"] + 1e-9


@few
@given(tables, keys)
def test_states_with_the_same_figures_have_the_same_share(
    table: dict[str, dict[str, float]], key: Key
) -> None:
    twin = {**table, "BEL": table["AUT"]}
    found = worked(key, twin).by_place
    assert found["AUT"] == found["BEL"]


@few
@given(
    st.lists(
        st.tuples(st.floats(0.01, 1), st.floats(0, 0.2), st.floats(0.2, 1)), min_size=1, max_size=8
    )
)
def test_floors_and_caps_are_kept_and_the_rest_stays_in_proportion(
    bounds: list[tuple[float, float, float]],
) -> None:
    shares, floors, caps = (list(column) for column in zip(*bounds, strict=True))
    if sum(floors) > 1 or sum(caps) < 1:
        with pytest.raises(BadKey, match=r"add up to|leave room"):
            filled(shares, floors, caps)
        return
    found = filled(shares, floors, caps)
    assert sum(found) == pytest.approx(1, abs=1e-9)
    for share, floor, cap in zip(found, floors, caps, strict=True):
        assert floor - 1e-12 <= share <= cap + 1e-12
    levels = [
        made / share
        for made, share, floor, cap in zip(found, shares, floors, caps, strict=True)
        if floor + 1e-9 < made < cap - 1e-9
    ]
    assert levels == pytest.approx([levels[0]] * len(levels)) if levels else True


@few
@given(
    st.dictionaries(st.sampled_from(CODES), st.fractions(0, 100), min_size=1),
    st.integers(0, 10**11),
)
def test_people_add_up_and_stay_within_one_of_what_is_due(
    shares: dict[str, Fraction], persons: int
) -> None:
    whole = sum(shares.values())
    if not whole:
        return
    people = allocate(shares, persons)
    assert sum(people.values()) == persons
    for place, share in shares.items():
        due = persons * share / whole
        assert due - 1 < people[place] < due + 1
        assert people[place] == due or due.denominator != 1


def test_ties_go_to_the_larger_share_then_to_the_alphabet() -> None:
    assert allocate({"B": 1, "A": 1}, 1) == {"B": 0, "A": 1}
    assert allocate({"A": 1, "B": 3}, 2) == {"A": 0, "B": 2}  # both remainders are a half
    assert allocate({"A": 1, "B": 2}, 0) == {"A": 0, "B": 0}


def test_a_case_worked_by_hand() -> None:
    """Effort 100 and 300 a million: inverse shares 3/4 and 1/4, with 3 and 1 million people.

    Size-adjusted they are (3/100) : (1/300) = 9 : 1.
    """
    table = {
        "AUT": {"population": 3.0, "effort": 100.0},
        "BEL": {"population": 1.0, "effort": 300.0},
    }
    plain = Key("k", "k", (Part("population", 50), Part("effort", 50, "inverse")))
    assert worked(plain, table).shares == pytest.approx((0.75, 0.25))
    sized = Key("k", "k", (Part("population", 50), Part("effort", 50, "inverse-size-adjusted")))
    assert worked(sized, table).shares == pytest.approx((0.825, 0.175))
    limited = Key(
        "k",
        "k",
        (Part("population", 50), Part("effort", 50, "inverse", Limit(0.6, (("population", 1),)))),
        residual=(("population", 1),),
    )
    found = worked(limited, table)
    assert found.subs[1] == pytest.approx((0.45, 0.15))
    assert found.spare == pytest.approx(0.2)
    assert found.shares == pytest.approx((0.75, 0.25))
    assert found.limited == {"effort": ("AUT", "BEL")}


def test_a_small_state_with_little_gets_much_by_the_plain_inverse_only() -> None:
    table = {
        "MLT": {"population": 0.5, "effort": 100.0},
        "DEU": {"population": 80.0, "effort": 100.0},
    }
    plain = worked(Key("k", "k", (Part("effort", 1, "inverse"),)), table).by_place
    sized = worked(Key("k", "k", (Part("effort", 1, "inverse-size-adjusted"),)), table).by_place
    assert plain["MLT"] == 0.5
    assert sized["MLT"] == pytest.approx(0.5 / 80.5)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"population": 1.0, "effort": 0.0}, "divides by it"),
        ({"population": 1.0}, "is missing"),
        ({"population": -1.0, "effort": 1.0}, "mend it"),
        ({"population": float("nan"), "effort": 1.0}, "mend it"),
        ({"population": 0.0, "effort": 1.0}, "above zero"),
    ],
)
def test_figures_that_cannot_be_used_are_told(row: dict[str, float], says: str) -> None:
    key = key_of_weights({"population": 1, "effort": 1})
    with pytest.raises(ComityError, match=says):
        worked(key, {"AUT": row, "BEL": {"population": 1.0, "effort": 1.0}})


@pytest.mark.parametrize("persons", [-1, 10**12])
def test_a_number_of_people_that_is_none_is_refused(persons: int) -> None:
    with pytest.raises(ComityError, match="cannot be shared"):
        allocate({"A": 1}, persons)


@pytest.mark.parametrize(
    "written", ["population=-1", "colour=3", "gdp=1,gdp=2", "population=0", "gdp=nan", ""]
)
def test_weights_that_make_no_key_are_refused(written: str) -> None:
    with pytest.raises(BadKey):
        weights_of(written)


def test_floors_and_caps_that_cannot_be_kept_are_told() -> None:
    table = {code: {"population": 1.0} for code in CODES[:3]}
    parts = (Part("population", 1),)
    with pytest.raises(BadKey, match="floors add up to 120 %"):
        worked(Key("k", "k", parts, least=40), table)
    with pytest.raises(BadKey, match=r"room for 90 % of the whole"):
        worked(Key("k", "k", parts, most=30), table)
    with pytest.raises(BadKey, match="Austria"):
        worked(Key("k", "k", parts, floors={"AUT": 50}, caps={"AUT": 40}), table)
    held = worked(Key("k", "k", parts, floors={"AUT": 50}, caps={"BEL": 10}), table)
    assert held.by_place == pytest.approx({"AUT": 0.5, "BEL": 0.1, "CHE": 0.4})
    assert held.held == {"AUT": "floor", "BEL": "cap"}
