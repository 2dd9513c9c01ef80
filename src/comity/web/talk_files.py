"""A worked example as data: the pages as JSON, and their numbers as tables, each row marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Any

import polars as pl

from comity import __version__
from comity.agreements.documents import document_of
from comity.agreements.evidence import Beside
from comity.agreements.package import Package
from comity.briefs.render.rows import finding_rows
from comity.briefs.voice import Voice
from comity.core.findings import Finding, sources_of
from comity.core.sheets import table_bytes, workbook_bytes
from comity.web import urls
from comity.web.talks import DRAWS, LABELS, MINE, SEED, VALUES, Talk, talks

Rows = list[dict[str, Any]]


_TOLD = (
    "concept", "scale", "status", "package", "payments", "gains", "utilities", "outside", "ideal",
    "ideal_exact", "scales", "least", "value", "bound", "gap", "proven", "efficient",
    "price_of_fairness", "diagnosis",
)  # fmt: skip
"""What is told of a package for machines; `api.models.AgreementPackage` describes it."""


def listed() -> dict[str, Any]:
    """Every example in short."""
    return {
        "title": "Agreements",
        "comity": __version__,
        "illustration": MINE,
        "agreements": [in_short(talk) for talk in talks().values()],
        "sources": [talk.source(Voice()).as_json() for talk in talks().values()],
    }


def listed_csv() -> bytes:
    """Every example in short, as a table."""
    rows = [
        {
            "name": talk.name,
            "title": talk.scenario.title,
            "parties": "; ".join(talk.parties),
            "issues": len(talk.scenario.issues),
            "address": urls.agreement(talk.name),
            "illustration": MINE,
        }
        for talk in talks().values()
    ]
    return table_bytes(pl.DataFrame(rows), ".csv")


def in_short(talk: Talk) -> dict[str, Any]:
    """One example without its numbers, with the addresses of its pages."""
    scenario = talk.scenario
    return {
        "name": talk.name,
        "title": scenario.title,
        "summary": talk.about.summary,
        "illustration": scenario.illustration,
        "parties": [
            {"id": one.id, "label": one.label, "country": one.country} for one in scenario.parties
        ],
        "issues": len(scenario.issues),
        "options": sum(len(issue.options) for issue in scenario.issues),
        "address": urls.agreement(talk.name),
        "packages": urls.agreement(talk.name, "packages"),
        "sensitivity": urls.agreement(talk.name, "sensitivity"),
        "scenario_file": urls.agreement(talk.name, ending=".yaml"),
    }


def _head(talk: Talk) -> dict[str, Any]:
    """What every file of an example opens with."""
    return {
        "title": talk.scenario.title,
        "name": talk.name,
        "comity": __version__,
        "illustration": talk.scenario.illustration,
        "address": urls.agreement(talk.name),
    }


def told(talk: Talk, beside: Sequence[Beside]) -> dict[str, Any]:
    """The page of the scenario: the document itself, and the evidence beside its issues."""
    findings = [finding for one in beside for finding in one.findings]
    numbers = {finding.key: n for n, finding in enumerate(findings)}
    return _head(talk) | {
        "summary": talk.about.summary,
        "rule": talk.about.rule,
        "texts": talk.about.texts,
        "scenario": document_of(talk.scenario),
        "removed": _removed(talk),
        "beside": [
            {
                "issue": one.issue,
                "findings": [numbers[finding.key] for finding in one.findings],
                "lacking": [lack.said() for lack in one.lacking],
            }
            for one in beside
        ],
        "findings": [finding.as_json() for finding in findings],
        "sources": [source.as_json() for source in (talk.source(Voice()), *sources_of(findings))],
    }


def _removed(talk: Talk) -> Rows:
    return [
        {"issue": issue.id, "option": option.id, "label": option.label,
         "reason": option.inadmissible}
        for issue, option in talk.scenario.inadmissible
    ]  # fmt: skip


def solved(talk: Talk, concept: str) -> dict[str, Any]:
    """The comparison: every concept's package with its gains and proof, one of them in detail."""
    return _head(talk) | {
        "concept": concept,
        "concepts": [packaged(talk, code) for code in talk.packages],
        "moves": [
            {
                "issue": move.issue.id,
                "label": move.issue.label,
                "giver": move.issue.giver,
                "receiver": move.issue.receiver,
                "today": move.issue.status_quo,
                "chosen": move.chosen.id,
                "chosen_label": move.chosen.label,
            }
            for move in talk.moves(concept)
        ],
        "exchanges": exchanged(talk, concept),
        "removed": _removed(talk),
        "sources": [talk.source(Voice()).as_json()],
    }


