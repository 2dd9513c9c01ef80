"""What is owed to publishers: the page of all datasets and the notice, written from the catalogue.

`python -m comity.evidence.notice` writes `docs/data.md` and `NOTICE` below the current folder.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from comity.core.files import write_whole
from comity.evidence.catalogue import Dataset, catalogue

_NOTICE = """Comity
Copyright the Comity contributors

Licensed under the Apache License, Version 2.0; see LICENSE. That licence covers code and
documentation. The figures that ship with Comity belong to their publishers, under the licences
below; `comity data leave-out NAME` leaves a table out of a deployment.

Names of countries and areas in six languages follow the United Nations Statistics Division,
Standard country or area codes for statistical use (M49), and Unicode CLDR (Unicode License v3).
Memberships of regional bodies and consultative processes were compiled for Comity, each row with
its source (src/comity/core/data/memberships.csv).

"""


def data_page() -> str:
    """The text of `docs/data.md`: where figures come from, and every dataset with its licence."""
    parts = [(files("comity.evidence") / "data_head.md").read_text(encoding="utf-8").rstrip()]
    parts += [
        "## The datasets",
        "| dataset | what | publisher | released | licence |\n|---|---|---|---|---|\n"
        + "\n".join(_row(entry) for entry in catalogue().values()),
        *(_entry(entry) for entry in catalogue().values()),
        (files("comity.evidence.embedded") / "routes_note.md").read_text(encoding="utf-8").rstrip(),
    ]
    return "\n\n".join(parts) + "\n"


def notice() -> str:
    """The text of `NOTICE`: every citation and licence of the embedded figures."""
    entries = [
        f"{entry.name}\n  {entry.citation}\n  Licence: {entry.licence}"
        + (f" ({entry.licence_url})" if entry.licence_url else "")
        + f"\n  Source: {entry.url}"
        for entry in catalogue().values()
    ]
    return _NOTICE + "\n\n".join(entries) + "\n"


def _row(entry: Dataset) -> str:
    day = f"{entry.vintage}{' (inferred)' if entry.vintage_basis == 'inferred' else ''}"
    cells = (f"[{entry.name}](#{entry.name})", entry.summary, entry.publisher, day, entry.licence)
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _entry(entry: Dataset) -> str:
    lines = [
        f"### {entry.name}",
        f"{entry.title}. {entry.summary}",
        f"- Cite as: {entry.citation}",
        f"- Licence: {entry.licence}" + (f" ({entry.licence_url})" if entry.licence_url else ""),
        f"- Release: {entry.release}; public since {entry.vintage} ({entry.vintage_basis}: "
        f"{entry.vintage_note})",
        f"- Counts: {entry.counts}, {entry.counted}; {entry.frequency}. {entry.who_counted}",
        f"- Publisher's page: {entry.url}",
    ]
    lines += [f"- Mind: {caveat}" for caveat in entry.caveats]
    columns = [
        f"| `{column.name}` | {column.type} | {column.unit or ''} | {column.description} |"
        for column in entry.columns
    ]
    table = "| column | type | unit | meaning |\n|---|---|---|---|\n" + "\n".join(columns)
    return "\n".join([lines[0], "", lines[1], "", *lines[2:], "", table])


if __name__ == "__main__":
    write_whole(Path("docs/data.md"), data_page().encode())
    write_whole(Path("NOTICE"), notice().encode())
