"""Eight to fifteen questions about trade-offs, and what the answers say about a party's weights.

A session knows what each option is worth within its issue, and seeks how much issues matter against
each other. Each answer cuts the weights that are possible in two; their middle is the estimate,
their bounds are what is still open. Answers that contradict each other are shown, never hidden:
the weights then are those with the least total error. A session is a value: an answer makes a new
one, and everything it says follows from its answers and its seed.

>>> from comity.agreements.examples import load
>>> scenario = load("triangle")
>>> session = Session(scenario, scenario.parties[0].id)
>>> question = session.next_question()
>>> session = session.answered(question, "A")
>>> len(session.answers), session.consistent
(1, True)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from threadpoolctl import threadpool_limits

from comity.agreements.polytope import (
    INSIDE,
    Polytope,
    bounds,
    centre,
    contradiction,
    deepest,
    eased,
    sample,
)
from comity.agreements.preferences import known, swings, with_preferences
from comity.agreements.programme import Array
from comity.agreements.scenario import BadScenario, Scenario, Stated
from comity.agreements.stability import Stability, stability
from comity.agreements.tradeoffs import Question, best, steps
from comity.core.errors import shown

Verdict = Literal["A", "B", "equal", "cannot say"]
VERDICTS: tuple[Verdict, ...] = ("A", "B", "equal", "cannot say")

EQUAL = 0.02
"""Two sides are equal when they differ by no more than this share of all points."""
RATING = 15.0
"""A swing rating may be off by so many points of a hundred."""
MOST = 15
"""So many questions are asked, and no more."""
REPEATS = {6: 1, 10: 4}
"""After so many answers, this one (counted from 0) is asked again with its sides swapped."""
POINTS = 300
"""Points of the polytope that a question is chosen by."""


@dataclass(frozen=True)
class Answer:
    """A question and what was said."""

    question: Question
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class Session:
    """What one party has answered so far."""

    scenario: Scenario
    party: str
    answers: tuple[Answer, ...] = ()
    ranking: tuple[str, ...] = ()
    """Issues from the one whose swing from worst to best option matters most; all, some or none."""
    ratings: Mapping[str, float] = field(default_factory=dict)
    """Swing ratings: 100 for the swing that matters most."""
    seed: int = 0
    most: int = MOST

    def __post_init__(self) -> None:
        known_issues = {issue.id for issue in self.scenario.issues}
        for issue in (*self.ranking, *self.ratings):
            if issue not in known_issues:
                raise BadScenario(f"{shown(issue)!r} is ranked or rated, but is no issue.")
        if len(set(self.ranking)) < len(self.ranking):
            raise BadScenario("The ranking names an issue twice; name each once.")
        if self.ratings and not (min(self.ratings.values()) >= 0 < max(self.ratings.values())):
            raise BadScenario("Ratings are numbers from 0 to 100, with 100 for what matters most.")

    @cached_property
    def stated_before(self) -> Stated:
        """Values of options, and the sum of weights, as the scenario has them."""
        return known(self.scenario, self.party)

    @cached_property
    def issues(self) -> tuple[str, ...]:
        """Issues whose options differ in value to the party: only their weights can be asked."""
        reach = swings(self.scenario, self.stated_before.values)
        found = tuple(issue for issue, width in reach.items() if width > 1e-9)
        if not found:
            raise BadScenario(
                f"No option of any issue is worth more to {shown(self.party)} than another; "
                "give values of options before asking for weights."
            )
        return found

    @property
    def total(self) -> float:
        """The sum of weights that is kept; 1 where the scenario has none."""
        return sum(self.stated_before.weights.values()) or 1.0

    def answered(self, question: Question, verdict: str) -> Session:
        """The session with one answer more; `BadScenario` for an answer that cannot be."""
        if verdict not in VERDICTS:
            raise BadScenario(
                f"The answer {shown(verdict)!r} is not understood; it is one of "
                f"{', '.join(VERDICTS)}."
            )
        self._check(question)
        chosen = next(one for one in VERDICTS if one == verdict)
        return replace(self, answers=(*self.answers, Answer(question, chosen)))

    def _check(self, question: Question) -> None:
        for side in (question.a, question.b):
            for issue, option in side.items():
                options = {i.id: {o.id for o in i.options} for i in self.scenario.issues}
                if option not in options.get(issue, ()):
                    raise BadScenario(
                        f"A question names {shown(issue)} = {shown(option)}, "
                        "which the scenario does not have."
                    )
        if question.repeats is not None and not 0 <= question.repeats < len(self.answers):
            raise BadScenario("A question repeats one that was not answered yet.")
        if set(question.a) != set(question.b) or not 1 < len(question.a) <= 3:
            raise BadScenario("Both sides of a question name the same two or three issues.")

    # --- What is possible ---------------------------------------------------------------------

    @cached_property
    def _cuts(self) -> tuple[Polytope, list[str]]:
        """Half-spaces and, for each, what was said: "ranking 1", "rating aid", "answer 3"."""
        rows: list[Array] = []
        low: list[float] = []
        names: list[str] = []
        for row, bound, name in [*self._order_cuts(), *self._rating_cuts(), *self._answer_cuts()]:
            rows.append(row)
            low.append(bound)
            names.append(name)
        shape = (len(rows), len(self.issues))
        return Polytope(np.array(rows).reshape(shape), np.array(low, dtype=np.float64)), names

    def _row(self, amounts: Mapping[str, float]) -> Array:
        return np.array([amounts.get(issue, 0.0) for issue in self.issues], dtype=np.float64)

    def _order_cuts(self) -> list[tuple[Array, float, str]]:
        reach = swings(self.scenario, self.stated_before.values)
        order = [issue for issue in self.ranking if issue in self.issues]
        return [
            (self._row({a: reach[a], b: -reach[b]}), 0.0, f"ranking {n + 1}")
            for n, (a, b) in enumerate(pairwise(order))
        ]

    def _rating_cuts(self) -> list[tuple[Array, float, str]]:
        """Each swing within `RATING` points of what it was rated, the top one being 100."""
        reach = swings(self.scenario, self.stated_before.values)
        rated = {i: r for i, r in self.ratings.items() if i in self.issues}
        if not rated:
            return []
        top = max(rated, key=lambda issue: rated[issue])
        cuts = []
        for issue, rating in rated.items():
            share, slack = rating / rated[top], RATING / 100
            if issue != top:
                low, high = (share - slack) * reach[top], (share + slack) * reach[top]
                name = f"rating {issue}"
                cuts.append((self._row({issue: reach[issue], top: -low}), 0.0, name))
                cuts.append((self._row({issue: -reach[issue], top: high}), 0.0, name))
        return cuts

    def _answer_cuts(self) -> list[tuple[Array, float, str]]:
        cuts = []
        for n, answer in enumerate(self.answers):
            row, name = self._row(self.difference(answer.question)), f"answer {n + 1}"
            size = float(np.abs(row).max(initial=0.0))
            if answer.verdict == "cannot say" or size == 0:
                continue
            if answer.verdict in ("A", "equal"):
                cuts.append((row, -EQUAL * size if answer.verdict == "equal" else 0.0, name))
            if answer.verdict in ("B", "equal"):
                cuts.append((-row, -EQUAL * size if answer.verdict == "equal" else 0.0, name))
        return cuts

    def difference(self, question: Question) -> dict[str, float]:
        """By issue, the value of A less the value of B, before weights."""
        values = self.stated_before.values
        return {
            issue: values.get(issue, {}).get(option, 0.0)
            - values.get(issue, {}).get(question.b[issue], 0.0)
            for issue, option in question.a.items()
        }

    @cached_property
    def polytope(self) -> Polytope:
        """All weights that agree with the answers, or nearly do where none agrees with all."""
        return eased(self._cuts[0])

    @cached_property
    def consistent(self) -> bool:
        """Whether some weights agree with everything that was said."""
        return deepest(self._cuts[0])[0] > INSIDE

    @cached_property
    def contradictions(self) -> tuple[str, ...]:
        """A smallest set of statements that cannot all hold, for the party to look at again."""
        cuts, names = self._cuts
        order = list(dict.fromkeys(names))
        found = contradiction(cuts, [order.index(name) for name in names])
        return tuple(order[k] for k in found)

    def repeats(self) -> list[tuple[Answer, Answer, bool]]:
        """Each repeated question: first answer, second answer, whether they agree."""
        mirror = {"A": "B", "B": "A"}
        pairs = [
            (self.answers[a.question.repeats], a)
            for a in self.answers
            if a.question.repeats is not None
        ]
        return [
            (one, two, mirror.get(one.verdict, one.verdict) == two.verdict) for one, two in pairs
        ]

    # --- What is known ------------------------------------------------------------------------

    @cached_property
    def _middle(self) -> Array:
        return centre(self.polytope)

    def _by_issue(self, weights: Array) -> dict[str, float]:
        known = dict(zip(self.issues, (self.total * weights).tolist(), strict=True))
        return {issue.id: known.get(issue.id, 0.0) for issue in self.scenario.issues}

    def weights(self) -> dict[str, float]:
        """The estimate: the analytic centre of all weights that are possible."""
        return self._by_issue(self._middle)

    def bounds(self) -> dict[str, tuple[float, float]]:
        """The least and the most that each weight can be."""
        low, high = (self._by_issue(end) for end in bounds(self.polytope))
        return {issue: (low[issue], high[issue]) for issue in low}

    def points(self, count: int = POINTS) -> Array:
        """(count, issues of the session): weights with sum 1, spread over all that are possible."""
        rng = np.random.default_rng([self.seed, len(self.answers), 1])
        return sample(self.polytope, count, rng, self._middle)

    def samples(self, count: int) -> list[dict[str, float]]:
        """Weights by issue, spread over all that are possible."""
        return [self._by_issue(point) for point in self.points(count)]

    @property
    def grounds(self) -> tuple[str, ...]:
        """What the weights rest on: "ranking 1", "rating aid", "answer 3"; none if nothing was
        said that bears on them, and then the weights mean nothing."""
        return tuple(self._cuts[1])

    def next_question(self) -> Question | None:
        """What to ask next; None when enough was asked, or nothing is left to learn."""
        number = len(self.answers)
        if number >= self.most:
            return None
        again = REPEATS.get(number)
        if again is not None and self.answers[again].verdict in ("A", "B"):
            return self.answers[again].question.swapped(again)
        with threadpool_limits(1, "blas"):
            return self._best(number)

    def _best(self, number: int) -> Question | None:
        places = [issue.id for issue in self.scenario.issues]
        points = np.zeros((POINTS, len(places)))
        points[:, [places.index(issue) for issue in self.issues]] = self.points()
        return best(
            self.scenario,
            steps(self.scenario, self.party, self.stated_before.values),
            points,
            np.random.default_rng([self.seed, number, 2]),
            frozenset(answer.question.key for answer in self.answers),
        )

    def stability(self, samples: int = 40, seconds: float = 0.3) -> Stability:
        """Whether the recommended package hangs on what is still open about these weights."""
        return stability(self.applied(), self.party, self.samples(samples), seconds=seconds)

    def finished(self, samples: int = 40, seconds: float = 0.3) -> Literal["", "asked", "settled"]:
        """Why nothing more needs asking: `most` questions were, or the package is settled."""
        if len(self.answers) >= self.most:
            return "asked"
        return "settled" if self.stability(samples, seconds).settled else ""

    def stated(self, date: str = "") -> Stated:
        """What the answers say, to be kept with the scenario: weights, bounds, how and when."""
        ends = self.bounds()
        count = len(self.answers)
        weights = self.weights()
        return Stated(
            weights,
            self.stated_before.values,
            low={issue: min(low, weights[issue]) for issue, (low, _) in ends.items()},
            high={issue: max(high, weights[issue]) for issue, (_, high) in ends.items()},
            method=f"trade-off questions ({count}), analytic centre"
            if self.consistent
            else f"trade-off questions ({count}), least total error",
            date=date,
        )

    def applied(self, date: str = "") -> Scenario:
        """The scenario with what the answers say."""
        return with_preferences(self.scenario, self.party, self.stated(date))
