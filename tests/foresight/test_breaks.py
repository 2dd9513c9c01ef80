"""Records of regime breaks hold together, and none is heeded before the day it was known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.evidence import Evidence
from comity.foresight.bands import MIDDLE
from comity.foresight.break_records import (
    KINDS,
    Break,
    chosen,
    find_break,
    kind_of,
    of_subject,
    records,
    touching,
)
from comity.foresight.breaks import FROZEN, ORDINARY, WIDENED, Heed, apply, asked
from comity.foresight.layers import layers
from comity.foresight.panel import YEARLY, Panel
from comity.foresight.recipe import BAR, Said, carry_out

FIRST, YEARS, SERIES = 2000, 24, 12
BY = ("origin", "destination")
KEYS = tuple(
    (code, "DEU")
    for code in ["AFG", "ALB", "BIH", "ERI", "IRN", "IRQ", "MKD", "NGA", "PAK", "SOM", "SRB", "SYR"]
)


def panel(seed: int = 0, shock: tuple[int, float] | None = None) -> Panel:
    """Random walks of corridors into Germany; a shock multiplies the first six from a year on."""
    rng = np.random.default_rng(seed)
    logs = 7 + np.cumsum(rng.normal(0, 0.25, (SERIES, YEARS)), axis=1)
    if shock:
        logs[:6, shock[0] - FIRST :] += np.log(shock[1])
    return Panel(BY, KEYS, "year", FIRST, np.round(np.exp(logs)), YEARLY, name="asylum-corridors")


def released(period: str) -> date:
    """Figures of a year are public in June of the next."""
    return date(int(period) + 1, 6, 14)


def broken(begins: date, known: date, effect: str = "freeze", who: tuple[str, ...] = ()) -> Break:
    """A break of corridors from these origins."""
    some = find_break("germany-western-balkans")
    return replace(
        some,
        id=f"made-{begins}-{who}",
        begins=begins,
        known=known,
        effect=effect,
        origins=who,
        destinations=(),
    )


def said(of: Panel) -> tuple[Said, Said]:
    """The bar of every column, and a forecast that expects a tenth less, in narrower bands."""
    bar = carry_out(of, BAR, range(4, of.periods))
    middle = bar.quantiles[..., MIDDLE : MIDDLE + 1]
    return Said("default", of, middle - 0.1 + (bar.quantiles - middle) * 0.5), bar


def test_every_record_is_dated_cited_and_speaks_of_series_that_exist(evidence: Evidence) -> None:
    held = layers()
    rows = evidence.query("SELECT DISTINCT route FROM border_detections_eu")
    routes = {row["route"] for row in rows}
    assert len({one.id for one in records()}) == len(records()) >= 40
    assert {one.kind for one in records()} == set(KINDS)
    for one in records():
        assert 0 < len(set(one.layers) & set(held)) == len(set(one.layers)), one.id
        assert set(one.routes) <= routes, one.id
        assert all((one.source, one.title, one.changes.endswith("."))), one.id
        assert one.until is None or one.until >= one.begins, one.id
        assert one.known <= date(2026, 11, 23), one.id
        assert one.members("origins") or not one.origins
        assert set(one.recalled) <= {"from", "known", "until"}
        assert one.read.startswith("http") or one.verification == "recalled"


def test_a_group_of_states_has_the_members_of_the_day() -> None:
    protection = find_break("eu-temporary-protection")
    assert {"DEU", "POL"} <= protection.members("destinations")
    assert not protection.touches(BY, ("UKR", "GBR"))
    assert find_break("schengen-visa-free-georgia").touches(BY, ("GEO", "CHE"))


def test_the_law_of_the_union_stops_where_a_state_is_not_bound() -> None:
    ends = "eu-temporary-protection-end"
    for name in ("eu-temporary-protection", ends, "eu-asylum-regulations-2026"):
        bound = find_break(name).members("destinations")
        assert (len(bound), {"DNK", "GBR"} & bound, {"IRL"} - bound) == (26, set(), set()), name
    assert not {"DNK", "IRL"} & find_break("eu-court-afghan-women").members("destinations")
    assert [one.id for one in touching("asylum-corridors", BY, ("UKR", "DNK"))] == [
        "schengen-visa-free-ukraine",
        "pandemic-closures",
        "denmark-special-act",
    ]
    listed = find_break("us-entry-proclamation-2025").members("origins")
    assert (len(listed), "COG" in listed, "COD" in listed) == (19, True, False)


def test_breaks_are_found_by_place_pair_layer_kind_and_day() -> None:
    assert [one.id for one in touching("asylum-corridors", BY, ("UKR", "CHE"))] == [
        "schengen-visa-free-ukraine",
        "pandemic-closures",
        "switzerland-status-s",
    ]
    found, subject, layer = chosen("eu-detections", "readmission")
    assert "eu-turkey-statement" in [one.id for one in found]
    assert (subject, layer) == (None, "eu-detections")
    tur, place, _ = chosen("Türkiye")
    assert place
    assert "eu-turkey-statement" in [one.id for one in tur]
    assert tur == of_subject(place)
    assert all(one.known <= date(2016, 3, 17) for one in chosen("", "", date(2016, 3, 17))[0])
    with pytest.raises(ComityError, match="no kind of break; one of"):
        kind_of("war")


@given(known=st.integers(2001, 2022), begins=st.integers(2003, 2022), when=st.integers(1, 365))
def test_a_break_known_later_changes_nothing_before(known: int, begins: int, when: int) -> None:
    day = date.fromordinal(date(known, 1, 1).toordinal() + when - 1)
    one = broken(date(begins, 5, 1), day, who=("AFG", "SYR"))
    of = panel()
    marks = asked(of, [one], released)
    public = np.array([released(of.label(int(col))) for col in of.cells.cols])
    assert (marks[:, public < day] == ORDINARY).all()
    others = ~np.isin(of.cells.rows, [KEYS.index(("AFG", "DEU")), KEYS.index(("SYR", "DEU"))])
    assert (marks[:, others] == ORDINARY).all()
    for horizon in range(3):  # the regime is new in the target, and not yet settled at the origin
        target = FIRST + of.cells.cols + horizon + 1
        touched = marks[horizon] == FROZEN
        assert (target[touched] >= begins).all()
        assert (FIRST + of.cells.cols[touched] - begins < 2).all()


def test_nothing_released_after_the_origin_matters() -> None:
    whole = panel(3, shock=(2012, 4.0))
    every = [
        broken(date(year, 1, 1), date(year, 1, 1), effect, (KEYS[series][0],))
        for series, year in enumerate(range(2007, 2019))
        for effect in (("freeze", "widen")[series % 2],)
    ]
    heed = Heed(fewest=2)
    forecast, bar = said(whole)
    later, marks = apply(forecast, bar, every, released, heed)
    for column in (9, 13, 18):
        early = whole.until(column)
        then, before = apply(*said(early), every, released, heed)
        here = whole.cells.at(column)
        np.testing.assert_array_equal(then.quantiles[:, here], later.quantiles[:, here])
        np.testing.assert_array_equal(before[:, here], marks[:, here])


def test_frozen_forecasts_are_what_the_bar_says_and_untouched_ones_are_left() -> None:
    of = panel()
    forecast, bar = said(of)
    one = broken(date(2015, 1, 1), date(2015, 1, 1), who=("AFG",))
    made, marks = apply(forecast, bar, [one], released)
    assert (marks == FROZEN).any()
    assert not (marks == WIDENED).any()
    np.testing.assert_array_equal(made.quantiles[marks == FROZEN], bar.quantiles[marks == FROZEN])
    untouched = marks == ORDINARY
    np.testing.assert_array_equal(made.quantiles[untouched], forecast.quantiles[untouched])


def test_freezing_has_to_keep_earning_itself_and_bands_widen_as_far_as_they_must() -> None:
    """Where the forecast knows better than the last value after breaks, it is no longer frozen."""
    of = panel(1)
    _, bar = said(of)
    true = np.full_like(bar.quantiles, np.nan)
    for number in range(3):  # a forecast that is right, with bands that are a little too narrow
        later = of.cells.cols + number + 1
        known = later < of.periods
        outcome = of.logs[of.cells.rows[known], later[known]]
        spread = np.linspace(-0.1, 0.1, bar.quantiles.shape[2])
        off = np.random.default_rng(number).normal(0, 0.08, known.sum())
        true[number, known] = (outcome + off)[:, None] + spread
    right = Said("default", of, true)
    every = [
        broken(date(2006 + n, 1, 1), date(2006 + n, 1, 1), who=(KEYS[n][0],)) for n in range(8)
    ]
    made, marks = apply(right, bar, every, released, Heed(widest=1.3))
    column = 2013 - FIRST  # seven breaks were known by then, and their outcomes for a year
    state = marks[0, of.cells.at(column)]
    assert FROZEN not in state
    assert WIDENED in state
    early = marks[0, of.cells.at(2007 - FIRST)]
    assert FROZEN in early
    cell = of.cells.at(column).start + int(np.flatnonzero(state == WIDENED)[0])
    spread = np.ptp(made.quantiles[0, cell]) / np.ptp(true[0, cell])
    assert 1.0 < spread <= 1.3 + 1e-9
    assert made.quantiles[0, cell, MIDDLE] == pytest.approx(true[0, cell, MIDDLE])


def test_a_break_of_every_series_freezes_none() -> None:
    of = panel()
    everywhere = broken(date(2015, 1, 1), date(2015, 1, 1))
    assert set(np.unique(asked(of, [everywhere], released))) == {ORDINARY, WIDENED}


def test_a_shipped_break_reaches_the_forecast_of_its_corridor_once_it_was_known(
    evidence: Evidence,
) -> None:
    layer = layers()["us-encounters"]
    of = layer.panel(evidence)
    marks = asked(of, [find_break("mexico-visa-venezuela")], layer.release_of)
    rows = of.cells.rows == of.keys.index(("VEN",))
    touched = {of.label(int(col)) for col in of.cells.cols[(marks[0] == FROZEN) & rows]}
    assert min(touched) == "2021-12"  # public on 20 January 2022; the rule was known on the 6th
    assert max(touched) == "2022-11"
    assert len(touched) == 12
    assert not marks[:, ~rows].any()
