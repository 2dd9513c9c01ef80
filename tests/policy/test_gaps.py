"""Gaps, what would close them, and when things happened: neighbours, waits and years by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from comity.core.errors import ComityError
from comity.core.places import find_place, places
from comity.evidence.reading import Evidence
from comity.policy.borders import neighbours
from comity.policy.closing import steps
from comity.policy.counts import count
from comity.policy.gaps import gaps, group_of, home_region
from comity.policy.instruments import find_instrument, instruments
from comity.policy.norms import party_lists
from comity.policy.timeline import events_for, events_of, parties_by_year

READ = date(2026, 2, 10)


def codes(evidence: Evidence, place: str, day: date = READ) -> set[str]:
    return {one.code for one in neighbours(evidence, find_place(place), day)}


def test_neighbours_are_mutual_and_of_today(evidence: Evidence) -> None:
    assert codes(evidence, "KGZ") == {"CHN", "KAZ", "TJK", "UZB"}
    assert codes(evidence, "SSD") == {"CAF", "COD", "ETH", "KEN", "SDN", "UGA"}
    assert codes(evidence, "SSD", date(2011, 7, 8)) == set()
    assert codes(evidence, "SDN") == {"CAF", "EGY", "ERI", "ETH", "LBY", "SSD", "TCD"}
    assert codes(evidence, "LIE") == {"AUT", "CHE"}
    assert codes(evidence, "XKX") == {"ALB", "MKD", "MNE", "SRB"}
    assert codes(evidence, "KAZ", date(1990, 6, 1)) == set()
    assert not codes(evidence, "CHN", date(1990, 6, 1)) & {"KAZ", "KGZ", "TJK"}
    assert "ERI" not in codes(evidence, "ETH", date(1985, 1, 1))
    every = {place: codes(evidence, place) for place in places()}
    assert all(place in every[other] for place, found in every.items() for other in found)


def test_which_neighbours_are_bound_by_the_migrant_workers_convention(evidence: Evidence) -> None:
    kyrgyzstan = find_place("KGZ")
    among = group_of(evidence, kyrgyzstan, "neighbours", READ)
    found = {one.instrument.code: one for one in gaps(evidence, kyrgyzstan, among, READ)}
    icrmw = found["ICRMW_1990"]
    assert icrmw.bound_by == ["TJK"]
    assert icrmw.bound
    assert icrmw.bound.value == 1
    assert not icrmw.open  # Kyrgyzstan itself is bound


def test_a_gap_needs_a_list_that_may_be_counted(evidence: Evidence) -> None:
    uzbekistan = find_place("UZB")
    among = group_of(evidence, uzbekistan, "central-asia", READ)
    found = {one.instrument.code: one for one in gaps(evidence, uzbekistan, among, READ)}
    assert found["ICRMW_1990"].open
    refugees = found["REFUGEE_CONV_1951"]
    assert (refugees.open, refugees.left_open) == (False, True)  # its list is of 2015
    told = steps(evidence, uzbekistan, [*found.values()], READ)
    assert "REFUGEE_CONV_1951" not in {one.instrument.code for one in told}
    assert found["C097"].bound is None  # Kyrgyzstan is verified and Tajikistan is not
    assert found["C097"].unverified == ["TJK"]
    closed = [one for one in found.values() if not one.status.list_as_of or one.bound is None]
    assert len(closed) >= 6
    assert not any(one.open for one in closed)
    assert not any(one.open for one in found.values() if one.status.state == "not listed")


def test_gaps_end_where_the_day_ends(evidence: Evidence) -> None:
    """On the last day of 1996 Kyrgyzstan had consented to the Refugee Convention: no gap."""
    kyrgyzstan, day = find_place("KGZ"), date(1996, 12, 31)
    among = group_of(evidence, kyrgyzstan, "world", day)
    found = {one.instrument.code: one for one in gaps(evidence, kyrgyzstan, among, day)}
    assert not found["REFUGEE_CONV_1951"].open
    before = date(1996, 10, 7)
    found = {one.instrument.code: one for one in gaps(evidence, kyrgyzstan, among, before)}
    assert found["REFUGEE_CONV_1951"].open


def test_before_a_state_or_a_treaty_there_is_no_gap(evidence: Evidence) -> None:
    day = date(1990, 6, 1)
    with pytest.raises(ComityError, match="no state of its own yet; ask about a day from 1991"):
        group_of(evidence, find_place("KGZ"), "world", day)
    turkey = find_place("TUR")
    among = group_of(evidence, turkey, "world", day)
    assert not {one.code for one in among.members} & {"KGZ", "SVN", "SSD"}
    found = {one.instrument.code for one in gaps(evidence, turkey, among, day)}
    assert "CRC_1989" in found
    assert "CRPD_2006" not in found


def test_a_protocol_presupposes_its_convention(evidence: Evidence) -> None:
    """Barbados is party to the Trafficking Protocol since 2014: no gap beside it, not even open."""
    barbados = find_place("BRB")
    among = group_of(evidence, barbados, "caribbean", READ)
    found = {one.instrument.code: one for one in gaps(evidence, barbados, among, READ)}
    untoc = found["UNTOC_2000"]
    assert untoc.bound_by
    assert (untoc.open, untoc.left_open) == (False, False)
    assert found["PALERMO_SMUGGLING_2000"].left_open


def test_there_is_nobody_beside_an_island(evidence: Evidence) -> None:
    with pytest.raises(ComityError, match="name a region"):
        group_of(evidence, find_place("NZL"), "neighbours", READ)
    assert home_region(find_place("NZL")).slug == "australia-and-new-zealand"


@pytest.mark.parametrize(
    ("place", "code", "day", "act", "binds", "first"),
    [
        ("UZB", "REFUGEE_CONV_1951", date(2015, 3, 14), "accession", "2015-06-12", None),  # 90 days
        ("UZB", "ICRMW_1990", READ, "accession", "2026-06-01", None),  # three months, next first
        ("UZB", "PALERMO_SMUGGLING_2000", date(2014, 2, 10), "ratification", "2014-03-12", None),
        ("UZB", "CRPD_OP_2006", READ, "accession", "2026-03-12", None),  # party to the convention
        ("TJK", "CRPD_OP_2006", READ, "accession", "2026-03-12", "CRPD_2006"),
    ],
)
def test_what_would_close_a_gap(
    evidence: Evidence, place: str, code: str, day: date, act: str, binds: str, first: str | None
) -> None:
    state = find_place(place)
    among = group_of(evidence, state, "world", day)
    told = steps(evidence, state, gaps(evidence, state, among, day), day)
    one = next(one for one in told if one.instrument.code == code)
    assert one.binds_from
    assert (one.act, one.binds_from.isoformat()) == (act, binds)
    assert (one.first.code if one.first else None) == first
    assert one.depositary == "the Secretary-General of the United Nations"


def test_every_treaty_says_where_its_instruments_go() -> None:
    for one in instruments().values():
        assert bool(one.depositary) == one.binds, one.code
        if one.needs:
            assert find_instrument(one.needs).code == one.needs


def test_parties_by_year_agree_with_the_count_of_a_day(evidence: Evidence) -> None:
    for code in ("ICRMW", "REFUGEE_CONV", "STATELESS_1954", "C181", "PALERMO_TRAFFICKING"):
        one = find_instrument(code)
        for found in parties_by_year(evidence, one)[::9]:
            told = count(evidence, one, found.period.end).parties
            assert told
            assert told.value == found.value
    assert parties_by_year(evidence, find_instrument("C097")) == []


def test_events_stand_in_order_and_end_on_the_day(evidence: Evidence) -> None:
    found = events_of(evidence, find_place("MDG"), READ)
    assert all(a.day <= b.day for a, b in pairwise(found))
    left = [one for one in found if one.what == "withdrawal"]
    assert [(one.instrument.code, one.when) for one in left] == [("STATELESS_1954", "1966-04-02")]
    icrmw = events_for(evidence, find_instrument("ICRMW"), READ)
    known = party_lists(evidence)["ICRMW_1990"]
    tally = Counter(one.what for one in icrmw)
    assert tally["act"] == len(known.parties) == 60
    early = events_of(evidence, find_place("KGZ"), date(1994, 12, 31))
    assert {(one.when, one.instrument.code) for one in early} == {
        ("1994-10-07", "ICCPR_1966"), ("1994-10-07", "ICCPR_OP1_1966"),
        ("1994-10-07", "ICESCR_1966"), ("1994-10-07", "CRC_1989"), ("1994-11-06", "CRC_1989"),
    }  # fmt: skip
