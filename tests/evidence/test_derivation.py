"""What was worked out says so when what it was made from has a newer release."""

from datetime import date
from pathlib import Path

from comity.evidence import open_evidence
from comity.evidence.catalogue import catalogue
from comity.evidence.derivation import outdated
from comity.evidence.embedded import shipped
from comity.evidence.reading import Evidence


def test_what_ships_was_made_from_what_ships() -> None:
    """What ships is made of the figures that ship, or `make flows` or `make forecasts` is due."""
    made = {name: entry.derived for name, entry in shipped().items() if entry.derived}
    assert sorted(made) == [
        "forecast_backtest", "forecast_scores", "forecasts",
        "migration_flow_adjustments", "migration_flow_totals", "migration_flows",
    ]  # fmt: skip
    for name, how in made.items():
        days = {part: catalogue()[part].vintage for part in how.made_from}
        assert days == how.made_from
        newest = max(days.values())
        if name.startswith("forecast"):  # dated by the day on which they were made
            assert catalogue()[name].vintage >= newest
        else:
            assert catalogue()[name].vintage == newest


def test_a_newer_release_of_a_part_is_told(tmp_path: Path) -> None:
    store = open_evidence(tmp_path).store
    assert outdated(store) == []
    stock = store.read("migrant_stock")
    store, _ = store.append(
        catalogue()["migrant_stock"], stock.head(9), vintage=date(2026, 10, 1), origin="test"
    )
    found = outdated(store)
    assert {one.name for one in found} == {
        "migration_flows", "migration_flow_totals", "migration_flow_adjustments",
    }  # fmt: skip
    assert found[0].sentence == (
        "migration_flows was worked out from migrant_stock of 2025-01-27; a release of 2026-10-01 "
        "is held by now: 'comity flows world' works it out anew."
    )


def test_the_lineage_names_what_it_was_made_from(tmp_path: Path) -> None:
    evidence = open_evidence(tmp_path)
    named = [source.dataset for source in evidence.lineage("migration_flows").sources]
    assert named == ["migration_flows", "migrant_stock", "demography"]


def test_what_is_made_from_a_table_left_out_is_left_out(tmp_path: Path) -> None:
    """A deployment that may not show the stocks shows nothing that was worked out from them."""
    store = open_evidence(tmp_path).store.leave_out("demography")
    without = Evidence(store)
    assert not without.holds("migration_flows")
    assert without.holds("migrant_stock")
    assert store.left_out("migration_flow_totals") == "demography"
