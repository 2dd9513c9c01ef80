"""Whose hands the papers are in, and whether the contract came before the journey."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Contract
from comity.services.contracts.journey_days import made_and_left
from comity.services.contracts.judging import Seen, judged, outcome
from comity.services.contracts.polarity import turned
from comity.services.contracts.records import FAIL, NOT_APPLICABLE, PASS, Outcome

_PAPER_OF = r"(?:contract|agreement|terms|papers?)"
_THERE = (
    r"(?:when worker (?:gets?|arrives?|comes?|reach\w*|lands?)|once worker (?:arrives?|is|are)|"
    r"(?:at|in) the (?:airport of arrival|country of (?:work|destination))|at (?:the )?destination|"
    r"after (?:\d+ (?:days|weeks|months)|(?:the |worker's )?(?:probation|trial|arrival))|"
    r"on (?:reporting|joining|reaching|landing))\b"
)
_AFTER_ARRIVAL = re.compile(
    r"\bsigned\b[^.;]{0,30}\b(?:up)?on (?:worker\'s |his |her )?arrival\b|"
    r"\b(?:(?:written |employment |final |formal |labour |work |full )*(?:contract|"
    r"agreement|terms(?: and conditions)?)\b.{0,60}\b(?:issued|signed|given|provided|"
    r"handed|concluded|explained|made|executed|prepared)\b.{0,40}"
    r"\b(?:(?:up)?on|after|following) (?:worker's |his |her |the )?arrival|(?:sign|"
    r"signs|signing|receive|receives|conclude)\b.{0,50}\b(?:contract|"
    r"agreement)\b.{0,40}\b(?:(?:up)?on|after|following) (?:worker's |his |her |the "
    r")?arrival|"
    r"(?:up)?on arrival.{0,60}\b(?:sign|signs|signed|receive|"
    r"issued)\b.{0,40}\b(?:contract|agreement))|"
    rf"\bsign\w*\b[^.;]{{0,30}}\b{_PAPER_OF}\b[^.;]{{0,30}}\b{_THERE}|"
    rf"\b{_PAPER_OF}\b[^.;]{{0,50}}\b(?:signed|signature|given|handed|issued|concluded|made|drawn "
    rf"up|follows?|presented|provided)\b[^.;]{{0,40}}\b{_THERE}|"
    rf"\b(?:handed|given|gets?|receives?)\b[^.;]{{0,20}}\b{_PAPER_OF}\b[^.;]{{0,20}}\b{_THERE}|"
    r"\bno (?:written |signed )?(?:contract|agreement) (?:is|shall be|will be) \w+ (?:until|"
    r"before)\b|"
    r"\b(?:agreed|hired|engaged|terms are) (?:orally|verbally|by word of mouth)\b|"
    r"\b(?:oral|verbal) (?:contract|agreement) (?:only|applies|until)"
)
_BEFORE = re.compile(
    r"\b(?:signed|sent|concluded|executed|given|provided|received?|explained|issued|"
    r"sign|attested|approved|handed|made available|read)\b.{0,90}\b(?:before|prior to|"
    r"ahead of|in advance of)\b.{0,25}\b(?:departure|departs|depart|leav\w+|travel\w*|"
    r"migrat\w+|deployment|departing|crossing|embark\w+|flight|journey|boarding|left|sets? "
    r"out|flying)\b|"
    r"\b(?:contract|agreement|order|copy|original)\b[^.;]{0,50}\b(?:given|handed|sent|provided)\b"
    r"[^.;]{0,30}\b(?:no later than|not later than|by) (?:the )?(?:time|day|moment)\b[^.;]{0,25}"
    r"\bappl(?:y|ies) for (?:the |his |her )?visa\b|"
    r"\b(?:before|prior to)\b.{0,25}\b(?:departure|leav\w+|travel\w*|deployment|"
    r"departing|embark\w+)\b.{0,90}\b(?:signed|given|receiv\w+|sign|copy|explained|"
    r"provided|issued|handed)\b|"
    r"\b(?:contract|agreement|order|copy|copies)\b[^.;]{0,60}\bat the latest (?:than "
    r")?[^.;]{0,60}\b(?:visa|"
    r"depart\w*|travel\w*|leav\w+)|"
    r"\b(?:not|never) (?:depart|leave|travel|fly)\w*\b[^.;]{0,30}\b(?:without|before|until)\b"
    r"[^.;]{0,40}\b(?:contract|agreement|copy|sign\w*)|"
    r"\bno worker (?:\w+ )?(?:departs?|leaves?|"
    r"travels?)\b[^.;]{0,30}\bwithout\b[^.;]{0,40}\b(?:contract|"
    r"copy)|"
    r"\bweeks? (?:ahead of|before) (?:his|her|worker's|the) (?:journey|departure|travel)"
)
_LOCAL = re.compile(r"\b(?:already (?:resid|in the country)|locally (?:hired|recruited))")


def doc_02(contract: Contract, case: Case) -> Outcome:
    """A written contract exists before departure."""
    seen: list[Seen] = []
    for clause in contract.clauses:
        plain = clause.plain
        if found := _AFTER_ARRIVAL.search(plain):
            none = re.match(r"no |oral|verbal", found[0])
            if (none or not turned(plain, found.start(), found.start() + 1)) and not re.search(
                r"\bno (?:other|new|second|different)\b|\breplace\w*\b.{0,30}\bnot\b", plain
            ):
                seen.append(
                    Seen(
                        False,
                        clause,
                        N_("The contract is to be signed or given only after arrival."),
                    )
                )
        elif (found := _BEFORE.search(plain)) and re.search(
            r"\b(?:contract|agreement|order|terms|copy|copies|signed|sent to)\b", plain
        ):
            no = turned(plain, found.start(), found.start() + 1) and not re.match(
                r"not|never|no\b", found[0]
            )
            seen.append(
                Seen(
                    not no,
                    clause,
                    N_("The contract is signed or given before departure.")
                    if not no
                    else N_("The contract is not given before departure."),
                )
            )
    if seen and any(one.good is False for one in seen):
        return judged("DOC_02", seen)
    if case.contract_date and case.departure_date:
        good = case.contract_date <= case.departure_date
        told = (
            f"By what was told, the contract is of {case.contract_date} and the departure "
            f"of {case.departure_date}."
        )
        return outcome("DOC_02", PASS if good else FAIL, told, [one.clause for one in seen])
    if case.origin and case.origin == case.destination:
        return outcome(
            "DOC_02", NOT_APPLICABLE, N_("The work is in the country where the worker lives.")
        )
    if dated := made_and_left(contract, case.departure_date, case.contract_date):
        seen.append(dated)
    return judged(
        "DOC_02", seen, N_("The contract does not say that it is signed before departure.")
    )


_LANGUAGES = (
    "bahasa indonesia|bahasa melayu|english|nepali|hindi|bengali|bangla|urdu|tamil|"
    "sinhala|sinhalese|tagalog|filipino|bahasa|indonesian|malay|vietnamese|thai|"
    "burmese|khmer|lao|"
    "finnish|swedish|norwegian|danish|estonian|latvian|lithuanian|albanian|macedonian|bosnian|"
    "slovene|slovenian|icelandic|kiswahili|kinyarwanda|shona|zulu|yoruba|igbo|twi|javanese|"
    "sundanese|hiligaynon|pidgin|dhivehi|dzongkha|maithili|odia|azerbaijani|turkmen|"
    "arabic|french|spanish|portuguese|russian|uzbek|tajik|kyrgyz|kazakh|ukrainian|"
    "romanian|polish|turkish|swahili|amharic|luganda|chinese|mandarin|cantonese|hebrew|"
    "greek|italian|german|bulgarian|hungarian|punjabi|malayalam|telugu|marathi|gujarati|kannada|"
    "pashto|dari|farsi|persian|somali|tigrinya|oromo|hausa|wolof|cebuano|ilocano|mongolian|"
    "georgian|armenian|serbian|croatian|slovak|czech|dutch|japanese|korean|"
    "finnish|swedish|norwegian|danish|estonian|latvian|lithuanian|albanian|kiswahili|yoruba|igbo|"
    "twi|creole|lingala|kinyarwanda|hiligaynon|javanese|sundanese"
)
_LANGUAGE = re.compile(
    rf"\b(?:(?:in|into|to) (?:a |the |his |her |worker's )?(?:own |mother |native |first "
    rf"|home )?(?:language|tongue)s?\b(?: (?:that|which) worker\b.{{0,30}}\bunderst\w+| "
    rf"(?:that|which) (?:is|are) understood| understood by worker| of worker| spoken by "
    rf"worker| known to worker)?|"
    rf"(?:in|into|both) (?:both )?(?:the )?(?:{_LANGUAGES})(?:(?:,|,? and| &| /|/) "
    rf"?(?:in )?(?:the )?(?:{_LANGUAGES}))+|(?:in|into) (?:{_LANGUAGES}),? (?:which|that|"
    rf"a language|the language)\b.{{0,12}}(?:worker|of)\b.{{0,30}}\b(?:reads?|underst\w+|"
    rf"speaks?|training|own|mother)|translat\w+ (?:in|into|to)\b|translation of (?:this|the|it)\b|"
    rf"(?:{_LANGUAGES}) (?:translation|version|text)s? (?:is|are|has been|have been|of|"
    rf"attached|was)|bilingual|(?:{_LANGUAGES}),? (?:and|&) (?:{_LANGUAGES}) versions?|"
    rf"languages? (?:that |which )?worker (?:can |fully |well )?(?:understands?|reads?|"
    rf"speaks?|knows?)|worker (?:reads?|understands?|speaks?) (?:and \w+ )?(?:{_LANGUAGES})|"
    rf"languages?:? (?:of this contract )?(?:{_LANGUAGES})|(?:in|both) (?:both|the 2|all) "
    rf"languages|"
    rf"(?:{_LANGUAGES}),? (?:and|&) (?:{_LANGUAGES}),? (?:both|the|equally|which)|"
    rf"worker\b(?:(?!\bnot\b|employer)[^.;]){{0,60}}?\b(?:reads?|understands?|speaks?|knows?|"
    rf"mother tongue is|own language is)\b(?: (?:and|or) \w+)?(?: both| well| fully)?,? (?:"
    rf"{_LANGUAGES})|(?:{_LANGUAGES}),? (?:a language )?(?:which|that) worker\b[^.;]{{0,30}}\b"
    rf"(?:reads?|understands?|speaks?|knows?)|(?:in|into) (?:{_LANGUAGES})(?:, "
    rf"(?:{_LANGUAGES}))*,? "
    rf"and (?:in )?(?:a )?(?:{_LANGUAGES})|(?:{_LANGUAGES}) and (?:a |an )?(?:{_LANGUAGES}) "
    rf"(?:cop(?:y|ies)|texts?|originals?)|"
    rf"(?:known|familiar|intelligible) to (?:worker|him|her)|"
    rf"worker\b[^.;]{{0,30}}\b(?:mother tongue|reads?|understands?|speaks?|knows?|"
    rf"know)\b[^.;]{{0,12}}"
    rf"(?:{_LANGUAGES})|(?:{_LANGUAGES}),? which worker (?:states|says|declares)|"
    rf"(?:{_LANGUAGES}) (?:and (?:a |an )?(?:{_LANGUAGES}) )?(?:cop(?:y|ies)|originals?)\b|"
    rf"(?:understood|read|spoken) by (?:worker|him|her)|explained\b.{{0,50}}\b(?:{_LANGUAGES}|"
    rf"language|tongue))"
)
_COPIES = re.compile(
    r"\b(?:(?:each|both|every) part(?:y|ies)\b.{0,50}\b(?:cop(?:y|ies)|originals?|"
    r"one)\b|\b(?:cop(?:y|ies)|originals?|counterparts?|duplicate)\b.{0,60}\b(?:each "
    r"party|(?:to|for|with|by) worker|worker(?: shall| will)? (?:receiv|keep|retain|"
    r"hold|get)\w*|the parties|one each)|"
    r"worker (?:shall |will |has |must |also |hereby |to |was |were |does |do |is |not )*(?:be "
    r")?(?:given|"
    r"receiv\w+|has|have|entitled to|"
    r"keeps?|kept|gets?|retains?|holds?|acknowledges? receipt of|provided with|"
    r"handed)\b.{0,40}\b(?:cop(?:y|ies)|original|counterpart|duplicate)|"
    r"(?:in|made in|signed in|drawn up in) (?:duplicate|triplicate|(?:2|3|4) "
    r"(?:original )?(?:cop(?:y|ies)|originals|counterparts))|(?:give|gives|provide|"
    r"provides|hand|hands) worker (?:with )?(?:a|1|one|his|the)?\b.{0,20}\bcopy|(?:keep|"
    r"retain) (?:1|one|a|this|the) (?:signed )?copy|cop(?:y|ies)\b[^.;]{0,60}\b(?:was|"
    r"is|were|has been|shall be|will be) (?:handed|given|provided|delivered)|"
    r"(?:his|her|worker's) (?:own |signed )?copy\b|(?:originals?|copies|cop(?:y|ies)),? (?:1|one) "
    r"(?:for|with|to) (?:each|every|worker)|1 (?:signed )?(?:original|copy) (?:\w+ ){0,3}(?:to|"
    r"with|for) "
    r"(?:worker|him|her|each)|original was handed|(?:original|copy) (?:for )?each\b|"
    r"(?:cop(?:y|ies)|originals?|versions?)\b[^.;]{0,30}\b(?:was|were|is|are|been) (?:\w+ )?"
    r"(?:received|couriered|e?-?mailed|sent|posted)|not left without (?:a|his|her) copy|"
    r"worker\b[^.;]{0,50}\b(?:has|have|keeps?|given|received?|took|takes) (?:(?!no\b|not\b)[\w-]+ )"
    r"{0,5}(?:cop(?:y|ies)|originals?)\b)|"
    r"\bworker\b(?:(?!\bnot\b|\bno\b|employer|agency|passport|certificate|diploma)[^.;]){0,70}?\b"
    r"(?:given|received?|has|have|handed|keeps?|holds?)\b(?:(?!passport|certificate|diploma)[^.;])"
    r"{0,30}?\b(?:cop(?:y|ies)|originals?|hers|counterparts?)\b|"
    r"\b(?:cop(?:y|ies)|originals?|versions?|order|contract)\b(?:(?!\bnot\b|\bno\b|passport|"
    r"certificate)[^.;]){0,60}?\b(?:given|emailed|couriered|handed|sent|delivered|posted) to "
    r"(?:worker|"
    r"her|him)\b|\bcop(?:y|ies) (?:was|were|is|are|has been) received\b|"
    r"\bnot (?:left |be )?without a copy\b|"
    r"\b(?:sole|only|all|original and all)\b[^.;]{0,25}\b(?:cop(?:y|ies)|originals?)\b[^.;]{0,40}"
    r"\b(?:by|with) (?:employer|agency|the sender)|\b(?:sender|employer|agency) (?:shall |will )?"
    r"(?:keeps?|retains?|holds?) (?:the )?(?:sole|only|all)\b[^.;]{0,20}\b(?:cop(?:y|ies)|original)"
)
_UNREAD = re.compile(
    r"\b(?:only in (?:arabic|english|chinese|hebrew|russian|turkish|malay)|(?:arabic|"
    r"english|chinese|hebrew|malay) (?:language )?(?:only|alone)|"
    r"(?:not|never) (?:\w+ ){0,2}?(?:read|understand|understood|known|translated)|cannot read|"
    r"can not read|no translation)\b"
)


def doc_03(contract: Contract, case: Case) -> Outcome:
    """A language that the worker understands, and a copy."""
    language: list[Seen] = []
    copy: list[Seen] = []
    english = any(one.strip().lower() in ("en", "eng", "english") for one in case.worker_languages)
    for clause in contract.clauses:
        plain = clause.plain
        if (
            (found := _UNREAD.search(plain))
            and re.search(r"\bcontract|agreement|translation|document\b", plain)
            and not re.search(r"\bif worker\b", plain)
        ):
            if not english or "english" not in found[0]:
                language.append(
                    Seen(
                        False,
                        clause,
                        N_("The contract is in a language that the worker may not understand."),
                    )
                )
        elif (found := _LANGUAGE.search(plain)) and re.search(
            r"\b(?:contract|agreement|terms|copy|copies|clause|document|this|translat|versions?|"
            r"done|made|originals?|languages?|signed|"
            r"explained|text|contents?|order|reads?|understands?)\b",
            f"{clause.heading} {plain}",
        ):
            no = turned(plain, found.start(), found.start() + 1)
            language.append(
                Seen(
                    not no, clause, N_("The contract is in a language that the worker understands.")
                )
            )
        if (
            (found := _COPIES.search(plain))
            and re.search(
                r"\b(?:contract|agreement|order|cop(?:y|ies)|originals?|counterparts?|duplicate|hers)\b",
                plain,
            )
            and not re.search(r"\bpassport|pay ?slip|receipt of wages\b", found[0])
        ):
            no = (
                turned(plain, found.start(), found.start() + 1) and "without" not in found[0]
            ) or bool(
                re.search(
                    r"\bnot (?:be )?(?:given|receive|get|entitled)|\bno copy\b|\b(?:sole|only|"
                    r"all)\b",
                    found[0],
                )
            )
            copy.append(
                Seen(
                    not no,
                    clause,
                    N_("The worker gets no copy.") if no else N_("The worker has a copy."),
                )
            )
    against = [one for one in [*language, *copy] if one.good is False]
    if against:
        return judged("DOC_03", [*against, *language, *copy])
    if (language or english) and copy:
        return judged("DOC_03", [*language, *copy])
    half = [
        Seen(None, one.clause, N_("Only one half is said: the language, or the copy."))
        for one in [*language, *copy]
    ]
    return judged("DOC_03", half)
