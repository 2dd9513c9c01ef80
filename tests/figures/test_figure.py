"""A figure has sources or does not exist, and its key follows what it depends on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.figures import Figure, Words, choropleth, flow_map, matrix, network, ranking, series
from comity.figures.figure import once
from tests.figures.conftest import LINEAGE, SOURCE, finding

TWO = [finding("immigrants", 2020, 1000), finding("immigrants", 2024, 1200)]


def test_a_figure_without_sources_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="no sources"):
        Figure("series", "x", "A title", dict, (), "alt")


def test_the_sources_are_those_of_the_findings() -> None:
    figure = series({"People": TWO}, "A title")
    assert figure.sources == (SOURCE,)
    assert figure.cited == "Source: Office of Examples, 2025 (CC BY 4.0)."


def test_several_sources_are_named_once_each() -> None:
    other = replace(SOURCE, dataset="other", short="Bureau of Samples")
    found = replace(TWO[1], lineage=replace(LINEAGE, sources=(SOURCE, other)))
    cited = series({"People": [TWO[0], found]}, "A title").cited
    assert cited == (
        "Sources: Office of Examples, 2025 (CC BY 4.0); Bureau of Samples (CC BY 4.0)."
    )


def test_the_key_follows_spec_vintage_title_and_language() -> None:
    def drawn(findings: list[Finding], title: str = "A title", language: str = "en") -> str:
        return series({"People": findings}, title, words=Words(language)).key

    newer = replace(LINEAGE, sources=(replace(SOURCE, vintage=date(2026, 1, 1)),))
    keys = {
        drawn(TWO),
        drawn([TWO[0], replace(TWO[1], value=1201)]),
        drawn([replace(f, lineage=newer) for f in TWO]),
        drawn(TWO, "Another"),
        drawn(TWO, language="ru"),
    }
    assert len(keys) == 5
    assert drawn(TWO) == drawn(list(TWO))


def test_plain_data_hold_all_that_a_page_needs() -> None:
    plain = series({"People": TWO}, "A title", note="Mind this.").as_json()
    assert set(plain) == {
        "kind", "name", "title", "caption", "alt", "note", "tab", "key", "sources", "spec",
    }  # fmt: skip
    assert plain["note"] == "Mind this."


@pytest.mark.parametrize("make", [ranking, choropleth, flow_map, matrix, network])
def test_a_kind_without_values_is_refused_in_a_sentence(make: object) -> None:
    with pytest.raises(ComityError, match=r"^'Empty' cannot be drawn: .*\.$"):
        make([finding("immigrants", 2024, None)], "Empty")  # type: ignore[operator]


def test_mixed_units_are_refused() -> None:
    mixed = [TWO[0], finding("immigrants_share", 2024, 3.5)]
    with pytest.raises(ComityError, match="mixes units"):
        ranking(mixed, "Mixed")
    with pytest.raises(ComityError, match="mixes units"):
        series({"a": mixed[:1], "b": mixed[1:]}, "Mixed")


def test_a_finding_said_twice_is_drawn_once() -> None:
    assert once([*TWO, *TWO]) == TWO
