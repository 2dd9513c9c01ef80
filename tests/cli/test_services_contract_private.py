"""The contract that a command reads is written nowhere: no store, no log, no temporary file."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

import pytest

from tests.cli.speaker import Command
from tests.web.watching import files_with, watched

WORD = "-".join(["planted", "zqk9w4"])
CONTRACT = f"""EMPLOYMENT CONTRACT
1. The Employer is {WORD} Ltd of Port Town. The Employee is {WORD}.
2. The Employer shall keep the passport of {WORD}.
3. The salary of the Employee is USD 400 a month, paid every month into the account of {WORD}.
4. The Employee shall work eight hours a day, six days a week, and has one day of rest a week.
"""


def test_the_command_line_keeps_nothing(
    comity: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    temporary, papers = tmp_path / "temporary", tmp_path / "papers"
    temporary.mkdir()
    papers.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    monkeypatch.chdir(temporary)
    caplog.set_level(logging.DEBUG)
    paper = papers / f"{WORD}.txt"
    paper.write_text(CONTRACT, encoding="utf-8")
    broken = papers / f"{WORD}.pdf"
    broken.write_bytes(b"%PDF-1.4 " + WORD.encode())
    answers = papers / "answers.json"
    answers.write_text(f'{{"worker_name": "{WORD}"}}', encoding="utf-8")
    with watched() as writes:
        said = [
            comity("services", "contract", paper),
            comity("services", "contract", paper, "--json"),
            comity("services", "contract", broken),
            comity("services", "contract", papers / f"{WORD}.jpg"),
            comity("services", "contract-model", "--fill", answers),
        ]
    assert [one.status for one in said] == [0, 0, 0, 2, 0]
    assert all(WORD in one.out for one in (said[0], said[1], said[4]))
    assert writes == []
    assert WORD not in caplog.text
    assert list(temporary.iterdir()) == []
    assert files_with([WORD.encode()], Path(os.environ["COMITY_HOME"])) == []
