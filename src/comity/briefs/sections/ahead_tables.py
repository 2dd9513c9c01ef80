"""The tables of what may come: by year, month or member, and how earlier forecasts came out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity.briefs.desk import by_year
from comity.briefs.dossier import Line, Table, Word
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.measures import measures
from comity.core.periods import Period
from comity.core.regions import regions
from comity.foresight.outlook import Outlook
from comity.foresight.past import Past

_ABSENT = N_("not forecast")
_VERDICTS = {
    "better": N_("better than the last value"),
    "part": N_("better by one of two scores"),
    "tie": N_("no better than the last value"),
    "worse": N_("worse by at least one of two scores"),
}
_ALL = N_("Earlier forecasts one period ahead ({title})")
_SOME = N_(
    "Earlier forecasts one period ahead ({title}): misses first, then the newest that held; the "
    "pages on forecasts list all"
)
_LISTED = 5
"""So many earlier forecasts of a series stand in its table; /foresight has the rest."""
_OURS, _LAST = N_("Comity's default"), N_("Last value")


def expected(voice: Voice, found: Sequence[Outlook]) -> Table | None:
    """The last count and what is expected of each year, one column a series."""
    series = {_measure(voice, one): [one.last, *(past.said for past in one.ahead)] for one in found}
    years = {finding.period.end.year for told in series.values() for finding in told}
    caption = voice._("What was counted last, and what may come, with the 80 % band")
    return by_year(caption, voice._("Year"), series, sorted(years), _ABSENT)


def by_month(voice: Voice, found: Sequence[Outlook]) -> Table | None:
    """The last count and what is expected of each month, one row a series."""
    if not found:
        return None
    told = {one.series: [one.last, *(past.said for past in one.ahead)] for one in found}
    months = sorted({finding.period for row in told.values() for finding in row})
    lines = []
    for one in found:
        by = {finding.period: finding for finding in told[one.series]}
        lines.append(Line(voice.label(one.last), tuple(by.get(month) for month in months)))
    return Table(
        voice._("What was counted last, and what may come, by month, with the 80 % band"),
        voice._("Series"),
        tuple(voice.period(month) for month in months),
        tuple(lines),
        _ABSENT,
    )


def record(voice: Voice, one: Outlook) -> Table | None:
    """What earlier forecasts one period ahead had said, and what came: misses first."""
    if not one.past:
        return None
    held = [past for past in one.past[::-1] if past.inside80 is not False]
    missed = [past for past in one.past[::-1] if past.inside80 is False]
    listed = [*missed[: _LISTED - bool(held)], *held][:_LISTED]
    caption = _SOME if len(one.past) > _LISTED else _ALL
    lines = tuple(
        Line(_year(voice, past), (past.said, past.outcome, _held(voice, past))) for past in listed
    )
    return Table(
        voice._(caption).format(title=voice._(one.layer.title)),
        voice._("Year") if one.layer.step == "year" else voice._("Month"),
        (voice._("Expected, with the 80 % band"), voice._("What came"), voice._("Outcome")),
        lines,
    )


def _year(voice: Voice, past: Past) -> str:
    return voice.period(past.said.period)


def _held(voice: Voice, past: Past) -> Word | None:
    """Where the outcome lay, as the finding of the outcome says it."""
    if past.outcome is None:
        return None
    if past.inside80:
        text = voice._("inside the band")
    else:
        below = past.row["observed"] < past.row["q100"]
        text = voice._("below the band") if below else voice._("above the band")
    return Word(text, past.outcome)


def judged(voice: Voice, found: Iterable[Outlook]) -> Table | None:
    """How forecasts of each kind did over the largest series, with the last value beside them."""
    lines = []
    for one in found:
        if one.judged:
            held, bar, error = scored(one)
            verdict = Word(voice._(_VERDICTS[one.judged.verdict]), error)
            heading = voice._("{label} ({narrowed})").format(
                label=voice._(one.layer.title), narrowed=voice.period(held.period)
            )
            lines.append(Line(heading, (held, bar, error, verdict)))
    if not lines:
        return None
    columns = (
        voice._("Outcomes inside the 80 % band"),
        voice._("The same with the last value"),
        voice._("Error of the middle against that of the last value"),
        voice._("Verdict"),
    )
    caption = voice._("Forecasts one period ahead over the largest series of each kind")
    return Table(caption, voice._("What is forecast"), columns, tuple(lines))


def scored(one: Outlook) -> tuple[Finding, Finding, Finding]:
    """Coverage of the 80 % band, that of the last value, and the error beside that of it."""
    assert one.judged is not None
    judged, layer = one.judged, one.layer
    lineage = one.lineage("forecast_scores", "Scores")
    made = (
        ("forecast_coverage", judged.ours["coverage80"], _OURS),
        ("forecast_coverage", judged.last["coverage80"], _LAST),
        ("forecast_error", 100 * judged.ours["relative_mae"], _OURS),
    )
    first, last = judged.years
    period = Period.year(last) if first == last else Period.span(first, last)
    held, bar, error = (
        Finding(
            regions()["world"],
            measure,
            period,
            round(value, 2),
            lineage,
            about=(("layer", layer.title), ("model", model)),
            status="derived",
        )
        for measure, value, model in made
    )
    return held, bar, error


def _measure(voice: Voice, one: Outlook) -> str:
    return voice._(measures()[one.layer.measure].label)
