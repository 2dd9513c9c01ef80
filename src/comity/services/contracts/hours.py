"""Hours a week and days of rest, worked out from whatever words a contract uses for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.core.marks import N_
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen
from comity.services.contracts.polarity import turned

_N = r"(\d+(?:\.\d+)?)"
_WEEK = re.compile(
    rf"\b{_N}(?:-| )?(?:working |normal |clock )*hours?\b(?:(?!\bday|\bdaily|\d)[^.;|"
    rf"]){{0,30}}?\b(?:per week|weekly|a week|in (?:an |the )?average week|every 7 days|in any 7|"
    rf"per 7|over 6 days|in 6 days)|\b{_N}[- ]hours? (?:\w+ )?(?:week\b|working week)|\b(?:weekly|"
    rf"per week|hours per week|weekly (?:working )?hours|working week)\b[^.;\d]{{0,40}}?{_N} "
    rf"?hours?|\bweekly (?:\w+ ){{1,4}}?(?:at most |is |are ){_N}\b|\bhours[ :|]+(?:at most "
    rf")?{_N} (?:hours )?per week|\bhours per week[ :|]+(?:at most )?{_N}\b|\bweekly (?:working "
    rf")?hours[ :|]+(?:at most )?{_N}\b"
)
_DAY = re.compile(
    rf"\b{_N}(?:-| )?(?:working |normal |consecutive |clock )*hours?\b(?: of work)?[^.;|"
    rf"\d]{{0,25}}?\b(?:per day|daily|a day|per shift|per working day|on each of \d days|in any "
    rf"24|(?:working |work)day)|\bhours(?: of work)?[ :|]+(?:at most )?{_N} (?:per day|daily)\b|"
    rf"\b{_N}[- ]hours? (?:shifts?|(?:working |work ?)?days?)\b|(?<!\d )"
    rf"\bshifts? of {_N} hours\b|\b(?:daily|hours per day|per day|"
    rf"(?:working|normal|daily) hours|hours of work)\b[^.;\d]{{0,40}}?{_N}(?: ?hours?\b)?(?! "
    r"?(?:am|pm|a\.m|p\.m|:|days|\.\d|o'clock))(?!\d)"
)
_DAYS = re.compile(
    rf"\b{_N}(?:-| )?(?:working )?days?(?:-| )?(?:per week|a week|weekly|week\b)|\b{_N} "
    rf"(?:working )?days\b(?=[^.;]{{0,20}}\bper week)|\bon each of {_N} days|\b{_N} days "
    rf"on\b"
)
_DAYS_NAMED = re.compile(
    r"\b(monday|saturday|sunday|tuesday) (?:to|-|through|until|till) (friday|saturday|"
    r"thursday|sunday|wednesday)\b"
)
_SPAN = {
    ("monday", "friday"): 5,
    ("monday", "saturday"): 6,
    ("sunday", "thursday"): 5,
    ("saturday", "thursday"): 6,
    ("saturday", "wednesday"): 5,
    ("monday", "sunday"): 7,
    ("sunday", "friday"): 6,
    ("tuesday", "saturday"): 5,
    ("tuesday", "sunday"): 6,
    ("sunday", "saturday"): 7,
    ("saturday", "friday"): 7,
    ("monday", "thursday"): 4,
}
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.](\d{2}))? ?(a\.?m\.?|p\.?m\.?|hours|h)?\s*(?:to|-|until|till|and ends? at|"
    r"and finish(?:es)? at|and)\s*(\d{1,2})(?:[:.](\d{2}))? ?(a\.?m\.?|p\.?m\.?|hours|h)?\b"
)
_BREAK = re.compile(
    r"\b(\d+(?:\.\d+)?)[- ](hours?|minutes?)(?: \w+){0,3} (?:break|rest|lunch|meal)|"
    r"\b(?:break|lunch|rest|meal)[^.;]{0,25}\b(\d+(?:\.\d+)?) (hours?|minutes?)"
)
_OPEN_FOR_OTHERS = re.compile(
    r"\b(?:open|office (?:of|is)|hot ?line|help ?line|phone|insur\w+|reach\w*|security)\b"
)
_BY_MONTH = re.compile(rf"\b{_N} (?:\w+ )?hours (?:of work )?(?:per month|monthly)\b")
_BY_TURNS = re.compile(rf"\b{_N} hours(?: \w+)? on\b[^.;\d]{{0,12}}\b{_N} hours(?: \w+)? off\b")
_OVERTIME = re.compile(
    r"\bover ?time|over-time|extra hours|additional hours|in excess\b|beyond\b|excess "
    r"of\b|hours worked (?:over|above)|more than\b"
)
_REST_RECORD = re.compile(r"\b(?:rest|leave|notice|sleep|break|free time|off duty)\b")


def weekly_hours(contract: Contract) -> list[tuple[float, Clause]]:
    """The normal hours a week that the contract states, with the clause of each."""
    found: list[tuple[float, Clause]] = []
    days = _working_days(contract)
    for clause in contract.clauses:
        if clause.kind == "heading":
            continue
        plain = clause.plain
        if _REST_RECORD.search(plain) and not re.search(
            (r"\bwork\w*|duty hours|shift|^\W*(?:\d+[.)] )?hours\b"), plain
        ):
            continue
        if (counted := _counted(plain)) and not re.search(r"\brest\b", plain):
            found.append((counted, clause))
            continue
        week = list(_numbers(_WEEK, plain))
        if week:
            found.append((week[0], clause))
            continue
        per_day = list(_numbers(_DAY, plain)) or _clocked(plain)
        if per_day and per_day[0] <= 24 and (per_day[0] >= 3):
            own = _days_in(plain)
            found.append((per_day[0] * (own or days or 6), clause))
    return found


def _numbers(pattern: re.Pattern[str], plain: str) -> Iterator[float]:
    if re.match(r"\W*(?:\d+[.)] )?(?:\w+ )?(?:over ?time|extra hours|additional hours)\b", plain):
        return
    for match in pattern.finditer(plain):
        lead = plain[max(0, match.start() - 60) : match.start()]
        lead = re.split(r"[.;,]| and ", lead)[-1]
        if _OVERTIME.search(lead + match[0]) or re.match(
            r"[^.;,]{0,25}\b(?:overtime|rest|sleep|of overtime)\b", plain[match.end() :]
        ):
            continue
        if re.search(
            r"\brest\b|\bsleep|break|notice|prior|advance", lead + match[0]
        ) and not re.search(r"\bwork(?!er)", lead + match[0]):
            continue
        if _OPEN_FOR_OTHERS.search(lead) or re.search(
            (r"\b(?:wage|salary|pay|allowance)\b"), match[0]
        ):
            continue
        value = float(next(group for group in match.groups() if group))
        if value <= 168:
            yield value


def _days_in(plain: str) -> float:
    if re.search(r"\bper day except \w+day", plain):
        return 6
    if found := _DAYS_NAMED.search(plain):
        return _SPAN.get((found[1], found[2]), 0)
    for found in _DAYS.finditer(plain):
        value = float(next(group for group in found.groups() if group))
        if value <= 7 and not re.search(
            r"\b(?:rest|off|free)\b", plain[found.end() : found.end() + 14]
        ):
            return value
    if re.search(
        r"\b(?:7 days|every day|all days) (?:per|of the|a) week|\bdaily including "
        r"(?:sundays|fridays)",
        plain,
    ):
        return 7
    return 0


def _working_days(contract: Contract) -> float:
    for clause in contract.clauses:
        if clause.kind != "heading" and (value := _days_in(clause.plain)):
            return value
    return 0


def _clocked(plain: str) -> list[float]:
    """The hours between two times of day, less the breaks that are said not to be work."""
    if not re.search(r"\b(?:work|working|hours|shift|duty|duties|starts?)\b", plain):
        return []
    told = _times_of_day(plain)
    for found in (*_CLOCK.finditer(told), *_FAR.finditer(told)):
        if not (found[2] or found[3] or found[6]):
            continue
        begin = _hour(found[1], found[2], found[3])
        end = _hour(found[4], found[5], found[6])
        if begin > 24 or end > 24:
            continue
        long = (end - begin) % 24
        for pause in _BREAK.finditer(plain):
            size = float(pause[1] or pause[3])
            long -= size / 60 if (pause[2] or pause[4]).startswith("min") else size
        return [long]
    return []


_MORNING = re.compile(r"(\d) (?:o'clock )?in the morning")
_EVENING = re.compile(r"(\d) (?:o'clock )?(?:in the (?:afternoon|evening)|at night)")


_FAR = re.compile(
    r"\b(\d{1,2})(?:[:.](\d{2}))? (am|pm|a\.m\.?|p\.m\.?)(?: and)? (?:\w+ )?(?:to|until|till|"
    r"ends?|continues|goes on|lasts)\b[^.;\d]{0,70}?\b(\d{1,2})(?:[:.](\d{2}))? (am|pm|"
    r"a\.m\.?|p\.m\.?)"
)
"""Two times of day with words between them: "from 5 am till the family retires about 10 pm"."""


def _times_of_day(plain: str) -> str:
    """The text with "9 at night" and its like written as 9 pm."""
    return _EVENING.sub(r"\1 pm", _MORNING.sub(r"\1 am", plain))


_TOTAL = re.compile(rf"\bmon\w* \W*\d[^.;]*\btotal\W{{1,3}}{_N}\b")
_SUM = re.compile(
    rf"\b{_N} ?(?:hours|hrs)(?: (?:per|a) day)?,? ?(?:x|times|by|for|on|spread over|over|,) "
    rf"?{_N} days\b"
)
_LONG_DAY = re.compile(
    r"\bworker(?:'s)? (?:\w+ )?(?:works?|duty|is on duty)\b[^.;]{0,60}?\b(1[3-9]|2[0-4]) hours\b"
    r"(?! (?:per (?:week|month)|notice|rest|a week))"
)


def _counted(plain: str) -> float | None:
    """Hours a week: of a month, of hours on and off in turn, of each day, or of hours by days."""
    if found := _TOTAL.search(plain):
        return float(found[1])
    if (found := _SUM.search(plain)) and not _OVERTIME.search(plain):
        hours, days = float(found[1]), float(found[2])
        if days <= 7 and 3 <= hours <= 168:
            return hours if hours > 24 else hours * days
    if (found := _LONG_DAY.search(plain)) and not re.search(r"\brest|not\b", plain):
        return float(found[1]) * 6
    if (found := _BY_MONTH.search(plain)) and not _OVERTIME.search(plain):
        return round(float(found[1]) * 12 / 52, 1)
    if found := _BY_TURNS.search(plain):
        on, off = float(found[1]), float(found[2])
        return round(168 * on / (on + off), 1) if 0 < on + off <= 24 else None
    return None


def _hour(hour: str, minute: str | None, half: str | None) -> float:
    value = int(hour) + int(minute or 0) / 60
    if half and half.startswith("p") and int(hour) < 12:
        value += 12
    if half and half.startswith("a") and int(hour) == 12:
        value -= 12
    return value


_WEEKDAY = r"(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)"
_RESTFUL = (
    r"(?:(?:full |whole |paid |fixed |weekly )*(?:rest days?|days? of rest|days? off|off[- "
    r"]days?|free days?|holidays?|day(?:s)? free(?: from work)?|rest\b|days? of leisure|day "
    r"at liberty))"
)
_WEEKLY = re.compile(
    rf"\b(?:1|one|a|2|1\.5|at least 1|at least 2|full)? ?(?:full |whole |paid |complete |"
    rf"fixed )*{_RESTFUL}[^.;|]{{0,45}}?\b(?:per week|weekly|once weekly|every 7 days|"
    rf"per 7 days|(?:in|of) (?:each|every|any|per) (?:period of )?7(?:-| )days?|in 7 "
    rf"days|per 7-day|per seven-day|every week)"
    rf"|\bweekly (?:rest|day off|off|holiday|day of rest|rest day|rest period)|\bonce "
    rf"weekly\b[^.;]{{0,30}}\b(?:rest|off)|\b(?:24|30|36|35|48) (?:\w+ "
    rf"){{0,2}}?hours?[^.;]{{0,60}}\b(?:rest|off|free)\b|\b(?:rest|off|"
    rf"free)\b[^.;]{{0,60}}\b(?:24|30|35|36|48) (?:\w+ ){{0,2}}?hours"
    rf"|\b{_WEEKDAY}\b[^.;|]{{0,40}}\b(?:rest|off|free|holiday)\b|\b(?:rest days?|days? "
    rf"off|day of rest|off day|weekly holiday)\b[^.;]{{0,40}}\b{_WEEKDAY}|\b(?:1|2|one|"
    rf"two) (?:full |paid |whole )*(?:days? off|rest days?|days? of rest) (?:per|a|each|"
    rf"every) week"
    rf"|\b(?:1|2|one|two) (?:consecutive |full )?days? per week (?:is|are) (?:free|off)|"
    rf"\bdays? per week (?:is|are) (?:free|off)|\b\d days off\b|\bper week\b[^.;|"
    rf"]{{0,40}}\b{_RESTFUL}"
)
_LESS = re.compile(
    r"\b(?:1|2|3|one|two|three|a|once)? ?(?:full |paid |single )*(?:days? off|rest "
    r"days?|days? of rest|off days?|free days?|holidays?|day of leisure|rest\b)[^.;|"
    r"]{0,40}?\b(?:per month|monthly|a month|per fortnight|fortnightly|every (?:2|3|two|"
    r"other|second|alternate) (?:weeks?|sundays?|fridays?|saturdays?|week)|every (?:10|"
    r"12|14|15) days|per year|(?:each|every|alternate) 2nd)"
    r"|\b(?:every (?:other|second|2nd)|alternate|(?:1|one|first|last|2|first and "
    r"third)(?: \w+)?) (?:sundays?|fridays?|saturdays?)\b(?: (?:of|per|in|a|each|the|"
    r"month|is|as|off|free|rest|shall)){0,5}[^.;]{0,20}\b(?:per month|month|off|free|"
    r"rest)\b"
    r"|\b(?:7 days (?:per|a|of the) week|7-day (?:working )?week|all 7 days|every day "
    r"of the week|every day including (?:sundays?|fridays?)|(?:sundays?|fridays?) "
    r"included)\b|\bfortnightly (?:rest|day off)|\bmonthly (?:day off|rest day)|"
    r"\bhalf[- ](?:a[- ])?day (?:off|rest|of rest)|\b(?:8|10|12|6) (?:consecutive "
    r")?hours(?: of)?(?: consecutive)? (?:weekly )?rest (?:per week|weekly)|per "
    r"month\b[^.;]{0,20}\b(?:1|2|3) (?:rest days|days? off|rest day)"
)
_NOT_GIVEN = re.compile(
    r"\b(?:sunday|friday|saturday|monday)s? (?:is |are |shall be )?(?:off|free|a rest "
    r"day)[^.;]{0,12}\bsubject to\b|\b(?:rest days?|days? off|weekly rest|day of rest|"
    r"off days?)\b[^.;]{0,80}\b(?:at (?:the )?(?:sole |absolute )?discretion of "
    r"employer|at employer's (?:sole |absolute )?(?:discretion|convenience)|as (?:and "
    r"when )?employer (?:decides|permits|allows|sees fit)|subject to (?:the "
    r")?(?:employer's (?:needs|convenience|approval)|approval of employer|work(?:load)? "
    r"(?:demands|requirements)|operational (?:needs|requirements))|(?:if|when|where) "
    r"(?:the )?(?:work(?:load)?|employer|season|operations?) (?:permits?|allows?)|may "
    r"be (?:cancelled|withdrawn|refused|bought out|suspended|paid instead)|(?:is|are|"
    r"shall be) (?:cancelled|suspended))"
    r"|\b(?:required|obliged|expected|must|shall) (?:to )?work (?:on|during) (?:the |"
    r"his |her |all |such |any |public holidays and )*(?:rest days?|days? off|weekly "
    r"rest|off day)|\b(?:when|if|where) (?:the )?(?:work|harvest|season|employer|"
    r"workload) (?:so )?(?:permits?|allows?)[^.;]{0,60}\b(?:rest day|day off)|\b(?:rest "
    r"day|day off|days off)[^.;]{0,80}\bforfeit|\bwaives? (?:the |his |her |all |any "
    r")*(?:right to )?(?:weekly )?(?:rest|days? off)"
)


def rest_days(contract: Contract) -> list[Seen]:
    """What the clauses say of a day of rest in each week."""
    seen: list[Seen] = []
    given = N_("There is at least one day of rest in each week.")
    few = N_("There is less than one day of rest in each week.")
    for clause in contract.clauses:
        if clause.kind == "heading":
            continue
        plain = re.sub(r"^\W*\d{1,2}(?:\.\d{1,2})+ ", "", clause.plain)
        if clause.cells and len(clause.cells) == 2:
            plain = f"{clause.cells[0]}: {clause.cells[1]}"
        if found := _NOT_GIVEN.search(plain):
            no = turned(plain, found.start(), found.end()) or bool(
                re.search(
                    r"\bnot be (?:required|obliged|asked|forced)\b|\bnot (?:required|"
                    r"obliged) to\b|\bmay refuse\b",
                    plain,
                )
            )
            if not no:
                seen.append(Seen(False, clause, N_("The day of rest can be taken away.")))
                continue
        if (found := _LESS.search(plain)) and not re.search(r"\b1 (?:in )?per week\b", plain):
            weekly = _WEEKLY.search(plain)
            if (
                re.search(
                    r"\b(?:rest|off|free|holidays?|leisure|7 days|7-day|included|"
                    r"including|every day)\b",
                    plain,
                )
                and not turned(plain, found.start(), found.start() + 1)
                and not (
                    weekly
                    and re.search(r"\b(?:in addition|also|annual|public|paid leave)\b", plain)
                )
            ) and not re.search(
                r"\bpaid (?:annual )?leave|annual leave|leave days?|public holidays?\b|paid "
                r"holidays?|holidays?: \d+ weeks",
                plain[max(0, found.start() - 40) : found.end()],
            ):
                seen.append(Seen(False, clause, few))
                continue
        for found in _WEEKLY.finditer(plain):
            if re.search(r"\b(?:annual|sick|paid) leave|public holiday", found[0]) or re.search(
                r"\bovertime\b[^.;]{0,60}$|^\W*work(?:ing)? (?:done )?(?:on|during) (?:the )?$",
                plain[: found.start()],
            ):
                continue
            if re.search(
                r"\b(?:24|48) hours['’]? (?:\w+ )?(?:notice|prior|before)|within (?:24|48) hours",
                plain,
            ):
                continue
            no = turned(plain, found.start(), found.end()) or bool(
                re.match(r"[\s:|]*(?:none|nil|no\b|not )", plain[found.end() : found.end() + 8])
            )
            if no and re.search(
                r"\bnot be (?:required|obliged|asked)|\bwork on\b|\bpaid\b|\bdeduct",
                plain[: found.end() + 30],
            ):
                no = False
            if re.search(
                r"\b(?:may|can|right|allowed|required|work\w*|double|rate|paid at|per cent|%)\b",
                plain[found.start() : found.end()],
            ) and re.search(r"%|double|rate|times", plain):
                continue
            seen.append(Seen(not no, clause, few if no else given))
            break
        else:
            days = _days_in(plain)
            if days and days >= 7:
                seen.append(Seen(False, clause, few))
            elif days and days <= 6 and re.search(r"\bwork|\bhours|\bshift", plain):
                seen.append(Seen(True, clause, N_("Work is on at most six days a week.")))
            elif found := re.search(
                r"\bno (?:\w+ ){0,2}(?:rest days?|days? off|day of rest|weekly rest|off days?)\b",
                plain,
            ):
                seen.append(Seen(False, clause, few))
    return seen
