"""Citations: what is written can be read back, whatever a publisher or a title is called."""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient

from comity.web.citing import Citation
from tests.web.reading import read

HOSTILE = (
    'R&D {50 %} of "all" $people$ in ~/home_dir ^2 #1',
    "\\input{/etc/passwd} }, evil = {",
    "one\nER  - \r\nTY  - BOOK\u2028AU  - Nobody",
    "Ministère de l’Intérieur, Dép. «A», and Sons",
    "المفوضية 联合国 \x00\x1b[31m",
    "}}}} {{{{",
)
_WRITTEN = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}",
    "textasciitilde": "~", "textasciicircum": "^",
}  # fmt: skip


def bibtex(text: str) -> dict[str, str]:
    """An entry as BibTeX reads it: values in quotes, in which braces are counted."""
    opened = re.match(r"@(\w+)\{([\w-]+),\n", text)
    assert opened
    fields, at = {"": opened.group(1)}, opened.end()
    while field := re.compile(r'  (\w+) = "').match(text, at):
        depth, start = 0, field.end()
        at = start
        while depth or text[at] != '"':
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            assert depth >= 0
            at += 1
        fields[field.group(1)] = text[start:at]
        assert text[at : at + 3] == '",\n'
        at += 3
    assert text[at:] == "}\n"
    return fields


def plain(value: str) -> str:
    """What TeX would print for a value."""
    held = value[1:-1] if value.startswith("{") else value
    named = re.sub(r"\\(text\w+)\{\}", lambda found: _WRITTEN[found.group(1)], held)
    return re.sub(r"(?<!\\)\\([&%$#_])", r"\1", named)


def ris(text: str) -> dict[str, list[str]]:
    """A record as RIS is read: a tag, two blanks, a hyphen, a blank, a value."""
    fields: dict[str, list[str]] = {}
    for line in text.split("\r\n")[:-1]:
        found = re.fullmatch(r"([A-Z][A-Z0-9])  - ([^\r\n]*)", line)
        assert found, line
        fields.setdefault(found.group(1), []).append(found.group(2))
    assert next(iter(fields)) == "TY"
    assert list(fields)[-1] == "ER"
    return fields


def cited(name: str) -> Citation:
    return Citation(
        "dataset", "a-key", name, name, date(2025, 1, 27), name, name,
        "https://comity.example/data/x?as_of=2025-01-27", "en", (name, "Licence: CC BY 4.0"), name,
    )  # fmt: skip


def oneline(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\u2028]", " ", text).split())


@pytest.mark.parametrize("name", HOSTILE)
def test_bibtex_is_read_back_as_it_was_meant(name: str) -> None:
    fields = bibtex(cited(name).bibtex())
    for field in ("author", "title", "version", "publisher"):
        assert plain(fields[field]) == oneline(name)
    assert fields["url"] == "{https://comity.example/data/x?as_of=2025-01-27}"
    assert "evil" not in fields


@pytest.mark.parametrize("name", HOSTILE)
def test_ris_is_one_record_whatever_it_holds(name: str) -> None:
    fields = ris(cited(name).ris())
    assert fields["TY"] == ["DATA"]
    assert fields["ER"] == [""]
    assert fields["TI"] == [oneline(name)]
    assert "," not in fields["AU"][0]
    assert len(fields["AU"]) == len(fields["TI"]) == 1


PATHS = {
    "/countries/UZB?compare=DEU": "comity-uzb",
    "/corridors/TJK-RUS?lang=ar": "comity-tjk-rus",
    "/regions/eaeu?as_of=2024-12-31": "comity-eaeu-2024-12-31",
    "/data/migrant_stock": "migrant-stock-2025-01-27",
}


@pytest.mark.parametrize("address", PATHS)
def test_a_page_and_its_twins_cite_an_address_that_lasts(client: TestClient, address: str) -> None:
    path, _, query = address.partition("?")
    texts = {}
    for ending, media in ((".bib", "application/x-bibtex"), (".ris", "application/x-research")):
        answer = client.get(f"{path}{ending}?{query}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media)
        assert answer.headers["content-disposition"].endswith(f'{ending}"')
        texts[ending] = answer.content.decode()
    entry = bibtex(texts[".bib"])
    lasting = entry["url"].strip("{}")
    assert ris(texts[".ris"])["UR"] == [lasting]
    assert ris(texts[".ris"])["ID"][0].startswith(PATHS[address])
    assert "as_of=" in lasting
    assert all(part in lasting for part in query.split("&") if part)
    assert client.get(lasting.removeprefix("http://testserver")).status_code == 200
    page = read(client.get(address).text)
    section = page.one("section", id="cite")
    assert lasting in section.one("p", class_="citation").text()
    shown = [a.attributes["href"] for a in section.all("a")]
    assert shown == [f"{path}{ending}{'?' + query if query else ''}" for ending in texts]


def test_each_host_is_cited_by_its_own_name(client: TestClient) -> None:
    for host in ("one.example", "two.example"):
        assert (
            f"http://{host}/countries/KGZ"
            in client.get("/countries/KGZ", headers={"host": host}).text
        )
    strange = client.get("/countries/KGZ.bib", headers={"host": 'x"}<script>'}).text
    assert "<script>" not in strange
    bibtex(strange)


def test_a_dataset_is_cited_as_its_publisher_asks(client: TestClient) -> None:
    entry = bibtex(client.get("/data/migrant_stock.bib").text)
    asked = client.get("/data/migrant_stock.json").json()["citation"]
    assert asked in plain(entry["note"])
    assert "CC BY 3.0 IGO" in plain(entry["note"])
    assert entry[""] == "dataset"
