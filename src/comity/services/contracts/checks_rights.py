"""What every worker may expect: a union, no unfair rule, data kept close, a place to complain."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, each_part, judged
from comity.services.contracts.polarity import turned
from comity.services.contracts.records import (
    Outcome,
)
from comity.services.contracts.sayings import said
from comity.services.contracts.sayings_rights import (
    COMPLAINING,
    PRIVATE,
    UNION_AGAINST,
    UNION_FOR,
    unpunished_union,
    untouched,
)

_UNION = re.compile(
    r"\b(?:labou?r committees?|stoppages?|trade unions?|labou?r unions?|unions?\b(?! "
    r"dues)|workers?'? (?:associations?|organi[sz]ations?)|worker (?:associations?|"
    r"representatives?|organi[sz]ations?)|freedom of association|associations?|strikes?|"
    r"collective(?:ly)? (?:action|bargain(?:ing)?|activit(?:y|ies))|political or union|"
    r"organi[sz]e|demonstrations?|protests?)\b"
)


def union_01(contract: Contract, _case: Case) -> Outcome:
    """No ban on joining a union."""

    def judge(clause: Clause, part: str) -> Seen | None:
        found = _UNION.search(part)
        if not found or re.search(r"\beuropean union\b|western union|credit union", part):
            return None
        if unpunished_union(part):
            return Seen(True, clause, N_("The worker may join a union."))
        act = re.search(
            r"\b(?:join\w*|member(?:ship)?|form\w*|belong\w*|participat\w*|take part|"
            r"engage\w*|organi[sz]\w*|association|activit\w*|strike|right|contact\w*|"
            r"affiliat\w*|collective)\b",
            part,
        )
        if not act:
            return None
        at = act.start() if act.start() < found.start() else found.start()
        no = turned(part, at, at + 1) or bool(
            re.search(
                r"\b(?:is|are|be|grounds for|ground for|cause for|subject to) (?:\w+ "
                r")?(?:prohibited|forbidden|banned|dismissal|termination|immediate|not "
                r"allowed|not permitted)",
                part[found.start() :],
            )
        )
        if "dismissal" in part or "terminat" in part:
            no = not re.search(r"\b(?:no|not|never)\b[^.;]{0,60}\b(?:dismiss|terminat)", part)
        free = re.search(
            r"\b(?:may|free|right|entitled|can|freedom|welcome|encouraged|respects?|"
            r"guarantee\w*)\b",
            part,
        )
        if no:
            if re.search(
                r"\b(?:not|no|never)\b[^.;]{0,40}\b(?:restrict|prevent|hinder|interfere|"
                r"punish|discriminat|penali[sz]|disadvantage|treated|suffer)\w*",
                part,
            ):
                return Seen(True, clause, N_("The worker may join a union."))
            return Seen(False, clause, N_("Joining a union, or acting together, is forbidden."))
        if (
            re.search(
                r"\b(?:not|no|never)\b[^.;]{0,50}\b(?:restrict|prevent|hinder|interfere|"
                r"punish|discriminat|penali[sz]|disadvantage|dismiss)\w*",
                part,
            )
            or free
        ):
            return Seen(True, clause, N_("The worker may join a union."))
        return None

    return judged(
        ("UNION_01"), [*each_part(contract, judge), *said(contract, (*UNION_AGAINST, *UNION_FOR))]
    )


_UNFAIR = re.compile(
    r"\b(?:pregnan(?:t|cy)(?:[ -]tests?(?:ing)?)?|marr(?:y|ies|ied|iage)\b|hiv(?:[ "
    r"-]tests?(?:ing)?)?|become a (?:mother|parent)|(?:give|giving) birth|romantic "
    r"relationships?|sexual relationships?|(?:boy|girl)friends?|religious (?:practice|"
    r"observance|worship|dress)|head ?scarf|(?:only )?(?:female|male|women|men) "
    r"(?:candidates|applicants|only)|contracepti\w+|fall(?:s)? in love)\b"
)
_EQUALLY = re.compile(
    r"\b(?:unequal treatment|discriminat\w+|equal (?:opportunit\w+|treatment(?! (?:with|"
    r"as|of)))|regardless of (?:sex|gender|race|nationality|origin)|irrespective of "
    r"(?:sex|gender|race|nationality)|harassment)\b"
)


def disc_01(contract: Contract, _case: Case) -> Outcome:
    """No pregnancy test, ban on marriage or other discriminatory clause."""
    bad_words = N_("A rule on pregnancy, marriage, belief or private life binds the worker.")
    good_words = N_("Discrimination, or such a test, is excluded.")

    def judge(clause: Clause, part: str) -> Seen | None:
        if untouched(part):
            return None
        if (found := _UNFAIR.search(part)) and "discriminat" not in part:
            if re.search(
                r"\b(?:marital|status: ?(?:un)?married|married:|maternity|marriage "
                r"leave|is married|married (?:man|woman|to))\b",
                part,
            ) and not re.search(r"\bshall not\b|\bterminat", part):
                return None
            test = re.search(r"\btest\w*\b|\bscreen\w*\b|\bexamin\w*\b", part)
            ends = re.search(
                r"\b(?:terminat\w*|dismiss\w*|repatriat\w*|breach|ground|cancel\w*|end "
                r"of (?:the )?contract|misconduct|deport\w*|void|sent home|undertakes?|"
                r"agrees?|promises?|remain single|fine|invalid)\b",
                part,
            )
            banned = turned(part, found.start(), found.end())
            if test:
                no = turned(part, test.start(), test.end()) if not banned else True
                return Seen(no, clause, good_words if no else bad_words)
            if banned and not re.search(
                r"\b(?:not|never|no)\b[^.;]{0,50}\b(?:dismiss|terminat|discriminat|"
                r"ground|penal|refus|reason)\w*",
                part,
            ):
                return Seen(False, clause, bad_words)
            if ends:
                no = bool(
                    re.search(
                        r"\b(?:not|never|no)\b[^.;]{0,60}\b(?:dismiss|terminat|"
                        r"discriminat|ground|penal|reason|repatriat|cancel)\w*",
                        part,
                    )
                )
                return Seen(no, clause, good_words if no else bad_words)
            return None
        if found := _EQUALLY.search(part):
            if re.search(r"\b(?:discriminat|harass)", found[0]):
                no = turned(part, found.start(), found.end()) or bool(
                    re.search(
                        r"\b(?:free from|protected? (?:from|against)|without|"
                        r"prohibit\w*|protection (?:from|against))\b",
                        part,
                    )
                )
                return Seen(True, clause, good_words) if no else None
            return Seen(True, clause, good_words)
        return None

    return judged("DISC_01", [*each_part(contract, judge), *said(contract, PRIVATE)])


_DATA = re.compile(
    r"\b(?:worker's information|(?:information|data|details) (?:about|on|of|concerning) worker|"
    r"personal (?:data|information|details)|worker's (?:personal )?(?:data|information|details|"
    r"photograph\w*|photos?|biometric\w*)|privacy|data protection|biometric\w*|medical (?:data|"
    r"records|results)|photographs? of worker|health information|private (?:messages|"
    r"correspondence)|(?:personal|private) (?:information|details|data))\b"
)
_ANY_USE = re.compile(
    r"\b(?:(?:for )?(?:whatever|any) purposes?\b|any (?:partner|one|client|person|company|third)|"
    r"anyone|as (?:it|employer|agency|they) (?:sees?|thinks?|considers?|deems?) (?:fit|"
    r"appropriate)|commercial|marketing|without (?:worker's |his |her |any |prior |the "
    r")*(?:consent|permission|limit\w*|restriction)|third parties|other (?:clients|employers))\b"
)
_GIVEN_UP = re.compile(
    r"\b(?:gives? up|waives?|releases?|renounc\w+|surrenders?)\b[^.;]{0,40}\b(?:data|privacy|"
    r"details)"
)
_FAMILY = re.compile(
    r"\bworker\b(?:(?! be )[^.;]){0,40}\b(?:not|never)\b(?:(?! be )[^.;]){0,30}\b(?:disclos|"
    r"reveal|shar|pass)\w*|"
    r"\b(?:employer's|the family's|family's|company) (?:\w+ )?(?:data|information|details)"
)


def data_01(contract: Contract, _case: Case) -> Outcome:
    """Data are used for recruitment only and with consent."""

    def judge(clause: Clause, part: str) -> Seen | None:
        if not _DATA.search(part) or _FAMILY.search(part):
            return None
        if (up := _GIVEN_UP.search(part)) and not turned(part, up.start(), up.start() + 1):
            return Seen(False, clause, N_("Data of the worker may be passed on."))
        loose = _ANY_USE.search(part)
        if loose and not re.search(r"\b(?:not|never|no|nobody|nor)\b", part):
            return Seen(False, clause, N_("Data of the worker may be passed on."))
        spread = re.search(
            r"\b(?:shar(?:e|ed|es|ing)|disclos\w+|publish\w*|sell|sold|transfer\w*|"
            r"pass(?:ed)? on|post(?:ed)?|circulat\w*|given to|provided to|blacklist\w*|"
            r"forward\w*|releas\w+|(?:be )?given|communicat\w+|reveal\w*)\b",
            part,
        )
        kept = re.search(
            r"\b(?:only for|solely for|exclusively for|confidential\w*|protect\w*|only "
            r"(?:to|with|used|where|be)|with (?:worker's |the )?(?:\w+ )?consent|"
            r"consent of worker|data protection|gdpr|for (?:the )?purposes? of "
            r"(?:recruitment|employment|this contract)|in confidence|confidential|(?:recruitment|"
            r"placement|employment|application) (?:only|alone|purposes)|solely|exclusively|"
            r"(?:unless|if|where|when|save with|except with) (?:worker |his |worker's |the )*(?:"
            r"agrees|consents|consent|approval|permission))",
            part,
        )
        if spread:
            no = (
                turned(part, spread.start(), spread.end())
                or (
                    bool(
                        re.search(
                            (
                                r"\b(?:only|with) (?:\w+(?:'s)? ){0,3}(?:consent|permission|"
                                r"approval)"
                            ),
                            part,
                        )
                    )
                    and not re.search(r"\bwithout\b", part)
                )
                or bool(re.search(r"\bnot\b[^.;]{0,60}\bwithout\b", part))
            )
            if no or (kept and not loose):
                return Seen(True, clause, N_("Data of the worker are protected."))
            return Seen(False, clause, N_("Data of the worker may be passed on."))
        return Seen(True, clause, N_("Data of the worker are protected.")) if kept else None

    return judged("DATA_01", each_part(contract, judge))


_CHANNEL = re.compile(
    r"\b(?:complaints?|complain|grievances?|disputes?|hotline|help ?line|remed(?:y|ies)|"
    r"claims? (?:to|before|with)|mediation|conciliation|labou?r (?:court|office|"
    r"inspect\w+|department|tribunal|ministry|relations)|ministry of (?:labou?r|"
    r"manpower|human resources)|employment tribunal|ombuds\w+)\b"
)
_WHERE = re.compile(
    r"\b(?:labou?r (?:court|office|inspect\w*|department|tribunal|ministry|relations|"
    r"authorit\w*|attach\w+)|ministry|department of|embassy|consulate|hotline|help "
    r"?line|tribunal|courts?|inspectorate|ombuds\w+|trade union|union|committee|"
    r"telephone|phone|e-?mail|procedure|mediat\w+|authorit(?:y|ies)|officer|"
    r"conciliation|itf|flag state|anonymous\w*|mechanism)\b"
)
_SILENCED = re.compile(
    r"\b(?:not to (?:go|complain|report|turn|speak)\b[^.;]{0,60}\b(?:complain\w*|"
    r"authorit\w+|office|embassy|police)|(?:goes|go|turns?|complains?|reports?|"
    r"approach(?:es)?|contacts?) (?:to )?[^.;]{0,40}\b(?:police|embassy|authorit\w+|"
    r"courts?|labou?r office|media)\b[^.;]{0,90}\b(?:terminat\w+|abscond\w*|dismiss\w*|"
    r"deport\w*|fined?|penal\w+|breach)|(?:shall|must|may|will|can) not (?:\w+ "
    r"){0,4}?(?:complain|report (?:to|employer|any|the)|contact|approach|(?:file|lodge|"
    r"make|bring|raise|take)\b[^.;]{0,25}\b(?:complaints?|claims?|grievances?|cases?|"
    r"legal|matter|court|disputes?)|sue)|waives?\b[^.;]{0,60}\b(?:right|claim|complain|"
    r"recourse|legal)|no (?:right (?:to|of) (?:complain\w*|claim|appeal|recourse|sue)|"
    r"claim|complaint)\b[^.;]{0,40}\b(?:against|may|shall|will|can)|(?:employer's|"
    r"employer|decision of employer|management's) (?:decision|"
    r"word)?\b[^.;]{0,30}\b(?:is|shall be|will be) final|decision (?:of|by) (?:employer|"
    r"agency)[^.;]{0,30}\bfinal|(?:settled|decided|resolved|determined) (?:only |solely "
    r"|finally )?by (?:employer|agency)\b|(?:complain\w*|report\w*|"
    r"grievance)\b[^.;]{0,100}\b(?:dismissal|dismissed|terminat\w+|penalt\w*|deport\w*|"
    r"fine|disciplin\w*|deducted|ground for|grounds for|breach)|(?:prohibited|forbidden|"
    r"refrains?|barred) from (?:\w+ ){0,3}?(?:complain\w*|contact\w*|report\w*|"
    r"approach\w*))"
)


_OTHER_RIGHTS = re.compile(
    r"\b(?:waives?|gives? up)\b[^.;]{0,40}\b(?:overtime|organi[sz]e|union|leave|rest|notice|"
    r"strike)|\b(?:wages?|salary|hours|duties|place of work|rent|"
    r"price)\b[^.;]{0,30}\b(?:determined|decided|settled)|\blicen[cs]es?\b"
)


def rem_01(contract: Contract, _case: Case) -> Outcome:
    """A complaint channel is named, free and without reprisal."""

    def judge(clause: Clause, part: str) -> Seen | None:
        if re.search(r"\b(?:customers?|guests?)\b", part) and not _WHERE.search(part):
            return None
        if _OTHER_RIGHTS.search(part) and not re.search(r"\bcomplain|\bclaims?\b|\bcourt", part):
            return None
        if found := _SILENCED.search(part):
            against = re.search(
                r"\b(?:not|never|no)\b[^.;]{0,60}\b(?:dismiss\w*|penali[sz]\w*|"
                r"punish\w*|retaliat\w*|reprisal\w*|disciplin\w*|terminat\w*|"
                r"victimi[sz]\w*|disadvantag\w*|suffer)|\b(?:reprisals?|retaliation|victimi[sz]ation|"
                r"punish\w*|penalt\w+|dismiss\w*)\b[^.;]{0,80}\b(?:is|are|be) (?:\w+ "
                r")?(?:prohibited|"
                r"forbidden|banned|excluded|barred|unlawful)|without (?:fear|any reprisal|"
                r"reprisal|retaliation|penalty|cost)",
                part,
            )
            if not against and not re.search(
                r"\b(?:anything|nothing|does not|shall not) (?:\w+ )?(?:waive|limit|"
                r"prevent|affect)",
                part,
            ):
                if re.search(
                    r"\b(?:confidential|trade secret|media|quality|work done)\b", part
                ) and not re.search(r"\b(?:authorit|embassy|complain|labou?r|police|court)", part):
                    return None
                del found
                return Seen(
                    False,
                    clause,
                    N_("Complaining is forbidden, punished, or decided by the employer alone."),
                )
        if _CHANNEL.search(part) and _WHERE.search(part):
            if re.search(
                r"\bcosts?\b[^.;]{0,30}\b(?:borne|paid) by worker|worker (?:shall|will|"
                r"must) (?:pay|bear)[^.;]{0,40}\b(?:costs?|fees?)\b",
                part,
            ):
                return Seen(False, clause, N_("Complaining costs the worker money."))
            calm = re.search(
                r"\b(?:free|no cost|without (?:charge|cost|reprisal|retaliation|fear)|"
                r"reprisal|retaliat\w*)\b",
                part,
            )
            told = (
                N_("A place to complain is named.")
                if calm
                else N_(
                    "A place to complain is named. Ask whether it is free, and who protects you."
                )
            )
            return Seen(True, clause, told)
        return None

    return judged("REM_01", [*each_part(contract, judge), *said(contract, COMPLAINING)])
