"""The accounts of a partnership, year by year: what each party gains, and what all of it costs.

People begin in `intakes` yearly intakes. On the away track they are trained for some months, leave,
may wait for recognition on less pay, and work; in each year some return and some change employers.
On the home track they are trained and work at home. Every gain is the difference to what would be
without the partnership. Amounts are real. Nothing is counted twice: money that families receive is
part of the gain of those who leave, and of it the state of origin gains the taxes alone.

Source: M. Clemens (2015), Global Skill Partnerships: a proposal for technical training in a mobile
world, IZA Journal of Labor Policy 4:2. The accounts are Comity's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from comity.core.marks import N_
from comity.services.training.document import Lane, Partnership
from comity.services.training.drawing import Floats, Numbers

ITEMS: Mapping[str, str] = {
    "pay": N_("Pay, after tax and in prices at home, beyond what it would be without"),
    "forgone": N_("Pay missed while in training"),
    "tax": N_("Taxes on pay, beyond what they would be without"),
    "spending_tax": N_("Taxes in what families buy with money from abroad"),
    "value_to_others": N_("What practitioners are worth to others, gained or lost"),
    "public_services": N_("Public services for workers and families"),
    "posts": N_("Posts that are filled"),
}
"""What a gain is made of."""

COSTS: Mapping[str, str] = {
    "training": N_("Training of those who leave"),
    "language": N_("Language courses"),
    "recognition": N_("Recognition of qualifications"),
    "travel": N_("Travel and placement"),
    "at_destination": N_("Courses after arrival"),
    "home": N_("Training of those who stay"),
    "fixed": N_("Running the partnership"),
}
"""What the partnership costs."""


@dataclass
class Accounts:
    """Gains by party and item, costs by item, and people in practice by origin, each by year.

    Every array has the shape (draws, years); gains are before anybody has paid the costs.
    """

    shape: tuple[int, int]
    discount: Floats
    gains: dict[str, dict[str, Floats]] = field(default_factory=dict)
    costs: dict[str, Floats] = field(default_factory=dict)
    practice: dict[str, Floats] = field(default_factory=dict)
    """Practitioners more (or fewer) than without the partnership, over the year."""

    def gain(self, party: str, item: str, amounts: Floats) -> None:
        """Add to what a party gains."""
        items = self.gains.setdefault(party, {})
        items[item] = items.get(item, np.zeros(self.shape)) + amounts

    def cost(self, item: str, amounts: Floats) -> None:
        """Add to what the partnership costs."""
        self.costs[item] = self.costs.get(item, np.zeros(self.shape)) + amounts

    def practising(self, origin: str, people: Floats) -> None:
        """Add to who practises in a country of origin."""
        self.practice[origin] = self.practice.get(origin, np.zeros(self.shape)) + people

    def worth(self, party: str) -> Floats:
        """What a party gains before costs, discounted to the first year; one number a draw."""
        return self.now(self.by_year(party))

    def by_year(self, party: str) -> Floats:
        """What a party gains before costs, by year, not discounted."""
        return sum(self.gains.get(party, {}).values(), np.zeros(self.shape))

    def cost_by_year(self) -> Floats:
        """What everything costs, by year, not discounted."""
        return sum(self.costs.values(), np.zeros(self.shape))

    def price(self) -> Floats:
        """What everything costs, discounted; one number a draw."""
        return self.now(self.cost_by_year())

    def now(self, by_year: Floats) -> Floats:
        """Amounts by year as worth in the first year."""
        worth: Floats = (by_year * self.discount).sum(axis=1) + 0.0  # no zero with a minus
        return worth


def accounts_of(told: Partnership, numbers: Numbers) -> Accounts:
    """Work out the accounts with these numbers."""
    years = np.arange(told.years, dtype=float)[None, :]
    found = Accounts((numbers.draws, told.years), (1 + numbers["discount"]) ** -years)
    for lane in told.lanes:
        for start in range(min(told.intakes, told.years)):
            _away(found, numbers, lane, years, start)
    for origin in told.origins:
        found.practising(origin.country, np.zeros(found.shape))
        if origin.home:
            for start in range(min(told.intakes, told.years)):
                _home(
                    found, numbers.under(f"origins.{origin.country}"), origin.country, years, start
                )
    for start in range(min(told.intakes, told.years)):
        found.cost("fixed", numbers["fixed"] * (years == start))
    return found


@dataclass(frozen=True, slots=True)
class _Times:
    """The share of each year that one intake spends in training, in waiting, and at work."""

    training: Floats
    waiting: Floats
    working: Floats
    arrives: Floats
    """1 in the year in which the intake arrives."""
    after: Floats
    """Whole years since work began."""


def _times(years: Floats, start: int, months: Floats, waiting: Floats | float) -> _Times:
    ready = start + months / 12
    begins = ready + waiting / 12
    return _Times(
        _overlap(years, start, ready),
        _overlap(years, ready, begins),
        np.clip(years + 1 - begins, 0, 1),
        (np.floor(ready) == years).astype(float),
        np.floor(np.maximum(years - begins, 0)),
    )


def _overlap(years: Floats, begin: Floats | float, end: Floats | float) -> Floats:
    """The share of each year that lies between two moments."""
    share: Floats = np.clip(np.minimum(years + 1, end) - np.maximum(years, begin), 0, 1)
    return share


def _away(found: Accounts, numbers: Numbers, lane: Lane, years: Floats, start: int) -> None:
    """One intake on an away track."""
    own, home = numbers.under(f"lanes.{lane.code}"), numbers.under(f"origins.{lane.origin}")
    there = numbers.under(f"destinations.{lane.destination}")
    time = _times(years, start, own["months"], own["recognition_months"])
    begin = own["trainees"]
    leave = begin * (1 - own["attrition"])
    stay = own["recognised"] * (1 - own["returns"]) ** time.after
    abroad = leave * stay * time.working
    back = leave * (1 - stay) * time.working
    paid = there["wage"] * (abroad + leave * own["pay_until_recognised"] * time.waiting)
    net = paid * (1 - there["tax"])
    received = net * own["remitted"] * (1 - own["sending_cost"])
    spent_there = net * (1 - own["remitted"])
    away = leave * (time.waiting + time.working)
    missed = begin * time.training * (1 - own["works_while_training"])
    who, state = f"leave.{lane.origin}", lane.origin
    keep = 1 - home["tax"]
    found.gain(
        who,
        "pay",
        received
        + spent_there / own["prices"]
        + keep * (home["wage_home"] * back)
        - keep * home["wage_before"] * away,
    )
    found.gain(who, "forgone", -keep * home["wage_before"] * missed)
    found.gain(
        state,
        "tax",
        home["tax"] * (home["wage_home"] * back - home["wage_before"] * (away + missed)),
    )
    found.gain(state, "spending_tax", home["spending_tax"] * received)
    found.gain(lane.destination, "tax", there["tax"] * paid)
    found.gain(
        lane.destination,
        "public_services",
        -there["public_services"] * (abroad + leave * time.waiting),
    )
    held = abroad * (1 - own["quits"]) ** time.after
    found.gain(f"employers.{lane.destination}", "posts", there["post_value"] * held)
    people = home["practises_home"] * back - own["practises_before"] * (away + missed)
    found.practising(state, people)
    found.gain(state, "value_to_others", home["value_to_others"] * people)
    for item in ("training", "language"):
        found.cost(item, own[f"costs.{item}"] * begin * (years == start))
    for item in ("recognition", "travel", "at_destination"):
        found.cost(item, own[f"costs.{item}"] * leave * time.arrives)


def _home(found: Accounts, numbers: Numbers, code: str, years: Floats, start: int) -> None:
    """One intake on the home track of an origin."""
    own = numbers.under("home")
    time = _times(years, start, own["months"], 0.0)
    begin = own["trainees"]
    trained = begin * (1 - own["attrition"]) * time.working
    missed = begin * time.training * (1 - own["works_while_training"])
    more = (numbers["wage_home"] - numbers["wage_before"]) * trained
    lost = numbers["wage_before"] * missed
    found.gain(f"stay.{code}", "pay", (1 - numbers["tax"]) * more)
    found.gain(f"stay.{code}", "forgone", -(1 - numbers["tax"]) * lost)
    found.gain(code, "tax", numbers["tax"] * (more - lost))
    before = own["practises_before"]
    people = (numbers["practises_home"] - before) * trained - before * missed
    found.practising(code, people)
    found.gain(code, "value_to_others", numbers["value_to_others"] * people)
    found.cost("home", own["cost"] * begin * (years == start))
