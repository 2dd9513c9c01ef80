"""A file appears whole or not at all, whatever the operating system refuses."""

import errno
import os
import resource
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from comity.core import files
from comity.core.errors import FileTrouble
from comity.core.files import TEMPORARY, explained, read_whole, write_whole
from tests.core.faults import Disk, failing

NEW = bytes(range(256)) * 40
OLD = b"what stood here before"
# The last two tell the disk the new name. No harm is done when mkdir fails on a folder that exists.
STEPS = ["mkdir", "open", "write", "flush", "fsync", "chmod", "replace", "open", "fsync"]
BEFORE_IT_IS_THERE = range(2, STEPS.index("replace") + 2)
REFUSALS = {
    errno.ENOSPC: "the disk is full; free some space and run this again.",
    errno.EDQUOT: "the disk is full; free some space and run this again.",
    errno.EFBIG: "the disk is full; free some space and run this again.",
    errno.EACCES: "you have no right to; change its rights or the place.",
    errno.EPERM: "you have no right to; change its rights or the place.",
    errno.EROFS: "the disk is read-only; choose another place.",
    errno.EIO: "Input/output error.",
}


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(f"{TEMPORARY}*")]


# --- Whole ------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [None, OLD])
def test_a_file_is_written_whole(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "table.csv"
    if before is not None:
        path.write_bytes(before)
    write_whole(path, NEW)
    assert read_whole(path) == NEW
    assert left_behind(tmp_path) == []


def test_folders_are_made_on_the_way(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "c.csv", NEW)
    assert read_whole(tmp_path / "a" / "b" / "c.csv") == NEW


def test_the_bytes_are_on_the_disk_before_the_name_is(tmp_path: Path) -> None:
    with Disk().watched() as disk:
        write_whole(tmp_path / "table.csv", NEW)
    assert disk.steps == STEPS


def test_rights_are_those_that_the_user_gives_to_new_files(tmp_path: Path) -> None:
    write_whole(tmp_path / "open.csv", NEW)
    plain = tmp_path / "plain.csv"
    plain.touch()
    assert (tmp_path / "open.csv").stat().st_mode == plain.stat().st_mode


def test_a_private_file_is_for_its_owner_from_its_first_byte(tmp_path: Path) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.extend(stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir())

    for step in range(1, len(STEPS) + 1):
        with Disk(look, at=step).watched():
            write_whole(tmp_path / "case.json", NEW, private=True)
    assert len(seen) > len(STEPS)
    assert set(seen) == {0o600}


def test_other_threads_never_make_files_that_everybody_may_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To read the umask is to set it, for every thread of the process."""
    monkeypatch.setattr(os, "umask", lambda _: pytest.fail("the umask was touched"))
    write_whole(tmp_path / "table.csv", NEW)


# --- Or not at all ----------------------------------------------------------------------------


@pytest.mark.parametrize("number", REFUSALS, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize("step", BEFORE_IT_IS_THERE, ids=lambda n: STEPS[n - 1])
@pytest.mark.parametrize("before", [None, OLD], ids=["new", "old"])
def test_a_refusal_at_any_step_leaves_what_was_there(
    tmp_path: Path, number: int, step: int, before: bytes | None
) -> None:
    path = tmp_path / "table.csv"
    if before is not None:
        path.write_bytes(before)
    with Disk(failing(number), at=step).watched() as disk, pytest.raises(FileTrouble) as caught:
        write_whole(path, NEW)
    assert disk.happened
    assert disk.steps[step - 1] == STEPS[step - 1]
    assert str(caught.value) == f"Cannot write {path}: {REFUSALS[number]}"
    assert (path.read_bytes() if path.exists() else None) == before
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("number", REFUSALS, ids=lambda number: errno.errorcode[number])
def test_a_refusal_to_make_the_folder(tmp_path: Path, number: int) -> None:
    path = tmp_path / "reports" / "table.csv"
    with Disk(failing(number), at=1).watched(), pytest.raises(FileTrouble) as caught:
        write_whole(path, NEW)
    assert str(caught.value) == f"Cannot write {path}: {REFUSALS[number]}"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", BEFORE_IT_IS_THERE, ids=lambda n: STEPS[n - 1])
def test_ctrl_c_at_any_step_leaves_what_was_there(tmp_path: Path, step: int) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(OLD)

    def interrupt() -> None:
        raise KeyboardInterrupt

    with Disk(interrupt, at=step).watched(), pytest.raises(KeyboardInterrupt):
        write_whole(path, NEW)
    assert path.read_bytes() == OLD
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("step", range(STEPS.index("replace") + 2, len(STEPS) + 1))
def test_a_disk_that_cannot_sync_folders_has_the_file_all_the_same(
    tmp_path: Path, step: int
) -> None:
    with Disk(failing(errno.EINVAL), at=step).watched() as disk:
        write_whole(tmp_path / "table.csv", NEW)
    assert disk.happened
    assert read_whole(tmp_path / "table.csv") == NEW


def test_a_real_limit_on_the_size_of_files(tmp_path: Path) -> None:
    """The operating system itself refuses, in a process that may write 4,096 bytes a file."""
    path = tmp_path / "table.csv"
    path.write_bytes(OLD)
    script = (
        "import sys; from pathlib import Path; from comity.core.files import write_whole\n"
        "from comity.core.errors import ComityError\n"
        "try: write_whole(Path(sys.argv[1]), b'x' * 1_000_000)\n"
        "except ComityError as error: sys.exit(str(error))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        check=False, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": source()},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip() == f"Cannot write {path}: {REFUSALS[errno.EFBIG]}"
    assert path.read_bytes() == OLD
    assert left_behind(tmp_path) == []


def source() -> str:
    """The folder from which this process imports Comity, for the children that it starts."""
    return str(Path(files.__file__).parents[2])


# --- What may stand in the way ----------------------------------------------------------------


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "table.csv").mkdir()
    with pytest.raises(FileTrouble, match="a folder or file is in the way; choose another name"):
        write_whole(tmp_path / "table.csv", NEW)
    assert left_behind(tmp_path) == []


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "reports").write_bytes(OLD)
    with pytest.raises(FileTrouble, match="a folder or file is in the way; choose another name"):
        write_whole(tmp_path / "reports" / "table.csv", NEW)
    assert (tmp_path / "reports").read_bytes() == OLD


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="File name too long"):
        write_whole(tmp_path / ("x" * 300), NEW)
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(OLD)
    (tmp_path / "link.csv").symlink_to("real.csv")
    write_whole(tmp_path / "link.csv", NEW)
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == NEW


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, NEW)
    reader.join(timeout=10)
    assert got == [NEW]
    assert pipe.is_fifo()


def test_reading_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match=r"Cannot read .*none: there is no such file; check its"):
        read_whole(tmp_path / "none")
    with pytest.raises(FileTrouble, match=r"Cannot read .*: a folder or file is in the way"):
        read_whole(tmp_path)


def test_a_folder_that_takes_no_files_is_named_as_such() -> None:
    with pytest.raises(FileTrouble, match=r"Cannot write .*: its folder takes no files; choose"):
        write_whole(Path("/proc/comity.csv"), b"x")


def test_only_what_the_operating_system_refuses_is_explained(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="as it was"), explained(tmp_path, "write"):
        raise ValueError("as it was")
    with (
        pytest.raises(FileTrouble, match=r"Cannot move .*: out of tapes\."),
        explained(tmp_path, "move"),
    ):
        raise OSError("out of tapes")


# --- Beside readers and other writers ---------------------------------------------------------


def test_readers_see_one_whole_file_or_the_other(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    contents = [bytes([n]) * 200_000 for n in range(6)]
    write_whole(path, contents[0])
    stop = threading.Event()
    seen: list[bytes] = []

    def read() -> None:
        while not stop.is_set():
            seen.append(read_whole(path))

    readers = [threading.Thread(target=read) for _ in range(3)]
    writers = [
        threading.Thread(target=lambda n=n: [write_whole(path, contents[n]) for _ in range(15)])
        for n in range(6)
    ]
    for thread in readers + writers:
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert set(seen) <= set(contents)
    assert len(set(seen)) > 1
    assert left_behind(tmp_path) == []
