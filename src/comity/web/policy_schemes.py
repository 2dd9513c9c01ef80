"""The schemes by which policies are coded, as a page tells of them: what, how, and what not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.core.marks import N_
from comity.policy.coding import demig, gcm, impic, mgi, mipex


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a scheme measures, its formulas, what missing answers do, and what it is not."""

    name: str
    title: str
    measures: str
    formulas: tuple[str, ...]
    missing: str
    is_not: str
    basis: str
    command: str
    parts: Mapping[str, str]
    method: str


_CHECKED = N_(
    "Areas and means were checked against the overview of the data; scale and bands are recalled."
)
_RECALLED = N_("The structure is recalled from the authors' publications and was not read again.")
_OURS = N_("How it is counted is Comity's own choice; no official rule for it was found.")
_EIGHTY = N_("At least 80 % of what is listed must be answered for a mean; else there is no score.")

SCHEMES = (
    Scheme(
        "mipex",
        N_("Integration of migrants, in the manner of MIPEX"),
        N_(
            "How far rules give migrants the same rights and chances, in eight areas. Each "
            "question is coded 100, 50 or 0."
        ),
        (
            "indicator = mean(questions)",
            "area = mean(indicators)",
            "overall = mean(8 areas)",
        ),
        N_(
            "An area needs 80 % of its indicators, the whole needs all eight areas; else there is "
            "no score. A missing answer is never zero."
        ),
        N_("It is not what migrants meet with, and not MIPEX's own result."),
        _CHECKED,
        "comity policy code mipex answers.csv",
        mipex.AREAS,
        mipex.METHOD,
    ),
    Scheme(
        "impic",
        N_("Restrictiveness of immigration rules, in the manner of IMPIC"),
        N_(
            "How restrictive rules are, from 0 (open) to 1 (restrictive), in four fields. Control "
            "cuts across them and stands beside the whole."
        ),
        (
            "numeric: min(max((x - open) / (restrictive - open), 0), 1)",
            "ordinal: i / (k - 1)",
            "dimension = mean(items)",
            "external = mean(eligibility, conditions)",
            "internal = mean(security, rights)",
            "field = mean(external, internal)",
            "overall = mean(fields)",
        ),
        N_(
            "A dimension needs 80 % of the items that apply, and what stands above needs all of "
            "its parts. Where an entry track does not exist, eligibility is 1 and its other items "
            "are left out."
        ),
        N_("It is not how laws are applied, and an open rule makes up for a restrictive one."),
        _RECALLED,
        "comity policy code impic items.csv",
        impic.FIELDS,
        impic.METHOD,
    ),
    Scheme(
        "demig",
        N_("Changes of policy, in the manner of DEMIG POLICY"),
        N_(
            "Which way and how far each measure moved policy: less restrictive (-1) or more (+1), "
            "by a magnitude from 1 to 4."
        ),
        (
            "weighted change = sum(change * magnitude)",
            "stock = stock of the year before + weighted change",
        ),
        N_("Years that the file does not name are not given; they are not years without change."),
        N_("It is not a level: two countries with the same sum may have quite different rules."),
        _RECALLED,
        "comity policy code demig measures.csv",
        demig.AREAS,
        demig.METHOD,
    ),
    Scheme(
        "mgi",
        N_("Rules and institutions, in the manner of the Migration Governance Indicators"),
        N_(
            "Which rules and institutions exist in six domains: yes, partial, no, not applicable "
            "or no information, each with its document."
        ),
        ("coverage = (yes + 0.5 * partial) / (yes + partial + no)",),
        _EIGHTY,
        N_("Coverage is not performance; IOM publishes no scores or ranks, and neither do we."),
        _OURS,
        "comity policy code mgi answers.csv",
        mgi.DOMAINS,
        mgi.METHOD,
    ),
    Scheme(
        "gcm",
        N_("Actions under the Global Compact for Migration"),
        N_(
            "Which of the 23 objectives have at least one complete action. An action is complete "
            "with an owner, a date, a budget, an indicator and text evidence."
        ),
        ("coverage = objectives with a complete action / 23",),
        N_("An incomplete action does not count, and what it lacks is said."),
        N_("It is not effect: an action that is complete on paper may change nothing."),
        _OURS,
        "comity policy gcm actions.csv",
        gcm.PARTS,
        gcm.METHOD,
    ),
    Scheme(
        "gcr",
        N_("Indicators of the Global Compact on Refugees"),
        N_(
            "Fifteen indicators on aid, self-reliance, third countries and return, as a file gives "
            "them, or as far as the evidence has them."
        ),
        ("proportion = numerator / denominator",),
        N_(
            "Numerator and denominator come from one source and one day; where refugees are "
            "outside national surveys the value is not available, which is not zero."
        ),
        N_("It is not UNHCR's indicator report; the wording was recalled and not checked."),
        _RECALLED,
        "comity policy gcr values.csv",
        {},
        "comity-gcr-1",
    ),
)
"""Every scheme, in the order of the page."""

COMPARE = "comity policy compare answers.csv --of mipex KGZ TJK"
