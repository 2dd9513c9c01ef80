"""Two countries on the same items: Gower's distance by hand, and its properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.policy.coding.compare import compare, jaccard, year_of
from comity.policy.coding.records import Coding, Item

KGZ, TJK = ("KGZ", 2024), ("TJK", 2024)


def coding(first: dict[str, float | None], second: dict[str, float | None]) -> Coding:
    items = [
        Item(country, year, "education", name, str(score), score, f"Act of {country}")
        for (country, year), answers in ((KGZ, first), (TJK, second))
        for name, score in answers.items()
    ]
    return Coding("mipex", "test", "answers.csv", tuple(items), (), (), "")


def test_distance_by_hand() -> None:
    found = compare(
        coding({"a": 100, "b": 50, "c": 0, "d": 100, "e": None},
               {"a": 100, "b": 100, "c": 100, "e": 0, "f": 50}),
        KGZ, TJK,
    )  # fmt: skip
    # a, b and c answered by both: (0 + 50 + 100) / 100 / 3 = 0.5
    assert found.distance == 0.5
    assert found.likeness == 0.5
    assert (found.both, found.agree, found.first_only, found.second_only) == (3, 1, 1, 2)
    assert found.agreement == pytest.approx(1 / 3)
    assert [(one.item, one.difference) for one in found.differences] == [("b", 0.5), ("c", 1.0)]
    assert found.differences[0].first_source == "Act of KGZ"


def test_nothing_in_common_has_no_distance() -> None:
    found = compare(coding({"a": 100}, {"b": 0}), KGZ, TJK)
    assert (found.distance, found.likeness, found.agreement) == (None, None, None)


answers = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([0.0, 50.0, 100.0, None]))


@given(answers, answers)
def test_symmetric_bounded_and_zero_for_equal(
    first: dict[str, float | None], second: dict[str, float | None]
) -> None:
    one = compare(coding(first, second), KGZ, TJK)
    other = compare(coding(second, first), KGZ, TJK)
    assert one.distance == other.distance
    assert one.distance is None or 0 <= one.distance <= 1
    same = compare(coding(first, first), KGZ, TJK)
    assert same.distance in (0, None)
    assert same.differences == ()


def test_a_country_that_the_file_does_not_have() -> None:
    with pytest.raises(ComityError, match=r"answers\.csv has no row of Kenya; it speaks of KGZ"):
        year_of(coding({"a": 1}, {}), "KEN", "Kenya")
    with pytest.raises(ComityError, match=r"no row of Kyrgyzstan in 2010; it has 2024"):
        year_of(coding({"a": 1}, {}), "KGZ", "Kyrgyzstan", 2010)


def test_jaccard_by_hand() -> None:
    assert jaccard({"CRC", "CEDAW", "CAT"}, {"CRC", "CAT", "ICRMW"}) == 2 / 4
    assert jaccard(set(), {"CRC"}) == 0
    assert jaccard(set(), set()) is None
