"""Openings of contracts, and who is meant by each name that they give."""

from __future__ import annotations

import re

import pytest

from comity.services.contracts import check
from comity.services.contracts.document import of_text
from comity.services.contracts.parties import renamer
from comity.services.contracts.party_names import names_of
from comity.services.contracts.words import spelled

OPENINGS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        'This contract is made between Mr. Khalid Al Amri (the "First Party") and Ms. Joy '
        'Santos (the "Second Party"). The First Party shall pay the Second Party QAR 1,800 '
        "every month.",
        {"the first party": "employer", "the second party": "worker"},
    ),
    (
        'Mr. Ahmed Saleh, holder of ID 28476, hereinafter referred to as "First Party". Ms. '
        'Sita Tamang, passport no. PA123, hereinafter referred to as "Second Party". The '
        "Second Party shall work as a housemaid in the house of the First Party.",
        {"first party": "employer", "second party": "worker"},
    ),
    (
        "Between: Ms. Rina Dewi, holding passport C 88121 (First Party) and Mr. Tan Wei Ming "
        "(Second Party). The First Party will perform household work for the Second Party, "
        "who pays SGD 700 a month.",
        {"first party": "worker", "second party": "employer"},
    ),
    (
        "Madame Huda engages Grace for work in her home. Madame Huda pays Grace 250 dinars a "
        "month. Grace cooks and cleans.",
        {"madame huda": "employer", "grace": "worker"},
    ),
    (
        "St. Anne Klinik GmbH (the Hospital) and Maria Lopez (the Nurse) agree as follows. "
        "The Hospital pays EUR 2,900.",
        {"the hospital": "employer", "the nurse": "worker"},
    ),
    (
        "Mr. and Mrs. Rossi, hereinafter: the Family, and Olena Koval, hereinafter: the Au "
        "Pair, agree as follows.",
        {"the family": "employer", "the au pair": "worker"},
    ),
    (
        'LABOUR CONTRACT between Baltic Berry OÜ ("the Client") and Ivan Petrenko, born 4 May'
        ' 1990 ("the Contractor"). The Contractor shall pick berries for a wage of EUR 6.20 '
        "per hour paid by the Client.",
        {"the contractor": "worker", "the client": "employer"},
    ),
    (
        'Azure Cruise Line ("the Line") engages the following person ("Crew"). Crew shall '
        "serve on board for nine months. The Line pays Crew USD 900 a month.",
        {"crew": "worker", "the line": "employer"},
    ),
    (
        "Implementing organisation: Yamada Metal Co., Ltd. Technical intern trainee: Nguyen "
        "Van A. Supervising organisation: Chubu Cooperative.",
        {
            "implementing organisation": "employer",
            "technical intern trainee": "worker",
            "supervising organisation": "agency",
        },
    ),
    (
        "I, the Undersigned, Priya Nair, accept the position of room attendant at Coral Bay "
        'Resort (the "Resort").',
        {"the resort": "employer", "the undersigned": "worker"},
    ),
    (
        "Dear Candidate, your salary will be EUR 1,500. You will work with us in our packing "
        "house. We offer you a bed. Your hours are 40. You must sign.",
        {"you": "worker", "us": "employer", "our": "employer's", "your": "worker's"},
    ),
    (
        "Employer | Mr. Lim Ah Kow\nWorker | Sunita Gurung\nJob | helper",
        {"employer": "employer", "worker": "worker", "mr. lim": "employer"},
    ),
    (
        "Party A (Employee): Kofi Mensah. Party B (Employer): Golden Fish Ltd.",
        {"party a": "worker", "party b": "employer"},
    ),
    (
        "Everest Manpower Pvt Ltd, a licensed recruitment agency (First Party); Hari Thapa, "
        "Nepali (Second Party); Al Noor Trading WLL, the employer (Third Party).",
        {"first party": "agency", "second party": "worker", "third party": "employer"},
    ),
    (
        "Whereas the First Party has asked a recruitment agency to find a cook, and the "
        "Second Party was recruited by the agency, it is agreed that the Second Party shall "
        "cook for the First Party.",
        {"first party": "employer", "second party": "worker"},
    ),
    (
        'Contract between Mr. Y. Levi ("the Beneficiary") and Ms. Ana Reyes, citizen of the '
        'Philippines ("the Service Provider"). The Service Provider cares for the Beneficiary'
        " day and night. The Beneficiary shall pay the Service Provider NIS 5,880 per month.",
        {"the beneficiary": "employer", "the service provider": "worker"},
    ),
    (
        'Hillside Farm, in this paper "the Farm", takes on Mr. Mihai Pop, in this paper "the '
        'Seasonal", for the harvest.',
        {"the farm": "employer", "the seasonal": "worker"},
    ),
    (
        'Mrs. Sultan ("the Patron") takes Almaz ("the Girl") to do the housework. The Patron '
        "gives the Girl 900 riyals a month.",
        {"patron": "employer", "girl": "worker"},
    ),
    (
        "Between Mr. Babu Rao, carpenter, the party of the first part, and Hassan "
        "Establishment, the party of the second part. The party of the first part shall work "
        "as a carpenter for the party of the second part.",
        {"party of the first part": "worker", "party of the second part": "employer"},
    ),
    (
        'Green Acres Inc. ("Host") and Paulo Dias ("Participant"). Participant was recruited '
        'by Work Abroad Bureau ("Partner Office"). Host pays Participant USD 15 an hour.',
        {"host": "employer", "participant": "worker", "partner office": "agency"},
    ),
    (
        'Flex Staffing BV, temporary work agency ("the Dispatcher"), sends Ms. Anca Ion ("the'
        ' Temp") to Tulip Growers BV ("the User").',
        {"dispatcher": "agency", "user": "employer", "temp": "worker"},
    ),
    (
        "I, Salma, take Marites into my house as a domestic worker. Salma gives Marites a "
        "room. Marites shall look after the children of Salma.",
        {"salma": "employer", "marites": "worker"},
    ),
    (
        "Party No. 1: Desert Rose Cleaning LLC. Party No. 2: Fatou Diop, cleaner.",
        {"party no. 1": "employer", "party no. 2": "worker"},
    ),
    (
        'Lucky Bureau, licensed for recruitment (the "Bureau"), on behalf of Al Faris Co. '
        '(the "Principal"), engages Ms. Nimali (the "Applicant").',
        {"the applicant": "worker", "the bureau": "agency", "the principal": "employer"},
    ),
    (
        'Jordan Knit Ltd ("Factory") and Shirin Akter ("Operator"). The Operator will sew '
        "garments at the Factory. The Factory shall pay the Operator JOD 260.",
        {"the factory": "employer", "operator": "worker"},
    ),
    (
        "It is agreed between Al Hadi Group, represented by Mr. Sami, First Party, and Mr. "
        "Deepak, Second Party, as follows: the duties of the Second Party are driving.",
        {"first party": "employer", "second party": "worker"},
    ),
    (
        "Mr. and Mrs. Weber employ Olga in their home. Mr. and Mrs. Weber pay Olga EUR 13 an hour.",
        {"mr. and mrs. weber": "employer", "olga": "worker"},
    ),
    (
        'Sheikha Noora (the "Lady") takes the below person as domestic servant (the "Servant").',
        {"the lady": "employer", "the servant": "worker"},
    ),
    (
        'Prime Facilities LLC ("the Entity") appoints Ms. Ofelia ("the Incumbent") as cleaner'
        " at AED 1,100.",
        {"entity": "employer", "incumbent": "worker"},
    ),
    (
        "Villa Bella, hereinafter 'the House', and Ms. Dao, hereinafter 'the Signatory', "
        "agree: the Signatory shall serve as cook and the House shall pay her wage.",
        {"the house": "employer", "the signatory": "worker"},
    ),
    (
        'Mr. Hussein ("the Renter") shall pay Mr. Bilal ("the Man") 400 dollars each month. '
        "The Man works as a gardener.",
        {"the renter": "employer", "the man": "worker"},
    ),
    (
        'Between the undersigned: Hotel Sahara SARL (the "Undersigned First") and Mr. Ousmane'
        ' Ba, born in Dakar (the "Undersigned Second").',
        {"undersigned second": "worker", "undersigned first": "employer"},
    ),
    (
        'Domestic Workers Provider Co., a recruitment office (the "Provider"), supplies to '
        'Mrs. Laila (the "Client") the services of Ms. Meseret (the "Worker").',
        {"the client": "employer", "the worker": "worker", "the provider": "agency"},
    ),
)


