"""The command line starts light, explains every command, and leaves with a status that says why."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from comity import __version__
from comity.cli import commands
from comity.core.errors import ComityError
from tests.cli.speaker import ROOT, Command, environment

HEAVY = (
    "polars", "duckdb", "fastapi", "babel", "pydantic", "rich.table", "yaml", "uvicorn", "numpy",
    "highspy", "scipy",
)  # fmt: skip


def _commands() -> Iterator[tuple[str, ...]]:
    def walk(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, (*path, name))

    yield from walk(commands(), ())


COMMANDS = sorted(_commands())


def test_the_families_are_there() -> None:
    wanted = {
        "agreements",
        "brief",
        "displacement",
        "quality",
        "openness",
        "figures",
        "flows",
        "forecast",
        "mixed",
        "places",
        "policy",
        "regions",
        "serve",
        "services",
        "data",
        "sync",
    }
    assert {path[0] for path in COMMANDS if path} == wanted
    data = {path[1] for path in COMMANDS if path[:1] == ("data",) and len(path) == 2}
    assert data == {
        "list",
        "show",
        "export",
        "cite",
        "add",
        "check",
        "leave-out",
        "bring-back",
        "status",
        "history",
    }


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_each_command_has_a_summary_an_example_and_explained_options(
    path: tuple[str, ...], comity: Command
) -> None:
    said = comity(*path, "--help")
    assert said.status == 0
    summary = said.out.split("\n\n")[1].strip()
    assert len(" ".join(summary.split())) < 90
    assert re.search(r"Example: comity \w+", said.out)
    command = commands()
    for name in path:
        command = command.commands[name]  # type: ignore[attr-defined]
    for parameter in command.params:
        assert parameter.help, f"{path}: {parameter.name} is not explained"


@pytest.mark.parametrize("path", [p for p in COMMANDS if p], ids=" ".join)
def test_examples_name_commands_and_options_that_exist(
    path: tuple[str, ...], comity: Command
) -> None:
    text = " ".join(comity(*path, "--help").out.split())
    example = text.split("Example: comity ")[1]
    assert example.startswith(" ".join(path))
    used = re.findall(r"(?<= )--?[a-z][a-z-]*", example.split("Options:")[0].split("Arguments:")[0])
    assert all(option in text.split("Options:")[1] for option in used)


def test_help_loads_nothing_heavy() -> None:
    looked = (
        "import sys\nfrom comity.cli import run\nstatus = run(['--help'])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], status, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", looked],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stderr.strip() == "[] 0"
    assert "brief" in done.stdout


def test_without_words_comity_explains_itself(comity: Command) -> None:
    said = comity()
    assert said.status == 0
    assert "Usage: comity" in said.out


def test_the_version(program: Command) -> None:
    assert program("--version").out == f"comity {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["--nope"],
        ["brief"],
        ["nosuch"],
        ["data", "nosuch"],
        ["brief", "DEU", "--rows", "3"],
        ["data", "show", "economy", "--rows", "-1"],
    ],
)
def test_wrong_options_leave_with_2(words: list[str], comity: Command) -> None:
    said = comity(*words)
    assert said.status == 2
    assert said.err
    assert "Traceback" not in said.err


def test_what_can_be_mended_is_one_sentence_and_leaves_with_2(program: Command) -> None:
    said = program("brief", "Uzbekstan")
    assert said.status == 2
    assert said.out == ""
    assert said.err == (
        "No country, area or region is known as 'Uzbekstan'; did you mean Uzbekistan (UZB)?\n"
    )


def test_an_unforeseen_error_is_one_sentence_and_leaves_with_1(
    comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> None:
        raise KeyError("first line\nsecond line")

    monkeypatch.delenv("COMITY_DEBUG", raising=False)
    monkeypatch.setattr("comity.cli.data.the_store", break_down)
    said = comity("data", "check")
    assert said.status == 1
    assert said.err.count("\n") == 1
    assert said.err.startswith("Comity met an error it does not know: KeyError")
    assert "COMITY_DEBUG=1" in said.err


def test_debugging_shows_where(comity: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down() -> None:
        raise RuntimeError("here")

    monkeypatch.setenv("COMITY_DEBUG", "1")
    monkeypatch.setattr("comity.cli.data.the_store", break_down)
    with pytest.raises(RuntimeError, match="here"):
        comity("data", "check")


def test_an_interruption_leaves_with_130(comity: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("comity.cli.data.the_store", interrupted)
    said = comity("data", "check")
    assert said.status == 130
    assert "Traceback" not in said.err


def test_errors_of_comity_keep_their_sentence(
    comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise ComityError("The sentence.")

    monkeypatch.setattr("comity.cli.data.the_store", refuse)
    said = comity("data", "check")
    assert (said.status, said.err) == (2, "The sentence.\n")


def test_a_reader_who_leaves_early_causes_no_complaint() -> None:
    words = [
        sys.executable,
        "-m",
        "comity.cli",
        "data",
        "show",
        "displaced_stock",
        "--rows",
        "9000",
    ]
    with subprocess.Popen(
        words,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.readline()
        running.stdout.close()
        complaint = running.stderr.read()
        running.wait(timeout=120)
    assert "Traceback" not in complaint
    assert "Broken" not in complaint
    assert "does not know" not in complaint


def test_a_terminal_with_few_letters_still_gets_an_answer(program: Command) -> None:
    plain = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    said = program("places", "TUR", **plain)
    assert said.status == 0
    assert "T?rkiye" in said.out
    assert '"T\\u00fcrkiye"' in program("places", "TUR", "--json", **plain).out


def test_two_that_start_at_once_load_the_figures_once() -> None:
    words = [sys.executable, "-m", "comity.cli", "data", "list", "--json"]
    both = [
        subprocess.Popen(
            words,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    answers = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert answers[0][0] == answers[1][0]
    assert sum("loading" in complaint for _, complaint in answers) == 1


def test_a_home_that_cannot_be_is_one_sentence(program: Command) -> None:
    said = program("data", "list", COMITY_HOME=str(ROOT / "pyproject.toml"))
    assert said.status == 2
    assert said.err.startswith("Cannot write to ")
    assert said.err.count("\n") == 1
