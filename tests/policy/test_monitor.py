"""What is known of targets and objectives: hand-checked lines, and nothing missing as a zero."""

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest
import typer
import yaml

from comity.core.errors import ComityError
from comity.core.places import Place, find_place
from comity.core.regions import Region, find_region, find_subject
from comity.evidence import Evidence
from comity.evidence.accounts.area import Area
from comity.evidence.accounts.asylum import protection
from comity.evidence.catalogue import catalogue
from comity.evidence.indicators.rates import refugees_per_100_000
from comity.evidence.openness import openness_of, reciprocity_of
from comity.evidence.store import Store, completed
from comity.policy.monitor import Line, Monitor, monitor
from comity.policy.monitor_gauges import GAUGES
from comity.policy.monitor_reading import read_members, read_place
from comity.policy.monitor_records import FRAMEWORKS, messages, records
from comity.policy.monitor_rows import as_json, by_year, table


@pytest.fixture(scope="module")
def kyrgyzstan(evidence: Evidence) -> Monitor:
    return monitor(evidence, find_place("KGZ"))


@pytest.fixture(scope="module")
def nauru(evidence: Evidence) -> Monitor:
    return monitor(evidence, find_place("NRU"))


@pytest.fixture(scope="module")
def world(evidence: Evidence) -> Monitor:
    return monitor(evidence, find_region("world"))


def line(found: Monitor, key: str) -> Line:
    """The one line of this key."""
    (one,) = [line for line in found.lines if line.record.key == key]
    return one


def value(found: Monitor, key: str, gauge: str) -> tuple[float | None, str]:
    """What a gauge says on a target, and of when."""
    told = {one.reading.gauge.name: one.reading.finding for one in line(found, key).told}
    return told[gauge].value, str(told[gauge].period)


def test_every_objective_and_target_stands_exactly_once() -> None:
    written = yaml.safe_load((files("comity.policy") / "monitor.yaml").read_text("utf-8"))
    for framework, number in (("sdg", 17), ("gcm", 23), ("gcr", 15)):
        codes = [record.code for record in records(framework)]
        assert len(codes) == len({*codes}) == number
        assert {*codes} == {*written[framework]}
    keys = [record.key for name in FRAMEWORKS for record in records(name)]
    assert len(keys) == len({*keys})
    assert [one.code for one in records("gcm")] == [str(n) for n in range(1, 24)]


def test_what_is_named_exists_and_is_used() -> None:
    linked = {link.gauge for name in FRAMEWORKS for one in records(name) for link in one.by}
    assert linked == {*GAUGES}
    named = {name for gauge in GAUGES.values() for name in gauge.datasets}
    assert named <= {*catalogue()}
    written = yaml.safe_load((files("comity.policy") / "monitor.yaml").read_text("utf-8"))
    used = {n for f in FRAMEWORKS for one in written[f].values() for n in one.get("elsewhere", ())}
    assert used == {*written["elsewhere"]}
    assert all(text.strip() for text in messages() if text)


def test_commands_that_bring_a_file_exist(kyrgyzstan: Monitor) -> None:
    from comity.cli import app

    group = typer.main.get_command(app).commands["policy"]  # type: ignore[attr-defined]
    brought = {
        one.bring.split()[:3][2] for name in FRAMEWORKS for one in records(name) if one.bring
    }
    assert brought == {"indicator", "code", "import", "gcr"}
    assert brought <= {*group.commands}
    assert line(kyrgyzstan, "sdg-8.7.1").standing == "bring"
    assert line(kyrgyzstan, "sdg-3.c.1").standing == "elsewhere"


def test_only_indicators_of_a_framework_are_official() -> None:
    """No official list of figures for the migration compact was read: none of its is official."""
    assert {link.kind for one in records("gcm") for link in one.by} == {"proxy", "beside"}
    official = {one.code for one in records("sdg") for link in one.by if link.kind == "official"}
    assert official == {"10.7.1", "10.7.2", "10.7.3", "10.7.4", "10.c.1"}


