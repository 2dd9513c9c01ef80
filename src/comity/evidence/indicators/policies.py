"""SDG 10.7.2: answers of a government become scores, and scores categories, in exact arithmetic.

A domain is the mean of its five subcategories, the overall score the unweighted mean of all thirty
(as the publishers describe it), each over those that were answered. Too few answers give no score:
missing is never zero. The cut-offs 40, 80 and 100 are compared as fractions, so that four of five
is 80 and not a little less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comity.core.marks import N_

CATEGORIES = {
    1: N_("Requires further progress"),
    2: N_("Partially meets"),
    3: N_("Meets"),
    4: N_("Fully meets"),
}
"""The four categories by their code in the UN's series."""

CUT_OFFS = (40, 80, 100)
"""From these scores on, a category is left for the next."""

ITEMS_IN_DOMAIN, DOMAINS = 5, 6
DOMAIN_NEEDS, OVERALL_NEEDS = 4, 24
"""Answers without which a domain, or the whole, has no score (a choice of Comity's)."""

Answers = Sequence[Fraction | None]


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 100 with the answers it rests on; None where there were too few."""

    exact: Fraction | None
    answered: int
    required: int
    of: int

    @property
    def value(self) -> float | None:
        """The score as it is shown."""
        return None if self.exact is None else float(self.exact)

    @property
    def code(self) -> int | None:
        """The category, 1 to 4."""
        return None if self.exact is None else category(self.exact)

    @property
    def category(self) -> str | None:
        """The category in words."""
        return None if self.code is None else CATEGORIES[self.code]


def category(score: Fraction | float) -> int:
    """The category of a score: below 40, below 80, below 100, and 100.

    >>> [category(score) for score in (0, 39.99, 40, 79.99, 80, 99.99, 100)]
    [1, 1, 2, 2, 3, 3, 4]
    """
    return 1 + sum(score >= cut for cut in CUT_OFFS)


def domain_score(answers: Answers) -> Score:
    """The score of one domain from the scores of its items, None where one was not answered.

    >>> one = Fraction(1)
    >>> domain_score([one, one, 0 * one, 0 * one, 0 * one]).value
    40.0
    >>> domain_score([one, one, one, None, None]).value is None
    True
    """
    return _mean(answers, DOMAIN_NEEDS)


def overall_score(domains: Mapping[str, Answers]) -> Score:
    """The score over all items of all domains; none where a domain has none.

    >>> yes = [Fraction(1)] * 5
    >>> found = overall_score({str(n): yes for n in range(1, 7)})
    >>> found.value, found.category
    (100.0, 'Fully meets')
    """
    every = [answer for answers in domains.values() for answer in answers]
    whole = _mean(every, OVERALL_NEEDS)
    all_scored = len(domains) == DOMAINS and all(
        domain_score(answers).exact is not None for answers in domains.values()
    )
    return whole if all_scored else Score(None, whole.answered, whole.required, whole.of)


def _mean(answers: Answers, needed: int) -> Score:
    given = [answer for answer in answers if answer is not None]
    exact = 100 * sum(given, Fraction()) / len(given) if len(given) >= needed else None
    return Score(exact, len(given), needed, len(answers))
