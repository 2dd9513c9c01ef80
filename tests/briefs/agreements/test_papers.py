"""What stands in the three documents, in which forms and languages."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from comity.agreements.packages import Package, compare, solve
from comity.agreements.scenario import BadScenario
from comity.agreements.wish import Wish
from comity.briefs.agreements import (
    ENDINGS,
    Report,
    broker_report,
    fragment,
    party_report,
    term_sheet,
    write,
)
from comity.briefs.render.html import environment
from comity.core.errors import FileTrouble
from comity.core.speech import Language
from tests.agreements.talks import talks

DAY = date(2026, 11, 22)
OPEN, SHUT = "\ue000", "\ue001"
MARKED = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
WORD = re.compile(r"[A-Za-z][a-z]{2,}")


@pytest.fixture(scope="module")
def packages() -> list[Package]:
    wishes = [
        Wish(alternatives=2),
        *(Wish(name, alternatives=0) for name in ("leximin", "utilitarian")),
    ]
    odd = replace(talks(), warnings=("An odd thing in the file.",))
    return compare(odd, wishes)


@pytest.fixture(scope="module")
def broker(packages: list[Package]) -> Report:
    return broker_report(packages[0], packages[1:], day=DAY)


def for_others(package: Package, language: str = "en") -> list[Report]:
    """The two reports that others than the broker read."""
    return [
        party_report(package, "ALP", allow_fairness=True, language=language, day=DAY),
        term_sheet(package, language=language, day=DAY, signed=DAY, years=3),
    ]


def said(report: Report) -> str:
    return write(report, ".md").decode().replace("\u00a0", " ").replace("\u2212", "-")


def test_the_broker_is_told_everything(broker: Report, packages: list[Package]) -> None:
    text = said(broker)
    assert "for the mediator only" in text
    for gain in packages[0].gains.values():
        assert f"| {gain:g} |" in text
    for part in (
        "package",
        "gains",
        "why",
        "why-not",
        "moves",
        "returns",
        "power",
        "fairness",
        "certainty",
        "floor",
        "unknown",
    ):
        assert part in [one.slug for one in broker.parts], part
    assert "It is proven that no package is better by this rule." in text
    assert "Return needs a hearing (non-refoulement)." in text
    assert "Whether parties stated what they truly want" in text
    assert "An odd thing in the file." in text
    assert "rule: Nash, the largest product of gains; scale: points as stated" in text


def test_why_in_names_the_largest_gains_and_costs(broker: Report) -> None:
    (why,) = [part for part in broker.parts if part.slug == "why"]
    alpha = next(text for text in why.points if text.startswith("Alpha"))
    gains, costs = alpha.split("In return")[1], alpha.split("In return")[0]
    assert gains.index("Places for seasonal work") < gains.index("Training of nurses")
    assert "on its most important issue" in gains
    assert "Readmission of own nationals" in costs


def test_the_term_sheet_says_who_does_what_and_no_gain(packages: list[Package]) -> None:
    sheet = term_sheet(packages[0], day=DAY, signed=date(2027, 1, 1), years=2)
    text = said(sheet)
    for piece in (
        "| Places for seasonal work | Gamma | Alpha | 5 000 places | 5,000 places a year |",
        "Gamma pays 12 million euros to Beta, for this purpose: Reception in transit.",
        "1 January 2027", "31 December 2028",
        "Readmission within 15 days needs 5 000 places",
        "Global Compact for Migration, objective 1",
        "At once, without a hearing",
        "The parties meet once a year",
    ):  # fmt: skip
        assert piece in text, piece
    data = json.loads(write(sheet, ".json"))
    assert "gain" not in json.dumps({k: v for k, v in data["facts"].items() if k != "removed"})
    assert "Budget of Delta" not in text
    undated = said(term_sheet(packages[0], day=DAY))
    assert "1 January 2027" not in undated
    assert "begins on signature" in undated


def test_what_stays_as_it_is_is_said_apart(packages: list[Package]) -> None:
    kept = replace(packages[0], package={**packages[0].package, "cost": "today"})
    text = said(term_sheet(kept, day=DAY))
    assert "These issues stay as they stand today: Cost of sending money home." in text
    assert "| Cost of sending money home | Delta" not in text


def test_no_package_has_a_report_of_what_stands_in_the_way() -> None:
    none = solve(talks(reservations={"ALP": 500.0}), Wish(time_limit=5))
    report = broker_report(none, day=DAY)
    text = said(report)
    assert "No package gives enough to Alpha, whatever the others have." in text
    assert "At once, without a hearing" in text
    assert [part.slug for part in report.parts][:2] == ["impasse", "ways"]
    for form in ENDINGS:
        assert write(report, form)
    with pytest.raises(BadScenario, match="no package yet"):
        term_sheet(none)


def test_other_concepts_stand_beside_it(broker: Report, packages: list[Package]) -> None:
    (gains,) = [part for part in broker.parts if part.slug == "gains"]
    assert gains.sheets[0].columns[-2:] == ("Leximin", "Utilitarian")
    (fairness,) = [part for part in broker.parts if part.slug == "fairness"]
    assert len(fairness.sheets[0].rows) == sum(
        len({one.package[issue] for one in packages}) > 1 for issue in packages[0].package
    )


def test_every_form_says_the_same(broker: Report, packages: list[Package]) -> None:
    for report in (broker, *for_others(packages[0])):
        html = write(report, ".html").decode()
        data = json.loads(write(report, ".json"))
        paper = PdfReader(io.BytesIO(write(report, ".pdf")))
        flat = "".join(page.extract_text() for page in paper.pages)
        flat = "".join(flat.split()).replace("\u00ad", "")
        root = paper.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
        assert paper.metadata is not None
        assert paper.metadata.title == report.title
        assert data["readers"] == report.seal
        for part in report.parts:
            assert f'<section id="{part.slug}" aria-labelledby="{part.slug}-title">' in html
            assert "".join(part.heading.split()) in flat
            for point in part.points:
                assert point[:30].replace("'", "&#39;") in html
        assert "<script" not in html
        assert "http" not in html.split("</style>")[1]
        assert html.count("<table>") == sum(len(part.sheets) for part in report.parts)
    with pytest.raises(FileTrouble, match=r"written as .json, .md, .html, .pdf, not as '.docx'"):
        write(report, ".docx")


def test_a_page_can_hold_a_report(packages: list[Package]) -> None:
    held = fragment(term_sheet(packages[0], day=DAY))
    assert held.lstrip().startswith("<header")
    assert "<html" not in held


def test_no_text_of_a_scenario_is_read_as_markup(packages: list[Package]) -> None:
    odd = "<b>#panic()</b> *x* | [y](z)"
    scenario = packages[0].scenario
    report = term_sheet(replace(packages[0], scenario=replace(scenario, title=odd)), day=DAY)
    assert "<b>#panic" not in write(report, ".html").decode()
    assert "#panic()" in PdfReader(io.BytesIO(write(report, ".pdf"))).pages[0].extract_text()
    assert r"\*x\* \| \[y\](z)" in write(report, ".md").decode()


def test_arabic_runs_from_the_right_and_keeps_names_apart(packages: list[Package]) -> None:
    for report in for_others(packages[0], "ar"):
        html = write(report, ".html").decode()
        assert '<html lang="ar" dir="rtl">' in html
        assert "\u2068Alpha\u2069" in html
        paper = PdfReader(io.BytesIO(write(report, ".pdf")))
        assert paper.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
        assert "\ufffd" not in "".join(page.extract_text() for page in paper.pages)


def test_all_text_can_be_translated(
    packages: list[Package], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a language that marks every message, nothing is left outside the marks but data."""
    monkeypatch.setattr(Language, "_", lambda _, message: message and f"{OPEN}{message}{SHUT}")
    monkeypatch.setattr(Language, "counted", lambda _, message, n: f"{OPEN}{message}{SHUT}")
    monkeypatch.setattr(Language, "day", lambda _, day: f"{OPEN}{day}{SHUT}")
    monkeypatch.setattr(Language, "list", lambda _, names: f"{OPEN}, {SHUT}".join(names))
    environment.cache_clear()
    try:
        none = solve(talks(reservations={"ALP": 500.0}), Wish(time_limit=5))
        reports = [*for_others(packages[0]), broker_report(packages[0], packages[1:], day=DAY)]
        for report in (*reports, broker_report(none, day=DAY)):
            text = re.sub(r"<style>.*?</style>", " ", write(report, ".html").decode(), flags=re.S)
            text = re.sub(r"<[^>]*aria-label=\"([^\"]*)\"[^>]*>", r" \1 ", text)
            text = re.sub(r"<[^>]*>", " ", text).replace("An odd thing in the file.", "")
            while (less := MARKED.sub(" ", text)) != text:
                text = less
            assert set(WORD.findall(text)) <= {"Comity", "talks"}
    finally:
        environment.cache_clear()
