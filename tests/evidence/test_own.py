"""A table that somebody brings: proposed without a trace, stored only as it was shown."""

import datetime as dt
import stat
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity import open_evidence
from comity.core.errors import BadPeriod, BadTable, ComityError, FileTrouble, StoreTrouble
from comity.evidence import Evidence, Store
from comity.evidence.embedded import shipped
from comity.evidence.manifest import Changes
from comity.evidence.own import Provenance, accept, propose

JANUARY, FEBRUARY = dt.date(2026, 1, 31), dt.date(2026, 2, 28)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_evidence(tmp_path / "home").store


def _page(store: Store) -> bytes:
    return (store.folder / "manifest.json").read_bytes()


def _file(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


SIMPLE = "country,year,permits\nTJK,2023,7\nUZB,2023,9\n"


def test_a_proposal_changes_nothing(store: Store, tmp_path: Path) -> None:
    before = _page(store)
    proposal = propose(store, _file(tmp_path, SIMPLE), "permits")
    assert proposal.guessed
    assert proposal.own
    assert proposal.changes is None
    assert not proposal.same
    assert _page(store) == before
    assert not (store.folder / "tables" / "permits").exists()


def test_a_first_table_is_described_by_its_content(store: Store, tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        "Pays;Année;Sexe;Permis délivrés;Taux %;%\n"
        "Russie;2023;f;12;0.5;1\nKazakhstan;2024;m;..;0.7;2\n",
    )
    proposal = propose(store, path, "permis", vintage=JANUARY)
    entry = proposal.dataset
    assert [(one.name, one.type, one.measure) for one in entry.columns] == [
        ("pays", "place", False),
        ("annee", "year", False),
        ("sexe", "text", False),
        ("permis_delivres", "integer", True),
        ("taux", "number", True),
        ("column_6", "integer", True),
    ]
    assert entry.key == ("pays", "annee", "sexe")
    assert proposal.frame.sort("annee").row(0) == ("RUS", 2023, "f", 12, 0.5, 1)
    assert proposal.frame["permis_delivres"].null_count() == 1
    assert (entry.publisher, entry.licence, entry.private) == ("own data", "not stated", False)
    assert entry.frequency == "yearly"
    assert entry.vintage == JANUARY
    assert entry.vintage_basis == "stated"
    assert proposal.examples[1] in ("2023", "2024")
    assert proposal.examples[3] == "12"


def test_what_is_said_describes_it(store: Store, tmp_path: Path) -> None:
    said = Provenance(
        "Labour permits", "Ministry of Labour", "CC BY 4.0", "Ministry (2026).", "https://a.b", True
    )
    store, vintage = accept(
        store, propose(store, _file(tmp_path, SIMPLE), "permits", provenance=said)
    )
    entry = store.dataset("permits")
    assert (entry.title, entry.publisher, entry.licence) == (
        "Labour permits",
        "Ministry of Labour",
        "CC BY 4.0",
    )
    assert (entry.citation, entry.url, entry.private) == ("Ministry (2026).", "https://a.b", True)
    assert entry.source(vintage.vintage).short == "Ministry of Labour"
    assert vintage.origin == "own.csv"


def test_it_can_be_asked_like_any_other(store: Store, tmp_path: Path) -> None:
    store, _ = accept(store, propose(store, _file(tmp_path, SIMPLE), "permits", vintage=JANUARY))
    evidence = Evidence(store)
    assert evidence.query("SELECT sum(permits) AS n FROM permits") == [{"n": 16}]
    assert evidence.lineage("permits").sources[0].vintage == JANUARY
    assert "permits" not in Evidence(store, dt.date(2025, 12, 31)).datasets
    evidence.close()


def test_the_second_time_the_schema_is_known(store: Store, tmp_path: Path) -> None:
    store, _ = accept(store, propose(store, _file(tmp_path, SIMPLE), "permits", vintage=JANUARY))
    newer = _file(tmp_path, "Year,Country,Permits,Extra\n2023,Tajikistan,8,x\n2024,KGZ,,y\n")
    proposal = propose(store, newer, "permits", vintage=FEBRUARY)
    assert not proposal.guessed
    assert proposal.changes == Changes(added=1, changed=1, gone=1)
    assert [(one.column, one.before, one.after) for one in proposal.sums] == [("permits", 16, 8)]
    assert any("left out: Extra" in remark for remark in proposal.notes)
    store, vintage = accept(store, proposal)
    assert vintage.changes == proposal.changes
    assert store.read("permits").columns == ["country", "year", "permits"]
    assert store.read("permits", JANUARY)["permits"].sum() == 16


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("country,year\nTJK,2023\n", "no column 'permits'"),
        ("country,year,permits\nTJK,2023,7\nTajikistan,2023,8\n", "rows 2 and 3"),
        ("country,year,permits\nTJK,23,7\n", "column 'year'"),
        ("country,year,permits\nTJK,2023,seven\n", "column 'permits'"),
        ("country,year,permits\nTJKX,2023,7\n", "no known country"),
        ("country,year,permits\n,2023,7\n", "is empty"),
    ],
)
def test_later_tables_must_fit(store: Store, tmp_path: Path, text: str, told: str) -> None:
    store, _ = accept(store, propose(store, _file(tmp_path, SIMPLE), "permits"))
    before = _page(store)
    with pytest.raises(BadTable, match=told):
        propose(store, _file(tmp_path, text), "permits")
    assert _page(store) == before