@pytest.mark.parametrize(("opening", "roles"), OPENINGS)
def test_each_name_is_known_by_what_stands_beside_it_and_what_its_bearer_does(
    opening: str, roles: dict[str, str]
) -> None:
    renamed = renamer("\n".join(map(spelled, opening.splitlines())))
    found = {name: renamed(spelled(f"{name} keeps it")).removesuffix(" keeps it") for name in roles}
    assert found == roles


def test_things_that_have_names_are_no_parties() -> None:
    text = (
        'Gulf Clean LLC (the "Company") and Ms. Rai (the "Employee"), citizen of Nepal (Asia), make'
        ' this contract (the "Contract"). The Company pays a wage (the "Wage") for work at the'
        ' hotel (the "Site") and insurance (SPIKPA).'
    )
    named = names_of(spelled(text), lambda name: "")
    assert named.keys() <= {"company", "employee"}


def test_a_house_is_a_party_only_where_nobody_is_in_it() -> None:
    renamed = renamer(spelled('Ora Ltd (the "Resort") employs Ms. Rai (the "Guest Helper").'))
    assert renamed("the resort pays; nobody may leave the resort or sleep in the resort") == (
        "employer pays; nobody may leave the resort or sleep in the resort"
    )


PASSPORT = """CONTRACT FOR WORK IN A HOUSEHOLD
This contract is made between Mr. Khalid Al Amri of Doha (the "First Party") and Ms. Joy Santos,
of Cebu (the "Second Party").
The First Party shall keep the passport of the Second Party.
The First Party shall pay the Second Party QAR 1,800 every month into a bank account.
The Second Party shall work eight hours a day on six days of the week and rest on Friday.
"""


def test_who_keeps_the_passport_is_known_where_both_parties_have_names_of_people() -> None:
    answers = {one.check: one.answer for one in check(of_text("a.txt", PASSPORT)).outcomes}
    assert answers["DOC_01"] == "fail"
    turned = re.sub(
        "keep the passport of the Second", "not keep the passport of the Second", PASSPORT
    )
    answers = {one.check: one.answer for one in check(of_text("a.txt", turned)).outcomes}
    assert answers["DOC_01"] == "pass"
