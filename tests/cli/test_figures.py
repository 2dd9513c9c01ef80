"""Drawing ahead: afterwards a page finds every picture that it shows."""

from pathlib import Path

import pytest

from comity.figures import freeze
from tests.cli.speaker import Command


def test_what_was_drawn_ahead_is_not_drawn_again(
    comity: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = comity("figures", "TUV-NZL")
    assert said.status == 0
    assert "pictures are ready" in said.err
    drawn: list[object] = []
    monkeypatch.setattr(freeze, "_drawn", lambda *wanted: drawn.append(wanted))
    again = comity("figures", "TUV-NZL")
    assert again.status == 0
    assert again.err == said.err.splitlines()[-1] + "\n"
    assert not drawn


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("figures", "Atlantis"), "Atlantis"), (("figures", "UZB", "--language", "xx"), "xx")],
)
def test_slips_are_said(
    comity: Command, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    said = comity(*words)
    assert said.status == 2
    assert sentence in said.err
    assert "Traceback" not in said.err
