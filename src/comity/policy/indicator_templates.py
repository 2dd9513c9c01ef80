"""The tables from which indicators are worked out: what a country fills in for each of them."""

from __future__ import annotations

from comity.core.templates import Field, Template
from comity.evidence.indicators import formula
from comity.evidence.lists import rows
from comity.evidence.quotes import FIELDS

_COUNTRY = Field("country", "country or area, by its three letters or its name", "KGZ")
_YEAR = Field("year", "calendar year; not one that lies ahead", "2024")
_COMMENT = Field("comment", "remarks of your own, not read", "", optional=True)
_SEX = Field("sex", "female, male or total", "female", optional=True)
_AGE = Field("age", "age group in your own words", "18 and over", optional=True)


def _made(code: str, *fields: Field, title: str = "") -> Template:
    return Template(code, title or formula(code).title, fields)


def _answers() -> Template:
    """The thirty subcategories of 10.7.2, their answers still to be given."""
    written = tuple(
        {
            "domain": row["domain"],
            "item": row["item"],
            "comment": f"{row['subcategory']} ({row['answers'].replace('|', ', ')})",
        }
        for row in rows("sdg_10_7_2_items")
    )
    answer = (
        "yes or no; in domain 1 yes_any_status, yes_legal_status_only or no; empty or "
        "not_answered where there is no answer, which is never read as no"
    )
    return Template(
        "10.7.2",
        formula("10.7.2").title,
        (
            Field("domain", "1 to 6", "2"),
            Field("item", "a to e", "a"),
            Field("answer", answer, "yes"),
            Field("comment", "the subcategory in Comity's words, or your remarks; not read",
                  "", optional=True),
        ),
        written,
    )  # fmt: skip


TEMPLATES: tuple[Template, ...] = (
    _made(
        "10.7.1",
        Field("worker", "a key of your own, one row a worker; never shown and never stored", "w1"),
        Field("cost", "all that was paid for the job; empty where it is not known", "3000"),
        Field("reimbursed", "what the employer or recruiter paid back; empty is read as nothing",
              "0", optional=True),
        Field("deducted", "what was taken from wages later to get costs back, in all; empty is "
              "read as nothing", "500", optional=True),
        Field("first_month_earnings", "earnings of the first full month, before such deductions; "
              "empty where they are not known", "500"),
        Field("weight", "weight in the survey; empty is read as 1", "1", optional=True),
        Field("currency", "the currency of the row, the same for cost and earnings", "USD",
              optional=True),
        Field("corridor", "from and to, in people's direction", "NPL-QAT", optional=True),
        Field("sex", "as in your survey", "female", optional=True),
        Field("occupation", "as in your survey", "construction", optional=True),
        Field("channel", "how the job was found: agent, relative, direct, government", "agent",
              optional=True),
    ),
    _answers(),
    _made(
        "10.7.3",
        Field("date", "day, month or year of the incident; not one that lies ahead", "2024-06-14"),
        Field("dead", "people found dead; empty where it was not reported", "2"),
        Field("missing", "people missing; empty where it was not reported", "11"),
        Field("region", "where it happened, in your own words", "Central Mediterranean",
              optional=True),
        Field("stage", "transit, or one that does not count: detention, after_deportation, camp",
              "transit", optional=True),
        _COMMENT,
    ),
    _made(
        "10.7.4",
        _COUNTRY, _YEAR,
        Field("refugees", "refugees from the country at the end of the year", "3337"),
        Field("population", "residents of the country in the same year", "7295035"),
    ),
    _made("10.c.1", *FIELDS),
    _made(
        "16.2.2",
        _COUNTRY, _YEAR,
        Field("victims", "victims found", "52"),
        Field("population", "residents of the same sex and age group", "3600000"),
        Field("form", "form of exploitation", "forced labour", optional=True),
        _SEX, _AGE,
    ),
    _made(
        "16.9.1",
        _COUNTRY, _YEAR,
        Field("registered", "children under five whose birth was registered", "780000"),
        Field("children", "all children under five", "800000"),
        _SEX,
        Field("group", "a group of children, as those of migrants", "", optional=True),
    ),
    _made(
        "5.2.1",
        _COUNTRY, _YEAR,
        Field("subjected", "women and girls subjected to violence by a partner", "410"),
        Field("women", "women and girls asked who have had a partner", "5200"),
        Field("form", "form of violence", "physical", optional=True),
        _AGE,
        Field("group", "a group of women, as migrants", "", optional=True),
    ),
    _made(
        "5.2.2",
        _COUNTRY, _YEAR,
        Field("subjected", "women and girls subjected to sexual violence by others", "90"),
        Field("women", "women and girls asked", "5200"),
        _AGE,
        Field("place", "where it happened", "", optional=True),
        Field("group", "a group of women, as migrants", "", optional=True),
    ),
    _made(
        "8.7.1",
        _COUNTRY, _YEAR,
        Field("working", "children from 5 to 17 in child labour", "240"),
        Field("children", "all children from 5 to 17 asked", "3100"),
        _SEX, _AGE,
        Field("group", "a group of children, as those of migrants", "", optional=True),
    ),
    _made(
        "8.8.1",
        _COUNTRY, _YEAR,
        Field("severity", "fatal or other", "fatal"),
        Field("status", "migrant, national or total", "migrant"),
        Field("injuries", "new cases in the year", "12"),
        Field("workers", "workers of the same group", "98000"),
        _SEX,
    ),
)  # fmt: skip
