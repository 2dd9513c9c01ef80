"""What may be asked of the engine, and the one sentence for what may not."""

import pytest

from comity.agreements.scenario import BadScenario, Party, Scenario
from comity.agreements.wish import Wish

SCENARIO = Scenario("talks", "Talks", (Party("a", "A"), Party("b", "B")), (), {})


@pytest.mark.parametrize(
    ("eps", "told"),
    [
        (None, (0.01, True)),
        ("5%", (0.05, True)),
        (" 5 % ", (0.05, True)),
        (0, (0.0, False)),
        ("0.25", (0.25, False)),
        (3, (3.0, False)),
    ],
)
def test_the_least_gain_is_points_or_a_share(eps: float | str | None, told: tuple) -> None:
    assert Wish(eps=eps).least_share() == pytest.approx(told)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("fair"), r"There is no concept 'fair'; those that there are: nash, leximin"),
        (Wish(scale="log"), r"There is no scale 'log'"),
        (Wish(gap=-1.0), r"--gap 1e-3"),
        (Wish(gap=float("nan")), r"--gap 1e-3"),
        (Wish(time_limit=0.0), r"seconds above zero"),
        (Wish(time_limit=float("inf")), r"seconds above zero"),
        (Wish(eps="much"), r"least gain 'much'.*--eps 5%"),
        (Wish(eps="-1%"), r"least gain '-1%'"),
        (Wish(eps=float("nan")), r"least gain 'nan'"),
        (Wish(weights={"c": 1.0}), r"names 'c', which is no party of talks.* a, b"),
        (Wish(weights={"a": 0.0}), r"weight of a must be a number above zero"),
        (Wish(weights={"a": float("inf")}), r"weight of a must be"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(wish: Wish, sentence: str) -> None:
    with pytest.raises(BadScenario, match=sentence) as told:
        wish.checked(SCENARIO)
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
