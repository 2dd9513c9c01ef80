"""Work in several processes is that of one, and what goes wrong in one of them is told."""

import os
from pathlib import Path

import pytest

from comity.core.errors import ComityError
from comity.core.processes import over_processes


def ended(folder: Path, first: int, last: int) -> int:
    """End the process from inside, as the system does where memory runs out."""
    (folder / f"{first}-{last}").touch()
    os._exit(9)


def test_each_span_is_worked_on_once_with_the_job() -> None:
    found = over_processes(0, [(5, 1), (6, 2), (7, 3)], 2, range)
    assert sorted(found, key=lambda one: one.stop) == [range(5), range(0, 6, 2), range(0, 7, 3)]


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="must not be zero"):
        list(over_processes(0, [(5, 0)], 1, range))


def test_a_process_that_was_ended_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="ended from outside, perhaps for want of memory"):
        list(over_processes(tmp_path, [(1, 2)], 1, ended))
    assert (tmp_path / "1-2").exists()
