"""Where the files of a case lie: in folders of ours, of FabFlee's, or of FLEE's own repository."""

from __future__ import annotations

from pathlib import Path

from comity.core.errors import ComityError, FileTrouble, shown
from comity.foresight.displacement.cases.cells import rows_of

__all__ = ["files_of_reports", "files_read", "folders_of", "named_in"]

_PAIRS = (("input", "source"), ("input_csv", "source_data"))

_WORLD = (
    "locations.csv",
    "routes.csv",
    "closures.csv",
    "conflicts.csv",
    "sim_period.csv",
    "registration_corrections.csv",
    "agents.csv",
    "major_routes.csv",
    "location_changes.csv",
)
_EITHER = (
    "flood_level.csv",
    "region_attributes_IPC.csv",
    "region_attributes_IPC_level.csv",
    "demographics_*.csv",
)
"""Files that may lie beside the world or beside the reports."""


def folders_of(folder: Path) -> tuple[Path, Path]:
    """Where the world and the reports of a case lie."""
    if not folder.is_dir():
        raise FileTrouble(f"{folder} is not a folder; name the folder of a case.")
    for given, reports in _PAIRS:
        if (folder / given).is_dir():
            return folder / given, folder / reports
    if (folder / "locations.csv").is_file():
        return folder, _beside(folder)
    raise ComityError(
        f"{folder} has no input/locations.csv; a case is a folder with input/ and source/, "
        "as FLEE has them."
    )


def _beside(folder: Path) -> Path:
    """The reports of a case in FLEE's own repository, whose names may add a year.

    Raises `ComityError` for the folder of a world whose reports lie beside it, not in it.
    """
    for name in ("source", "source_data"):
        if (folder / name).is_dir():
            return folder / name
    validation = folder.resolve().parent.parent / "conflict_validation"
    found = sorted(path for path in validation.glob(f"{folder.resolve().name}*") if path.is_dir())
    if len(found) > 1:
        raise ComityError(
            f"{validation} has {len(found)} folders for {folder.name}; make a folder with input/ "
            "and source/ of the one you mean."
        )
    if found:
        return found[0]
    parent = folder.resolve().parent
    for given, reports in _PAIRS:
        if folder.resolve().name == given:
            raise ComityError(
                f"{folder} is the folder {given}/ of a case without its {reports}/, where the "
                f"reports of camps are; name the folder of the whole case, {shown(parent.name)}."
            )
    return folder / "source"


def named_in(path: Path, folder: Path) -> str:
    """Where a file of a case lies, as sentences and records name it.

    >>> named_in(Path("flee/conflict_validation/mali2012/a.csv"), Path("flee/conflict_input/mali"))
    'conflict_validation/mali2012/a.csv'
    """
    for above in (folder, folder.parent.parent, folder.resolve().parent.parent):
        if path.is_relative_to(above):
            return path.relative_to(above).as_posix()
    return "/".join(path.parts[-3:])


def files_of_reports(reports: Path, folder: Path) -> list[Path]:
    """The files that `data_layout.csv` names, each once."""
    layout = reports / "data_layout.csv"
    told = rows_of(layout, folder) if layout.is_file() else []
    cells = [cell for row in told if not row.is_remark for cell in row.cells[1:] if cell]
    return [reports / cell for cell in dict.fromkeys(cells)]


def files_read(folder: Path) -> tuple[Path, ...]:
    """The files of a case that are read, but for what its runs are scored against."""
    given, reports = folders_of(folder)
    found = [given / name for name in _WORLD]
    found += [path for place in (given, reports) for name in _EITHER for path in place.glob(name)]
    found += [reports / "data_layout.csv", *files_of_reports(reports, folder)]
    return tuple(sorted({path for path in found if path.is_file()}))
