"""How tests speak to the command line: inside this process, or as a program of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

from comity.cli import run
from tests.cli.speaker import Command, Said, environment


@pytest.fixture
def comity(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process, on the test's own COMITY_HOME."""

    def ask(*words: object) -> Said:
        capsys.readouterr()
        status = run([str(word) for word in words])
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return ask


@pytest.fixture
def program() -> Command:
    """Run a command as a program of its own."""

    def ask(*words: object, **more: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "comity.cli", *(str(word) for word in words)],
            env=environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    return ask


@pytest.fixture
def permits(tmp_path: Path) -> Path:
    """A small table of somebody's own."""
    path = tmp_path / "permits.csv"
    path.write_text(
        "Country name,Year,Permits issued\n"
        "Russia,2023,1200\nKazakhstan,2023,300\nUzbekistan,2024,..\n",
        encoding="utf-8",
    )
    return path
