"""What goes on from a package: explanations, exchanges, power, commitments; and questions."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
import typer.main

from comity.cli import app
from tests.cli.speaker import ROOT, Command
from tests.cli.talks import written


def test_a_party_reads_its_own_paper_and_the_broker_everything(
    comity: Command, tmp_path: Path
) -> None:
    talks = written(tmp_path)
    broker = comity("agreements", "explain", talks, "--beside", "leximin")
    assert broker.status == 0
    assert "for the mediator only" in broker.out
    own = comity("agreements", "explain", talks, "--for", "A")
    assert "for Aland and the mediator only" in own.out
    assert "2.5" in broker.out  # Bland's gain
    assert "2.5" not in own.out
    file = tmp_path / "aland.html"
    said = comity("agreements", "explain", talks, "--for", "A", "-o", file)
    assert (said.status, said.out) == (0, "")
    assert "<html" in file.read_text("utf-8")
    for ending in ("html", "json", "md", "pdf"):
        file = tmp_path / f"aland.{ending}"
        file.write_text("open to all before")
        file.chmod(0o644)
        said = comity("agreements", "explain", talks, "--for", "A", "-o", file)
        assert "readable by you alone" in said.err
        assert file.stat().st_mode & 0o777 == 0o600
    for command, name in (("terms", "terms.md"), ("commitments", "owed.csv")):
        file = tmp_path / name
        comity("agreements", command, talks, "-o", file)
        assert file.stat().st_mode & 0o400
        assert file.stat().st_mode & 0o777 == (tmp_path / "talks.yaml").stat().st_mode & 0o777
    file = tmp_path / "report.md"
    said = comity("agreements", "solve", talks, "-o", file)
    assert "readable by you alone" in said.err
    assert file.stat().st_mode & 0o077 == 0


def test_the_term_sheet_tells_no_gain(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "terms.pdf"
    said = comity("agreements", "terms", "triangle", "--json", "-o", file)
    assert file.read_bytes().startswith(b"%PDF")
    plain = json.loads(said.out)
    assert plain["kind"] == "terms"
    for gain in ("0.574", "0.5195", "0.31"):  # what the three gain
        assert gain not in said.out
    french = comity("agreements", "terms", "triangle", "--language", "fr")
    assert french.status == 0


@pytest.mark.mirror
def test_what_no_pair_can_do_the_three_can(mirror: Path, comity: Command, tmp_path: Path) -> None:
    scenario, file = mirror / "negotiation/synth_cycle3.json", tmp_path / "web.json"
    said = comity("agreements", "exchanges", scenario, "-o", file)
    assert (said.status, said.out) == (0, "")
    web = json.loads(file.read_text("utf-8"))
    assert [piece["kind"] for piece in web["exchanges"]["pieces"]] == ["cycle"]
    assert web["bilateral"]["pairs"] == []
    assert web["added"]["added"] == {"origin": 2.25, "transit": 2.25, "destination": 2.25}
    assert web["blocking"]["coalitions"] == []
    shown = comity("agreements", "exchanges", scenario)
    assert (
        "origin \u2192 transit, transit \u2192 destination, destination \u2192 origin" in shown.out
    )
    assert "Pairs that could gain alone: none." in shown.out


def test_power_and_what_overstating_would_bring(comity: Command, tmp_path: Path) -> None:
    words = ("agreements", "power", written(tmp_path), "--misreport")
    plain = json.loads(comity(*words, "--json").out)
    gains = {one["party"]: (one["ideal"], one["gain"]) for one in plain["standings"]}
    assert gains == {"A": (2.0, 2.0), "B": (2.5, 2.5)}
    assert [one["deal"] for one in plain["responses"]] == [True, True]
    assert len(plain["misreports"]) == 4
    shown = comity(*words)
    assert "Without a deal" in shown.out
    assert "The broker cannot make sure that parties tell the truth" in shown.out


def test_power_weighs_by_people_where_their_number_is_known(
    comity: Command, tmp_path: Path
) -> None:
    equal, people = json.loads(
        comity("agreements", "power", "triangle", "--by-people", "--json").out
    )["fairness"]
    assert people["weights"]["ESP"] > people["weights"]["MAR"] > people["weights"]["SEN"]
    assert people["gains"]["SEN"] < equal["gains"]["SEN"]
    unknown = comity("agreements", "power", written(tmp_path), "--by-people")
    assert unknown.status == 2
    assert "give each its country (alpha-3)" in unknown.err


def test_commitments_are_told_written_and_measured(comity: Command, tmp_path: Path) -> None:
    file, days = tmp_path / "owed.csv", ("--from", "2020-01-01", "--years", "5")
    words = ("agreements", "commitments", "pacific", *days)
    said = comity(*words, "--json", "-o", file)
    made = json.loads(said.out)
    assert made["illustration"]
    assert {one["ends"] for one in made["commitments"]} == {"2024-12-31"}
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert [row["id"] for row in rows] == [one["id"] for one in made["commitments"]]
    comity(*words, "-o", tmp_path / "reviews.ics")
    assert (tmp_path / "reviews.ics").read_text("utf-8").startswith("BEGIN:VCALENDAR")
    measured = comity(*words, "--measure", "--as-of", "2026-11-22")
    assert "What statistics show" in measured.out
    assert "10.1\u00a0% (2020Q3)" in measured.out
    assert "at most 3" in measured.out
    assert "Source: World Bank (2020). Remittance Prices Worldwide" in measured.out


@pytest.mark.parametrize("own", [False, True])
def test_commitments_tell_no_condition_that_a_party_keeps(
    own: bool, comity: Command, tmp_path: Path
) -> None:
    talks = written(tmp_path)
    tie = "{type: reciprocity, label: Aland wants return, issue: visas, counter: [return]%s}"
    told = tie % ("" if own else ", open: true")
    talks.write_text(f"{talks.read_text('utf-8')}constraints:\n- {told}\n", "utf-8")
    made = json.loads(comity("agreements", "commitments", talks, "--json").out)["commitments"]
    visas = next(one for one in made if one["id"] == "visas")
    assert visas["conditions"] == ([] if own else ["Aland wants return"])
    assert visas["depends_on"] == ([] if own else ["return"])


class Terminal(io.StringIO):
    """Somebody who types these lines."""

    def isatty(self) -> bool:
        return True


def test_questions_are_asked_kept_and_taken_up_again(
    comity: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, scenario = tmp_path / "senegal.json", tmp_path / "mine.yaml"
    words = ("agreements", "elicit", "triangle", "--party", "SEN")
    monkeypatch.setattr("sys.stdin", Terminal("a\nwhat\nB\n?\n\n"))
    said = comity(*words, "-o", record, "--into", scenario)
    assert said.status == 0
    assert "Write A, B, = or ?" in said.err
    kept = json.loads(record.read_text("utf-8"))
    assert [one["verdict"] for one in kept["answers"]] == ["A", "B", "cannot say"]
    assert (record.stat().st_mode | scenario.stat().st_mode) & 0o077 == 0
    monkeypatch.setattr("sys.stdin", io.StringIO())
    again = json.loads(comity(*words, "--answers", record, "--json").out)
    assert again["weights"] == kept["weights"]
    assert again["next"] == kept["next"]
    low, high = again["bounds"]["places.ESP.SEN"]
    assert low <= again["weights"]["places.ESP.SEN"] <= high
    assert comity("agreements", "check", scenario).status == 0
    shown = comity(*words, "--answers", record)
    assert "Senegal: weights from 3 answers" in shown.out
    assert "The next question would be:" in shown.out


def test_answers_come_from_a_pipe_and_weights_rest_on_them(
    comity: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, scenario = tmp_path / "senegal.json", tmp_path / "mine.json"
    words = ("agreements", "elicit", "triangle", "--party", "SEN")
    monkeypatch.setattr("sys.stdin", io.StringIO("A\nb\n=\n"))
    said = comity(*words, "-o", record, "--into", scenario)
    assert said.status == 0
    kept = json.loads(record.read_text("utf-8"))
    assert [one["verdict"] for one in kept["answers"]] == ["A", "B", "equal"]
    written = json.loads(scenario.read_text("utf-8"))["preferences"]["SEN"]["weights"]
    assert written == pytest.approx(kept["weights"])
    assert len(set(written.values())) > 2
    assert said.err.count("Which would you rather have") == 4
    before = scenario.read_bytes()
    monkeypatch.setattr("sys.stdin", io.StringIO("A\nfish\n"))
    said = comity(*words, "-o", record, "--into", scenario)
    assert said.status == 2
    assert "The answer 'fish' is not understood" in said.err
    assert scenario.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "option", "remedy"),
    [("", "--into", "no weights to write"), ("?\n?\n", "--into", "no weights to write"),
     ("", "-o", "no record to write")],
)  # fmt: skip
def test_weights_that_rest_on_nothing_are_not_written(
    typed: str, option: str, remedy: str, comity: Command, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = tmp_path / "mine.json"
    words = ("agreements", "elicit", "triangle", "--party", "SEN", option, file)
    for more in ((), ("--json",)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        said = comity(*words, *more)
        assert (said.status, said.out) == (2, "")
        assert remedy in said.err
        assert not file.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    ranked = ("--ranking", "remittance_cost.ESP.SEN,places.ESP.SEN")
    assert comity(*words, *ranked).status == 0
    assert file.exists()


def test_refusals_find_an_outside_option(
    comity: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bland can have -1.5 to 4 points; the packages between them are worth 0 and 2.5."""
    talks, record, scenario = written(tmp_path), tmp_path / "b.json", tmp_path / "b.yaml"
    words = ("agreements", "elicit", talks, "--party", "B", "--outside")
    first = json.loads(comity(*words, "--json").out)
    assert first["bounds"] == [-1.5, 4.0]
    assert first["next"] == {"visas": "some", "return": "quick"}
    monkeypatch.setattr("sys.stdin", io.StringIO("y\nn\n"))
    said = comity(*words, "-o", record, "--into", scenario)
    assert said.status == 0, said.err
    kept = json.loads(record.read_text("utf-8"))
    assert [(one["worth"], one["refused"]) for one in kept["refusals"]] == [(2.5, False), (0, True)]
    assert (kept["bounds"], kept["consistent"], kept["next"]) == ([0.0, 2.5], True, None)
    assert (record.stat().st_mode | scenario.stat().st_mode) & 0o077 == 0
    told = json.loads(comity("agreements", "check", scenario, "--json").out)["parties"]
    assert told[1]["outside"] == 1.25
    assert "All else" not in said.err
    assert "Everything as today." in said.err
    scenario.unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    said = comity(*words, "--into", scenario)
    assert (said.status, said.out) == (2, "")
    assert "nothing to write" in said.err
    assert not scenario.exists()


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("explain", "triangle", "--for", "FRA"), "broker, or one of"),
        (("explain", "triangle", "--allow-fairness"), "--for"),
        (("explain", "triangle", "--for", "SEN", "--beside", "leximin"), "--beside"),
        (("explain", "triangle", "--language", "de"), "fr"),
        (("explain", "triangle", "-o", "report.csv"), ".pdf"),
        (("terms", "triangle", "--concept", "fair"), "nash"),
        (("exchanges", "triangle", "-o", "web.csv"), ".json"),
        (("power", "triangle", "--unit", "0"), "--unit 0.1"),
        (("commitments", "triangle", "--from", "soon"), "2027-01-01"),
        (("commitments", "triangle", "--from", "9999-01-01"), "2027-01-01"),
        (("commitments", "triangle", "--measure", "-o", "owed.csv"), ".json"),
        (("elicit", "triangle", "--party", "FRA"), "--party is one of"),
        (("elicit", "triangle", "--party", "SEN", "--ranking", "gold"), "gold"),
        (("elicit", "triangle", "--party", "SEN", "--answers", "list.json"), "no record"),
        (("elicit", "triangle", "--party", "SEN", "--answers", "other.json"), "MAR"),
        (("elicit", "triangle", "--party", "SEN", "--answers", "empty.json"), "verdict"),
        (("elicit", "triangle", "--party", "SEN", "--answers", "gone.json"), "no such file"),
        (("elicit", "triangle", "--party", "SEN", "--into", "mine.csv"), ".yaml"),
        (("elicit", "triangle", "--party", "SEN", "--outside", "--ranking", "x"), "leave out"),
        (("elicit", "triangle", "--party", "SEN", "--outside", "-o", "a.csv"), ".json"),
    ],
)
def test_slips_are_one_sentence(
    words: tuple[str, ...], remedy: str, comity: Command, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("list.json").write_text("[]", "utf-8")
    Path("other.json").write_text('{"party": "MAR"}', "utf-8")
    Path("empty.json").write_text('{"party": "SEN", "answers": [{}]}', "utf-8")
    said = comity("agreements", *words)
    assert (said.status, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert remedy in said.err
    assert len(list(tmp_path.iterdir())) == 3


def test_the_guide_names_each_command_and_only_options_that_exist() -> None:
    group = typer.main.get_command(app).commands["agreements"]  # type: ignore[attr-defined]
    guide = (ROOT / "docs/agreements.md").read_text("utf-8")
    told = re.findall(r"`comity agreements ([a-z]+)([^`]*)`", guide)
    assert {name for name, _ in told} == set(group.commands)
    for name, rest in told:
        known = {word for one in group.commands[name].params for word in one.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", rest)) <= known, name
