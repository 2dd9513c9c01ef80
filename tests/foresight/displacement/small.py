"""A small case of displacement, written as FLEE's folders: every test says what differs in it.

Two towns at war, a third one and a hub on the way, and two camps in two countries:

    A --60-- T --90-- C1 (Zed, 900 places)        A, B, T, H lie in Home
    A --80-- B --300- C2 (Yed, no limit)
             T --40-- H --110- C2
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

START = date(2020, 1, 1)

LOCATIONS = """\
#name,region,country,lat,lon,location_type,conflict_date,population
A,North,Home,10.0,20.0,conflict_zone,0,60000
B,South,Home,10.5,21.0,conflict_zone,15,30000
T,South,Home,11.0,20.5,town,,20000
H,South,Home,11.5,20.7,forwarding_hub,,
C1,East,Zed,12.0,20.2,camp,,900
C2,West,Yed,11.0,22.5,camp,,-1
"""

ROUTES = """\
#name1,name2,distance,forced_redirection
A,T,60,
A,B,80,0
T,C1,90,
B,C2,300,
T,H,40,
H,C2,110,
"""

REPORTS = {
    "C1": ((0, 100), (10, 150), (30, 600), (50, 560)),
    "C2": ((0, 0), (20, 400), (50, 1000)),
}


def write_case(
    folder: Path,
    *,
    locations: str = LOCATIONS,
    routes: str = ROUTES,
    closures: str = "",
    conflicts: Mapping[str, Sequence[float]] | None = None,
    days: int = 60,
    start: date = START,
    reports: Mapping[str, Sequence[tuple[int, int]]] = REPORTS,
    corrections: str = "",
    files: Mapping[str, str] | None = None,
) -> Path:
    """A case in `folder`; `files` are written last, by their names within it.

    Reports are days after the start with people; the total is their sum on the days of the first.
    """
    told = conflicts or {"A": [1.0] * days, "B": [0.0] * 15 + [0.5] * (days - 15)}
    series = {name: _series(start, told) for name, told in reports.items()}
    written = {
        "input/locations.csv": locations,
        "input/routes.csv": routes,
        "input/closures.csv": "#closure_type,name1,name2,closure_start,closure_end\n" + closures,
        "input/conflicts.csv": conflict_table(told),
        "input/sim_period.csv": f"StartDate,{start}\nLength,{days}\n",
        "input/registration_corrections.csv": corrections,
        "source/refugees.csv": _series(start, _total(reports)),
        "source/data_layout.csv": "".join(
            ["total,refugees.csv\n", *(f"{name},{name.lower()}.csv\n" for name in reports)]
        ),
        **{f"source/{name.lower()}.csv": text for name, text in series.items()},
        **(files or {}),
    }
    for name, text in written.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def conflict_table(told: Mapping[str, Sequence[float]]) -> str:
    """`conflicts.csv` of places with an intensity for each day."""
    rows = (
        ", ".join([str(day), *(f"{value:g}" for value in row)])
        for day, row in enumerate(zip(*told.values(), strict=True))
    )
    return "\n".join([f"#Day, {', '.join(told)}", *rows, ""])


def _series(start: date, told: Sequence[tuple[int, int]]) -> str:
    rows = (f"{start + timedelta(day)},{persons}\n" for day, persons in told)
    return "Date,Refugee_numbers\n" + "".join(rows)


def _total(reports: Mapping[str, Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """People in all camps on the days of the first, each by its last report."""
    days = [day for day, _ in next(iter(reports.values()), ())]
    return [
        (
            day,
            sum(
                max((p for p in told if p[0] <= day), default=(0, 0))[1]
                for told in reports.values()
            ),
        )
        for day in days
    ]
