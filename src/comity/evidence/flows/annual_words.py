"""What splitting a period into years had to adjust is told in words, place by place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.evidence.flows.adjustments import Adjustment
from comity.evidence.flows.annual_fit import Split
from comity.evidence.flows.annual_tables import Registered
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.estimation import Estimate
from comity.evidence.flows.feasible import listed

OVERLAP = Adjustment(
    "registered",
    "Registered displacement is the sum of people newly recognised as refugees or in a similar "
    "situation, asylum applications, and others newly in need of protection. The categories can "
    "overlap over time and between countries: one person can be in several, and be registered "
    "years after arrival.",
)


def projected(first: int) -> Adjustment:
    """Net migration of a year that was not over when it was published."""
    return Adjustment("projected", f"Net migration from {first} on is a projection.")


def too_far(estimate: Estimate, published: Array) -> str:
    """Why the years of this estimate cannot have the published net migration."""
    lacks = np.abs(estimate.net - published)
    most = int(np.argmax(lacks))
    return (
        f"The years of {estimate.method} cannot have the net migration that is published: over "
        f"{estimate.inputs.year0}-{estimate.inputs.year1} the two differ by {lacks.sum():,.0f} "
        f"people over all places, most in {estimate.places[most]} ({estimate.net[most]:,.0f} "
        f"against {published[most]:,.0f}); take a closed method, or let the targets be shifted "
        "to the estimate's own net migration (scale)."
    )


def shifted(
    estimate: Estimate, wanted: Array, targets: Array, known: NDArray[np.bool_], *, far: bool
) -> list[Adjustment]:
    """How far the targets are from what is published, and for whom nothing is."""
    said = []
    if not known.all():
        who = tuple(estimate.places[i] for i in np.flatnonzero(~known))
        said.append(
            Adjustment(
                "no_net_migration",
                f"No net migration is published for {', '.join(who)}; its own of the period is "
                "the same in every year.",
                who,
            )
        )
    moved = np.abs(targets - wanted)
    most = int(np.argmax(moved.max(axis=0)))
    if moved.sum() > 0.5:
        kind = "shifted" if far else "net_spread"
        said.append(
            Adjustment(
                kind,
                f"Net migration of the period in the estimate and as published differ by "
                f"{np.abs(estimate.net - wanted.sum(axis=0)).sum():,.0f} people over all places, "
                "spread evenly over the years; what the places do not add up to in a year is "
                "spread in proportion to movements. No place is shifted by more than "
                f"{moved.max():,.0f} people in a year ({estimate.places[most]}).",
                (estimate.places[most],),
                float(moved.sum()) / 2,
            )
        )
    return said


def registered(estimate: Estimate, counted: Registered) -> list[Adjustment]:
    """What was registered outside the places, and where it exceeds the estimate."""
    said = [OVERLAP]
    if counted.silent:
        said.append(
            Adjustment(
                "registered_silent",
                "No registered displacement is in the table for "
                f"{', '.join(map(str, counted.silent))}; there it sets no lower bound.",
            )
        )
    if counted.elsewhere > 0.5:
        said.append(
            Adjustment(
                "registered_left_out",
                f"{counted.elsewhere:,.0f} people were registered from or in places that take no "
                "part, or of unknown origin, in the calendar years of the period.",
                (),
                counted.elsewhere,
            )
        )
    sums = counted.people.sum(axis=0)
    more = np.where(sums > estimate.flows, sums - estimate.flows, 0.0)
    if more.max(initial=0.0) > 0.5:
        i, j = np.unravel_index(int(np.argmax(more)), more.shape)
        said.append(
            Adjustment(
                "registered_exceeds",
                f"On {(more > 0).sum():,} of {(sums > 0).sum():,} pairs more people were "
                f"registered than the estimate lets move, {more.sum():,.0f} in all, most from "
                f"{estimate.places[i]} to {estimate.places[j]} ({sums[i, j]:,.0f} against "
                f"{estimate.flows[i, j]:,.0f}); there the years share out the estimate as the "
                "registrations do.",
                (estimate.places[i], estimate.places[j]),
                float(more.sum()),
            )
        )
    return said


def fitted(estimate: Estimate, targets: Array, bounds: Array, made: Split) -> list[Adjustment]:
    """Where the bounds gave way, and which net figures have no room in the table."""
    said = []
    lowered = (bounds - made.at_least).sum(axis=0)
    if (lowered > 0.5).any():
        i, j = np.unravel_index(int(np.argmax(lowered)), lowered.shape)
        said.append(
            Adjustment(
                "bound_lowered",
                f"On {(lowered > 0.5).sum():,} pairs net migration leaves no room for all who were "
                f"registered, in the years in which they were: the lower bound is "
                f"{lowered.sum():,.0f} of {bounds.sum():,.0f} people lower there, most from "
                f"{estimate.places[i]} to {estimate.places[j]} ({lowered[i, j]:,.0f}).",
                (estimate.places[i], estimate.places[j]),
                float(lowered.sum()),
            )
        )
    if made.beyond.any():
        said.append(_beyond(estimate, targets, made))
    return said


def _beyond(estimate: Estimate, targets: Array, made: Split) -> Adjustment:
    off = np.abs(made.off)
    places = np.flatnonzero(made.beyond)
    first = places[np.argsort(-off[:, places].max(axis=0), kind="stable")]
    year, place = int(np.argmax(off[:, first[0]])), int(first[0])
    others = np.where(made.beyond, 0.0, off)
    return Adjustment(
        "no_room",
        f"All movements of the period together cannot give the net migration of every year to "
        f"{listed(estimate.places, first)}; the nearest tables are given, {off.sum() / 2:,.0f} "
        f"people away over all places and years, most in {estimate.places[place]} from July "
        f"{estimate.inputs.year0 + year} ({targets[year, place] + made.off[year, place]:,.0f} "
        f"instead of {targets[year, place]:,.0f}). Places that exchange people with these make up "
        f"for it, each by {others.max():,.0f} people a year at most.",
        tuple(estimate.places[i] for i in first),
        float(off.sum()) / 2,
    )
