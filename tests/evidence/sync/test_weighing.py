"""What a person is asked about, and what is let through, on a table as large as a real one."""

import polars as pl
import pytest

from comity.evidence.catalogue import catalogue
from comity.evidence.reading import Evidence
from comity.evidence.sync.weighing import weigh

NAME = "asylum_applications"


@pytest.fixture(scope="module")
def held(evidence: Evidence) -> pl.DataFrame:
    """The asylum applications that ship."""
    return evidence.store.read(NAME)


def worries(old: pl.DataFrame, new: pl.DataFrame) -> tuple[str, ...]:
    """What a person is asked about."""
    return weigh(catalogue()[NAME], old, new).worries


def test_a_usual_release_is_let_through(held: pl.DataFrame) -> None:
    """A new year, small revisions of the last one, and a few pairs more."""
    last = held["year"].max()
    revised = held.with_columns(
        applications=pl.when(pl.col("year") == last)
        .then((pl.col("applications") * 1.04).round().cast(pl.Int64))
        .otherwise("applications")
    )
    year = held.filter(year=last).with_columns(year=pl.lit(last + 1, pl.Int16))
    assert worries(held, pl.concat([revised, year])) == ()


def test_the_same_release_is_the_same(held: pl.DataFrame) -> None:
    """In whatever order its rows come."""
    assert weigh(catalogue()[NAME], held, held.reverse()).same


def elsewhere(table: pl.DataFrame, place: str) -> pl.DataFrame:
    """Every origin, year and unit once more, with a single application in another place."""
    once = table.unique(["origin", "year", "unit"], maintain_order=True)
    return once.with_columns(destination=pl.lit(place), applications=pl.lit(1, pl.Int64))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.filter(pl.col("destination") != "TUR"), "TUR"),
        (lambda t: t.filter(pl.col("year") != 2015), "2015"),
        (lambda t: t.with_columns(applications=pl.col("applications") * 1000), "total"),
        (lambda t: t.with_columns(applications=pl.col("applications") // 10), "total"),
        (lambda t: t.with_columns(year=pl.col("year") + 10), "last year"),
        (
            lambda t: t.with_columns(
                applications=pl.when(pl.int_range(pl.len()) == pl.col("applications").arg_max())
                .then(pl.col("applications") * 1000)
                .otherwise("applications")
            ),
            "largest",
        ),
        (
            lambda t: pl.concat([t, *(elsewhere(t, place) for place in ("TUV", "NRU", "PLW"))]),
            "rows are new in periods",
        ),
    ],
    ids=["country", "year", "unit", "tenth", "shift", "cell", "grown"],
)  # fmt: skip
def test_what_looks_wrong_is_put_before_a_person(
    held: pl.DataFrame, change: object, says: str
) -> None:
    """Each with a sentence that names it."""
    found = worries(held, change(held))  # type: ignore[operator]
    assert any(says in worry for worry in found), found
