"""One writer at a time: whoever waits is told for whom, and a lock ends with its holder."""

from pathlib import Path

import pytest

from comity.core import locks
from comity.core.errors import FileTrouble, StoreTrouble
from comity.core.locks import locked


def test_a_second_writer_waits_and_then_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.1)
    lock = tmp_path / "room" / ".lock"
    with locked(lock):
        with pytest.raises(StoreTrouble, match=f"writing to {lock.parent} for"), locked(lock):
            pytest.fail("two writers at once")
        with locked(tmp_path / "other" / ".lock"):
            pass
    with pytest.raises(RuntimeError), locked(lock):
        raise RuntimeError
    with locked(lock):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(FileTrouble, match=r"Cannot write to .*room"),
        locked(tmp_path / "file" / "room" / ".lock"),
    ):
        pytest.fail("a lock in no folder")
