"""Marked jumps are found by rule, each with the sign that other tables give, and no others."""

from comity.core.places import Corridor, places
from comity.evidence import Evidence
from comity.foresight.artefacts import FEW, LEAST, SIGNS, TIMES, artefacts, of_series


def _pair(code: str) -> Corridor:
    origin, destination = code.split("-")
    return Corridor(places()[origin], places()[destination])


def test_jumps_that_were_drives_of_registration_are_marked(evidence: Evidence) -> None:
    drives = of_series(evidence, "asylum-corridors", _pair("CAF-COD"))
    assert [(one.year, one.before.value, one.count.value) for one in drives] == [
        (2025, 71, 65_003),
        (2021, 0, 43_679),
    ]
    assert all("there" in one.signs for one in drives)
    niger = of_series(evidence, "asylum-corridors", _pair("NER-NGA"))
    assert (2025, 5, 15_602) in [(x.year, x.before.value, x.count.value) for x in niger]
    (category,) = of_series(evidence, "refugee-corridors", _pair("VEN-COL"))
    assert (category.year, category.signs) == (2018, ("category",))


def test_flight_that_other_tables_tell_of_too_is_not_marked(evidence: Evidence) -> None:
    marked = {(one.layer, one.corridor.code, one.year) for one in artefacts(evidence)}
    for flight in ("UKR-POL", "UKR-ROU"):
        assert ("refugee-corridors", flight, 2022) not in marked
    assert ("refugee-corridors", "SYR-TUR", 2012) not in marked
    assert ("asylum-corridors", "NIC-CRI", 2018) not in marked


def test_each_mark_keeps_the_rule_and_names_its_sources(evidence: Evidence) -> None:
    found = artefacts(evidence)
    assert len(found) > 50
    for one in found:
        before, count = one.before.value, one.count.value
        assert before is not None
        assert count is not None
        assert before <= FEW
        assert count >= LEAST
        assert count >= TIMES * max(before, 1)
        assert one.signs
        assert set(one.signs) <= set(SIGNS)
        assert {source.dataset for source in one.count.lineage.sources} & {"displaced_stock"}
    sizes = [one.count.value for one in found]
    assert sizes == sorted(sizes, reverse=True)


def test_a_mark_counts_again_from_the_table(evidence: Evidence) -> None:
    one = next(x for x in artefacts(evidence) if "one_place" in x.signs)
    rows = evidence.query(
        "SELECT CAST(year AS INTEGER) AS year, destination, sum(applications) AS n FROM "
        "asylum_applications WHERE origin = ? AND year IN (?, ?) GROUP BY ALL",
        (one.corridor.origin.code, one.year - 1, one.year),
    )
    ours = one.corridor.destination.code
    other = {
        year: sum(row["n"] for row in rows if row["year"] == year and row["destination"] != ours)
        for year in (one.year - 1, one.year)
    }
    assert one.count.value > other[one.year]
    assert other[one.year] < 1.5 * other[one.year - 1]
