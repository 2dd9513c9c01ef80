"""Every output of a scenario that only illustrates says so, whatever the command and the ending."""

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import pytest
import typer.main
from pypdf import PdfReader

from comity.cli import app
from tests.cli.speaker import Command
from tests.cli.talks import written

WHY = "These wishes are invented and nobody's."
TOLD = """
preferences:
  A:
    spread: 0.2
    weights: {visas: 0.25, return: 0.75}
    values: {visas: {none: 0, some: -1, sold: 1}, return: {slow: 0, quick: 1}}
  B:
    weights: {visas: 0.6, return: 0.4}
    values: {visas: {none: 0, some: 1, sold: 1}, return: {slow: 0, quick: -0.5}}
"""
MORE = {
    "sensitivity": ("--draws", "100"),
    "elicit": ("--party", "A"),
    "commitments": ("--from", "2027-01-01"),
}
GROUP = typer.main.get_command(app).commands["agreements"].commands  # type: ignore[attr-defined]
ABOUT_A_SCENARIO = sorted(
    name for name, one in GROUP.items() if "scenario" in {param.name for param in one.params}
)


def ways() -> Iterator[tuple[str, str, str]]:
    """Each command about a scenario, with each ending that each option says it writes."""
    for name in ABOUT_A_SCENARIO:
        for param in GROUP[name].params:
            if param.name in ("output", "into"):
                endings = re.findall(r"\.[a-z]{2,4}\b", param.help)
                assert endings, f"{name} {param.opts[0]} names no ending"
                yield from ((name, param.opts[-1], ending) for ending in endings)


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Two parties whose weights are stated apart, marked as an illustration."""
    path = written(tmp_path)
    issues = path.read_text("utf-8").split("utilities:")[0]
    path.write_text(f'{issues}illustration: "{WHY}"\n{TOLD}', "utf-8")
    return path


def texts(file: Path) -> list[str]:
    """The text of a file; sheet by sheet of a workbook, and event by event of a calendar."""
    match file.suffix:
        case ".pdf":
            return [" ".join(page.extract_text() for page in PdfReader(file).pages)]
        case ".xlsx":
            book = fastexcel.read_excel(file)
            return [str(book.load_sheet(one).to_polars().to_dicts()) for one in book.sheet_names]
        case ".ics":
            parts = file.read_text("utf-8").replace("\n ", "").split("BEGIN:VEVENT")
            assert "CALNAME:Illustration" in parts[0]
            assert all("SUMMARY:Illustration." in part for part in parts[1:])
            return parts[1:]
        case ".csv":
            heading, *rows = file.read_text("utf-8").splitlines()
            assert "illustration" in heading
            return rows
    return [html.unescape(file.read_text("utf-8"))]


@pytest.mark.parametrize(("command", "option", "ending"), list(ways()))
def test_a_file_of_an_illustration_says_that_it_is_one(
    command: str, option: str, ending: str, talks: Path, comity: Command,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file = tmp_path / f"made{ending}"
    monkeypatch.setattr("sys.stdin", io.StringIO("A\n"))
    said = comity("agreements", command, talks, *MORE.get(command, ()), option, file)
    assert said.status == 0, said.err
    found = texts(file)
    assert found
    for text in found:
        assert WHY in " ".join(re.sub(r"[\\]", "", text).split())


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_where_there_is_no_package_the_file_says_it_too(
    ending: str, talks: Path, comity: Command, tmp_path: Path
) -> None:
    talks.write_text(
        talks.read_text("utf-8").replace("Bland, reservation: 0", "Bland, reservation: 9")
    )
    file = tmp_path / f"none.{ending}"
    assert comity("agreements", "solve", talks, "-o", file).status == 0
    [text] = texts(file)
    assert "infeasible" in text
    assert WHY in text


@pytest.mark.parametrize("command", ABOUT_A_SCENARIO)
def test_what_is_printed_of_an_illustration_says_that_it_is_one(
    command: str, talks: Path, comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    for more in ((), ("--json",)):
        monkeypatch.setattr("sys.stdin", io.StringIO())
        said = comity("agreements", command, talks, *MORE.get(command, ()), *more)
        assert said.status == 0, said.err
        assert WHY in said.out


@pytest.mark.parametrize("ending", ["html", "json", "md"])
def test_the_paper_of_a_party_says_it_too(
    ending: str, talks: Path, comity: Command, tmp_path: Path
) -> None:
    file = tmp_path / f"own.{ending}"
    assert comity("agreements", "explain", talks, "--for", "A", "-o", file).status == 0
    assert WHY in texts(file)[0]


def test_a_calendar_of_real_talks_bears_no_such_mark(comity: Command, tmp_path: Path) -> None:
    file = tmp_path / "reviews.ics"
    assert comity("agreements", "commitments", written(tmp_path), "-o", file).status == 0
    assert "BEGIN:VEVENT" in file.read_text("utf-8")
    assert "llustration" not in file.read_text("utf-8")
