"""Who pays what for the job: claims about recruitment costs, from sentences, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.services.contracts.clauses import Clause
from comity.services.contracts.polarity import excepted, subject, turned

_MONEY = r"(?:fees?|costs?|charges?|expenses?|dues|payments?|amounts?)"
ITEMS: dict[str, str] = {
    "recruitment": rf"(?:recruitment|recruiting|placement|agency|agency's|processing|documentation|"
    rf"service|"
    rf"registration|facilitation|sourcing|consultancy|mobili[sz]ation|manpower|hiring|introduction|"
    rf"administration|administrative|deployment|brokerage|procurement|onboarding|sponsorship)"
    rf"(?:-related| and related| related|,? (?:and|or) (?:visa|travel|placement|agency|"
    rf"processing|documentation|recruitment))* {_MONEY}"
    rf"|{_MONEY} (?:of|for|from|in|related to|relating to|connected with|arising from|"
    rf"associated with|incurred (?:in|for|during)|in connection with)"
    r" (?:\w+ ){0,3}?(?:recruit\w*|hiring|placement|deployment|bringing|mobili[sz]\w+)"
    r"|recruitment-related|recruitment (?:or|and) (?:placement|related)|commissions?\b|brokerage"
    r"|(?:fees?|costs?|charges?) (?:or|and|,) (?:related )?(?:fees?|costs?|charges?)|"
    r"fees? (?:of any kind|whatsoever|to (?:any )?agency)"
    r"|(?:any|no|a|all) fees?\b",
    "visa": r"visas?\b(?! (?:holder|number|status|type))|work permits?|residence permits?|"
    r"residency|entry permits?|"
    r"(?:foreign worker |government )?lev(?:y|ies)\b|iqama|emigration clearance|exit "
    r"clearance|quota|labou?r cards?|"
    r"immigration (?:fees?|costs?)|employment pass|legali[sz]ation|attestation|police clearances?|"
    r"(?:work|employment) (?:visa|permit)|permit (?:fees?|costs?)|passport (?:fees?|"
    r"costs?|charges?|renewal|issuance)",
    "medical": r"(?:pre-?(?:employment|departure) )?(?:medical|health) (?:examinations?|exams?|"
    r"tests?|checks?(?:-?ups?)?|screenings?|"
    r"fees?|certificates?)|medicals?\b(?= (?:and|fee|cost|,))|vaccinations?|fit-?to-?work",
    "travel": r"air ticket|air travel|(?:one-?way |joining |outward |inbound |economy |round[- "
    r"]trip )+tickets?|"
    r"travel (?:costs?|expenses?|ticket)|(?:cost of )?(?:international )?(?:flights?|"
    r"airfare)\b|passage\b|"
    r"travels? (?:to|from) \w+|(?:transport|transportation|travel|journey) (?:costs? "
    r")?(?:to|from) (?:the )?(?:country|destination|home|place of (?:origin|employment)|"
    r"point of hire|\w+ (?:to|and))",
    "training": r"(?:pre-departure |skills? |language |safety |induction )?(?:training|orientation|"
    r"course) (?:fees?|costs?|charges?|expenses?)|"
    r"pre-departure (?:orientation|training)|(?:skills?|trade|language) (?:tests?|"
    r"assessments?)|costs? of (?:\w+ )?(?:training|orientation)",
    "equipment": r"uniforms?|work ?wear|work clothes|working clothes|tools\b|safety (?:shoes|gear|"
    r"equipment|boots|clothing)|protective (?:clothing|equipment)|"
    r"personal protective|\bppe\b|oilskins|overalls",
}
"""Words for the groups of costs that no worker should pay."""

ITEM = re.compile("|".join(rf"(?P<{name}>\b(?:{words}))" for name, words in ITEMS.items()))
_NOT_THIS = re.compile(
    r"\b(?:return|repatriat\w+|homeward|home leave|annual leave|vacation|going home|"
    r"back home|end of (?:the )?contract|"
    r"completion|remittance|bank|transfer|monthly union|leave ticket)\b"
)
_LOST = re.compile(r"\b(?:lost|loses|loss of|damage\w*|replacement|replaces?|misuse|broken)\b")

_PAY = (
    r"(?:pay(?:s|ing)?(?: for)?|paid|bears?|bearing|covers?|covering|meets?|provides?|"
    r"providing|(?:is|be|are) (?:solely |fully )?(?:responsible|liable) for|"
    r"financ(?:e|es)|funds?|reimburses?|reimbursing|refunds?|repays?|pays? back|"
    r"settles?|contributes?|absorbs?|purchases?|buys?|shoulders?|"
    r"assumes?|suppl(?:y|ies)|furnish(?:es)?|gives?|arranges?(?: for)?(?: and pays?(?: "
    r"for)?)?|compensates?|undertakes? the cost of|owes?|has paid|have paid|sponsors?)"
)
_MODAL = (
    r"(?:(?:shall|will|must|may|can|should|agrees?|undertakes?|has|have|is|are|to|also|"
    r"not|never|be|hereby|required|obliged|expected|liable|itself|himself|herself|"
    r"only|solely|alone|fully|further|and|in full|in advance|directly|responsible|at no "
    r"time|under no circumstances|in no event|entirely|otherwise|at worker's own cost|"
    r"personally|,|"
    r"arrange|obtain|accept|accepts|confirms?|that|asked|made|forced|no) ){0,7}?"
)
_ACTIVE = re.compile(rf"\b(worker|employer|agency)\b(?!'s) ?,? ?{_MODAL}\b{_PAY}\b")
_TAKE = re.compile(
    r"\b(?:charg(?:e|es|ed|ing)|collect(?:s|ed|ing)?|demand(?:s|ed|ing)?|levy|levied|"
    r"recover(?:s|ed|able|ing|y)?|recoup(?:s|ed)?|"
    r"claim(?:s|ed)? back|debit(?:s|ed)?|deduct(?:s|ed|ing|ions?|ible)?|withh(?:old|"
    r"olds|eld|olding)|imposed?|invoiced?|bill(?:s|ed)|pass(?:ed)? on|"
    r"re-?charged?|subtracted|set[- ]off|solicit(?:ed)?|request(?:ed)?|require[sd]? "
    r"payment|receive[sd]?|accept(?:ed)?|ask(?:ed)? for|taken)\b"
)
_BY = re.compile(
    r"\b(?:(?:paid|borne|bourne|covered|met|provided|payable|reimbursed|reimbursable|"
    r"financed|advanced and recovered|shouldered|absorbed|funded|settled|supplied|"
    r"refunded|repaid|purchased|assumed|"
    r"arranged and paid|arranged)(?: for)?(?: (?:in full|entirely|solely|fully|"
    r"exclusively|directly|initially|100%|equally|half|upfront|in advance))*(?: and "
    r"\w+)? by|"
    r"(?:for|on|to) the account of|(?:the )?(?:sole |full )?(?:responsibility|liability|"
    r"account) of|at the (?:sole |full )?(?:own )?(?:expense|cost|charge) of|"
    r"(?:charged|chargeable|re-?charged|debited|passed on|billed|transferred|"
    r"invoiced)(?: back)?(?: on)? to|(?:recovered|recoverable|collected|claimed|"
    r"deducted|deductible|demanded|levied|due|taken|received|requested|accepted|"
    r"solicited) (?:back )?from|"
    r"(?:charged|imposed|levied) (?:on|upon|against)|(?:is|are|be|falls?) (?:on|upon|"
    r"for|with)|(?:lies?|rests?) with|payer:?|paid by:?|borne by:?) ?(?:the )?(worker|"
    r"employer|agency)\b('s)?"
)
_AT = re.compile(
    r"\b(?:at|on|to|from) (worker's|employer's|agency's|his|her|their|its) ?(?:own |"
    r"sole |full |personal )*(?:cost|expense|account|charge|pocket|funds)"
)
_FREE = re.compile(
    r"\b(?:free of (?:charge|cost)|at no (?:charge|cost|expense)(?: to worker)?|without "
    r"(?:any )?(?:charge|cost|fee|payment)|"
    r"cost-?free|for free|\bfree\b(?= (?:visa|air ticket|uniform|tools|recruitment|work "
    r"permit))|zero[- ](?:cost|fee))"
)
WAGE = (
    r"(?:wages?|salar(?:y|ies)|pay\b|earnings|remuneration|payroll|pay ?slips?|"
    r"instal?lments?|first (?:month|3 months)|monthly)"
)
_FROM_WAGE = re.compile(
    rf"\b(?:deduct\w*|recover\w*|recoup\w*|withh[oe]ld\w*|set[- ]?off|instal?lments?|"
    rf"repa(?:y|id)\w*|taken|subtracted|debited|reimbursed|cut|stopped|"
    rf"advance[sd]?)\b.{{0,160}}?\b{WAGE}|\b{WAGE}.{{0,120}}?\b(?:deduct\w*|recover\w*|"
    rf"recoup\w*|withh[oe]ld|subtracted|set[- ]?off)\b|\b(?:deduct(?:ed|ions?|s|ible)?|"
    rf"instal?lments?)\b"
)
_PAYER_HEAD = re.compile(
    r"\b(?:paid by|payer|payable by|borne by|who pays|responsib\w*|charged to|account|"
    r"party|cost to|by whom|pays)\b"
)
_NO_FEE = re.compile(r"\bno (?:\w+ ){0,4}?(?:fees?|charges?|costs?|commissions?)\b")
_NOTHING = re.compile(
    r"^(?:-+|0(?:\.0+)?|nil|none|no|n/a|free|not applicable|x?|usd 0|\w{3,6} 0|not charged|waived)$"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """That a party pays (or never pays) a cost; `from_wage` where it is taken out of the wage."""

    payer: str
    item: str
    good: bool
    from_wage: bool
    clause: Clause


def claims(clause: Clause) -> Iterator[Claim]:
    """What a clause says of who pays which recruitment cost."""
    if clause.kind == "heading":
        return
    if clause.cells:
        yield from _in_row(clause)
        return
    plain = clause.plain
    for part in re.split(
        r"; |\bbut\b|\bwhile\b|\bwhereas\b",
        plain,
    ):
        yield from _in_part(clause, part)


def _items(text: str) -> list[tuple[str, str]]:
    found = []
    for match in ITEM.finditer(text):
        near = text[max(0, match.start() - 40) : match.end() + 45]
        if (
            match.lastgroup == "travel"
            and _NOT_THIS.search(near)
            and not re.search(
                r"round[- ]trip|joining|both ways|to and from|and back|travels? to", near
            )
        ):
            continue
        if match.lastgroup in ("equipment", "visa") and _LOST.search(near):
            continue
        found.append((match.lastgroup or "", match[0]))
    return found


def _in_part(clause: Clause, part: str) -> Iterator[Claim]:
    items = _items(part)
    if not items:
        return
    item = items[0][1]
    wage = bool(_FROM_WAGE.search(part))
    told = False
    for found in _BY.finditer(part):
        if not _items(part[: found.start()] + " " + part[found.end() : found.end() + 60]):
            continue
        payer = found[1]
        no = turned(part, found.start(), found.end())
        bad = (payer != "worker") if no else (payer == "worker")
        if no and payer == "employer":
            bad = True
        if no and payer == "worker" and (word := excepted(part, found.end())) and _items(word):
            bad = True
        told = True
        yield Claim(payer, item, not bad, wage and payer == "worker", clause)
    for found in _AT.finditer(part):
        payer = _owner(part, found)
        if payer and not told:
            no = turned(part, found.start(), found.end())
            told = True
            yield Claim(payer, item, (payer != "worker") != no, False, clause)
    if told:
        return
    if free := _FREE.search(part):
        no = bool(re.search(r"\bnot $|\bno $", part[: free.start()]))
        yield Claim("employer", item, not no, False, clause)
        return
    for found in _TAKE.finditer(part):
        if (
            subject(part, found.start()) == "worker"
            and not re.search(r"\bbe $", part[: found.start()])
            and "ded" not in found[0]
            and "charg" not in found[0]
        ):
            continue
        if re.match(r"(?:receive|accept|request|taken|ask)", found[0]) and not re.search(
            r"\bfrom worker", part
        ):
            continue
        no = turned(part, found.start(), found.end())
        bad = not no or bool(_items(excepted(part, found.end())))
        yield Claim("worker", item, not bad, wage, clause)
        return
    if done := list(_active(clause, part, wage)):
        yield from done
        return
    stated = re.match(r"^(?:\S+ ){0,2}?[^:]{2,70}: ?(worker|employer|agency)\b", part)
    if stated and clause.plain == part:
        yield Claim(stated[1], item, stated[1] != "worker", False, clause)
    elif _NO_FEE.search(part) and re.search(r"\bworker\b|recruit|placement|agency", part):
        yield Claim("worker", item, True, False, clause)


def _active(clause: Clause, part: str, wage: bool) -> Iterator[Claim]:
    """Each party that pays, with what stands up to the next party that does."""
    acts = list(_ACTIVE.finditer(part))
    for place, found in enumerate(acts):
        end = acts[place + 1].start() if place + 1 < len(acts) else found.end() + 320
        span = part[found.end() : end]
        lone = place == 0 and re.match(r"\W*$", span)
        inside = _items(span) or (_items(part[: found.start()]) if lone else [])
        if not inside:
            continue
        payer, verb = found[1], found[0]
        no = turned(part, found.end() - 1, found.end())
        gives = re.search(r"\b(?:provides?|suppl|furnish|gives?|arranges?)\w*$", verb)
        if (
            payer == "worker"
            and gives
            and not re.search(r"\b(?:own|costs?|expenses?)\b", span[:60])
        ):
            continue
        if payer != "worker" and "by worker" in span and not re.search(r"reimburs|refund", verb):
            continue
        bad = (payer == "worker") != no
        yield Claim(payer, inside[0][1], not bad, wage and payer == "worker", clause)


def _owner(part: str, found: re.Match[str]) -> str:
    word = found[1].removesuffix("'s")
    if word in ("worker", "employer", "agency"):
        return word
    return subject(part, found.start())


def _in_row(clause: Clause) -> Iterator[Claim]:
    """A row of a table: the column that says who pays, or the columns of the parties."""
    cells = clause.cells
    items = _items(" ".join(cells[:2]))
    around = f"{clause.heading} {clause.lead}"
    if not items:
        return
    item = items[0][1]
    rest = cells[1:]
    payer = _payer_of(clause)
    if payer:
        wage = bool(_FROM_WAGE.search(" ".join([*cells, around])))
        yield Claim(payer, item, payer != "worker", wage and payer == "worker", clause)
        return
    if rest and all(_NOTHING.match(cell) for cell in rest if cell):
        yield Claim("employer", item, True, False, clause)
        return
    text = " ".join(cells)
    if _FREE.search(text):
        yield Claim("employer", item, True, False, clause)
    elif re.search(
        r"\b(?:deduct\w*|recover\w*|instal?lments?|salary cut)\b",
        f"{text} {around} {' '.join(clause.header)}",
    ) and not re.search(r"\bno\b|\bnot\b", text):
        yield Claim("worker", item, False, True, clause)
    else:
        yield from _in_part(clause, f"{clause.lead} {text}".strip())


def _payer_of(clause: Clause) -> str:
    cells, header = clause.cells, clause.header
    if len(header) == len(cells) > 1 and (len(header) > 2 or _PAYER_HEAD.search(header[1])):
        for head, cell in zip(header, cells, strict=True):
            if _PAYER_HEAD.search(head) and (
                found := re.search(r"\b(worker|employer|agency)\b", cell)
            ):
                return found[1]
        columns = {
            role: cell
            for head, cell in zip(header, cells, strict=True)
            for role in ("worker", "employer", "agency")
            if re.search(rf"\b{role}\b", head)
        }
        marked = [role for role, cell in columns.items() if cell and not _NOTHING.match(cell)]
        marked += [role for role, cell in columns.items() if cell in ("x", "✓", "✔", "yes")]
        if "worker" in marked:
            return "worker"
        if marked:
            return marked[0]
    for cell in cells[1:]:
        if found := re.fullmatch(
            r"(?:(?:paid|borne|payable|covered|met) by |by )?(worker|employer|"
            r"agency)(?:'s)?(?: account)?",
            cell,
        ):
            return found[1]
    return ""
