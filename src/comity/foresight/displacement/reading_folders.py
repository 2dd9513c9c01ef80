"""Where the files of a case lie: in folders of ours, of FabFlee's, or of FLEE's own repository."""

from __future__ import annotations

from pathlib import Path

from comity.core.errors import ComityError, FileTrouble

__all__ = ["folders_of"]

_PAIRS = (("input", "source"), ("input_csv", "source_data"))


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
    """The reports of a case in FLEE's own repository, whose names may add a year."""
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
    return found[0] if found else folder / "source"
