"""A folder of results appears whole or not at all, in the place of an older one or of none."""

from __future__ import annotations

import contextlib
import shutil
import uuid
from collections.abc import Collection, Mapping
from pathlib import Path

from comity.core.errors import FileTrouble
from comity.core.files import TEMPORARY, explained, write_whole

__all__ = ["check_folder", "write_folder"]


def check_folder(folder: Path, known: Collection[str]) -> None:
    """Raise `FileTrouble` where a folder cannot be replaced without losing somebody's files.

    `known` are the names of files that a run writes, and may write over.
    """
    if folder.exists() and not folder.is_dir():
        raise FileTrouble(f"{folder} is a file; name a folder for the results.")
    if not folder.exists():
        return
    with explained(folder, "read"):
        strange = sorted(path.name for path in folder.iterdir() if path.name not in known)
    if strange:
        raise FileTrouble(
            f"{folder} holds {strange[0]}, which is no result of a run and would be lost; name "
            "a new folder, or move it away."
        )


def write_folder(folder: Path, files: Mapping[str, bytes], known: Collection[str]) -> None:
    """Write files into a folder under a temporary name, then move it to its place.

    An older folder is replaced as a whole, if it holds nothing but `known` names; whatever
    happens, either the older one stands there or the new one.
    """
    check_folder(folder, known)
    folder = folder.resolve()
    with explained(folder, "write"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = folder.parent / f"{TEMPORARY}{uuid.uuid4().hex}"
        made.mkdir()
    try:
        for name, data in files.items():
            write_whole(made / name, data)
        with explained(folder, "write"):
            _put(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _put(made: Path, folder: Path) -> None:
    """Move a folder into place; what stood there before goes once the new one stands."""
    if not folder.exists():
        made.rename(folder)
        return
    older = made.with_name(f"{made.name}-older")
    folder.rename(older)
    try:
        made.rename(folder)
    except BaseException:
        with contextlib.suppress(OSError):
            older.rename(folder)
        raise
    shutil.rmtree(older, ignore_errors=True)
