"""The package of a dossier: its files, the note that explains them, the same bytes each time."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from comity.briefs.compose import dossier
from comity.briefs.dossier import Dossier
from comity.briefs.pictures import figures_for
from comity.briefs.render import render
from comity.core.regions import find_subject
from comity.evidence import Evidence


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for frozen figures that these tests share."""
    return tmp_path_factory.mktemp("frozen")


@pytest.fixture(scope="module")
def told(evidence: Evidence) -> Dossier:
    return dossier(evidence, find_subject("TJK-RUS"))


@pytest.fixture(scope="module")
def held(told: Dossier, home: Path) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(render(told, ".zip", home=home))) as made:
        assert made.testzip() is None
        return {name: made.read(name) for name in made.namelist()}


def test_it_holds_the_data_the_text_and_every_figure(told: Dossier, held: dict[str, bytes]) -> None:
    names = [f"figures/{f.name}.svg" for found in figures_for(told).values() for f in found]
    assert names
    assert list(held) == ["README.txt", "data.csv", "dossier.json", "dossier.md", *names]
    assert held["data.csv"] == render(told, ".csv")
    assert held["dossier.json"] == render(told, ".json")
    assert held["dossier.md"] == render(told, ".md")
    for name in names:
        said = "".join(ElementTree.fromstring(held[name]).itertext())
        assert any(source.short in said for source in told.sources())


def test_the_note_says_what_it_is_how_to_cite_it_and_whose_it_is(
    told: Dossier, held: dict[str, bytes]
) -> None:
    note = held["README.txt"].decode()
    assert note.startswith(f"{told.title}\n")
    assert f"{told.title}. Comity {told.version}, as known on 23 November 2026." in note
    assert all(name in note for name in held if name != "README.txt")
    cited = json.loads(held["dossier.json"])["sources"]
    assert len(cited) > 3
    for source in cited:
        assert source["citation"].rstrip(".") in note
        assert source["licence"].rstrip(".") in note
        assert source["url"] in note
    assert "Released 27 January 2025." in note


def test_the_same_dossier_has_the_same_bytes(told: Dossier, home: Path, tmp_path: Path) -> None:
    first = render(told, ".zip", home=home)
    assert render(told, ".zip", home=tmp_path) == first
    with ZipFile(io.BytesIO(first)) as made:
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
