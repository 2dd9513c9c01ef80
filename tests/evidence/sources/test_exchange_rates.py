"""The European Central Bank's rates: two kinds, gaps, currencies that ended, other series aside."""

import gzip
from pathlib import Path

import polars as pl
import pytest

from comity.evidence.sources.contract import BadAnswer, Body
from comity.evidence.sources.forms import sdmx_csv_of
from tests.evidence.sources.loopback import brought, fetched, page, stored
from tests.evidence.sources.shape_exchange_rates import HEADING, answer, file, row


def _average(release_frame: pl.DataFrame) -> list[tuple[object, ...]]:
    return release_frame.filter(kind="average").drop("kind").rows()


def test_rates_by_month_and_kind(tmp_path: Path) -> None:
    """Both kinds are asked; a month without a rate is a row that says so."""
    release, one = fetched("exchange_rates", answer, tmp_path)
    frame = stored("exchange_rates", release)
    assert [asked.path.rsplit("/", 1)[-1] for asked in one.asked] == [
        "M..EUR.SP00.A", "M..EUR.SP00.E",
    ]  # fmt: skip
    assert one.asked[0].query == {"format": ["csvdata"]}
    assert _average(frame) == [
        ("2022-03", "RUB", None, "not_reported"),
        ("2022-12", "HRK", 7.5, None),
        ("2026-09", "USD", 1.1500000000001, None),
        ("2026-10", "USD", 1.2, "provisional"),
        ("2026-10", "UZS", 14000.0, None),
    ]
    assert set(frame["kind"]) == {"average", "month_end"}
    assert (release.released, release.label) == (None, "months to 2026-10")


def test_since_asks_from_january(tmp_path: Path) -> None:
    """The years before are kept from the release held."""
    release, one = fetched("exchange_rates", answer, tmp_path, since=2026)
    assert one.asked[1].query["startPeriod"] == ["2026-01"]
    assert release.since == 2026
    assert min(release.frame["month"]) == "2026-09"


def test_other_series_are_left_out() -> None:
    """Daily rates, other bases and what is no currency do not come in."""
    usd = ("USD", "2026-10", "1.2", "A")
    rows = [
        row(*usd, "A"),
        row("USD", "2026-10-02", "1.3", "A", "A").replace(",M,", ",D,"),
        row(*usd, "A").replace(",EUR,", ",JPY,"),
        row("E5", "2026-10", "100", "A", "A"),
    ]
    text = "\n".join([HEADING, *rows]).encode()
    release = brought("exchange_rates", ("EXR.csv", text), ("EXR_E.csv", file("E", [usd])))
    assert _average(stored("exchange_rates", release)) == [("2026-10", "USD", 1.2, None)]
    assert release.notes == ("Set aside, being no currency of ISO 4217: E5 (1 rows).",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (file("A").replace(b"OBS_VALUE", b"VALUE"), "no column 'OBS_VALUE'; it has: KEY"),
        (file("A").replace(b",1.2,", b",low,"), "USD in 2026-10: low is no rate"),
        (file("A").replace(b",EUR,", b",JPY,"), "no monthly rates against the euro"),
        (file("A"), "no rates of the kind 'month_end'"),
    ],
    ids=["renamed", "number", "base", "one kind"],
)
def test_another_file_is_refused(text: bytes, says: str) -> None:
    """One sentence names the file or the cell."""
    with pytest.raises(BadAnswer, match=says):
        brought("exchange_rates", ("EXR.csv", text))


def test_a_web_page_is_refused(tmp_path: Path) -> None:
    """A page with status 200 is no CSV."""
    with pytest.raises(BadAnswer, match="web page"):
        fetched("exchange_rates", lambda _q: page(), tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "DATAFLOW,FREQ,OBS_VALUE\nECB:EXR(1.0),M,1.5\n",
        "DATAFLOW,FREQ: Frequency,OBS_VALUE: Value\nECB:EXR(1.0),M: Monthly,1.5\n",
        "DATAFLOW;FREQ;OBS_VALUE\nECB:EXR(1.0);M;1.5\n",
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,OBS_VALUE\n"
        "dataflow,ECB:EXR(1.0),I,M,1.5\ndataflow,ECB:EXR(1.0),D,M,\n",
        "STRUCTURE[;],STRUCTURE_ID,FREQ,OBS_VALUE\ndataflow,ECB:EXR(1.0),M,1.5\n",
    ],
    ids=["1.0", "labels", "semicolons", "2.0 with actions", "2.0 with a separator"],
)
def test_sdmx_csv_of_every_version(text: str) -> None:
    """Versions 1.0 and 2.0, with labels or without, packed or not, give the same columns."""
    for data in (text.encode(), gzip.compress(text.encode())):
        frame = sdmx_csv_of(Body("a.csv", data), ("FREQ", "OBS_VALUE"))
        wanted = ("DATAFLOW", "FREQ", "OBS_VALUE")
        assert frame.select(wanted).rows() == [("ECB:EXR(1.0)", "M", "1.5")]
