"""The answers of ViEWS, in the shape that it documents.

https://github.com/prio-data/views_api/wiki and
https://github.com/prio-data/views_api/blob/main/docs/API_model.MD (paths, pages, metadata);
fields of the models 002 and 003 as in public code that calls https://api.viewsforecasting.org
"""

from tests.evidence.sources.loopback import Question, Reply, page, told

RUN = "fatalities003_2026_08_t02"
RUNS = [
    "d_2021_02_01",
    "fatalities001_2022_00_t01",
    "fatalities002_2025_10_t01",
    "fatalities003_2026_07_t01",
    "fatalities003_2026_08_t01",
    RUN,
    "predictors_fatalities003_0000_00",
    "r_2021_12_01",
]


def row(
    code: str | None, gw: int, month: int, mean: float | None, chance: float
) -> dict[str, object]:
    """A country and month of 2026."""
    return {
        "country_id": 1, "month_id": 552 + month, "name": "Some country", "gwcode": gw,
        "isoab": code, "year": 2026, "month": month, "main_mean_ln": 0.5, "main_mean": mean,
        "main_dich": chance,
    }  # fmt: skip


ROWS = {
    1: [row("SDN", 625, 9, 120.5, 0.9), row("SDN", 625, 10, 110.0, 0.85)],
    2: [row("UZB", 704, 9, 0.004, 0), row(None, 347, 9, 0.01, 0.001), row("XYZ", 0, 9, 1, 0)],
}


def answer(question: Question) -> Reply:
    """The list of runs, out of order, and two pages of the newest."""
    if question.path == "/":
        return told({"runs": RUNS})
    if question.path != f"/{RUN}/cm/sb":
        return page("Not found", 404)
    number = int(question.query["page"][0])
    head = {
        "next_page": "null", "prev_page": "null", "page_count": 2, "page_cur": number,
        "row_count": 5, "model_tree": {}, "models": ["main_mean", "main_dich"],
    }  # fmt: skip
    return told(head | {"data": ROWS[number]})


SHAPES = {"conflict_forecasts": answer}
KEYS: dict[str, dict[str, str]] = {}
FILES = {
    "conflict_forecasts": [
        (
            "fatalities002_2024_05_t01_cm.csv",
            b"country_id,month_id,name,gwcode,isoab,year,month,main_mean_ln,main_mean,main_dich\n"
            b"40,534,Uzbekistan,704,UZB,2024,6,0.1,0.1,0.01\n",
        )
    ]
}
