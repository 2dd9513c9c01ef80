"""Cases that this installation keeps: their files, the reports since, forecasts made, and runs.

A kept case is a folder `displacement/<name>/` under COMITY_HOME: a copy of its files (`input/`,
`source/`), a log of reports (`reports.csv`), an archive of forecasts (`forecasts.parquet`) and the
runs that were kept (`runs/<id>/`). The folder that a person brought is read and never written to.
Whatever is added is moved into place whole, and one writer at a time does so.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from comity.core.errors import ComityError, FileTrouble, shown
from comity.core.files import explained, read_whole
from comity.evidence.store import default_home
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.reading_folders import folders_of
from comity.foresight.displacement.live.archived import FORECASTS, read_archive
from comity.foresight.displacement.live.live import REPORTS, Report, known, read_log
from comity.foresight.displacement.live.locking import scratch, writing

__all__ = [
    "Found",
    "Kept",
    "Run",
    "case_folder",
    "find_case",
    "forget",
    "keep",
    "keep_run",
    "kept",
    "kept_cases",
    "open_case",
]

GIVEN, SOURCE, REFERENCE = "input", "source", "reference_series.csv"
RUNS, ABOUT = "runs", "run.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_RESERVED = ("scores", "methods", "runs")
"""Names under which pages tell of something else."""
_LARGEST = 1 << 28


@dataclass(frozen=True, slots=True)
class Run:
    """A run that was kept: its tables, and what `run.json` says about it."""

    id: str
    folder: Path
    about: Mapping[str, Any] = field(compare=False)

    def table(self, name: str) -> pl.DataFrame:
        """A table of the run by name, as in `camps`; raises `FileTrouble` where none is there."""
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise FileTrouble(f"The run {self.id} has no table {name}; keep the run again.")
        try:
            return pl.read_parquet(io.BytesIO(read_whole(path)))
        except pl.exceptions.PolarsError as error:
            raise FileTrouble(
                f"{path} cannot be read as a table; remove the folder it stands in and keep the "
                "run again."
            ) from error


@dataclass(frozen=True, slots=True)
class Kept:
    """A case kept under a name; what it holds is read when it is asked for."""

    name: str
    folder: Path

    @property
    def case(self) -> Case:
        """What its files say, without the reports since."""
        return read_case(self.folder)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The log of reports, in the order in which they were written down."""
        return read_log(self.folder / REPORTS)

    @property
    def archive(self) -> pl.DataFrame:
        """Every forecast that was archived; raises `StoreTrouble` where one was altered."""
        return read_archive(self.folder / FORECASTS)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs that were kept and can be read, the newest first."""
        found = [one for one in self._runs() if isinstance(one, Run)]
        found.sort(key=lambda run: (str(run.about.get("kept_at", "")), run.id), reverse=True)
        return tuple(found)

    @property
    def damaged_runs(self) -> tuple[str, ...]:
        """A sentence for each run that was kept and cannot be read any more."""
        return tuple(str(one) for one in self._runs() if not isinstance(one, Run))

    def _runs(self) -> Iterator[Run | FileTrouble]:
        for folder in sorted(one.parent for one in (self.folder / RUNS).glob(f"*/{ABOUT}")):
            try:
                yield Run(folder.name, folder, _about(folder / ABOUT))
            except FileTrouble as error:
                yield error

    def run(self, run: str) -> Run:
        """A run by its id; raises `ComityError` for one not kept, `FileTrouble` for a damaged."""
        for path in (self.folder / RUNS).glob(f"*/{ABOUT}"):
            if path.parent.name == run:
                return Run(run, path.parent, _about(path))
        raise ComityError(f"'{shown(run)}' is no run of {self.name} that is kept here.")

    def known(self, as_of: date | None = None) -> Case:
        """The case with all reports that were received, or those received by a day."""
        return known(self.case, self.reports, as_of)

    @property
    def digest(self) -> str:
        """The SHA-256 of the files of the case."""
        return _digest(_parts(self.folder))


@dataclass(frozen=True, slots=True)
class Found:
    """A case as somebody named it: the folder to read, and the kept case where that is one."""

    folder: Path
    kept: Kept | None

    @property
    def case(self) -> Case:
        """What is known of it: its files, and, where it is kept, the reports since."""
        return self.kept.known() if self.kept else read_case(self.folder)


def root_of(home: Path | None = None) -> Path:
    """Where cases are kept under a home (default: COMITY_HOME)."""
    return (home or default_home()) / "displacement"


def kept_cases(home: Path | None = None) -> tuple[Kept, ...]:
    """The cases that are kept, by name."""
    folders = sorted(one for one in root_of(home).glob("*") if _NAME.fullmatch(one.name))
    return tuple(Kept(one.name, one) for one in folders if (one / GIVEN).is_dir())


def kept(home: Path | None, name: str) -> Kept:
    """A kept case by its name; raises `ComityError` where none is kept under it."""
    cases = kept_cases(home)
    for one in cases:
        if one.name == name.casefold():
            return one
    names = ", ".join(one.name for one in cases)
    have = f"the cases kept are {names}." if names else "no case is kept yet."
    raise ComityError(f"'{shown(name)}' is no folder and no case kept here; {have}")


def find_case(words: str | Path, home: Path | None = None) -> Found:
    """The case that a folder or the name of a kept case stands for; raises `ComityError`.

    A folder comes first; where it holds what is kept under its name, that kept case is meant.
    """
    folder = Path(words).expanduser()
    if folder.is_dir():
        return Found(folder, _same(folder, home))
    one = kept(home, str(words))
    return Found(one.folder, one)


def case_folder(words: str | Path, home: Path | None = None) -> Path:
    """The folder to read for a folder or the name of a kept case; raises `ComityError`."""
    return find_case(words, home).folder


def open_case(words: str | Path, home: Path | None = None) -> Case:
    """The case for a folder or the name of a kept case, with all reports that were received."""
    return find_case(words, home).case


def _same(folder: Path, home: Path | None) -> Kept | None:
    """The kept case that a folder was kept as, if it still holds the same."""
    resolved = folder.resolve()
    for one in kept_cases(home):
        if resolved == one.folder.resolve():
            return one
        if one.name == _plain(resolved.name) and _digest(_parts(folder)) == one.digest:
            return one
    return None


def keep(folder: Path, name: str | None = None, home: Path | None = None) -> tuple[Kept, bool]:
    """Keep a copy of a case under a name (default: its folder's); and whether it is new.

    Raises `ComityError` for a folder that is no case, and where another case has that name.
    """
    if folder.is_dir() and (already := _same(folder, home)) and name in (None, already.name):
        return already, False
    read_case(folder)
    chosen = _chosen(name, folder)
    root = root_of(home)
    parts = _parts(folder)
    new = root / chosen
    with writing(root):
        if new.exists():
            return _standing(Kept(chosen, new), parts, folder), False
        with scratch(root) as made:
            _copy(parts, made)
            with explained(new, "write"):
                made.rename(new)
    return Kept(chosen, new), True


def _standing(one: Kept, parts: Mapping[str, Path], folder: Path) -> Kept:
    if one.digest == _digest(parts):
        return one
    raise ComityError(
        f"Another case is kept as {one.name}, whose files differ from those in {folder}; keep this "
        f"one under another name (--name), or remove the other with 'comity displacement forget "
        f"{one.name}'."
    )


def keep_run(home: Path | None, name: str, folder: Path) -> str:
    """Keep a copy of a run's folder with a kept case; its id. Kept twice, it is kept once."""
    one = kept(home, name)
    if not (folder / ABOUT).is_file():
        raise FileTrouble(f"{folder} holds no {ABOUT}, so it is no run; nothing was kept.")
    about = dict(_about(folder / ABOUT))
    parts = {path.name: path for path in sorted(folder.glob("*")) if path.is_file()}
    run = _digest(parts)[:12]
    with writing(root_of(home)):
        new = one.folder / RUNS / run
        if not one.folder.is_dir():
            raise ComityError(f"The case {name} is not kept any more; keep it again first.")
        if new.exists():
            return run
        with scratch(one.folder) as made:
            _copy(parts, made)
            about["kept_at"] = datetime.now(UTC).isoformat(timespec="seconds")
            with explained(new, "write"):
                (made / ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
                new.parent.mkdir(exist_ok=True)
                made.rename(new)
    return run


def forget(name: str, home: Path | None = None) -> None:
    """Remove a kept case with its reports, forecasts and runs; raises where there is none."""
    root = root_of(home)
    kept(home, name)
    with writing(root):
        one = kept(home, name)
        with explained(one.folder, "remove"), scratch(root) as away:
            one.folder.rename(away / one.name)


def _chosen(name: str | None, folder: Path) -> str:
    """The name to keep a case under, fit for an address; raises `ComityError`."""
    chosen = _plain(folder.resolve().name) if name is None else name.strip()
    if _NAME.fullmatch(chosen) and chosen not in _RESERVED:
        return chosen
    if chosen in _RESERVED:
        raise ComityError(f"'{chosen}' is the name of a page; choose another with --name.")
    raise ComityError(
        f"'{shown(chosen)}' cannot be the name of a case: it takes up to 60 small letters, digits "
        "and hyphens; choose another with --name."
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]


def _parts(folder: Path) -> dict[str, Path]:
    """The files that make up a case, by where they stand in a kept one."""
    given, source = folders_of(folder)
    found = {f"{GIVEN}/{path.name}": path for path in given.glob("*")}
    found.pop(f"{GIVEN}/{REFERENCE}", None)
    found |= {f"{SOURCE}/{path.relative_to(source)}": path for path in source.rglob("*")}
    found[REFERENCE] = folder / REFERENCE
    seen = {name: path for name, path in found.items() if path.is_file()}
    return {name: seen[name] for name in sorted(seen) if not seen[name].name.startswith(".")}


def _digest(parts: Mapping[str, Path]) -> str:
    total = hashlib.sha256()
    for name, path in sorted(parts.items()):
        with explained(path, "read"):
            inside = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{name}\n{inside}\n".encode())
    return total.hexdigest()


def _copy(parts: Mapping[str, Path], into: Path) -> None:
    """Copy files into a folder that is not in use yet; raises where they are too large."""
    size = sum(path.stat().st_size for path in parts.values())
    if size > _LARGEST:
        raise FileTrouble(
            f"The files take {size / 2**20:,.0f} MB, more than the {_LARGEST // 2**20} MB that are "
            "kept; take out what does not belong there."
        )
    for name, path in parts.items():
        with explained(path, "copy"):
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, into / name)


def _about(path: Path) -> Mapping[str, Any]:
    data = read_whole(path)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise FileTrouble(f"{path} cannot be read as JSON; remove the folder it stands in.")
    return found
