"""How each number was worked out, in words: what the `method` of every lineage means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from comity.core.marks import N_


@dataclass(frozen=True)
class Working:
    """A method as lineages name it, with "…" where it varies, and what it means."""

    method: str
    meaning: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What the names of this method look like."""
        return re.compile(".+".join(re.escape(piece) for piece in self.method.split("…")))


def working_of(method: str) -> Working | None:
    """The working that a lineage's method names, where it is explained here.

    >>> working_of("men divided by emigrants").method
    '… divided by …'
    """
    return next((one for one in WORKINGS if one.pattern.fullmatch(method)), None)


WORKINGS = (
    Working(
        "flows from stocks, summed across the border",
        N_("Estimated flows between members of the region and other countries, added; so are their "
           "bounds, which makes the interval wider than 80 %."),
    ),
    Working(
        "flows from stocks, …",
        N_("Estimated from migrant stocks at two dates and from births and deaths between them, by the "
           "method that is named; pseudo-bayes mixes the table in which most people stay (0.87) with "
           "the one in which everybody moves at random (0.13)."),
    ),
    Working(
        "Forecast",
        N_("The middle of what may be counted, with the band that is meant to hold 80 of 100 outcomes, "
           "made only from figures that were public when it was made, and archived."),
    ),
    Working(
        "Reconstructed forecast",
        N_("What the same method would have said in an earlier year from what was public by then; worked "
           "out afterwards, with a method that was chosen in knowledge of those years."),
    ),
    Working(
        "earlier forecasts counted",
        N_("Earlier forecasts one period ahead whose outcome is known, counted, and those whose outcome "
           "lay inside the 80 % band."),
    ),
    Working(
        "Scores",
        N_("The error and the coverage of forecasts one period ahead of the largest series, and the same "
           "of the last value."),
    ),
    Working("as published", N_("The number stands in the table as the publisher gave it.")),
    Working(
        "sum over pairs of members, both sexes",
        N_("People who moved from one member of the region to another; moves inside a country are "
           "none."),
    ),
    Working(
        "sum over …, both sexes",
        N_("Women and men added, over all countries on the other side of the corridor."),
    ),
    Working(
        "sum over … of three categories",
        N_("Refugees, asylum seekers and other people in need of international protection added."),
    ),
    Working(
        "sum of three categories",
        N_("Refugees, asylum seekers and other people in need of international protection added."),
    ),
    Working(
        "sum of female and male",
        N_("Women and men added; where one of the two is not reported, there is no sum."),
    ),
    Working(
        "origin other or unknown, both sexes",
        N_("People whose country of origin the publisher does not name, women and men added."),
    ),
    Working(
        "sum over sex and shared pairs",
        N_("Added over those pairs of origin and destination that both sources name."),
    ),
    Working(
        "sum over shared pairs, …",
        N_("Added over those pairs of origin and destination that both sources name and count in "
           "persons."),
    ),
    Working("sum over sex", N_("Women, men and people of unknown sex added.")),
    Working(
        "sum over senders",
        N_("Added over all countries from which the matrix has money come to the receiver."),
    ),
    Working(
        "sum over the other country",
        N_("Added over all countries on the other side of the movement."),
    ),
    Working("sum over countries", N_("Added over the countries of the region.")),
    Working(
        "sum over …",
        N_("Added over all countries on that side of the movement."),
    ),
    Working(
        "sum of all categories",
        N_("People newly registered or recognised, in whatever category, added."),
    ),
    Working("sum of months", N_("The months of the period added.")),
    Working(
        "sum of new applications by unit",
        N_("New applications added, those counted in persons apart from those counted in cases."),
    ),
    Working(
        "sum of members",
        N_("Added over the members of the region on the day of the page."),
    ),
    Working(
        "sum of the members that reported",
        N_("Added over the members with a figure; years in which fewer than nine in ten of those "
           "reported that do at best are left out."),
    ),
    Working(
        "(recognised + complementary) / (recognised + complementary + rejected)",
        N_("Decisions that granted protection, divided by all decisions of substance at first "
           "instance."),
    ),
    Working(
        "extreme of the rates by destination with at least … decisions",
        N_("The lowest or the highest rate among destinations that decided often enough for a rate "
           "to mean something."),
    ),
    Working("UNHCR / Eurostat", N_("One count divided by the other, on the same pairs.")),
    Working(
        "displaced people hosted divided by … of the same year",
        N_("Refugees, asylum seekers and others in need of protection, divided by the population or "
           "by the gross domestic product of the host."),
    ),
    Working(
        "rate per inhabitant times the population of …",
        N_("The same share of inhabitants, expressed in people of a country that readers may know "
           "better."),
    ),
    Working(
        "part divided by whole",
        N_("A share in percent; the part and the whole stand in the parameters of the lineage."),
    ),
    Working("… divided by …", N_("One finding divided by another of the same date.")),
    Working("births minus deaths", N_("Births minus deaths of the same year.")),
    Working(
        "change on the year before",
        N_("The value of a year minus that of the year before, in percent of the latter."),
    ),
    Working(
        "… of the series",
        N_("The largest or the smallest value among the years of the table."),
    ),
    Working(
        "senders with a figure",
        N_("How many senders the sum rests on."),
    ),
    Working(
        "count of visa free and visa on arrival",
        N_("Countries for which no visa has to be applied for in advance, counted."),
    ),
    Working(
        "ease of the visa rule",
        N_("What the rule for short visits counts for on Comity's scale from 0 to 100, which stands "
           "in the parameters of the lineage."),
    ),
    Working(
        "mean ease of visa rules",
        N_("The ease of each visa rule added, and divided by the number of rules; a country's rule "
           "for its own nationals is left out."),
    ),
    Working(
        "likeness of the visa rules both ways",
        N_("100 minus the difference between the ease in the two directions."),
    ),
    Working(
        "mean likeness of visa rules both ways",
        N_("100 minus the difference between the ease in the two directions, as a mean over all "
           "partners with a rule in both."),
    ),
    Working(
        "status in the list of parties",
        N_("1 where the treaty is in force for the state on the day, 0 where it is not; no value where "
           "nobody verified the entry or a partial list does not name the state."),
    ),
    Working(
        "count of treaties in force",
        N_("Treaties of the theme that are in force for the state on the day, by the treaty's own rule "
           "on when it binds; what nobody verified is left out."),
    ),
    Working(
        "treaties whose list tells of the state",
        N_("Treaties of the theme of which a list of parties tells whether they bind the state."),
    ),
    Working(
        "treaties whose list nobody verified for the state",
        N_("Treaties of the theme of which a list names the state and nobody verified the entry."),
    ),
    Working(
        "recount of parties",
        N_("States on the list for whom the treaty is in force on the day, counted; no count where more "
           "than a tenth of the list was verified by nobody."),
    ),
    Working("count of recorded votes", N_("Recorded votes of that kind by members of the region.")),
    Working(
        "count of countries",
        N_("Countries in the category by the round's answers, counted; a country without an answer is in "
           "none."),
    ),
    Working(
        "100,000 * refugees / (population on 1 July of the year + refugees)",
        N_("Refugees from the country at the end of the year, divided by its residents and these "
           "refugees together, times 100,000."),
    ),
    Working(
        "plain mean over … corridors of the quarter",
        N_("The average costs of the corridors that were quoted in the quarter, added and divided by "
           "their number."),
    ),
    Working(
        "flow x (cost - target) / 100, or zero",
        N_("The modelled money of a year times what the average cost has above 3 percent, or nothing "
           "where it has nothing above; the two are of different years, which are named."),
    ),
    Working(
        "corridors quoted in the quarter",
        N_("Corridors with a quote in the quarter, counted."),
    ),
    Working("visa rules counted", N_("Rules for short visits of that kind, counted.")),
    Working(
        "countries that share a free-movement area",
        N_("Countries in which an area in force gives nationals the right, counted once each; what "
           "nobody has checked against a source is left out."),
    ),
    Working(
        "new registrations, half of the end years plus the years between",
        N_("People newly registered from mid-year to mid-year: half of the first and of the last "
           "calendar year, and all of the years between."),
    ),
    Working(
        "estimated movement minus protection-related movement",
        N_("What an estimate of movement leaves beside registrations; its interval is that of the "
           "estimate, moved."),
    ),
    Working(
        "protection-related movement minus estimated movement",
        N_("By how much registrations exceed an estimate of movement, which has another "
           "definition; its interval is that of the estimate."),
    ),
    Working(
        "protection-related movement per 100 who moved",
        N_("Registrations in percent of an estimate of movement; it can exceed 100."),
    ),
    Working(
        "granted / decided at first instance, half of the end years plus the years between",
        N_("Decisions that granted protection in percent of all decisions of substance, from "
           "mid-year to mid-year; the interval is Wilson's, for 95 in 100."),
    ),
    Working(
        "rates by destination, summed up",
        N_("Of the destinations with at least 100 decisions on people of one origin: the mean "
           "weighted by decisions in persons, the extremes and the quartiles."),
    ),
    Working(
        "destinations that decided often enough",
        N_("Destinations with at least 100 decisions on people of one origin, counted."),
    ),
    Working(
        "rate here minus the mean rate elsewhere",
        N_("The recognition rate of one destination minus the mean of the others; the interval is "
           "that of its own rate."),
    ),
    Working(
        "decisions times the rate elsewhere, minus those granted",
        N_("People refused who would have been protected at the rate of the other destinations; "
           "never below zero, and the interval is that between quartiles of destinations."),
    ),
    Working(
        "closed files times the rate elsewhere",
        N_("Files closed without a decision on substance, times the rate of the other "
           "destinations."),
    ),
    Working(
        "gaps added over corridors",
        N_("The gaps of those refused added over corridors, and their bounds with them."),
    ),
    Working(
        "mean of the percentiles of the parts",
        N_("The percentiles of those conditions that are known, added and divided by their number; "
           "the range is what the mean would be without any one of them."),
    ),
    Working(
        "percentile among …",
        N_("How many in 100 countries with a figure of the same year have less; those with the same "
           "count by half."),
    ),
    Working(
        "… / population of 1 July of the same year",
        N_("A count divided by the population of 1 July of the same year."),
    ),
    Working(
        "half the right to visit, half the right to stay",
        N_("The mean of what the law offers visitors and what it offers those who would stay; over "
           "all destinations for a country."),
    ),
    Working(
        "rank of the pressure minus rank of the opportunity",
        N_("One percentile minus the other; above zero, more presses than the law opens."),
    ),
    Working(
        "half of the end years plus the years between",
        N_("Net migration from mid-year to mid-year: half of the first and of the last year, and all "
           "of the years between."),
    ),
    Working(
        "stock at the end minus stock at the start",
        N_("The change of a migrant stock between two dates."),
    ),
    Working(
        "net migration minus the change that stocks imply",
        N_("What lies between net migration and the change of immigrants minus emigrants."),
    ),
    Working(
        "years with a figure / years that the table covers",
        N_("Years with at least one figure for the subject, in percent of the years of the table."),
    ),
    Working(
        "years without a figure between the first and the last",
        N_("Years missing inside the series, counted."),
    ),
    Working(
        "years from the end of the newest period to the day asked",
        N_("Days since the newest period ended, in years; never less than zero."),
    ),
    Working(
        "whole years from the end of the newest period to the day asked",
        N_("Whole years since the newest period ended."),
    ),
    Working("rows that speak of the subject", N_("Rows of the table, counted.")),
    Working(
        "members of which the table speaks",
        N_("Members of the region that stand in the table, counted."),
    ),
    Working("empty cells / rows", N_("Cells of a column that hold no number, in percent of all rows.")),
)  # fmt: skip