def test_kyrgyzstan_by_hand(kyrgyzstan: Monitor) -> None:
    assert value(kyrgyzstan, "sdg-10.7.2", "policies") == (3, "2019")
    assert line(kyrgyzstan, "sdg-10.7.2").told[0].reading.finding.note == "Meets"
    rate, when = value(kyrgyzstan, "sdg-10.7.4", "refugees-rate")
    assert rate == pytest.approx(refugees_per_100_000(3_337, 7_295_035))
    assert when == "2025"
    cost, when = value(kyrgyzstan, "sdg-10.c.1", "sending-cost")
    assert cost == pytest.approx((6.59428548812866 + 1.59800004959106) / 2)  # Germany, Russia
    assert when == "2020Q3"
    granted, when = value(kyrgyzstan, "gcm-12", "protection")
    assert granted == pytest.approx(100 * 22 / 157)
    assert value(kyrgyzstan, "gcm-2", "idps") == (4_000, "2022")
    assert value(kyrgyzstan, "gcr-4.2.1", "returned-home") == (5, "2025")
    idps = line(kyrgyzstan, "gcm-2").told[1].reading
    assert (idps.first, idps.last, idps.years and idps.years.value) == (2010, 2022, 6)
    assert line(kyrgyzstan, "sdg-10.7.1").standing == "fetch"
    assert line(kyrgyzstan, "sdg-10.7.3").standing == "silent"
    assert line(kyrgyzstan, "gcr-4.2.2").standing == "nobody"
    assert line(kyrgyzstan, "sdg-16.2.2").sure == "beside"


def test_a_rule_on_paper_is_a_figure_of_nothing(kyrgyzstan: Monitor) -> None:
    """8.8.1 counts injuries, 16.2.2 victims, 16.9.1 births registered: no treaty is one of them."""
    links = [link for name in FRAMEWORKS for one in records(name) for link in one.by]
    on_paper = [link.kind for link in links if GAUGES[link.gauge].nature == "rule"]
    assert on_paper
    assert {*on_paper} == {"beside"}
    beside = {one.record.code for one in kyrgyzstan.standing("beside", "sdg")}
    assert beside == {"8.8.1", "8.8.2", "16.2.2", "16.9.1", "17.18.1"}
    known = {one.record.code for one in kyrgyzstan.standing("figure", "sdg")}
    assert known == {"10.7.2", "10.7.4", "10.c.1"}
    (sdg, *_) = kyrgyzstan.counts
    assert (sdg.known.value, sdg.official.value, sdg.beside.value) == (3, 2, 5)


def test_treaties_are_dated_by_their_lists_and_not_by_the_day_asked(evidence: Evidence) -> None:
    """The register of the refugee treaties was read on 14 March 2015: no later day is known."""
    read = date(2015, 3, 14)
    gauge = GAUGES["treaties-refugees"]
    bound = read_place(evidence, gauge, find_place("KGZ"))
    assert bound
    assert (bound.finding.value, bound.finding.period.end) == (2, read)
    none = read_place(evidence, gauge, find_place("UZB"))
    assert none
    assert (none.finding.value, none.finding.period.end) == (0, read)
    assert none.finding.note == "none of 2 treaties by their lists, the oldest of 2015-03-14"
    members = read_members(evidence, gauge, find_region("central-asia"))
    assert members
    assert (members.finding.value, members.finding.period.end) == (5, read)
    assert evidence.today > read


def test_what_is_held_and_came_out_later_is_not_to_be_fetched(evidence: Evidence) -> None:
    """In 2020 no table of UN DESA of 2024 and no list of parties had come out."""
    early = Evidence(evidence.store, date(2020, 6, 30), kept=True)
    try:
        found = monitor(early, find_place("KGZ"))
    finally:
        early.close()
    assert line(found, "gcm-17").standing == "later"
    assert {"treaty_actions", "treaty_accessions"} <= {*line(found, "gcm-17").later}
    assert line(found, "gcm-17").fetch == ()
    assert not {*found.fetchable} & {*evidence.store.datasets()}


