"""What the accounting itself had to adjust is told in words, place by place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.core.errors import ComityError
from comity.evidence.flows.accounts import Accounts, Matching
from comity.evidence.flows.adjustments import Adjustment
from comity.evidence.flows.inputs import Inputs
from comity.evidence.flows.tables import Sex

_OF_ONE = {"female": "Women and girls", "male": "Men and boys"}


def told(book: Accounts, inputs: Inputs, matching: Matching, sex: Sex) -> list[Adjustment]:
    """What the accounting itself had to adjust; of one sex, each sentence says of which."""
    said = _told(book, inputs, matching)
    if sex == "total":
        return said
    return [replace(one, says=f"{_OF_ONE[sex]}: {one.says}") for one in said]


def _told(book: Accounts, inputs: Inputs, matching: Matching) -> list[Adjustment]:
    said: list[Adjustment] = []
    if book.many_births:
        who = tuple(inputs.places[place] for place in book.many_births)
        said.append(
            Adjustment(
                "many_births",
                f"More births than natives at the end in {', '.join(who)}: births are taken from "
                "all birthplaces there, in proportion.",
                who,
            )
        )
    off = float(
        (inputs.births.sum() - inputs.deaths.sum()) - (inputs.end.sum() - inputs.start.sum())
    )
    if matching == "rescale" and abs(off) > 0.5:
        said.append(
            Adjustment(
                "balanced",
                f"Births minus deaths and the growth of the stocks differ by {off:,.0f} people "
                "over all places; natives at the start and at the end carry half of it each.",
                (),
                off,
            )
        )
    if matching != "rescale":
        left, arrived = float(book.left.sum()), float(book.arrived.sum())
        said.append(
            Adjustment(
                "open",
                f"By the open method {left:,.0f} people leave the places and {arrived:,.0f} arrive "
                "from outside, in no flow between them.",
                (),
                left + arrived,
            )
        )
    if (low := float(min(book.start.min(), book.end.min()))) < 0:
        said.append(
            Adjustment(
                "negative_cells",
                f"The variant 'open' leaves cells below zero (down to {low:,.0f} people).",
                (),
                low,
            )
        )
    return said


def nobody_negative(book: Accounts, inputs: Inputs, method: str) -> None:
    """Refuse independence where the variant `open` left fewer than nobody in a cell."""
    for stock in (book.start, book.end):
        if stock.min() < 0:
            row, column = np.unravel_index(int(np.argmin(stock)), stock.shape)
            raise ComityError(
                f"{method} cannot spread fewer than nobody: people born in {inputs.places[row]} "
                f"living in {inputs.places[column]} come out as {stock.min():,.0f} with the "
                "variant 'open'; choose open-dr."
            )
