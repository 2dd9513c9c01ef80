"""A figure of a partnership: a number, how far it may be off, and who says so.

A figure is cited (`source`), assumed (`assumption`, with the reason), or stated by whoever wrote
the document. Nothing else stands in for a number that nobody gave.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from comity.core.currencies import NO_CURRENCY, currency

MOST = 1e12
"""No number of a partnership may be larger."""

Mark = Literal["cited", "assumption", "stated"]


class Strict(BaseModel):
    """A part of the document: only the names that it declares, never changed once it is read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=True
    )


class Source(Strict):
    """Where figures were read: the citation, its address, and what should be known of it."""

    citation: str = Field(min_length=1, max_length=500)
    url: str = Field(default="", max_length=500)
    note: str = Field(default="", max_length=500)


class Figure(Strict):
    """A number with its bounds; alone, without a mapping, it is a number that has none."""

    value: float = Field(ge=-MOST, le=MOST)
    low: float | None = Field(default=None, ge=-MOST, le=MOST)
    high: float | None = Field(default=None, ge=-MOST, le=MOST)
    currency: str | None = None
    year: int | None = Field(default=None, ge=1950, le=2100)
    source: str | None = None
    assumption: str | None = Field(default=None, min_length=1, max_length=500)
    note: str = Field(default="", max_length=500)

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, told: Any) -> Any:
        """A number alone is the value."""
        return told if isinstance(told, dict | Figure) else {"value": told}

    @model_validator(mode="after")
    def _sound(self) -> Figure:
        if not self.least <= self.value <= self.most:
            raise ValueError("low, value and high do not rise; write low <= value <= high")
        if self.source is not None and self.assumption is not None:
            raise ValueError("it is cited and assumed at once; keep source or assumption")
        if self.currency is not None and currency(self.currency) is None:
            raise ValueError(f"'{self.currency[:12]}' {NO_CURRENCY}")
        return self

    @property
    def least(self) -> float:
        """The lower bound; the value where none was given."""
        return self.value if self.low is None else self.low

    @property
    def most(self) -> float:
        """The upper bound; the value where none was given."""
        return self.value if self.high is None else self.high

    @property
    def mark(self) -> Mark:
        """Whether the figure is cited, assumed, or stated by whoever wrote the document."""
        return "cited" if self.source else "assumption" if self.assumption else "stated"


def _within(low: float, high: float, says: str) -> Any:
    def check(figure: Figure) -> Figure:
        if figure.least < low or figure.most > high:
            raise ValueError(says)
        return figure

    return AfterValidator(check)


def _plain(figure: Figure) -> Figure:
    if figure.currency is not None:
        raise ValueError("it is no amount of money; leave the currency out")
    return figure


_PLAIN = AfterValidator(_plain)

Money = Annotated[Figure, _within(0, MOST, "an amount of money is not below 0")]
"""An amount in the currency of the partnership, or in one for which a rate is given."""

Share = Annotated[
    Figure, _PLAIN, _within(0, 1, "a share lies between 0 and 1; write 0.25 for 25 percent")
]
People = Annotated[Figure, _PLAIN, _within(0, 1e10, "a number of people is not below 0")]
Trainees = Annotated[
    Figure, _PLAIN, _within(0, 1e7, "people who begin in a year lie between 0 and 10,000,000")
]
Months = Annotated[Figure, _PLAIN, _within(0, 120, "months lie between 0 and 120")]
Density = Annotated[Figure, _PLAIN, _within(0, 10_000, "people per 10,000 lie from 0 to 10,000")]
Rate = Annotated[Figure, _PLAIN, _within(1e-9, MOST, "a rate of exchange is above 0")]
Ratio = Annotated[Figure, _PLAIN, _within(0.05, 20, "a ratio of prices lies between 0.05 and 20")]
Growth = Annotated[Figure, _PLAIN, _within(-0.1, 0.2, "growth a year lies between -0.1 and 0.2")]
