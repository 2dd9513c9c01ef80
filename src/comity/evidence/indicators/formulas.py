"""What each indicator is: what it measures, how it is worked out, what it needs, how far checked.

The wording is Comity's own. `mark` says how far the formula was checked: read in the publisher's
text, recalled from it, or chosen by Comity where the publisher leaves it open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from comity.core.errors import ComityError, shown
from comity.core.marks import N_

MARKS = {
    "V": N_("read in the publisher's text"),
    "R": N_("recalled from the publisher's text, not read again"),
    "D": N_("a choice of Comity's, where the publisher leaves it open"),
}

ON_PAPER = N_(
    "An index of policy on paper is not an index of practice: governments describe rules, not how "
    "they are applied."
)


@dataclass(frozen=True, slots=True)
class Formula:
    """One indicator; `chosen` is what Comity settles itself, `page` whether it has its own page."""

    code: str
    title: str
    measures: str
    formula: str
    numerator: str
    denominator: str
    unit: str
    custodians: str
    mark: str
    chosen: str = ""
    page: bool = False

    def as_json(self) -> dict[str, str]:
        """The formula as plain data."""
        return {
            "indicator": self.code,
            "title": self.title,
            "measures": self.measures,
            "formula": self.formula,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "unit": self.unit,
            "custodians": self.custodians,
            "mark": self.mark,
            "chosen": self.chosen,
        }


_EVERY = (
    Formula(
        "10.7.1",
        N_("Recruitment cost"),
        N_("What a worker paid to find a job abroad, in months of what the worker earns there."),
        "C / E",
        N_("All that the worker paid for the job, and what was taken from wages later to get such "
           "costs back, less what was reimbursed"),
        N_("Earnings of the same worker in the first full month, before such deductions"),
        "months",
        "ILO, World Bank",
        "R",
        N_("The median over workers is shown first: the smallest value at which the weights reach "
           "half, or the mean of that value and the next where they reach it exactly. The ratio of "
           "all costs to all earnings stands beside it; the two differ where a few workers paid "
           "very much."),
        page=True,
    ),
    Formula(
        "10.7.2",
        N_("Migration policies"),
        N_("How far a government says that it has policies for orderly, safe, regular and "
           "responsible migration, in six domains of five subcategories each."),
        "100 * (s1 + … + sn) / n",
        N_("Scores of the answered subcategories: yes is 1, no is 0; in the first domain half for "
           "those with legal status only"),
        N_("Number of answered subcategories, 30 in all"),
        "percent",
        "UN DESA, IOM",
        "V",
        N_("A domain needs 4 of 5 answers and the whole 24 of 30. The cut-offs 40, 80 and 100 "
           "between categories are recalled."),
        page=True,
    ),
    Formula(
        "10.7.3",
        N_("Deaths and disappearances during migration"),
        N_("How many people are known to have died or disappeared on the way to another country; "
           "at least so many, for many are never recorded."),
        "D + M",
        N_("People recorded dead and people recorded missing, by year and place of the incident"),
        N_("None: it is a count"),
        "deaths",
        "IOM",
        "R",
        page=True,
    ),
    Formula(
        "10.7.4",
        N_("Refugees by country of origin"),
        N_("How many of the people of a country are refugees in another."),
        "100,000 * R / (P + R)",
        N_("Refugees from the country at the end of the year"),
        N_("Residents of the country in the same year, and its refugees"),
        "per 100,000",
        "UNHCR",
        "R",
        page=True,
    ),
    Formula(
        "10.c.1",
        N_("Cost of sending money home"),
        N_("What it costs to send 200 US dollars, in percent of the amount."),
        "100 * F / A + 100 * (I − X) / I",
        N_("Fee F to the sender, and the distance of the rate X applied from the rate I between "
           "banks"),
        N_("Amount A sent; rate I between banks"),
        "percent",
        "World Bank",
        "V",
        N_("With fewer than three services that qualify, the target of five percent for a corridor "
           "counts as not met."),
        page=True,
    ),
    Formula(
        "16.2.2",
        N_("Victims of trafficking"),
        N_("How many victims of trafficking were found for every 100,000 people, by form of "
           "exploitation, sex and age."),
        "100,000 * V / P",
        N_("Victims found or living in the country in the year"),
        N_("Residents of the country in the same year"),
        "per 100,000",
        "UNODC",
        "R",
    ),
    Formula(
        "16.9.1",
        N_("Births registered"),
        N_("How many children under five have had their birth registered."),
        "100 * B / C",
        N_("Children under five whose birth was registered with a civil authority"),
        N_("All children under five"),
        "percent",
        "UNSD, UNICEF",
        "R",
    ),
    Formula(
        "5.2.1",
        N_("Violence by a partner"),
        N_("How many women and girls were subjected to violence by a partner in the past twelve "
           "months."),
        "100 * V / W",
        N_("Women and girls from 15 on who have had a partner and were subjected to violence by "
           "one in the past twelve months"),
        N_("Women and girls from 15 on who have had a partner"),
        "percent",
        "UNICEF, UN Women, UNFPA, WHO, UNODC",
        "R",
    ),
    Formula(
        "5.2.2",
        N_("Sexual violence by others"),
        N_("How many women and girls were subjected to sexual violence by somebody else than a "
           "partner in the past twelve months."),
        "100 * V / W",
        N_("Women and girls from 15 on subjected to it in the past twelve months"),
        N_("Women and girls from 15 on"),
        "percent",
        "UNICEF, UN Women, UNFPA, WHO, UNODC",
        "R",
    ),
    Formula(
        "8.7.1",
        N_("Child labour"),
        N_("How many children from 5 to 17 are in child labour, by sex and age."),
        "100 * L / C",
        N_("Children from 5 to 17 in child labour"),
        N_("All children from 5 to 17"),
        "percent",
        "ILO, UNICEF",
        "R",
    ),
    Formula(
        "8.8.1",
        N_("Injuries at work"),
        N_("How many workers die or are injured at work for every 100,000 workers, migrants beside "
           "nationals."),
        "100,000 * N / T",
        N_("New cases of fatal, or of other, injuries at work in the year"),
        N_("Workers of the same group in the same year"),
        "per 100,000",
        "ILO",
        "R",
        N_("The rate of migrants divided by that of nationals is worked out beside it."),
    ),
)  # fmt: skip


@cache
def formulas() -> dict[str, Formula]:
    """Every indicator by its code, in the order of the list.

    >>> formulas()["10.7.4"].formula
    '100,000 * R / (P + R)'
    """
    return {one.code: one for one in _EVERY}


def formula(code: str) -> Formula:
    """The indicator of a code; raises `ComityError` with those that are known.

    >>> formula(" 10.C.1 ").title
    'Cost of sending money home'
    """
    found = formulas().get(code.strip().lower())
    if found is None:
        known = ", ".join(formulas())
        raise ComityError(f"'{shown(code)}' is no indicator that Comity works out; one of {known}.")
    return found