def test_treaties_tell_how_many_bind_and_since_when(kyrgyzstan: Monitor) -> None:
    (detention,) = line(kyrgyzstan, "gcm-13").told
    assert (detention.reading.finding.value, detention.reading.first) == (3, 1995)
    (racism,) = line(kyrgyzstan, "gcm-17").told  # acceded 5 September 1997, bound a month later
    assert (racism.reading.finding.value, racism.reading.first) == (1, 1997)
    work = line(kyrgyzstan, "gcm-6").told[0].reading.finding
    assert (work.value, [*dict(work.about)]) == (2, ["ICRMW_1990", "C097"])


def test_a_place_that_cannot_be_a_party_has_no_count_of_treaties(evidence: Evidence) -> None:
    greenland = monitor(evidence, find_place("GRL"), ["gcm"])
    assert line(greenland, "gcm-13").told == ()


def test_nauru_has_few_figures_and_no_zero_in_their_place(nauru: Monitor) -> None:
    standing = {key: line(nauru, key).standing for key in ("sdg-10.7.2", "sdg-10.c.1", "gcm-16")}
    assert standing == {"sdg-10.7.2": "silent", "sdg-10.c.1": "silent", "gcm-16": "silent"}
    flat = table(nauru)
    empty = flat.filter(~pl.col("standing").is_in(["figure", "beside"]))
    assert empty.height
    assert empty["value"].null_count() == empty.height
    assert set(empty["sure"]) == {"not measured"}


def test_a_zero_is_a_figure_that_somebody_gave(evidence: Evidence) -> None:
    """Nobody died in organised violence in Nauru, as UCDP says; of no year has it fewer than 0."""
    gauge = GAUGES["conflict"]
    found = read_place(evidence, gauge, find_place("NRU"))
    assert found is not None
    assert found.finding.value == 0
    rows = evidence.query("SELECT deaths_total AS n FROM conflict_deaths WHERE country = 'NRU'")
    assert [row["n"] for row in rows] == [0] * len(rows)
    assert rows
    assert read_place(evidence, gauge, find_place("TKL")) is None


def test_the_figures_are_those_of_the_other_pages(evidence: Evidence) -> None:
    germany = find_place("DEU")
    openness, alike = openness_of(evidence, germany), reciprocity_of(evidence, germany)
    assert openness
    assert alike
    expected = {"visa-openness": openness.value, "visa-reciprocity": alike.value}
    rates = protection(evidence, Area(germany, ("DEU",)), "destination")
    expected["protection"] = max(
        (one for one in rates if one.measure == "protection_rate" and one.value is not None),
        key=lambda one: one.period,
    )
    for name, finding in expected.items():
        found = read_place(evidence, GAUGES[name], germany)
        assert found
        assert found.finding.value == pytest.approx(finding.value)
        assert found.finding.period == finding.period


@pytest.mark.parametrize("name", ["central-asia", "melanesia"])
def test_a_region_counts_its_members(evidence: Evidence, name: str) -> None:
    region = find_region(name)
    members = region.members(evidence.today)
    for gauge in GAUGES.values():
        alone = {one.code: read_place(evidence, gauge, one) for one in members}
        known = {code: one for code, one in alone.items() if one}
        found = read_members(evidence, gauge, region)
        assert (found.finding.value if found else 0) == len(known), gauge.name
        if found:
            assert {*found.members} == {*known}
            assert found.last == max(one.last for one in known.values())
            assert found.oldest == min(one.last for one in known.values())


def test_the_world_by_round_and_by_year(evidence: Evidence, world: Monitor) -> None:
    (policies,) = line(world, "sdg-10.7.2").told
    counted = {str(one.period): one.value for one in policies.reading.by_year}
    assert counted == {"2019": 110, "2021": 88}
    assert policies.reading.finding.value == 137
    (deaths,) = line(world, "sdg-10.7.3").told
    assert deaths.reading.finding.value == 1_812
    assert "to 2025-04 only" in deaths.reading.finding.note
    assert monitor(evidence, find_region("africa"), ["gcm"]).standing("silent")  # not by region
    assert by_year(world).filter(gauge="policies")["members_with_figure"].to_list() == [110, 88]