def test_the_same_again_is_the_same(store: Store, tmp_path: Path) -> None:
    path = _file(tmp_path, SIMPLE)
    store, _ = accept(store, propose(store, path, "permits", vintage=JANUARY))
    assert propose(store, path, "permits").same
    assert propose(store, path, "permits", vintage=JANUARY).same
    again = propose(store, path, "permits", vintage=FEBRUARY)
    assert again.unchanged
    assert not again.same
    before = _page(store)
    accept(store, propose(store, path, "permits", vintage=JANUARY))
    assert _page(store) == before


def test_a_new_description_is_no_new_release(store: Store, tmp_path: Path) -> None:
    path = _file(tmp_path, SIMPLE)
    store, first = accept(store, propose(store, path, "permits", vintage=JANUARY))
    proposal = propose(store, path, "permits", provenance=Provenance(title="Permits to work"))
    assert not proposal.same
    store, vintage = accept(store, proposal)
    assert vintage == first
    assert store.dataset("permits").title == "Permits to work"
    assert store.dataset("permits").vintage == JANUARY
    assert len(store.manifest.datasets["permits"].vintages) == 1


def test_private_files_are_their_owners_alone(store: Store, tmp_path: Path) -> None:
    def rights(store: Store) -> set[int]:
        held = store.manifest.datasets["permits"].vintages
        return {stat.S_IMODE(store.path(one).stat().st_mode) for one in held}

    path = _file(tmp_path, SIMPLE)
    store, _ = accept(store, propose(store, path, "permits", vintage=JANUARY))
    assert rights(store) != {0o600}
    path = _file(tmp_path, SIMPLE.replace("9", "8"))
    said = Provenance(private=True)
    store, _ = accept(store, propose(store, path, "permits", vintage=FEBRUARY, provenance=said))
    assert rights(store) == {0o600}
    path = _file(tmp_path, SIMPLE.replace("9", "7"))
    store, _ = accept(store, propose(store, path, "permits"))
    assert store.dataset("permits").private
    assert rights(store) == {0o600}


