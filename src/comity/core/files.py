"""A file appears whole or not at all: written under a temporary name, flushed, then moved."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from comity.core.errors import FileTrouble

TEMPORARY = ".comity-partial-"

_UMASK = os.umask(0o077)  # read once: for that moment every thread makes files with it
os.umask(_UMASK)


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write `data` to `path`: readers see the old file or the new one, never a part.

    Raises `FileTrouble` in one sentence (full disk, read-only folder, a folder in the way); what
    stood at `path` before is still there, and no temporary file is left behind. A `private` file
    can be read by its owner only, from its first byte on. A pipe or device is written to, and a
    link is followed, never replaced.
    """
    with explained(path, "write"):
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        path = path.resolve() if path.is_symlink() else path
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o600 if private else 0o666 & ~_UMASK)
            temporary.replace(path)
            _flush_folder(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def read_whole(path: Path) -> bytes:
    """The bytes of a file; raises `FileTrouble` in one sentence when it cannot be read."""
    with explained(path, "read"):
        return path.read_bytes()


@contextlib.contextmanager
def explained(path: Path, verb: str) -> Iterator[None]:
    """Turn what the operating system refuses into one sentence about `path`."""
    try:
        yield
    except OSError as error:
        raise FileTrouble(_sentence(error, path, verb)) from error


def _sentence(error: OSError, path: Path, verb: str) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"Cannot {verb} {path}: the disk is full; free some space and run this again."
        case errno.EACCES | errno.EPERM:
            return f"Cannot {verb} {path}: you have no right to; change its rights or the place."
        case errno.EROFS:
            return f"Cannot {verb} {path}: the disk is read-only; choose another place."
        case errno.ENOENT if verb == "write":
            return f"Cannot {verb} {path}: its folder takes no files; choose another place."
        case errno.ENOENT:
            return f"Cannot {verb} {path}: there is no such file; check its name."
        case errno.EISDIR | errno.ENOTDIR | errno.EEXIST:
            return f"Cannot {verb} {path}: a folder or file is in the way; choose another name."
    return f"Cannot {verb} {path}: {error.strerror or error}."


def _flush_folder(folder: Path) -> None:
    """Ask the disk to remember the new name; some network folders cannot, and need not."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
