"""What is owed to publishers: the page of all datasets and the notice, written from the catalogue.

`python -m comity.evidence.notice` writes `docs/data.md` and `NOTICE` below the current folder.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from comity.core.files import write_whole
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.sources import connector

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
        "## The datasets that ship",
        _table(entry for entry in catalogue().values() if entry.embedded),
        "## The datasets that are held once they were fetched",
        "`comity sync` brings these; nothing of them ships.",
        _table(e for e in catalogue().values() if not e.embedded and not e.brought),
        "## The datasets that are held once somebody brought them",
        "`comity policy import` takes the file as its publisher gives it; nothing of them ships.",
        _table(entry for entry in catalogue().values() if entry.brought),
        _forms(),
        "## Each of them",
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
        if entry.embedded
    ]
    return _NOTICE + "\n\n".join(entries) + "\n"


def _table(entries: Iterable[Dataset]) -> str:
    head = "| dataset | what | publisher | released | licence |\n|---|---|---|---|---|\n"
    return head + "\n".join(_row(entry) for entry in entries)


def _row(entry: Dataset) -> str:
    day = f"{entry.vintage or ''}"
    if entry.embedded and entry.vintage_basis == "inferred":
        day += " (inferred)"
    cells = (f"[{entry.name}](#{entry.name})", entry.summary, entry.publisher, day, entry.licence)
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _forms() -> str:
    """How far each publisher's form was checked; none could be tried on the real file."""
    rows = [
        f"| [{entry.name}](#{entry.name}) | {told.checked} | {told.layout.replace('|', '/')} |"
        for entry in catalogue().values()
        if (told := entry.fetched)
    ]
    return (
        "## Not tried on the real file\n\n"
        "The connectors were written without a connection: each is tested against answers in the "
        "form that the documentation shows (the addresses stand with each dataset below), and none "
        "was tried on the publisher's own file. Files are read by their named headings; one that "
        "has other headings is refused in one sentence and nothing is stored. *Documented*: the "
        "publisher shows the form. *Seen in code*: public programs that read it show it. "
        "*Recalled*: nobody could check it.\n\n"
        "| dataset | form | what was and was not checked |\n|---|---|---|\n" + "\n".join(rows)
    )


def _entry(entry: Dataset) -> str:
    lines = [
        f"### {entry.name}",
        f"{entry.title}. {entry.summary}",
        f"- Cite as: {entry.citation}",
        f"- Licence: {entry.licence}" + (f" ({entry.licence_url})" if entry.licence_url else ""),
        *_released(entry),
        f"- Counts: {entry.counts}, {entry.counted}; {entry.frequency}. {entry.who_counted}",
        f"- Publisher's page: {entry.url}",
    ]
    lines += [f"- Mind: {caveat}" for caveat in entry.caveats]
    lines += _fetched(entry)
    columns = [
        f"| `{column.name}` | {column.type} | {column.unit or ''} | {column.description} |"
        for column in entry.columns
    ]
    table = "| column | type | unit | meaning |\n|---|---|---|---|\n" + "\n".join(columns)
    return "\n".join([lines[0], "", lines[1], "", *lines[2:], "", table])


def _released(entry: Dataset) -> list[str]:
    if not entry.embedded:
        return []
    return [
        f"- Release: {entry.release}; public since {entry.vintage} ({entry.vintage_basis}: "
        f"{entry.vintage_note})"
    ]


def _fetched(entry: Dataset) -> list[str]:
    """Where the dataset is fetched, under which names a person's files are known, and the form."""
    told = entry.fetched
    if entry.brought:
        return [f"- Not fetched: `{entry.brought}` takes the file as it was published."]
    if told is None:
        return [
            f"- Not fetched: `comity data add FILE --dataset {entry.name}` takes a new release."
        ]
    names = ", ".join(f"`{pattern}`" for pattern in connector(entry.name).files)
    lines = [
        f"- Fetched from {', '.join(told.hosts)}; asked every {told.every_days} days. {told.lag}",
        f"- Files for `comity sync --from`: {names}",
        f"- Form: {', '.join(f'<{address}>' for address in told.documented)}",
    ]
    if told.flags:
        flags = ", ".join(f"`{flag}`" for flag in told.flags)
        lines.append(f"- Said of single figures: {flags}")
    if told.key:
        need = "Needs" if told.key.needed else "More with"
        lines.append(f"- {need} the key `{told.key.name}`: {told.key.obtain}")
    return lines


if __name__ == "__main__":
    write_whole(Path("docs/data.md"), data_page().encode())
    write_whole(Path("NOTICE"), notice().encode())
