"""What protects the worker is never read against the worker, and what only sounds so is."""

from pathlib import Path

import pytest

from comity.services.contracts import check, of_text
from comity.services.contracts.shields import contrary, protects

GOOD = sorted((Path(__file__).parent / "good").glob("*.txt"))
"""Contracts of many trades with nothing wrong in them, in as many wordings of a denial."""

PROTECTING = (
    ("FEE_01", "should it emerge that agency charged worker, employer makes good the sum."),
    ("FEE_01", "it would be a breach for agency to ask worker for any of these fees."),
    ("FEE_01", "worker has not been and shall not be called upon for any contribution."),
    ("FEE_02", "not a fils is kept back on account of the visa or the ticket."),
    ("FEE_02", "employer waives any right to recoup such charges from wages."),
    ("FEE_02", "set-off against remuneration is excluded."),
    ("FEE_03", "no bond, no collateral, no exit fine."),
    ("FEE_03", "neither deposit, nor promissory note, nor pledge of jewellery is required."),
    ("FEE_03", "if worker goes before the end of the term worker owes nobody anything."),
    ("FEE_03", "a contractual penalty, surety or training bond is not agreed."),
    ("DOC_01", "any manager found holding a passport of worker will be disciplined."),
    ("DOC_01", "it is a disciplinary offence for any manager to take charge of passports."),
    ("DOC_01", "worker keeps her own passport."),
    ("DOC_01", "passport: with worker at all times"),
    ("MOVE_01", "worker shall not be confined to the house, nor need worker seek leave to go out."),
    ("MOVE_01", "off watch worker goes ashore as worker pleases."),
    ("MOVE_01", "employer do not run a curfew."),
    ("END_02", "employer shall not stand in the way of a transfer to another employer."),
    ("UNION_01", "nothing stops her from joining worker's association."),
    ("DISC_01", "decisions here never turn on sex, race, religion, marriage or pregnancy."),
    ("REM_01", "we shall not hold a complaint against her."),
)
SOUNDING_SO = (
    ("FEE_01", "employer has paid the visa and the ticket, and worker repays them."),
    ("FEE_02", "worker shall not object to the deduction of the visa cost from his salary."),
    ("FEE_02", "the cost of broken crockery is not deducted from wages."),
    ("FEE_03", "the deposit of worker shall not be refunded."),
    ("FEE_03", "no deposit is asked, and worker who resigns shall pay usd 800."),
    ("FEE_03", "if worker does not finish the 2 years, a fine becomes due."),
    ("DOC_01", "worker shall not keep his passport."),
    ("DOC_01", "passports shall not remain with worker."),
    ("DOC_01", "employer does not confiscate passports; they are stored in the company safe."),
    ("DOC_01", "it is a breach for worker to hold his own passport."),
    ("MOVE_01", "worker shall not leave the house."),
    ("MOVE_01", "there is no restriction except that the gate is locked at 10 p.m."),
    ("END_02", "worker may not change employer without the consent of employer."),
    ("UNION_01", "no worker may join a union."),
    ("DISC_01", "worker shall not become pregnant."),
    ("DISC_01", "no worker shall be exempt from a pregnancy test."),
    ("REM_01", "worker waives every right to complain."),
)


@pytest.mark.parametrize(("one", "text"), PROTECTING, ids=[t[:45] for _, t in PROTECTING])
def test_a_denial_of_harm_protects(one: str, text: str) -> None:
    assert protects(one, text)


@pytest.mark.parametrize(("one", "text"), SOUNDING_SO, ids=[t[:45] for _, t in SOUNDING_SO])
def test_a_denial_of_rights_does_not(one: str, text: str) -> None:
    assert not protects(one, text)


@pytest.mark.parametrize(
    ("one", "text"),
    [
        ("FEE_03", "worker has no right to the return of the guarantee money."),
        ("FEE_03", "no worker may resign without first paying a penalty."),
        ("DOC_01", "worker shall not ask for the passport, which remains with employer."),
    ],
)
def test_some_denials_are_themselves_the_harm(one: str, text: str) -> None:
    assert contrary(one, text)


@pytest.mark.parametrize("path", GOOD, ids=[path.stem for path in GOOD])
def test_a_good_contract_is_found_good(path: Path) -> None:
    report = check(of_text(path.name, path.read_text(encoding="utf-8")))
    assert [(o.check, o.why, o.quotes) for o in report.outcomes if o.answer == "fail"] == []
    assert report.verdict == "no problem found"
    passed = {o.check for o in report.outcomes if o.answer == "pass"}
    assert {"FEE_01", "FEE_02", "FEE_03", "DOC_01", "MOVE_01", "WAGE_01"} <= passed


def test_one_bad_sentence_still_spoils_a_good_contract() -> None:
    good = GOOD[0].read_text(encoding="utf-8")
    for bad, one in (
        ("The passport shall be kept in the office until completion.", "DOC_01"),
        ("No deposit is required, and 10 % of wages is withheld until the end.", "FEE_03"),
    ):
        report = check(of_text("spoilt", f"{good}\n22. {bad}\n"))
        assert one in {o.check for o in report.outcomes if o.answer == "fail"}
        assert report.verdict == "do not sign yet"
