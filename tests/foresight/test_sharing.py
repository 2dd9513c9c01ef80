"""Whoever carries a recipe out, and in whatever order, it says the same bytes."""

import pickle
from typing import Any

import numpy as np
import pytest

from comity.foresight import sharing
from comity.foresight.bands import Bands, Spread
from comity.foresight.methods import Pooled
from comity.foresight.recipe import BAR, Recipe, carry_out
from comity.foresight.sharing import carried
from tests.foresight.made_panels import made


def test_pieces_made_elsewhere_in_any_order_give_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    panel = made(series=20, periods=30, horizons=3)
    pooled = Recipe("pooled", (Pooled(("mean:2", "mean:4")),), Bands(Spread(("spread:3",))))
    asked: list[tuple[int, int]] = []

    def elsewhere(job: Any, spans: list[tuple[int, int]], _address: str, make: Any) -> Any:
        sent, asked[:] = pickle.dumps((job, make)), spans
        for span in reversed(spans):
            held, work = pickle.loads(sent)
            yield work(held, *span)

    monkeypatch.setattr(sharing, "over_cluster", elsewhere)
    columns = range(12, panel.periods)
    shared = carried(panel, (pooled, BAR), columns, "tcp://somewhere:1")
    assert asked == [(0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3)]
    for said, recipe in zip(shared, (pooled, BAR), strict=True):
        alone = carry_out(panel, recipe, columns)
        assert said.recipe == recipe.name
        assert np.isfinite(alone.quantiles).any()
        assert said.quantiles.tobytes() == alone.quantiles.tobytes()
