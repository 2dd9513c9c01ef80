"""Cases that are kept: copied once, found by name, and never half there."""

import json
import shutil
import threading
from pathlib import Path

import polars as pl
import pytest

from comity.core.errors import ComityError, FileTrouble, StoreTrouble
from comity.core.files import TEMPORARY
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.live import kept as room
from comity.foresight.displacement.live.kept import (
    Kept,
    case_folder,
    find_case,
    forget,
    keep,
    keep_run,
    kept,
    kept_cases,
    open_case,
    root_of,
)
from tests.foresight.displacement.small import REPORTS, write_case


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_case(tmp_path / "Border 2020", files={"reference_series.csv": "day,date,C1\n"})


def _state(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_case_is_copied_whole_and_the_folder_brought_is_left_alone(folder: Path) -> None:
    before = _state(folder)
    one, new = keep(folder)
    assert (one.name, new) == ("border-2020", True)
    assert _state(one.folder) == before == _state(folder)
    shutil.rmtree(folder)
    assert one.case.name == "border-2020"
    assert [series.name for series in one.case.camps] == ["C1", "C2"]
    assert (one.reports, one.runs, one.archive.height) == ((), (), 0)


def test_the_same_files_are_kept_once_and_others_never_put_in_their_place(
    folder: Path, tmp_path: Path
) -> None:
    one, _ = keep(folder)
    assert keep(folder) == (one, False)
    assert keep(folder, "border-2020") == (one, False)
    other = write_case(tmp_path / "other", days=70)
    before = _state(root_of())
    with pytest.raises(ComityError, match="comity displacement forget border-2020"):
        keep(other, "border-2020")
    assert _state(root_of()) == before
    keep(other)
    keep(one.folder, "twin")
    assert [case.name for case in kept_cases()] == ["border-2020", "other", "twin"]
    assert kept(None, "twin").digest == one.digest != kept(None, "other").digest


@pytest.mark.parametrize("name", ["", "../up", "a/b", "Ü", "-x", "x" * 61, "scores", ".lock"])
def test_a_name_must_fit_an_address(folder: Path, name: str) -> None:
    with pytest.raises(ComityError, match="--name"):
        keep(folder, name)
    assert not root_of().exists()


def test_what_is_no_case_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(ComityError):
        keep(tmp_path)
    with pytest.raises(FileTrouble):
        keep(tmp_path / "nowhere")
    assert kept_cases() == ()


def test_a_case_is_found_by_its_name_or_its_folder(folder: Path, tmp_path: Path) -> None:
    assert find_case(folder).kept is None
    one, _ = keep(folder)
    assert find_case("border-2020").kept == find_case("Border-2020").kept == one
    assert find_case(folder).kept == find_case(one.folder).kept == one
    assert case_folder("border-2020") == one.folder
    assert open_case(folder).camps == read_case(folder).camps
    changed = write_case(tmp_path / "again" / "Border 2020", days=70)
    assert find_case(changed).kept is None
    with pytest.raises(ComityError, match="the cases kept are border-2020"):
        find_case("burder")


def test_flees_own_pair_of_folders_is_kept_as_one_case(tmp_path: Path) -> None:
    made = write_case(tmp_path / "made")
    given = tmp_path / "conflict_input" / "mark"
    reports = tmp_path / "conflict_validation" / "mark2020"
    shutil.copytree(made / "input", given)
    shutil.copytree(made / "source", reports)
    one, _ = keep(given)
    shutil.rmtree(tmp_path / "conflict_validation")
    assert one.case.camps == read_case(made).camps
    assert {path.name for path in one.folder.iterdir()} == {"input", "source"}


def test_a_copy_that_breaks_off_leaves_no_case_and_is_swept_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def die(_: Path, target: Path) -> None:
        seen.append(target.relative_to(root_of()).parts[0])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(room.shutil, "copyfile", die)
        with pytest.raises(KeyboardInterrupt):
            keep(folder)
    assert seen[0].startswith(TEMPORARY)
    assert _state(root_of()) == {}
    write_case(root_of() / seen[0])  # as one that was killed leaves it
    assert kept_cases() == ()
    keep(folder)
    assert {path.name for path in root_of().iterdir()} == {".lock", "border-2020"}


def test_of_two_who_keep_a_case_at_once_one_does(folder: Path) -> None:
    told: list[tuple[Kept, bool]] = []
    both = [threading.Thread(target=lambda: told.append(keep(folder))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(new for _, new in told) == [False, True]


def _run(folder: Path, people: int) -> Path:
    folder.mkdir()
    pl.DataFrame({"day": [0], "people": [people]}).write_parquet(folder / "camps.parquet")
    (folder / "run.json").write_text(json.dumps({"seed": people, "case": "x"}))
    return folder


def test_runs_are_kept_with_their_case_once_each(folder: Path, tmp_path: Path) -> None:
    one, _ = keep(folder)
    first = keep_run(None, one.name, _run(tmp_path / "run 1", 1))
    assert keep_run(None, one.name, tmp_path / "run 1") == first
    second = keep_run(None, one.name, _run(tmp_path / "run 2", 2))
    assert {run.id for run in one.runs} == {first, second}
    found = one.run(second)
    assert found.about["seed"] == 2
    assert found.table("camps")["people"].to_list() == [2]
    with pytest.raises(ComityError, match="is no run of border-2020"):
        one.run("none")
    with pytest.raises(FileTrouble, match="has no table roads"):
        found.table("roads")
    with pytest.raises(ComityError, match=r"holds no run\.json"):
        keep_run(None, one.name, folder)


def test_a_damaged_run_is_named_and_the_others_stay(folder: Path, tmp_path: Path) -> None:
    one, _ = keep(folder)
    ids = [keep_run(None, one.name, _run(tmp_path / f"run {n}", n)) for n in (1, 2, 3)]
    (one.folder / "runs" / ids[0] / "run.json").write_bytes(b"\xff garbage")
    (one.folder / "runs" / ids[1] / "run.json").write_text("[]")
    assert [run.id for run in one.runs] == [ids[2]]
    assert len(one.damaged_runs) == 2
    assert all(any(run in said for said in one.damaged_runs) for run in ids[:2])
    with pytest.raises(FileTrouble, match=f"{ids[0]}.* cannot be read as JSON"):
        one.run(ids[0])
    (one.folder / "runs" / ids[2] / "camps.parquet").write_bytes(b"PAR1 garbage")
    with pytest.raises(FileTrouble, match="cannot be read as a table"):
        one.run(ids[2]).table("camps")


def test_a_damaged_log_is_named_with_what_is_wrong(folder: Path) -> None:
    one, _ = keep(folder)
    (one.folder / "reports.csv").write_text("report,camp\n1,C1\n")
    with pytest.raises(StoreTrouble, match=r"restore it from a backup.*date"):
        _ = one.reports


def test_a_case_that_is_forgotten_is_gone_with_all_it_held(folder: Path, tmp_path: Path) -> None:
    one, _ = keep(folder)
    keep_run(None, one.name, _run(tmp_path / "run", 1))
    keep(write_case(tmp_path / "other", reports=REPORTS | {"C2": ((0, 3),)}))
    forget("border-2020")
    assert [path.name for path in root_of().iterdir() if path.name != ".lock"] == ["other"]
    with pytest.raises(ComityError, match="no folder and no case kept here"):
        forget("border-2020")
