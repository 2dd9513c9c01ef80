"""Datasets and their rows, as published and tidied; filters touch declared columns only."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from comity.core.errors import ComityError
from comity.core.periods import Period
from comity.core.places import find_place, special_codes
from comity.evidence.catalogue import Dataset
from comity.evidence.reading import Evidence
from comity.web import holdings, urls
from comity.web.api import models
from comity.web.asking import Books, Known

router = APIRouter(tags=["datasets"])
_NAME = Path(description="The name of a dataset, as in migrant_stock.")
_AS_OF = Query(description="Read the release that was public by this day.")
_PLACE = Query(max_length=80, description="A country or area by code or name.")


@router.get("/datasets", summary="Every dataset")
def datasets(
    library: Books, view: Known, as_of: Annotated[str | None, _AS_OF] = None
) -> models.Datasets:
    """The datasets that this deployment shows, with what to mind when using them."""
    evidence = library.evidence(view.as_of)
    found = [_dataset(evidence, entry) for entry in evidence.datasets.values()]
    return models.Datasets(
        as_of=evidence.today,
        count=len(found),
        datasets=found,
        sources=[entry.source for entry in found],
    )


@router.get("/datasets/{name}", summary="One dataset")
def dataset(
    library: Books,
    view: Known,
    name: Annotated[str, _NAME],
    as_of: Annotated[str | None, _AS_OF] = None,
) -> models.Dataset:
    """Who counted what, columns, caveats and licence of a dataset."""
    return _dataset(library.evidence(view.as_of), holdings.dataset(library, name, view.as_of))


def _dataset(evidence: Evidence, entry: Dataset) -> models.Dataset:
    chosen = evidence.store.vintage(entry.name, evidence.as_of)
    reach = holdings.reach(evidence, entry)
    return models.Dataset(
        name=entry.name,
        title=entry.title,
        summary=entry.summary,
        counts=entry.counts,
        counted=entry.counted,
        who_counted=entry.who_counted,
        frequency=entry.frequency,
        vintage=chosen.vintage,
        release=entry.release or None,
        covers=reach.covers or None,
        lag_days=reach.lag_days,
        rows=chosen.rows,
        columns=[
            models.Column(
                name=column.name,
                type=column.type,
                description=column.description,
                unit=column.unit,
                measure=column.measure,
            )
            for column in entry.columns
        ],
        caveats=list(entry.caveats),
        source=_source(evidence, entry),
        page=urls.dataset(entry.name),
    )


def _source(evidence: Evidence, entry: Dataset) -> models.Source:
    vintage = evidence.store.vintage(entry.name, evidence.as_of).vintage
    return models.Source.model_validate(entry.source(vintage).as_json())


@router.get("/datasets/{name}/rows", summary="Rows of a dataset")
def rows(
    library: Books,
    view: Known,
    name: Annotated[str, _NAME],
    origin: Annotated[str | None, _PLACE] = None,
    destination: Annotated[str | None, _PLACE] = None,
    country: Annotated[str | None, _PLACE] = None,
    first: Annotated[
        str | None, Query(alias="from", description="A year, month, quarter or day.")
    ] = None,
    last: Annotated[
        str | None, Query(alias="to", description="A year, month, quarter or day; included.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    as_of: Annotated[str | None, _AS_OF] = None,
) -> models.Rows:
    """Rows in the order of the dataset's key, narrowed by place and time where it has such columns.

    These are the publisher's own counts; an absent row is not a zero.
    """
    entry = holdings.dataset(library, name, view.as_of)
    evidence = library.evidence(view.as_of)
    asked = {"origin": origin, "destination": destination, "country": country}
    clauses = [
        *(_place_clause(entry, column, text) for column, text in asked.items() if text),
        *_time_clauses(entry, first, last),
    ]
    condition = " AND ".join(sql for sql, _ in clauses) or "TRUE"
    values = [value for _, value in clauses]
    total = evidence.query(f'SELECT count(*) AS n FROM "{entry.name}" WHERE {condition}', values)
    order = ", ".join(f'"{column}"' for column in entry.key) or "ALL"
    columns = [column.name for column in entry.columns]
    chosen = ", ".join(f'"{column}"' for column in columns)
    found = evidence.query(
        f'SELECT {chosen} FROM "{entry.name}" WHERE {condition} ORDER BY {order} LIMIT ? OFFSET ?',
        [*values, limit, offset],
    )
    given: dict[str, Any] = {k: v for k, v in (*asked.items(), ("from", first), ("to", last)) if v}
    if view.as_of:
        given["as_of"] = view.as_of.isoformat()
    following = offset + limit
    return models.Rows(
        dataset=entry.name,
        columns=columns,
        total=total[0]["n"],
        offset=offset,
        limit=limit,
        next=urls.api(f"/datasets/{entry.name}/rows", **given, limit=limit, offset=following)
        if following < total[0]["n"]
        else None,
        rows=found,
        sources=[_source(evidence, entry)],
    )


def _place_clause(entry: Dataset, column: str, text: str) -> tuple[str, str]:
    if column not in {one.name for one in entry.columns if one.type == "place"}:
        held = ", ".join(one.name for one in entry.columns if one.type == "place") or "none"
        raise ComityError(
            f"{entry.name} cannot be narrowed by '{column}'; its columns of places are: {held}."
        )
    code = text.strip().upper()
    return f'"{column}" = ?', code if code in special_codes() else find_place(text).code


def _time_clauses(entry: Dataset, first: str | None, last: str | None) -> list[tuple[str, object]]:
    if not first and not last:
        return []
    kinds = {column.name: column.type for column in entry.columns}
    if entry.time_column is None:
        raise ComityError(f"{entry.name} has no column of time; leave out 'from' and 'to'.")
    column, kind = entry.time_column, kinds[entry.time_column]
    clauses: list[tuple[str, object]] = []
    if first:
        clauses.append((f'"{column}" >= ?', _edge(Period.parse(first), kind, last=False)))
    if last:
        clauses.append((f'"{column}" <= ?', _edge(Period.parse(last), kind, last=True)))
    return clauses


def _edge(period: Period, kind: str, *, last: bool) -> object:
    """The first or last value of a column of this kind that lies in a period."""
    day = period.end if last else period.start
    match kind:
        case "year":
            return day.year
        case "month":
            return f"{day.year:04}-{day.month:02}"
        case "quarter":
            return f"{day.year:04}Q{(day.month + 2) // 3}"
    return day.isoformat()