def test_an_older_release_stays_behind_the_newer(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "idps.parquet"
    frame = store.read("internally_displaced")
    frame.head(100).write_parquet(path)
    proposal = propose(store, path, "internally_displaced", vintage=dt.date(2024, 5, 14))
    assert not proposal.own
    assert proposal.changes is None
    assert any("newer release" in remark for remark in proposal.notes)
    store, _ = accept(store, proposal)
    assert store.read("internally_displaced").height == frame.height
    assert store.read("internally_displaced", dt.date(2024, 12, 31)).height == 100


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_published_dataset_takes_itself_back(name: str, store: Store, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.parquet"
    store.read(name).write_parquet(path)
    proposal = propose(store, path, name)
    assert proposal.unchanged
    assert proposal.same


def test_publishers_names_of_columns_are_understood(store: Store, tmp_path: Path) -> None:
    path = _file(tmp_path, "coo_iso,coa_iso,year,population_type,value\nAFG,TJK,2026,refugees,12\n")
    proposal = propose(store, path, "displaced_stock")
    assert proposal.frame.row(0) == ("AFG", "TJK", 2026, "refugees", 12, None)


@pytest.mark.parametrize("name", ["", "x", "Permits", "9lives", "a-b", "a" * 49, "é1", "permits\n"])
def test_names_that_cannot_be(name: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="cannot name a dataset"):
        propose(store, _file(tmp_path, SIMPLE), name)


@pytest.mark.parametrize("name", ["peru", "tjk", "asean", "africa"])
def test_names_of_places_stay_free(name: str, store: Store, tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="also means"):
        propose(store, _file(tmp_path, SIMPLE), name)


def test_days_ahead_and_files_that_are_not_there(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadPeriod, match="lies ahead"):
        propose(store, _file(tmp_path, SIMPLE), "permits", vintage=dt.date(2999, 1, 1))
    with pytest.raises(FileTrouble, match="no such file"):
        propose(store, tmp_path / "none.csv", "permits")
    with pytest.raises(BadTable, match="Comity reads"):
        propose(store, _file(tmp_path, SIMPLE, "own.ods"), "permits")
    with pytest.raises(BadTable, match="cannot be read as"):
        propose(store, _file(tmp_path, SIMPLE, "own.parquet"), "permits")
    with pytest.raises(BadTable, match="cannot be read as"):
        propose(store, _file(tmp_path, SIMPLE, "own.xlsx"), "permits")


def test_published_datasets_keep_their_description(store: Store, tmp_path: Path) -> None:
    for said in (Provenance(private=True), Provenance(title="Mine"), Provenance(private=False)):
        with pytest.raises(ComityError, match="leave out --"):
            propose(store, _file(tmp_path, SIMPLE), "migrant_stock", provenance=said)


def test_remarks_before_saying_yes(store: Store, tmp_path: Path) -> None:
    path = _file(tmp_path, 'country,total\nTJK,"1,200"\nUZB,"2,300"\n')
    notes = " ".join(propose(store, path, "migrant_stocks").notes)
    assert "close to migrant_stock" in notes
    assert "'total' is read as text" in notes
    doubled = _file(tmp_path, "country,permits\nTJK,7\nTJK,7\nTJK,8\n")
    assert "2 rows have a twin" in " ".join(propose(store, doubled, "permits").notes)


def test_a_table_without_numbers_is_a_table(store: Store, tmp_path: Path) -> None:
    path = _file(tmp_path, "country,contact\nTJK,Dushanbe office\n")
    proposal = propose(store, path, "offices")
    assert proposal.sums == ()
    store, _ = accept(store, proposal)
    assert store.read("offices").rows() == [("TJK", "Dushanbe office")]


def test_somebody_else_was_first_with_other_columns(store: Store, tmp_path: Path) -> None:
    mine = propose(store, _file(tmp_path, SIMPLE), "permits")
    theirs = propose(store, _file(tmp_path, "country,visas\nTJK,1\n"), "permits")
    accept(store, theirs)
    before = _page(store)
    with pytest.raises(StoreTrouble, match="other columns"):
        accept(store, mine)
    assert _page(store) == before


def test_a_workbook_is_read_like_a_text_table(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    pl.DataFrame(
        {"Country": ["TJK", "UZB"], "Year": [2023, 2023], "Permits": [7, None]}
    ).write_excel(path)
    proposal = propose(store, path, "permits")
    assert proposal.frame.rows() == [("TJK", 2023, 7), ("UZB", 2023, None)]


HEADINGS = (
    st.text(
        alphabet=st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='",;\t|'),
        min_size=1,
        max_size=12,
    )
    .map(str.strip)
    .filter(bool)
)
CELLS = st.one_of(
    st.integers(-(10**12), 10**12).map(str),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(str),
    st.sampled_from(["TJK", "", "..", "NA", "2024", "2024-05", "x y", "Россия"]),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_can_be_read_can_be_proposed_or_is_refused_in_a_sentence(
    store: Store, tmp_path: Path, data: st.DataObject
) -> None:
    names = data.draw(st.lists(HEADINGS, min_size=1, max_size=5, unique_by=str.lower))
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), min_size=1, max_size=5)
    )
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [names, *rows])
    refused = ""
    try:
        proposal = propose(store, _file(tmp_path, text), "anything")
    except ComityError as error:
        refused = str(error)
    if refused:
        assert "\n" not in refused
        return
    assert proposal.frame.height == len(rows)
    assert len({one.name for one in proposal.dataset.columns}) == len(names)