def packaged(talk: Talk, concept: str) -> dict[str, Any]:
    """One concept's package as plain data; gains are points, and name how they were made."""
    one = talk.package(concept)
    plain = {name: value for name, value in one.as_json().items() if name in _TOLD}
    return plain | {
        "label": LABELS[concept],
        "value_is": VALUES[concept],
        "shares": one.shares(),
        "made_by": f"Comity {__version__}, {concept} on the scale {plain['scale']}",
    }


def exchanged(talk: Talk, concept: str) -> dict[str, Any]:
    """The package taken apart, and what it adds to the best that talks of two could reach."""
    return talk.exchanges(concept).as_json() | {
        "added": talk.added(concept).as_json(),
        "blocking": talk.blocking(concept).as_json(),
    }


def strong(talk: Talk, people: Mapping[str, Finding], by_people: Package | None) -> dict[str, Any]:
    """The page on power: outside options, what more of one does, and fairness by people."""
    found = talk.power
    total = sum(float(one.value or 0) for one in people.values())
    weighted = (
        None
        if by_people is None
        else {
            "status": by_people.status,
            "weights": {party: float(one.value or 0) / total for party, one in people.items()},
            "gains": by_people.gains,
        }
    )
    sources = [talk.source(Voice()), *sources_of(people.values())]
    return _head(talk) | {
        "power": None if found is None else found.as_json(),
        "people": {party: finding_rows([one]).to_dicts()[0] for party, one in people.items()},
        "by_people": weighted,
        "sources": [source.as_json() for source in sources],
    }


def weighed(talk: Talk, concept: str) -> dict[str, Any]:
    """The page on sensitivity: chances, what would break the deal, and the robust package."""
    robust = talk.robust.as_json()
    for left_out in ("seconds", "solver_runs", "money", "scenario"):  # nothing that a clock decides
        robust.pop(left_out, None)
    known = bool(talk.package(concept).package)
    return _head(talk) | {
        "concept": concept,
        "draws": DRAWS,
        "seed": SEED,
        "chances": _chances(talk, concept) if known else [],
        "quantiles": _quantiles(talk, concept) if known else [],
        "breaking": [one.as_json() for one in talk.breaking(concept)] if known else [],
        "robust": robust,
        "sources": [talk.source(Voice()).as_json()],
        "stated_within": {party: one.spread for party, one in talk.scenario.stated.items()},
    }


def _chances(talk: Talk, concept: str) -> Rows:
    return [
        {"weights_within": width, "party": who, "gains": share.value, "low": share.low,
         "high": share.high}
        for width, one in talk.chances(concept).items()
        for who, share in {"all": one.all_gain, **one.gain}.items()
    ]  # fmt: skip


def _quantiles(talk: Talk, concept: str) -> Rows:
    """Gains that 5, 50 and 95 in 100 draws stay below, in the party's own points."""
    return [
        {"weights_within": width, "party": party, "stated": talk.package(concept).gains[party],
         "low": found[0.05], "middle": found[0.5], "high": found[0.95]}
        for width, one in talk.chances(concept).items()
        for party, found in one.quantiles.items()
    ]  # fmt: skip


def scenario_file(talk: Talk, beside: Sequence[Beside], ending: str) -> bytes:
    """The issues with their options, and what each option is worth to each party, as a table."""
    options = _marked(talk, _options(talk))
    if ending != ".xlsx":
        return table_bytes(options, ending)
    findings = [finding for one in beside for finding in one.findings]
    sheets = {
        "Options": options,
        "Parties": _marked(talk, [{"party": p.id, "label": p.label, "country": p.country}
                                  for p in talk.scenario.parties]),
        "Constraints": _marked(talk, _constraints(talk)),
    }  # fmt: skip
    if findings:
        sheets["Evidence"] = finding_rows(findings)
    return workbook_bytes(sheets)