def test_a_small_count_is_no_figure(evidence: Evidence) -> None:
    from comity.policy.monitor_reading import _known

    gauge = GAUGES["resettled"]
    assert [_known(gauge, n) for n in (None, 0, 1, 4, 5)] == [False, True, False, False, True]


def test_counts_are_those_of_the_lines(kyrgyzstan: Monitor, world: Monitor) -> None:
    for found in (kyrgyzstan, world):
        for count in found.counts:
            lines = found.of(count.framework)
            assert count.of == len(lines) == len({one.record.code for one in lines})
            assert count.known.value == len(found.standing("figure", count.framework))
            assert (count.official.value or 0) <= (count.known.value or 0)
        plain = as_json(found)
        assert len({one["key"] for one in plain["lines"]}) == 17 + 23 + 15
        assert len({finding.key for finding in found.findings}) == len(found.findings)
        assert all(finding.lineage.sources for finding in found.findings)


def test_the_flat_table_is_readable(kyrgyzstan: Monitor) -> None:
    rows = [*csv.DictReader(io.StringIO(table(kyrgyzstan).write_csv()))]
    (policies,) = [row for row in rows if row["code"] == "10.7.2"]
    assert (policies["value"], policies["sure"], policies["publishers"]) == (
        "3.0", "self-reported", "1",
    )  # fmt: skip
    assert {row["code"] for row in rows if row["framework"] == "gcm"} == {
        str(number) for number in range(1, 24)
    }


def test_a_corridor_is_refused() -> None:
    with pytest.raises(ComityError, match="write TJK or RUS"):
        monitor(None, find_subject("TJK-RUS"))  # type: ignore[arg-type]


ROWS = [
    ("KGZ", 2023, "10.7.3", "SM_DTH_MIGR", "total", 7.0),
    ("KGZ", 2024, "10.7.3", "SM_DTH_MIGR", "total", None),
    ("KGZ", 2022, "10.7.1", "SL_EMP_RCOST_MO", "total", 2.5),
    ("KGZ", 2021, "10.7.2", "SG_CPA_MIGRS", "Policy Domains PD_3", 2.0),
    ("KGZ", 2024, "10.c.1", "SI_RMT_COST_SND", "total", 9.0),
    ("UZB", 2024, "10.c.1", "SI_RMT_COST", "total", 3.1),
]
"""Made up, in the shape of the UN's database."""


@pytest.fixture(scope="module")
def fetched(evidence: Evidence, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """The embedded figures and a release of the UN's database beside them."""
    home = tmp_path_factory.mktemp("fetched")
    shutil.copytree(Path(evidence.store.folder), home / "evidence")
    entry = catalogue()["sdg_migration"]
    names = ("country", "year", "indicator", "series", "breakdown", "value")
    frame = pl.DataFrame(ROWS, schema=list(names), orient="row").with_columns(
        pl.col("year").cast(pl.Int32),
        pl.lit(None, pl.String).alias("units"),
        pl.when(pl.col("value").is_null()).then(pl.lit("not_reported")).alias("flag"),
    )
    store, _ = Store.open(home).append(
        entry, completed(frame, entry), vintage=date(2026, 1, 1), origin="fetched", release="1"
    )
    opened = Evidence(store, date(2026, 11, 22))
    yield opened
    opened.close()


def test_what_was_fetched_is_read(fetched: Evidence) -> None:
    found = monitor(fetched, find_place("KGZ"))
    assert value(found, "sdg-10.7.3", "deaths-published") == (7, "2023")
    assert value(found, "sdg-10.7.1", "recruitment-published") == (2.5, "2022")
    assert value(found, "gcm-23", "policies-3") == (2, "2021")
    gauges = {one.reading.gauge.name for one in line(found, "sdg-10.c.1").told}
    assert gauges == {"sending-cost"}  # the published series is that of money sent from there
    assert line(found, "gcm-3").standing == "silent"
    assert "sdg_migration" not in found.fetchable
    region: Region | Place = find_subject("central-asia")  # type: ignore[assignment]
    assert isinstance(region, Region)
    costs = read_members(fetched, GAUGES["sending-cost-published"], region)
    assert costs
    assert costs.members == ("UZB",)
