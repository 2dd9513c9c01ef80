"""Whether the paper says who, where, what, from when, and how much: parties, job and wage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.judging import Seen, judged, outcome
from comity.services.contracts.polarity import turned
from comity.services.contracts.records import (
    NOT_STATED,
    PASS,
    Outcome,
)

_BLANK = re.compile(
    r"_{3,}|\.{5,}|…{2,}|\[\s*\]|\[(?:insert|name|address|date|amount)[^\]]*\]|"
    r"\btb[ac]\b|to be (?:confirmed|advised|filled)|\bxxx+\b"
)
_ADDRESS = re.compile(
    r"\b(?:address|p\.? ?o\.? ?box|street|st\.|road|rd\b|avenue|ave\b|block|building|"
    r"bldg|floor|flat|house (?:number|no)|villa|zone|district|village|ward|postal|"
    r"postcode|lane|province|municipality|city\b|residing at|resident (?:of|at|in)|with "
    r"(?:its )?(?:registered |head |principal )?office|having its|located at|situated "
    r"(?:at|in)|of \d+|plot|industrial area|estate|strasse|via \w+|c/o|registered at|"
    r"farm\b.{0,20}\d{4,}|jalan|rue|boulevard|calle|quartier|contrada|piazza|park|wharf|"
    r"\d[\w-]* [a-z'-]+(?: [a-z'-]+){0,2},(?: [^,;]{2,30},)? ?[a-z]{3,})\b",
    re.IGNORECASE,
)
_BUILDING = (
    r"(?:residence|household|home|house|flat|apartment|hospital|factory|farm|site|premises|"
    r"restaurant|"
    r"hotel|resort|shipyard|plant|sites|plantation|ward|clinic|branch|greenhouses?|vineyards?|project|"
    r"office|"
    r"ship|vessel|vehicle|villa|facility|address|warehouse|camp|mill|yard|workshop|nursery|bakery|"
    r"kitchen|laundry|garage|shop|store|centres?|mall|school|estate|orchard|dairy|ranch|field|"
    r"works|"
    r"laboratory|salon|quarry|mine|harbour|terminal|airport|building)"
)
_SITE = re.compile(
    r"\b(?:place of (?:work|employment|assignment|service)|work ?(?:place|site|"
    r"location)|site of (?:work|employment)|job site|location of work|assigned to work "
    r"(?:at|in)|posted (?:at|to)|stationed (?:at|in)|on board (?:the )?\w+|name of "
    r"(?:the )?vessel|vessel(?: name)?[: |]|"
    r"\b(?:at|in) (?:employer's|worker's|the client's|client's|our|his|her) (?:\w+ "
    r"){0,3}?(?:residence|household|home|house|hospital|factory|farm|site|premises|"
    r"restaurant|hotel|resort|family|yard|plant|plantation|clinic|greenhouse|vineyards?|"
    r"villa|warehouse|mill|yard|offices?|estate)\b|"
    rf"(?:work|works|working|employed|engages?|engaged|perform\w*|duties|services|based|worker|"
    rf"position|reside|"
    rf"is carried out|job)\b[^.;]{{0,110}}\b(?:at|in|on) (?:employer's |worker's |the |our |its |"
    rf"his |her )?"
    rf"(?:[\w'&-]+ ){{0,4}}?{_BUILDING}s?\b|at employer's address|service users in their homes|"
    rf"[^.;]{{0,60}} (?:in|at) employer's (?:\w+ )?(?:family|{_BUILDING})|"
    r"(?:work|works|employed|perform\w*|duties|services|based)\b[^.;]{0,60}\b(?:at|in) "
    r"(?:employer's |worker's |the |our )?(?:\w+ ){0,3}?(?:residence|household|home|"
    r"house|hospital|factory|farm|site|premises|restaurant|hotel|resort|shipyard|plant|"
    r"ward|clinic|branch|greenhouse|vineyard|project|office|ship|villa|facility|address|"
    r"warehouse|camp|mill|yard))"
)


_ROAMING = re.compile(
    r"\b(?:any (?:\w+ )?(?:place|location|site|workplace|household)|anywhere|"
    r"wherever)\b[^.;]{0,60}\b"
    r"(?:chosen by employer|employer (?:decides|chooses|directs|may|wishes|sends?|needs?|orders)|"
    r"decided by employer|employer's "
    r"(?:discretion|choice|orders|relatives|friends)|other (?:companies|employers|households)|in "
    r"the world|"
    r"told (?:to worker )?(?:on|upon|after)|in (?:any|another) country)\b|"
    r"\b(?:place of work|workplace)\b[^.;]{0,30}\b(?:told|decided|announced|assigned|fixed) "
    r"(?:\w+ ){0,3}?(?:on|upon|after) arrival"
)


def _saying(contract: Contract, what: re.Pattern[str]) -> Iterator[Clause]:
    """The clauses that say this and do not deny it."""
    for clause in contract.clauses:
        found = what.search(clause.plain)
        if found and not turned(clause.plain, found.start(), found.end()):
            yield clause


def term_01(contract: Contract, _case: Case) -> Outcome:
    """Employer, worker and workplace, with addresses."""
    roaming = [
        Seen(False, clause, N_("The worker can be sent to any workplace."))
        for clause in _saying(contract, _ROAMING)
        if not re.search(r"\bnot\b", clause.plain)
    ]
    employer = _party(contract, "employer") or next(
        (c for c in contract.clauses[:6] if _letterhead(c.plain)), _head_of_letter(contract)
    )
    worker = _party(contract, "worker")
    site = next(
        (
            c
            for c in contract.clauses
            if _SITE.search(c.plain) and not _BLANK.search(c.plain) and c.kind != "heading"
        ),
        None,
    )
    address = next(
        (c for c in contract.clauses if _ADDRESS.search(c.plain) and not _BLANK.search(c.plain)),
        None,
    )
    parts = {
        N_("employer"): employer,
        N_("worker"): worker,
        N_("workplace"): site,
        N_("address"): address,
    }
    clauses = [clause for clause in (employer, worker, site, address) if clause]
    if roaming:
        return judged("TERM_01", roaming)
    lacking = [name for name, clause in parts.items() if clause is None]
    if not lacking:
        return outcome("TERM_01", PASS, N_("Employer, worker and workplace are named."), clauses)
    told = f"Not written, or left blank: {', '.join(lacking)}."
    return outcome("TERM_01", NOT_STATED, told, clauses, unclear=bool(clauses))


_NAME = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|mx|name|named|between|passport (?:number|no)|holder of|"
    r"holding|national of|citizen of|i/d|id number|born|nationality|dear|represented by|"
    r"llc|l\.l\.c|ltd|limited|w\.l\.l|wll|gmbh|s\.?r\.?l|inc\b|bhd|b\.s\.c|co\b|company|"
    r"corporation|establishment|hospital|trading|contracting|family|farm|household of|"
    r"plc|s\.a\b|sdn|services|group|pte)\b"
)


def _party(contract: Contract, role: str) -> Clause | None:
    """The clause that names a party: a definition, a field, or the opening of a letter."""
    other = "worker" if role == "employer" else "employer"
    head = contract.clauses[: max(30, len(contract.clauses) // 3)]
    for clause in [*head, *contract.clauses[len(head) :]]:
        plain = clause.plain
        if len(clause.cells) > 1 and re.search(rf"\b{role}\b", clause.cells[0]):
            named = clause.cells[1]
            told = bool(named) and named not in (other, role)
            if told and not _BLANK.search(named):
                return clause
            continue
        if _BLANK.search(plain):
            continue
        if (
            re.search(
                rf"\b(?:name of (?:the )?)?{role}(?:'s)?(?: (?:full )?(?:name|company "
                rf"name))?(?: \([^)]*\))? ?:\s*(?!{other}|shall|the\b)\S{{2,}}",
                plain,
            )
            and clause.kind != "heading"
        ):
            return clause
        defined = re.search(
            rf'(?:\(|"|hereinafter|hereafter|, )[^()]{{0,60}}"?\b{role}"?(?:\)|"|,|$)', plain
        )
        if defined and _NAME.search(plain):
            return clause
        if re.search(rf"\bbetween\b.{{3,200}}\b{role}\b", plain) and _NAME.search(
            plain.replace("between", "")
        ):
            return clause
        if role == "worker" and re.match(
            r"(?:dear|to:?) (?!sir|madam|candidate|worker\b|applicant)[a-z]", plain
        ):
            return clause
        if role == "worker" and re.search(
            r"\bworker,? (?:mr|ms|mrs|miss)\b|\bname: ?(?!_)\S+", plain
        ):
            return clause
        if re.match(
            rf"(?:[\d.]+ )?(?:who )?{role} (?:is|are):? (?!{other}|to |not |employed|engaged|"
            rf"entitled|"
            rf"required|responsible|obliged|bound|free)",
            plain,
        ) and (_NAME.search(plain) or _ADDRESS.search(plain) or ", of " in plain):
            return clause
        if (
            re.match(r"(?:the )?parties\b", plain)
            and len(re.findall(r", ", plain)) >= 2
            and " and " in plain
        ):
            return clause
        if (
            role == "employer"
            and re.search(
                r"\b(?:yours (?:sincerely|faithfully)|for and on behalf of|offer of "
                r"employment (?:from|with|at)|on behalf of|employer (?:is|,) [a-z]+ "
                r"[a-z]+)",
                plain,
            )
            and _NAME.search(plain)
        ):
            return clause
    return None


def _head_of_letter(contract: Contract) -> Clause | None:
    """The first lines of a letter, where they give a firm and its address over several lines."""
    head = contract.clauses[:5]
    letter = any(re.match(r"dear\b", one.plain) for one in contract.clauses[:20])
    return head[0] if letter and _letterhead(" ".join(one.plain for one in head)) else None


def _letterhead(plain: str) -> bool:
    firm = re.search(
        r"\b(?:from:|parties:|employer,? (?:mr|mrs|ms)|jsc|est|ltd|llc|bhd|gmbh|inc|"
        r"employer|w\.l\.l|plc|limited|s\.a)\b",
        plain,
    )
    return bool(firm and _ADDRESS.search(plain)) and (
        "worker" not in plain or "employer" in plain or "parties" in plain
    )


_TITLE = re.compile(
    r"\b(?:position|job(?: title)?|occupation|designation|capacity|role|post|profession|"
    r"trade|category|employed as|engaged as|works? as|work as|employ\w* (?:\w+ ){0,6}as|house "
    r"?work(?:er)?|does |serves as|"
    r"appoint\w* (?:\w+ ){0,4}as|offer\w* (?:\w+ ){0,8}(?:position|post|job)|hired as|"
    r"services as|serve as|recruited as|rank|engaged to|hired to|(?:employs?|engages?|"
    r"hires?|employ)\b[^.;]{0,60}\bas an?)\b"
)
_TASKS = re.compile(
    r"\b(?:duties|tasks|responsibilit\w+|housework|domestic work|(?:make|makes|clean|"
    r"cleans|wash|washes|drive|drives|maintain|weld|welds|milk|feed|feeds|iron|cook|"
    r"cooks|collects|cuts|repairs?|serves?|assists?|looks? after)\b|feeding|fencing|"
    r"driving|description of (?:the )?work|kind of work|(?:shall|will|to) (?:be )?(?:pick|sort|"
    r"pack|clean|cook|"
    r"wash|care|help|assist|operate|serve|prepare|load|carry|drive|feed|milk|sew|weld|paint|repair|"
    r"maintain|guard|visit|plant|prune|look after|keep watch)|"
    r"(?:helps?|visits?|prepares?|picks?|sorts?|packs?|paints?|moors?|keeps? watch|carries|"
    r"operates?|"
    r"plants?|prunes?|sweeps?|restocks?|treats?|nurses?|teaches|guards?) (?!worker|employer)\w+|"
    r"(?:position|job|occupation|profession|post)(?: is)?[ :|]+[^.;|]{3,60}[(,;:] ?[^.;|"
    r"]{3,80}\band\b|"
    r"(?:position|job|occupation|profession|post)[ :|]+\w+ \w+ (?:and|making|operat\w+|"
    r"finishing)|making\b|"
    r"(?:doing|inspection|sorting|tying|placing|serving|assisting|helping|washing|sweeping|packing|"
    r"finishing|mixing|loading)\b|banquet service|scope of work|job description|nature of (?:the "
    r")?work|type of work|work "
    r"(?:consists|includes|comprises|shall (?:be|consist|include))|cleaning|cooking|"
    r"picking|harvest\w*|sewing|patient care|childcare|care (?:of|for) |welding|"
    r"bricklaying|carpentry|plumbing|operating|assembl\w+|packing|steel fixing|masonry|"
    r"nursing|fishing|laundry|pruning|loading|milking|tiling|plastering|scaffold\w*|"
    r"formwork)\b"
)
_START = re.compile(
    r"\b(?:start(?:s|ing)?(?: date| on| of employment| work)?\b|commenc\w+|effective "
    r"(?:date|from)|with effect from|from / to|begin\w*|from the (?:date|day) of|date "
    r"of (?:arrival|joining|departure|embarkation|commencement)|join\w* (?:date|on)|works? from "
    r"\d|arrival|entry\b|departure from|takes? up|first day|"
    r"from (?:\d{1,2}|the|worker's arrival|arrival|january|february|march|april|may|"
    r"june|july|august|september|october|november|december))\b"
)
_LONG = re.compile(
    r"\b(?:\d+ (?:months?|years?|weeks?),? (?:from|beginning|starting|commencing|as (?:of|from)|"
    r"with effect)|"
    r"unlimited time|runs? for \d+|runs? until|through \d|fixed[- ]term|season of|"
    r"(?:for|of) \d+ (?:months?|years?)\b|(?:period|term|duration|valid(?:ity)?|"
    r"length)\b[^.;]{0,60}\b\d+(?:-| "
    r")?(?:\(\d+\) )?(?:months?|years?|weeks?|days?)|\b\d+(?:-| )(?:month|year|"
    r"week)s?(?:-| )?(?:\w+ )?(?:contract|term|period|employment|fixed|season)|contract "
    r"(?:of|for) \d+ (?:months?|years?|weeks?)|for (?:a (?:\w+ )*(?:period|term|"
    r"duration) of )?\d+ (?:calendar )?(?:months?|years?|weeks?)|until (?:the )?\d{1,2}|"
    r"until \w+ \d|(?:expir|end)(?:s|es|ing|e)? (?:on|date)|indefinite|open-ended|"
    r"permanent|unlimited|to (?:the )?\d{1,2} (?:january|february|march|april|may|june|"
    r"july|august|september|october|november|december)|lasts? \d+ (?:months?|years?|"
    r"weeks?)|from .{4,40} (?:to|until|till|through)|\d{4} to .{0,20}\d{4}|from .{4,40} "
    r"(?:to|until|till) .{0,20}\d{4}|duration[: |]+\d+)\b"
)
_OTHER_WORK = re.compile(
    r"\b(?:duties|tasks|job|work)\b ?: ?(?:anything|whatever|any work|all work)\b|"
    r"\b(?:whatever|anything|any) (?:other )?(?:work|duties|tasks|jobs?)?[^.;]{0,30}\b(?:of any "
    r"(?:nature|kind)|"
    r"the family asks|employer (?:assigns|asks|wants|wishes|orders|needs))|"
    r"\ball (?:works?|duties|tasks|jobs)\b[^.;]{0,60}\bwithout (?:limit|objection|refusal|"
    r"question)|"
    r"\bwork(?:s|ing)?\b[^.;]{0,40}\b(?:houses?|homes?|households?) of (?:his |her |"
    r"employer's |the )?(?:relatives|friends|family)\b|work[^.;]{0,30}\brelatives'? "
    r"(?:house|home)\b|\b(?:any (?:kind of |type of |other )?work|all (?:kinds of |"
    r"other )?work|other (?:work|duties|tasks))\b[^.;]{0,80}\b(?:(?:for|at|in) (?:\w+ "
    r"){0,3}?(?:relatives?|other (?:households?|houses?|homes?|compan(?:y|ies)|"
    r"employers?|famil(?:y|ies))|any (?:person|household|place))|(?:whatsoever|of any "
    r"kind|without (?:limit\w*|objection|refusal)|that employer (?:orders|wants|wishes|"
    r"asks|demands)))"
)


def term_02(contract: Contract, _case: Case) -> Outcome:
    """Title, tasks, first day and duration."""
    against = [
        Seen(False, clause, N_("The worker can be given any other work."))
        for clause in _saying(contract, _OTHER_WORK)
        if clause.kind != "heading"
    ]
    if against:
        return judged("TERM_02", against)
    kinds = {
        N_("title of the job"): _TITLE,
        N_("tasks"): _TASKS,
        N_("first day"): _START,
        N_("length of the contract"): _LONG,
    }
    found_in: dict[str, Clause] = {}
    for name, pattern in kinds.items():
        for clause in contract.clauses:
            if clause.kind == "heading" and name != N_("tasks"):
                continue
            if (
                pattern.search(f"{clause.plain}")
                and not _BLANK.search(clause.plain)
                and not (
                    name != N_("title of the job")
                    and re.search(
                        r"\b(?:licen[cs]e|passport)\b.{0,40}\b(?:valid|expir)", clause.plain
                    )
                )
            ):
                found_in[name] = clause
                break
    lacking = [name for name in kinds if name not in found_in]
    if not lacking:
        return outcome(
            "TERM_02", PASS, N_("Job, tasks, first day and length are written."), found_in.values()
        )
    told = f"Not written, or left blank: {', '.join(lacking)}."
    return outcome("TERM_02", NOT_STATED, told, found_in.values(), unclear=bool(found_in))
