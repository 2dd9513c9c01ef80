"""What a partnership says of itself: occupation, countries, and who is trained where and for what.

`origins` train people; `destinations` receive some of them; each of the `lanes` goes from one to
the other. An origin has a home track where it also trains people who stay.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator

from comity.core.currencies import NO_CURRENCY, currency
from comity.core.errors import UnknownPlace
from comity.core.places import Place, find_place
from comity.services.training.figures import (
    Density,
    Figure,
    Growth,
    Money,
    Months,
    People,
    Rate,
    Ratio,
    Share,
    Source,
    Strict,
    Trainees,
)

SCHEMA: Literal["training-partnership/1"] = "training-partnership/1"
NONE, ALL = Figure(value=0), Figure(value=1)


def _code(told: str) -> str:
    """A country's three letters."""
    try:
        return find_place(told).code
    except UnknownPlace as error:
        raise ValueError(str(error).rstrip(".")) from error


Country = Annotated[str, AfterValidator(_code)]


class Occupation(Strict):
    """What people are trained for: ISCO-08 code of one to four digits, and its name."""

    isco: str = Field(pattern=r"^\d{1,4}$")
    label: str = Field(min_length=1, max_length=120)


class Guard(Strict):
    """Who practises the occupation in the country of origin, and how many it needs."""

    population: People
    growth: Growth = NONE
    """Of the population, a year."""
    practitioners: People
    """People who practise the occupation there now."""
    graduates: People = NONE
    """People who take up practice in a year, without the partnership."""
    exits: Share = NONE
    """Practitioners who stop or leave in a year, without the partnership."""
    threshold: Density
    """Practitioners per 10,000 inhabitants below which the country is short of them."""


class Home(Strict):
    """The home track: people who are trained and stay."""

    trainees: Trainees
    """Who begin in a year."""
    months: Months
    cost: Money
    """Of training one person."""
    attrition: Share = NONE
    """Who begin and do not finish."""
    practises_before: Share = NONE
    """Who would practise the occupation without the partnership."""
    works_while_training: Share = NONE


class Origin(Strict):
    """A country that trains people: what they earn there, and what it cannot do without."""

    country: Country
    wage_before: Money
    """Gross pay in a year that trainees could expect without the partnership, spells without work
    included."""
    wage_home: Money
    """Gross pay in a year of who was trained and works at home, spells without work included."""
    tax: Share = NONE
    """Taxes and contributions on pay."""
    spending_tax: Share = NONE
    """Taxes in what families buy with money from abroad."""
    value_to_others: Money = NONE
    """What a practitioner's work is worth to others in a year, beyond the pay."""
    practises_home: Share = ALL
    """Who practise the occupation once they are trained and at home."""
    guard: Guard | None = None
    home: Home | None = None

    @property
    def place(self) -> Place:
        """The country."""
        return find_place(self.country)


class Destination(Strict):
    """A country that receives some of the people who were trained."""

    country: Country
    wage: Money
    """Gross pay in a year once the qualification is recognised."""
    tax: Share = NONE
    """Taxes and contributions on pay."""
    public_services: Money = NONE
    """What public services for one worker and family cost in a year."""
    post_value: Money
    """What a filled post is worth to the employer in a year, beyond what the worker costs."""
    vacancies: People | None = None
    """Posts to be filled."""
    trained_there: Money | None = None
    """What it costs to train one person in this country instead; it is shown, not counted."""

    @property
    def place(self) -> Place:
        """The country."""
        return find_place(self.country)


class Costs(Strict):
    """What preparing one person costs: in training, and on the way to full work."""

    training: Money
    language: Money = NONE
    recognition: Money = NONE
    travel: Money = NONE
    at_destination: Money = NONE
    """Courses and exams after arrival."""


class Lane(Strict):
    """The away track from one country to another: people who are trained, and leave."""

    origin: Country = Field(alias="from")
    destination: Country = Field(alias="to")
    trainees: Trainees
    """Who begin in a year."""
    months: Months
    """Of training and language course before departure."""
    recognition_months: Months = NONE
    """From arrival to recognition."""
    costs: Costs
    attrition: Share = NONE
    """Who begin and do not leave."""
    recognised: Share = ALL
    """Whose qualification is recognised; the others go home and work there."""
    pay_until_recognised: Share = ALL
    """Pay until recognition as a share of `wage`."""
    returns: Share = NONE
    """Who go home in a year, of those who are there."""
    quits: Share = NONE
    """Who leave the employers of the partnership in a year, and stay in the country."""
    practises_before: Share = NONE
    """Who would practise the occupation at home without the partnership."""
    works_while_training: Share = NONE
    remitted: Share = NONE
    """Of take-home pay, what is sent to the family."""
    sending_cost: Share = NONE
    """Of what is sent, what sending costs."""
    prices: Ratio = ALL
    """Prices at the destination as a multiple of prices at home."""

    @property
    def code(self) -> str:
        """The pair of countries, as people go."""
        return f"{self.origin}-{self.destination}"


class Partnership(Strict):
    """A partnership as its document tells it; amounts are real, in one currency and price year."""

    partnership: Literal["training-partnership/1"] = Field(default=SCHEMA, alias="schema")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")
    title: str = Field(min_length=1, max_length=200)
    about: str = Field(default="", max_length=2000)
    illustration: str = Field(default="", max_length=1000)
    """Why the partnership is nobody's, where it only illustrates."""
    occupation: Occupation
    currency: str
    prices_of: int = Field(ge=1950, le=2100)
    years: int = Field(default=10, ge=1, le=40)
    """Years over which costs and gains are counted, from the first intake on."""
    intakes: int = Field(default=1, ge=1, le=30)
    """Years in which people begin, one intake a year."""
    discount: Share = Figure(value=0.03)
    sources: dict[str, Source] = Field(default_factory=dict)
    rates: dict[str, Rate] = Field(default_factory=dict)
    """Units of another currency for one of the partnership's."""
    origins: tuple[Origin, ...] = Field(min_length=1, max_length=20)
    destinations: tuple[Destination, ...] = Field(min_length=1, max_length=20)
    lanes: tuple[Lane, ...] = Field(min_length=1, max_length=60)
    fixed: Money = NONE
    """Running the partnership in a year with an intake, whatever the number of trainees."""
    shares: dict[str, Share] | None = None
    """Who pays which share of all costs, as agreed: a country, or `employers.` and a country."""

    @field_validator("currency")
    @classmethod
    def _money(cls, told: str) -> str:
        if (code := currency(told)) is None:
            raise ValueError(f"'{told[:12]}' {NO_CURRENCY}")
        return code

    def origin(self, code: str) -> Origin:
        """The origin of that code."""
        return next(one for one in self.origins if one.country == code)

    def destination(self, code: str) -> Destination:
        """The destination of that code."""
        return next(one for one in self.destinations if one.country == code)

    def as_json(self) -> dict[str, Any]:
        """The document again, without what is at its default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