def _options(talk: Talk) -> Rows:
    scenario = talk.scenario
    return [
        {
            "issue": issue.id,
            "issue_label": issue.label,
            "giver": issue.giver,
            "receiver": issue.receiver,
            "payer": issue.payer,
            "option": option.id,
            "option_label": option.label,
            "level": option.level,
            "unit": issue.unit,
            "status_quo": "yes" if option.id == issue.status_quo else "",
            "inadmissible": option.inadmissible,
            **{
                f"points_{party}": _points(talk, party, issue.id, option.id)
                for party in talk.parties
            },
        }
        for issue, option in scenario.options()
    ]


def _points(talk: Talk, party: str, issue: str, option: str) -> float:
    return float(talk.scenario.points.get(party, {}).get(issue, {}).get(option, 0.0))


def _constraints(talk: Talk) -> Rows:
    return [
        {"kind": row.kind, "label": row.label, "party": row.party, "unit": row.unit}
        for row in talk.scenario.constraints
    ]


def packages_file(talk: Talk, ending: str) -> bytes:
    """Gains by concept and party; as a workbook also what each concept chooses."""
    found = [
        {
            "concept": code,
            "status": one.status,
            "party": party,
            "gain_points": points,
            "share_of_ideal": one.shares().get(party),
            "value": one.value,
            "bound": one.bound,
            "efficient": one.efficient,
            "price_of_fairness": one.price_of_fairness,
        }
        for code, one in talk.packages.items()
        for party, points in one.gains.items()
    ]
    choices = [
        {
            "concept": code,
            "issue": issue.id,
            "issue_label": issue.label,
            "giver": issue.giver,
            "receiver": issue.receiver,
            "today": issue.status_quo,
            "option": one.package[issue.id],
            "option_label": issue.option(one.package[issue.id]).label,
        }
        for code, one in talk.packages.items()
        for issue in talk.scenario.issues
        if one.package
    ]
    return _tables(talk, {"Gains": found, "Choices": choices}, ending)


def sensitivity_file(talk: Talk, concept: str, ending: str) -> bytes:
    """Chances by width and party; as a workbook also what would break the deal."""
    plain = weighed(talk, concept)
    broken = [
        {name: one[name] for name in ("party", "gain", "change", "issue", "issue_change")}
        for one in plain["breaking"]
    ]
    chances = [{"concept": concept, **row} for row in plain["chances"]]
    gains = [{"concept": concept, **row} for row in plain["quantiles"]]
    return _tables(talk, {"Chances": chances, "Gains": gains, "Breaking": broken}, ending)


def power_file(talk: Talk, ending: str) -> bytes:
    """What each party has and gets; as a workbook also what one unit more would do."""
    found = talk.power
    standings = [asdict(one) for one in found.standings] if found else []
    responses = [
        {"raised": one.party, "unit_points": one.unit, "party": party, "change_of_gain": change,
         "change_of_points": one.points[party]}
        for one in (found.responses if found else ())
        for party, change in one.gains.items()
    ]  # fmt: skip
    return _tables(talk, {"Standings": standings, "Responses": responses}, ending)


def _tables(talk: Talk, found: Mapping[str, Rows], ending: str) -> bytes:
    frames = {name: _marked(talk, rows) for name, rows in found.items()}
    if ending == ".xlsx":
        return workbook_bytes(frames)
    return table_bytes(next(iter(frames.values())), ending)


def _marked(talk: Talk, rows: Rows) -> pl.DataFrame:
    """A table in which every row says that it illustrates, and what it was made by."""
    frame = pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame()
    return frame.with_columns(
        pl.lit(MINE).alias("illustration"),
        pl.lit(f"Comity {__version__}, {urls.agreement(talk.name)}").alias("source"),
    )


def scenario_yaml(talk: Talk) -> bytes:
    """The file of the example as it ships, to start one's own from."""
    return (files("comity.agreements.examples") / f"{talk.name}.yaml").read_bytes()
