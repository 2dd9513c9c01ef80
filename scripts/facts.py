"""Rebuild the figures that ship with Comity from a store that `comity sync` has brought up to date.

`make facts` (`python -m scripts.facts [DATASET...]`) takes the newest fetched release of every
dataset that ships, writes its table into `evidence/embedded` and its release, day and citation into
`evidence/catalogue.yaml`, and prints what changed. The store is COMITY_HOME. All files are made
before the first is written; what the store holds no newer release of stays as it is.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import yaml

from comity.core.errors import ComityError
from comity.core.files import read_whole, write_whole
from comity.evidence.catalogue import Dataset
from comity.evidence.embedded import load_embedded, shipped
from comity.evidence.manifest import Changes, Vintage
from comity.evidence.store import Store, compare, completed

EVIDENCE = Path(__file__).parents[1] / "src" / "comity" / "evidence"


@dataclass(frozen=True, slots=True)
class Renewed:
    """A dataset whose embedded table is rebuilt, and what that changes."""

    entry: Dataset
    vintage: Vintage
    before: Dataset
    data: bytes
    bytes_before: int
    rows_before: int
    changes: Changes
    sums: tuple[tuple[str, float, float], ...]


def renewals(store: Store, folder: Path, named: Sequence[str] = ()) -> Iterator[Renewed]:
    """Every dataset of which the store holds a fetched release that is newer than what ships."""
    if unknown := [name for name in named if name not in shipped()]:
        raise ComityError(f"{unknown[0]} does not ship with Comity; name one that does.")
    for name, before in shipped().items():
        held = store.manifest.datasets.get(name)
        newest = held.at(None) if held else None
        if newest is None or newest.origin == "embedded" or (named and name not in named):
            continue
        if not newest.release or newest.vintage < before.source().vintage:
            continue
        yield _renewed(store, folder, before, newest)


def _renewed(store: Store, folder: Path, before: Dataset, newest: Vintage) -> Renewed:
    new = store.frame(before.name, newest)
    data = read_whole(folder / "embedded" / f"{before.name}.parquet")
    old = completed(pl.read_parquet(io.BytesIO(data)), before)
    buffer = io.BytesIO()
    new.write_parquet(buffer, compression="zstd", compression_level=19)
    measures = [one.name for one in before.columns if one.measure]
    return Renewed(
        store.issued(before, newest),
        newest,
        before,
        buffer.getvalue(),
        len(data),
        old.height,
        compare(old, new, before.key),
        tuple((m, float(old[m].sum()), float(new[m].sum())) for m in measures),
    )


def retold(text: str, entry: Dataset) -> str:
    """The catalogue's text with one dataset described as of its new release.

    Only the lines that speak of a release are replaced; comments and order stay.
    """
    start = re.search(rf"^- name: {entry.name}$", text, re.MULTILINE)
    if start is None:
        raise ComityError(f"catalogue.yaml has no entry '- name: {entry.name}'; add it first.")
    following = re.compile(r"^(- name: |# -----)", re.MULTILINE).search(text, start.end())
    end = following.start() if following else len(text)
    block = text[start.start() : end]
    for field in ("short", "release", "vintage", "vintage_basis", "vintage_note", "citation"):
        value = getattr(entry, field)
        line = f"  {field}: {_scalar(value)}"
        block, made = re.subn(rf"^  {field}: .*$", lambda _m, line=line: line, block, flags=re.M)
        if made != 1:
            raise ComityError(
                f"catalogue.yaml, {entry.name}: '{field}' stands {made} times on a line of its "
                "own; it should once."
            )
    if entry.fetched and entry.fetched.caveats is not None:
        told = "".join(f"    - {_scalar(caveat)}\n" for caveat in entry.caveats)
        block = re.sub(
            r"^  caveats:\n(    - .*\n)*", lambda _m: f"  caveats:\n{told}", block, flags=re.M
        )
    return text[: start.start()] + block + text[end:]


def _scalar(value: object) -> str:
    """A value on one line of YAML."""
    return yaml.safe_dump(value, allow_unicode=True, width=10**9).removesuffix("...\n").strip()


def write(found: Sequence[Renewed], folder: Path) -> None:
    """Write all tables, then the catalogue that names them."""
    text = read_whole(folder / "catalogue.yaml").decode()
    for one in found:
        text = retold(text, one.entry)
    for entry in yaml.safe_load(text):
        Dataset.model_validate(entry)
    for one in found:
        write_whole(folder / "embedded" / f"{one.before.name}.parquet", one.data)
    write_whole(folder / "catalogue.yaml", text.encode())


def told(one: Renewed) -> str:
    """What changes, in a few lines."""
    made = one.changes
    lines = [
        f"{one.before.name}: {one.before.release} ({one.before.vintage}) becomes "
        f"{one.entry.release} ({one.entry.vintage})",
        f"  rows {one.rows_before:,} to {one.vintage.rows:,}: {made.added:,} added, "
        f"{made.changed:,} changed, {made.gone:,} gone; "
        f"{one.bytes_before / 1024:,.0f} to {len(one.data) / 1024:,.0f} KiB",
        *(f"  sum of {name}: {old:,.6g} to {new:,.6g}" for name, old, new in one.sums),
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rebuild and print; status 2 where something has to be mended first."""
    parser = argparse.ArgumentParser(prog="python -m scripts.facts", description=__doc__)
    parser.add_argument("datasets", nargs="*", help="only these")
    parser.add_argument("--dry-run", action="store_true", help="print, and write nothing")
    chosen = parser.parse_args(arguments)
    try:
        store = load_embedded(Store.open())
        found = [*renewals(store, EVIDENCE, chosen.datasets)]
        if not chosen.dry_run and found:
            write(found, EVIDENCE)
    except ComityError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for one in found:
        sys.stdout.write(told(one) + "\n")
    kept = len(shipped()) - len(found)
    sys.stdout.write(f"{len(found)} datasets rebuilt, {kept} as they were.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
