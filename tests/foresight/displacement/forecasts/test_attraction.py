"""Where movement ends is solved, so it must agree with sums by hand and with the simulation."""

from pathlib import Path

import numpy as np
import pytest

from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.engines.counts import simulate
from comity.foresight.displacement.forecasts.attraction import attraction
from comity.foresight.displacement.plans.planning import make_plan
from tests.foresight.displacement.small import LOCATIONS, write_case

LINE = """\
#name,region,country,lat,lon,location_type,conflict_date,population
A,North,Home,10.0,20.0,conflict_zone,0,60000
T,North,Home,10.0,20.0,town,,
C1,East,Zed,12.0,20.2,camp,,-1
C2,West,Yed,11.0,22.5,camp,,-1
"""
NEAR, FAR = 40, 90


def _line(folder: Path, **what: str) -> np.ndarray:
    """A lies 40 km from C1 and 90 km from a town, which lies 40 km from C2."""
    told = {"locations": LINE, "routes": f"A,C1,{NEAR},\nA,T,{FAR},\nT,C2,{NEAR},\n", **what}
    case = read_case(write_case(folder, conflicts={"A": [1.0] * 20}, days=20, **told))
    return attraction(case, ["C1", "C2", "Elsewhere"], 20, 1.0)


def test_a_line_of_four_places_is_solved_as_by_hand(tmp_path: Path) -> None:
    # From A: to C1 by 1/50, to T by 1/100. From T: to C2 by 1/50, back to A by 1/4 of 1/100.
    to_camp, to_town = (1 / 50) / (3 / 100), (1 / 100) / (3 / 100)
    on, back = (1 / 50) / (1 / 50 + 0.25 / 100), (0.25 / 100) / (1 / 50 + 0.25 / 100)
    first = to_camp / (1 - to_town * back)
    shares = _line(tmp_path / "a")[5]
    assert shares == pytest.approx([first, to_town * on / (1 - to_town * back), 0.0], abs=2e-3)
    assert shares.sum() == pytest.approx(1.0)


def test_a_closed_border_sends_people_elsewhere_while_it_is_closed(tmp_path: Path) -> None:
    shares = _line(tmp_path / "a", closures="country,Home,Zed,5,10\n")
    open_days = np.r_[0:5, 10:20]
    assert (shares[5:10] == [0.0, 1.0, 0.0]).all()
    assert np.allclose(shares[open_days], shares[0])
    assert shares[0, 0] > 0.5


def test_camps_out_of_reach_share_alike(tmp_path: Path) -> None:
    closed = "country,Home,Zed,0,-1\ncountry,Home,Yed,0,-1\n"
    assert _line(tmp_path / "a", closures=closed)[3] == pytest.approx([1 / 3] * 3)


def test_a_long_simulation_without_limits_ends_in_the_same_shares(tmp_path: Path) -> None:
    reports = {"C1": ((0, 0), (1, 20_000), (300, 20_000)), "C2": ((0, 0), (300, 0))}
    told = write_case(
        tmp_path / "a",
        locations=LOCATIONS.replace(",900", ",-1"),
        reports=reports,
        days=300,
        conflicts={"A": [1.0] * 300, "B": [1.0] * 300},
    )
    case = read_case(told)
    still = Settings(camp_movechance=0.0)
    plan = make_plan(case, still, "comity")
    camps = simulate(plan, seed=3).at[-1][plan.camps]
    assert camps.sum() > 19_500
    solved = attraction(case, ["C1", "C2"], 300, 1.0)[0]
    noise = np.sqrt(solved[0] * solved[1] / camps.sum())
    assert camps[0] / camps.sum() == pytest.approx(solved[0], abs=4 * noise + 1e-3)
