"""The worked examples: each number has its source, and they come to what their pages say."""

from __future__ import annotations

import pytest

from comity.services.training.addresses import figures_of
from comity.services.training.examples import NAMES, NoSuchExample, load, messages, text
from comity.services.training.reading import read_partnership
from comity.services.training.weighing import weigh

DRAWS = 400


@pytest.mark.parametrize("name", NAMES)
def test_every_number_is_cited_or_an_assumption(name: str) -> None:
    told = load(name)
    assert told.id == name
    assert told.illustration.startswith("Worked example.")
    written = [one for one in figures_of(told).values() if one.mark != "stated" or one.value]
    defaults = [key for key, one in figures_of(told).items() if one.mark == "stated" and one.value]
    assert not defaults
    assert len(written) > 20
    cited = {one.source for one in written if one.source}
    assert cited <= set(told.sources)
    for source in told.sources.values():
        assert source.citation
        assert source.url.startswith("https://")


def test_palim_holds_its_published_figures() -> None:
    """EUR 1,496,448.50 for 120 trainees (Migration Partnership Facility), seven months (Enabel)."""
    told = load("palim")
    home = told.origin("MAR").home
    assert home is not None
    lane = told.lanes[0]
    assert home.trainees.value + lane.trainees.value == 120
    assert round(1_496_448.50 / 120) == home.cost.value == lane.costs.training.value
    assert home.months.value == lane.months.value == 7


def test_palim_comes_to_a_gain_for_all() -> None:
    found = weigh(load("palim"), draws=DRAWS)
    assert found.gains
    assert found.watches[0].standing == "not checked"
    assert 0.4 < found.together < 0.9
    ranges = found.split.ranges()
    assert ranges["MAR"][0] == 0
    assert ranges["BEL"][1] == 1


def test_triple_win_holds_its_published_figures() -> None:
    told = load("triple-win")
    guard = told.origin("PHL").guard
    assert guard is not None
    needed = 27.4 * 111_572_254 / 10_000
    assert round(needed - 125_890) == guard.practitioners.value
    assert pytest.approx(told.lanes[0].trainees.value, abs=0.5) == (577 + 776) / 2
    costs = told.lanes[0].costs
    parts = (costs.language, costs.recognition, costs.travel, costs.at_destination)
    assert sum(one.value for one in parts) == (9_500 + 17_000) / 2
    assert sum(one.least for one in parts) >= 9_500
    assert sum(one.most for one in parts) <= 17_000
    assert told.destination("DEU").wage.most == 12 * 4067
    assert told.origin("PHL").wage_home.value == 12 * 36_619


def test_without_a_home_track_the_guard_refuses_and_with_one_all_gain() -> None:
    alone, both = (weigh(load(name), draws=DRAWS) for name in NAMES[1:])
    assert [one.standing for one in alone.refused] == ["lowers while short"]
    assert alone.needs(alone.watches[0]) is None
    assert both.gains
    needed = both.needs(both.watches[0])
    assert needed is not None
    assert 0 < needed < both.told.origin("PHL").home.trainees.value


def test_the_template_is_a_partnership() -> None:
    from pathlib import Path

    told = read_partnership(Path("template.yaml"), data=text("template"))
    assert told.id == "my-partnership"
    with pytest.raises(NoSuchExample, match="no example; there are palim"):
        load("nowhere")


def test_every_text_of_the_examples_is_given_to_the_catalogues() -> None:
    told = set(messages())
    assert load("palim").title in told
    assert load("triple-win").lanes[0].prices.assumption in told
    assert "" not in told
