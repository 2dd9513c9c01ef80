"""Who is bound by what: recounts, days in law worked by hand, and what nobody verified."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.core.places import find_place, places
from comity.core.regions import regions
from comity.evidence.reading import Evidence
from comity.policy.counts import count, recount, themes
from comity.policy.days import day_in_law
from comity.policy.instruments import find_instrument, instruments
from comity.policy.norms import (
    EUROPEAN_UNION,
    State,
    last_day,
    named,
    party_lists,
    status_of,
    statuses,
)
from comity.policy.states import beginnings

READ = date(2026, 2, 10)
RECOUNTS = {  # February 2026, and 14 March 2015 for the last two: the figures of the depositary
    "CRC": 196, "CEDAW": 189, "ICERD": 182, "CAT": 175, "ICESCR": 173, "CRPD_2006": 193,
    "OPCAT": 96, "ICRMW": 60, "REFUGEE_CONV": 145, "REFUGEE_PROT": 146,
}  # fmt: skip
FORMER = {"CSK", "CSHH", "DDR", "YUG", "SUN", "SCG", "YMD"}


@pytest.mark.parametrize(("code", "number"), RECOUNTS.items())
def test_a_recount_of_the_register(evidence: Evidence, code: str, number: int) -> None:
    one = find_instrument(code)
    found = recount(evidence, one)
    assert found
    assert (found.value, found.period.end) == (number, party_lists(evidence)[one.code].as_of)
    assert "not an official total" in found.note


def test_one_state_has_one_status(evidence: Evidence) -> None:
    for table, state in (
        ("treaty_actions", "country, treaty_code"),
        ("treaty_accessions", "country, treaty_code"),
        ("ilo_ratifications", "country, convention"),
    ):
        sql = f"SELECT count(*) AS n, count(DISTINCT ({state})) AS own FROM {table}"
        assert len({*evidence.query(sql)[0].values()}) == 1
    assert named(evidence) - {EUROPEAN_UNION} <= {*places()}
    assert not named(evidence) & FORMER
    both = {"CZE", "SVK"}
    bound = {e.party for e in party_lists(evidence)["ICERD_1965"].parties if e.party in both}
    assert bound == both  # each has its own succession, and Czechoslovakia none


BY_HAND: tuple[tuple[str, str, date, State, bool | None], ...] = (
    ("KGZ", "REFUGEE_CONV", date(1991, 8, 30), "no state", None),
    ("KGZ", "REFUGEE_CONV", date(1991, 8, 31), "none", None),  # independent since that day
    ("KGZ", "CRPD_2006", date(1990, 6, 1), "no treaty", None),  # adopted in 2006
    ("NAM", "ICERD", date(1985, 1, 1), "party", True),  # its United Nations Council, in 1982
    ("NAM", "CEDAW", date(1985, 1, 1), "no state", None),
    ("UKR", "ICERD", date(1985, 1, 1), "party", True),  # an act of its own within the USSR
    ("LIE", "C097", READ, "not open", None),  # no member of the ILO
    ("VAT", "P029_2014", READ, "not open", None),
    ("KEN", "KAMPALA", READ, "not held", None),
    ("KGZ", "REFUGEE_CONV", date(1996, 10, 7), "none", None),
    ("KGZ", "REFUGEE_CONV", date(1996, 12, 31), "party", False),  # consented, not yet in force
    ("KGZ", "REFUGEE_CONV", date(1997, 1, 6), "party", True),  # 90 days after 8 October
    ("KGZ", "REFUGEE_PROT", date(1996, 10, 8), "party", True),  # on the day itself
    ("KGZ", "ICRMW", date(2003, 12, 31), "party", False),
    ("KGZ", "ICRMW", date(2004, 1, 1), "party", True),
    ("KGZ", "PALERMO_TRAFFICKING", date(2003, 10, 1), "signatory", None),
    ("KGZ", "CRPD_2006", date(2015, 1, 1), "signatory", None),
    ("KGZ", "ROME_STATUTE", READ, "signatory", None),
    ("KGZ", "C189", READ, "not listed", None),  # the list is partial: not "not bound"
    ("KGZ", "KAMPALA", READ, "not open", None),  # no member of the African Union
    ("KGZ", "WHO_CODE", READ, "soft law", None),
    ("MDG", "STATELESS_1954", date(1966, 4, 1), "party", True),
    ("MDG", "STATELESS_1954", date(1966, 4, 2), "withdrawn", False),
    ("JPN", "PALERMO_TRAFFICKING", date(2016, 1, 1), "signatory", None),
    ("JPN", "PALERMO_TRAFFICKING", READ, "unverified", None),  # recalled for 2017 by nobody else
    ("SSD", "REFUGEE_CONV", date(2018, 12, 30), "none", None),  # a year alone counts late
    ("SSD", "REFUGEE_CONV", date(2019, 3, 31), "party", True),
    ("MDG", "C097", date(2001, 12, 30), "not listed", None),  # the list says 2001 and no more
    ("MDG", "C097", date(2002, 12, 30), "party", False),
    ("MDG", "C097", date(2002, 12, 31), "party", True),
    ("GRL", "CRC", READ, "not named", None),  # bound through Denmark, which no list tells
)


@pytest.mark.parametrize(("place", "code", "day", "state", "in_force"), BY_HAND)
def test_status_by_hand(
    evidence: Evidence, place: str, code: str, day: date, state: State, in_force: bool | None
) -> None:
    one = find_instrument(code)
    found = {s.instrument.code: s for s in statuses(evidence, find_place(place), day)}[one.code]
    assert (found.state, found.in_force) == (state, in_force)
    assert found.day == day
    assert found.list_as_of == party_lists(evidence)[one.code].as_of


OLD = (  # not bound by the lists of 2013, and nobody knows later
    ("BRB", "UNTOC", "signatory"), ("BTN", "UNTOC", "none"), ("FJI", "UNTOC", "none"),
    ("ERI", "UNTOC", "none"), ("PSE", "UNTOC", "none"), ("JPN", "UNTOC", "signatory"),
    ("KOR", "UNTOC", "signatory"), ("PSE", "ROME_STATUTE", "none"),
    ("ARM", "ROME_STATUTE", "signatory"), ("UKR", "ROME_STATUTE", "signatory"),
)  # fmt: skip


@pytest.mark.parametrize(("place", "code", "state"), OLD)
def test_an_old_list_leaves_open_what_came_later(
    evidence: Evidence, place: str, code: str, state: State
) -> None:
    known = find_instrument(code).code
    then, now = (
        {s.instrument.code: s for s in statuses(evidence, find_place(place), day)}[known]
        for day in (date(2014, 12, 1), READ)
    )
    assert (then.state, then.later_unknown) == (state, False)
    assert (now.state, now.later_unknown, now.left_open) == (state, True, True)
    presupposed = place in {"BRB", "BTN", "ERI", "FJI", "PSE"} and code == "UNTOC"
    assert bool(now.presupposed_by) == presupposed  # verified parties of the protocol


def test_a_list_of_2013_cannot_know_who_has_left_since(evidence: Evidence) -> None:
    """Burundi left the Rome Statute in 2017 and the Philippines in 2019."""
    rome = party_lists(evidence)["ROME_STATUTE_1998"]
    for place in ("BDI", "PHL"):
        found = status_of(rome, place, READ)
        assert (found.state, found.later_unknown, found.left_open) == ("party", True, False)


def test_what_did_not_exist_is_in_no_count(evidence: Evidence) -> None:
    day = date(1990, 6, 1)
    assert themes(evidence, find_place("KGZ"), day) == []
    told = {one.theme: one for one in themes(evidence, find_place("TUR"), day)}
    assert "trafficking and smuggling" not in told  # all of 2000
    crpd = count(evidence, find_instrument("CRPD_2006"), day)
    assert (crpd.parties, crpd.adopted) == (None, False)
    asia = count(evidence, find_instrument("CRC"), day, among=regions()["central-asia"])
    assert asia.of == 0


def test_first_days_contradict_no_act_on_a_list(evidence: Evidence) -> None:
    since = beginnings()
    early = {
        entry.party
        for known in party_lists(evidence).values()
        for entry in known.entries.values()
        for text in (entry.signed, entry.bound)
        if text and entry.party in since and last_day(text) < since[entry.party].since
    }
    assert early == {"NAM", "YEM"}  # whose earlier acts are known; any other is a slip of a day


def test_of_members_only_those_are_counted_who_may_join(evidence: Evidence) -> None:
    every, labour = (
        count(evidence, find_instrument(code), READ, among=regions()["western-europe"])
        for code in ("CRC", "C181")
    )
    assert every.of
    assert labour.of == every.of - 2  # Liechtenstein and Monaco are no members of the ILO


@pytest.mark.parametrize("code", ["C097", "C143", "C189"])
def test_what_rests_on_memory_is_not_counted(evidence: Evidence, code: str) -> None:
    one = find_instrument(code)
    told = count(evidence, one, READ)
    assert told.parties is None
    assert 10 * told.unverified > told.listed > 0
    everybody = count(evidence, one, READ, unverified=True)
    assert everybody.parties
    assert everybody.parties.value == told.listed
    assert "not verified" in everybody.parties.note


def test_a_partial_list_counts_as_at_least(evidence: Evidence) -> None:
    told = count(evidence, find_instrument("C181"), READ)
    assert told.parties
    assert (told.parties.value, told.unverified, told.complete) == (34, 2, False)
    assert "at least" in told.parties.note


def test_lists_that_are_not_held_are_never_zero(evidence: Evidence) -> None:
    for code in ("OAU_1969", "KAMPALA_2009", "P029_2014", "NANSEN_2015"):
        told = count(evidence, find_instrument(code), READ)
        assert (told.parties, told.held, told.list_as_of) == (None, False, None)


def test_the_european_union_is_a_party_and_no_member(evidence: Evidence) -> None:
    crpd = find_instrument("CRPD_2006")
    assert count(evidence, crpd, READ).with_union
    union = count(evidence, crpd, READ, among=regions()["eu"])
    assert union.parties
    assert (union.parties.value, union.of) == (27, 27)


def test_themes_are_counted_apart(evidence: Evidence) -> None:
    found = {one.theme: one for one in themes(evidence, find_place("KGZ"), READ)}
    workers = found["migrant workers"]
    assert workers.in_force.value == 2  # the UN convention and C097
    assert workers.untold == 4  # C143, C181, C189 in partial lists, and P029
    assert "displacement" not in found  # nothing is held: no zero


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(ComityError, match="not over yet"):
        day_in_law("2026-11-23", date(2026, 11, 22))


TREATIES = [one.code for one in instruments().values() if one.held != "no"]
DAYS = st.dates(date(1950, 1, 1), READ)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TREATIES), DAYS, DAYS)
def test_parties_fall_only_by_withdrawals(
    evidence: Evidence, code: str, one: date, other: date
) -> None:
    known = party_lists(evidence)[code]
    before, after = sorted((one, other))
    bound = {
        day: {p for p in known.entries if status_of(known, p, day).bound_now}
        for day in (before, after)
    }
    lost = bound[before] - bound[after]
    assert lost == {p for p in lost if known.entries[p].withdrawn}
    for party in bound[after]:
        status = status_of(known, party, after)
        entry = known.entries[party]
        assert status.in_force_from
        assert entry.consented
        assert max(status.in_force_from, entry.consented) <= after
