"""What each figure of a partnership is called, by the last words of its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comity.core.marks import N_
from comity.core.places import find_place

FIGURES: Mapping[str, str] = {
    "discount": N_("What a year of waiting takes off an amount"),
    "fixed": N_("Running the partnership, a year with an intake"),
    "rates": N_("Rate of exchange"),
    "shares": N_("Share of the costs, as agreed"),
    "wage_before": N_("Pay that trainees could expect without the partnership, a year"),
    "wage_home": N_("Pay of who is trained and works at home, a year"),
    "tax": N_("Taxes and contributions on pay"),
    "spending_tax": N_("Taxes in what families buy with money from abroad"),
    "value_to_others": N_("What a practitioner is worth to others beyond the pay, a year"),
    "practises_home": N_("Who practise the occupation, of those trained and at home"),
    "guard.population": N_("Inhabitants"),
    "guard.growth": N_("Growth of the number of inhabitants, a year"),
    "guard.practitioners": N_("People who practise the occupation there now"),
    "guard.graduates": N_("People who take up practice in a year without the partnership"),
    "guard.exits": N_("Practitioners who stop or leave in a year without the partnership"),
    "guard.threshold": N_("Practitioners per 10,000 inhabitants that are needed"),
    "home.trainees": N_("Trained to stay: people who begin in a year"),
    "home.months": N_("Trained to stay: months of training"),
    "home.cost": N_("Trained to stay: cost of one person"),
    "home.attrition": N_("Trained to stay: who begin and do not finish"),
    "home.practises_before": N_("Trained to stay: who would practise without the partnership"),
    "home.works_while_training": N_("Trained to stay: work done while in training"),
    "wage": N_("Gross pay, a year"),
    "public_services": N_("Public services for a worker and family, a year"),
    "post_value": N_("Worth of a filled post beyond what the worker costs, a year"),
    "vacancies": N_("Posts to be filled"),
    "trained_there": N_("Training one person there instead (shown, not counted)"),
    "trainees": N_("Trained to leave: people who begin in a year"),
    "months": N_("Trained to leave: months of training and language course"),
    "recognition_months": N_("Months from arrival to recognition"),
    "costs.training": N_("Trained to leave: training of one person"),
    "costs.language": N_("Trained to leave: language course of one person"),
    "costs.recognition": N_("Recognition of one qualification"),
    "costs.travel": N_("Placement and travel of one person"),
    "costs.at_destination": N_("Courses after arrival for one person"),
    "attrition": N_("Trained to leave: who begin and do not leave"),
    "recognised": N_("Whose qualification is recognised"),
    "pay_until_recognised": N_("Pay until recognition, of full pay"),
    "returns": N_("Who go home in a year"),
    "quits": N_("Who change to other employers in a year"),
    "practises_before": N_("Trained to leave: who would practise at home without it"),
    "works_while_training": N_("Trained to leave: work done while in training"),
    "remitted": N_("Of take-home pay, what is sent to the family"),
    "sending_cost": N_("What sending costs, of what is sent"),
    "prices": N_("Prices at the destination, as a multiple of those at home"),
}
"""Every figure that a document can hold."""

UNITS: Mapping[str, str] = {
    "money": N_("{currency} of {year}"),
    "share": N_("percent"),
    "people": N_("people"),
    "months": N_("months"),
    "per 10,000": N_("per 10,000 inhabitants"),
    "ratio": N_("times"),
}
_PEOPLE = ("trainees", "vacancies", "population", "practitioners", "graduates")


def unit_of(address: str) -> str:
    """The key of the unit of a figure that is no amount of money, and of one that is.

    >>> unit_of("lanes.PHL-DEU.recognition_months"), unit_of("origins.PHL.tax")
    ('months', 'share')
    """
    from comity.services.training.addresses import is_money

    last = address.rpartition(".")[2]
    if is_money(address):
        return "money"
    if last in _PEOPLE:
        return "people"
    if last.endswith("months"):
        return "months"
    if last == "threshold":
        return "per 10,000"
    return "ratio" if last == "prices" or address.startswith("rates.") else "share"


def named(address: str) -> tuple[str, tuple[str, ...]]:
    """The message that says what a figure is, and the codes of the countries that it is about.

    >>> named("lanes.PHL-DEU.remitted")
    ('Of take-home pay, what is sent to the family', ('PHL', 'DEU'))
    """
    parts = address.split(".")
    if parts[0] == "shares":
        return FIGURES["shares"], (parts[-1],)
    if len(parts) < 3:
        return FIGURES[parts[0]], ()
    return FIGURES[".".join(parts[2:])], tuple(parts[1].split("-"))


def label_of(address: str) -> str:
    """What a figure is called, with the country or the two countries that it is about.

    >>> label_of("destinations.DEU.wage")
    'Gross pay, a year (Germany)'
    """
    what, codes = named(address)
    if address.startswith("rates."):
        return f"{what} ({address.partition('.')[2]})"
    where = " → ".join(find_place(code).name for code in codes)
    return f"{what} ({where})" if where else what


def messages() -> Iterator[str]:
    """The texts that stand in tables here and are said elsewhere."""
    yield from FIGURES.values()
