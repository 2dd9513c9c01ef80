"""`comity sync`: bring datasets up to date from their publishers, or from files in a folder."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.speaking import JSON, note, print_json, print_table, say, text, the_store
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from datetime import date

    from comity.evidence import Store
    from comity.evidence.sync.run import Outcome, Sync

NEEDS_A_PERSON = 2


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("sync")(sync)


def sync(
    datasets: list[str] | None = typer.Argument(
        None, metavar="[DATASET]...", help="Which datasets; all that can be fetched without it."
    ),
    since: int | None = typer.Option(
        None,
        "--since",
        metavar="YEAR",
        min=1900,
        max=2200,
        help="Ask from this year on and keep what is held from before, where a publisher can.",
    ),
    dry_run: bool = typer.Option(
        False, "--dry-run", help="Fetch, check and compare, but store nothing."
    ),
    folder: Path | None = typer.Option(
        None, "--from", metavar="DIR", help="Read the files in a folder, as publishers name them."
    ),
    released: str | None = typer.Option(
        None, "--released", metavar="DATE", help="With --from: the day on which the files came out."
    ),
    due: bool = typer.Option(
        False, "--due", help="Only datasets that were not asked for since they may have changed."
    ),
    schedule: bool = typer.Option(
        False, "--schedule", help="Print a systemd timer and a cron line that sync every day."
    ),
    confirm: bool = typer.Option(
        False, "--confirm", help="Store the releases of these datasets that wait for a person."
    ),
    discard: bool = typer.Option(
        False, "--discard", help="Let go of the releases of these datasets that wait."
    ),
    as_json: bool = JSON,
) -> None:
    """Bring datasets up to date; what is held stays until something better was checked.

    Example: comity sync economy asylum_applications --since 2020
    """
    named = datasets or []
    _agree(
        named,
        folder is not None,
        since=since,
        released=released,
        due=due,
        schedule=schedule,
        confirm=confirm,
        discard=discard,
        dry_run=dry_run,
    )
    if schedule:
        _print_schedule()
    elif confirm or discard:
        _decide(named, stored=confirm)
    elif folder is not None:
        _bring(named, folder, _day(released), dry_run=dry_run, as_json=as_json)
    else:
        _fetch(named, since, only_due=due, dry_run=dry_run, as_json=as_json)


def _agree(named: list[str], files: bool, **said: Any) -> None:
    """Refuse words that do not go together before anything happens."""
    alone = [f"--{word}" for word in ("schedule", "confirm", "discard") if said[word]]
    others = [
        f"--{word.replace('_', '-')}"
        for word in ("since", "released", "due", "dry_run")
        if said[word]
    ]
    others += ["--from"] if files else []
    if len(alone) > 1 or (alone and others):
        raise ComityError(f"{' and '.join([*alone, *others][:2])} do not go together; say one.")
    if alone and alone != ["--schedule"] and not named:
        raise ComityError(f"{alone[0]} needs the names of datasets; 'comity data status' has them.")
    if said["since"] and said["since"] > (year := _this_year()):
        raise ComityError(f"--since {said['since']} has not come yet; say {year} or before.")
    if files and (said["since"] or said["due"]):
        raise ComityError("--from reads whole files; leave out --since and --due.")
    if said["released"] and not files:
        raise ComityError("--released goes with --from: publishers' addresses state their own day.")


def _this_year() -> int:
    from comity.evidence.sync.journal import now

    return now().year


def _day(written: str | None) -> date | None:
    from datetime import UTC, datetime

    from comity.core.periods import Period

    if written is None:
        return None
    period = Period.parse(written)
    if period.kind != "day":
        raise ComityError(f"--released takes a day, as in 2026-06-30, not '{written[:40]}'.")
    if period.start > datetime.now(UTC).date():
        raise ComityError(f"--released {period.start} has not come yet; give the day it came out.")
    return period.start


def _print_schedule() -> None:
    import os

    from comity.evidence.store import default_home
    from comity.evidence.sync.keys import FILE
    from comity.evidence.sync.schedule import schedule

    program = shutil.which(sys.argv[0]) or shutil.which("comity") or sys.argv[0]
    keys = os.environ.get(FILE)
    home = default_home().expanduser().resolve()
    typer.echo(schedule(Path(program).resolve(), home, Path(keys).resolve() if keys else None))


def _decide(named: list[str], *, stored: bool) -> None:
    from comity.evidence.sync.deciding import confirm, discard

    store = the_store()
    for name in dict.fromkeys(named):
        store.dataset(name) if not stored else None
        if stored:
            vintage = confirm(store, name)
            say(f"{name}: stored as the release of {vintage.vintage}; {vintage.rows:,} rows.")
        else:
            told = discard(store, name)
            say(f"{name}: the release of {told.vintage} was let go; what is held stays.")


def _fetch(
    named: list[str], since: int | None, *, only_due: bool, dry_run: bool, as_json: bool
) -> None:
    from comity.evidence.sync.choosing import chosen
    from comity.evidence.sync.journal import now, read_journal
    from comity.evidence.sync.keys import Keys

    keys = Keys.found()
    store = the_store()
    journal = read_journal(store.folder.parent)
    left_out = [name for name, held in store.manifest.datasets.items() if held.left_out]
    todo = chosen(
        named, keys.names, only_due=only_due, journal=journal, left_out=left_out, now=now()
    )
    for _, reason in todo.aside if not only_due else ():
        note(f"Left aside: {reason}")
    if not todo.names:
        note("Nothing is due.")
    with _watched(store, keys, since, dry_run) as one:
        _tell_all(one.fetch(todo.names), as_json=as_json)


def _bring(
    named: list[str], folder: Path, released: date | None, *, dry_run: bool, as_json: bool
) -> None:
    from comity.evidence.sync.choosing import in_folder
    from comity.evidence.sync.keys import Keys

    found, unused = in_folder(folder, named)
    if unused:
        note(f"Of no dataset by their name, and left aside: {', '.join(unused[:8])}.")
    with _watched(the_store(), Keys(), None, dry_run, by_hand=True) as one:
        _tell_all(one.bring(found, released), as_json=as_json)


def bring_files(
    files: Mapping[str, Sequence[Path]], released: str | None, *, dry_run: bool, as_json: bool
) -> None:
    """Read files that a person names, by dataset, as `--from` reads those of a folder."""
    from comity.evidence.sync.keys import Keys

    day = _day(released)
    with _watched(the_store(), Keys(), None, dry_run, by_hand=True) as one:
        _tell_all(one.bring(files, day), as_json=as_json)


@contextmanager
def _watched(
    store: Store, keys: Any, since: int | None, dry_run: bool, *, by_hand: bool = False
) -> Iterator[Sync]:
    """A sync that says what it does: a moving line at a terminal, a line a dataset elsewhere."""
    from comity.evidence.sync.run import Sync

    if not sys.stderr.isatty():
        yield Sync(store, keys, since, dry_run, _line_a_dataset(by_hand))
        return
    from rich.console import Console
    from rich.status import Status

    with Status("Syncing", console=Console(stderr=True)) as status:
        yield Sync(
            store, keys, since, dry_run, lambda name, words: status.update(f"{name}: {words}")
        )


def _line_a_dataset(by_hand: bool) -> Callable[[str, str], None]:
    def tell(name: str, words: str) -> None:
        if words == "asking":
            note(f"{name}: {'reading its file' if by_hand else 'asking its publisher'}.")

    return tell


def _tell_all(outcomes: Iterable[Outcome], *, as_json: bool) -> None:
    """Tell each outcome as it comes; leave with status 2 where a person has to look."""
    all_of_them = []
    for one in outcomes:
        all_of_them.append(one)
        if not as_json:
            _tell(one)
    if as_json:
        print_json([_plain(one) for one in all_of_them])
    if not all(one.settled for one in all_of_them):
        raise typer.Exit(NEEDS_A_PERSON)


def _tell(one: Outcome) -> None:
    say(f"{one.dataset}: {one.sentence}")
    if one.state == "waiting" or (one.dry and one.changes):
        if one.changes:
            made = one.changes
            say(f"  {made.added:,} rows added, {made.changed:,} changed, {made.gone:,} gone.")
        moved = [sum_ for sum_ in one.sums if sum_.shift > 0]
        if moved:
            rows = [[s.column, s.group, s.unit or "", s.before, s.after] for s in moved]
            print_table(
                ["Sum of", "", "Unit", "Before", "Now"],
                [[text(cell) for cell in row] for row in rows],
                right=["Before", "Now"],
                title="Sums over the periods that both releases cover",
            )
    for worry in one.worries:
        say(f"  ! {worry}")
    for remark in one.notes:
        note(f"  Note: {remark}")


def _plain(one: Outcome) -> dict[str, Any]:
    return {
        "dataset": one.dataset,
        "state": one.state,
        "dry_run": one.dry,
        "sentence": one.sentence,
        "vintage": one.vintage.isoformat() if one.vintage else None,
        "rows": one.rows,
        "changes": one.changes.model_dump() if one.changes else None,
        "sums": [
            {"column": s.column, "group": s.group, "unit": s.unit, "before": s.before,
             "after": s.after}
            for s in one.sums
        ],
        "worries": list(one.worries),
        "notes": list(one.notes),
    }  # fmt: skip
