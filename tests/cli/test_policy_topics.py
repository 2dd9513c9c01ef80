"""`comity policy topics`, `topic`, `import-texts` and `import-parties`: answers, files, slips."""

import csv
import json
from pathlib import Path

from tests.cli.speaker import Command


def test_what_articles_oblige_to_and_what_is_brought(comity: Command, tmp_path: Path) -> None:
    said = comity("policy", "topic", "documents", "--place", "KGZ", "--as-of", "2026-02-10")
    assert said.status == 0
    assert "Refugee Convention, 28" in said.out
    assert "binds it" in said.out
    assert "What a state has promised is not what it does" in said.out
    plain = json.loads(comity("policy", "topic", "documents", "--place", "KGZ", "--json").out)
    assert "REFUGEE_CONV_1951" in plain["bound_by"]
    assert plain["not_told"] == ["STATELESS_1954", "C189"]  # an old list, and a partial one
    file = tmp_path / "documents.csv"
    assert comity("policy", "topic", "documents", "--place", "KGZ", "-o", file).status == 0
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    found = next(row for row in rows if (row["instrument"], row["article"]) == ("C189", "9"))
    assert (found["checked"], found["answer"], found["text"]) == ("recalled", "not listed", "")
    plain = json.loads(comity("policy", "topics", "--json").out)
    assert {"non-refoulement", "fees", "documents"} <= {one["code"] for one in plain["topics"]}
    assert "bound_by" not in plain["topics"][0]

    _brought(comity, tmp_path)
    for words in (
        ("topic", "documents", "--place", "central-asia"),
        ("topic", "nothing"),
        ("topics", "--as-of", "2999"),
        ("import-texts", tmp_path / "none.csv"),
        ("import-texts",),
        ("import-parties", "--forget", "KAMPALA_2009"),
    ):
        slip = comity("policy", *words)
        assert (slip.status, slip.out) == (2, "")
        assert len(slip.err.strip().splitlines()) == 1


def _brought(comity: Command, tmp_path: Path) -> None:
    """A list of parties and a text are stored, and shown from then on."""
    template, texts = tmp_path / "parties.csv", tmp_path / "texts.csv"
    assert comity("policy", "template", "parties", "-o", template).status == 0
    empty = comity("policy", "import-parties", template)
    assert (empty.status, empty.err.strip().splitlines()[-1]) == (
        2,
        "parties.csv has no row that is filled in; nothing was stored.",
    )
    with template.open("a", encoding="utf-8") as file:
        file.write("KAMPALA_2009,UGA,2009-10-23,2010-01-29,ratification,,status list,\n")
    assert comity("policy", "import-parties", template).status == 0
    shown = comity("policy", "topic", "displacement", "--place", "UGA")
    assert "Kampala Convention" in shown.out.split("bound by:")[1].splitlines()[0]
    assert comity("policy", "import-parties", "--forget", "kampala").status == 0
    shown = comity("policy", "topic", "displacement", "--place", "UGA")
    assert "Kampala Convention" not in shown.out.split("bound by:")[1].splitlines()[0]
    texts.write_text("treaty_code,article,title,text\nKAMPALA_2009,13,,Papers for all.\n")
    assert comity("policy", "import-texts", texts).status == 0
    told = comity("policy", "topic", "documents", "--texts")
    assert "Papers for all." in told.out
