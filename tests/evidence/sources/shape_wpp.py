"""World Population Prospects: the list of downloads and the packed CSV files, as public notes say.

https://population.un.org/wpp/ (the page is built from the list at assets/downloads.json)
https://github.com/PPgp/wpp2024 (the same figures as an R package, by those who project them)
The files have a byte order mark and come as several gzip members one after the other; a ZIP archive
of 19 January 2026 corrects Togo.
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable, Sequence

from tests.evidence.sources.loopback import Question, Reply, told

FOLDER = "assets/Excel Files/1_Indicator (Standard)"
INDICATORS = "WPP2024_Demographic_Indicators_Medium.csv.gz"
VARIANTS = "WPP2024_Demographic_Indicators_OtherVariants.csv.gz"
AGES = "WPP2024_PopulationByAge5GroupSex_Medium.csv.gz"
UPDATE = "WPP2024_CSV_files_update.zip"
WHERE = (
    "SortOrder", "LocID", "Notes", "ISO3_code", "ISO2_code", "SDMX_code", "LocTypeID",
    "LocTypeName", "ParentID", "Location", "VarID", "Variant", "Time",
)  # fmt: skip
VITAL = ("TPopulation1Jan", "TPopulation1July", "Births", "Deaths", "NetMigrations", "CNMR")
AGED = ("MidPeriod", "AgeGrp", "AgeGrpStart", "AgeGrpSpan", "PopMale", "PopFemale", "PopTotal")
PLACES = {"UZB": "860", "TGO": "768", "XKX": "412", "WLD": "900", "": "903"}

Row = Sequence[object]


def where(place: str, year: int, variant: str = "Medium") -> Row:
    """The columns that say where and when; regions have no ISO code, nor has the world."""
    code = "" if place == "WLD" else place
    kind = ("4", "Country/Area") if code else ("2", "Geographic region")
    return (1, PLACES[place], "", code, code[:2], "", *kind, "", "A, B", 2, variant, year)


def csv_text(headings: Sequence[str], rows: Iterable[Row]) -> str:
    """A file with the byte order mark that the publisher writes."""
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return "\ufeff" + text.getvalue()


def packed(text: str) -> bytes:
    """The text as two gzip members, as the publisher's files are."""
    head, _, rest = text.partition("\r\n")
    return gzip.compress(f"{head}\r\n".encode()) + gzip.compress(rest.encode())


def indicators(rows: Iterable[Row] | None = None) -> str:
    """Thousands; the last year only has the population at its beginning."""
    if rows is None:
        rows = [
            (*where("UZB", 2023), "100.5", "101.25", "2", "1", "-0.125", "-1"),
            (*where("UZB", 2024), "101.375", "102", "2", "1", "-1.5", "-15"),
            (*where("UZB", 1989), "1", "1", "1", "1", "1", "1"),
            (*where("UZB", 2101), "9", "", "", "", "", ""),
            (*where("TGO", 2023), "9", "9", "1", "1", "0", "0"),
            (*where("XKX", 2023), "5", "5", "", "1", "0", "0"),
            (*where("WLD", 2023), "8000000", "8000001", "130000", "60000", "0", "0"),
            (*where("", 2023), "1000", "1000", "1", "1", "1", "1"),
        ]
    return csv_text((*WHERE, *VITAL), rows)


def intervals() -> str:
    """The four bounds for a state and the world, and another variant among them."""
    bounds = {"Lower 95 PI": -4, "Lower 80 PI": -2.5, "Upper 80 PI": 1, "Upper 95 PI": 3.25}
    rows = [
        (*where(place, 2024, variant), "", "", "", "", value if place == "UZB" else 0, "")
        for place in ("UZB", "WLD")
        for variant, value in (bounds | {"High": 9}).items()
    ]
    return csv_text((*WHERE, *VITAL), rows)


def ages(years: Sequence[int] = (2020, 2023, 2025), places: Sequence[str] = ("UZB", "WLD")) -> str:
    """Four age groups; women and men in thousands."""
    groups = {"0-4": (40, 35), "15-19": (10, 5), "20-24": (5, 5.5), "100+": (0, 0.25)}
    rows = [
        (*where(place, year), year + 0.5, group, 0, 5, men, women, men + women)
        for place in places
        for year in years
        for group, (men, women) in groups.items()
    ]
    return csv_text((*WHERE, *AGED), rows)


def update() -> bytes:
    """The archive with the corrected country, in files whose names end with Update."""
    file = io.BytesIO()
    row = (*where("TGO", 2023), "8", "8.5", "1", "1", "0", "0")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("WPP2024_Demographic_Indicators_Medium_Update.csv", indicators([row]))
        archive.writestr(
            "WPP2024_PopulationByAge5GroupSex_Medium_Update.csv", ages((2020,), ("TGO",))
        )
    return file.getvalue()


def listed(*names: str) -> object:
    """The list of downloads: folders, groups, files with their paths below the site."""
    files = [{"Name": name, "Path": f"{FOLDER}/CSV_FILES/{name}"} for name in names]
    archive = {"Path": "assets/Excel Files/5_Archive/WPP2022-CSV-data.zip"}
    updates = {"Path": f"{FOLDER}/{UPDATE}"}
    groups = [{"name": "CSV format", "SubGroup": [{"Item": [{"File": files}]}]}]
    more = [{"name": "Interim Update", "SubGroup": [{"Item": [{"File": [updates, archive]}]}]}]
    return {"Folders": [{"name": "Standard Projections", "MajorGroup": groups + more}]}


CONTENT = {
    INDICATORS: packed(indicators()),
    VARIANTS: packed(intervals()),
    AGES: packed(ages()),
    UPDATE: update(),
}


def answer(question: Question) -> Reply:
    """The list of downloads, then the files it names."""
    name = question.path.rsplit("/", 1)[-1]
    return Reply(CONTENT[name]) if name in CONTENT else told(listed(INDICATORS, VARIANTS, AGES))


SHAPES = dict.fromkeys(
    ("demography", "net_migration_intervals", "youth_share", "population_by_age_sex"), answer
)
KEYS: dict[str, dict[str, str]] = {}
FILES = {
    "demography": [(INDICATORS, CONTENT[INDICATORS]), (UPDATE, CONTENT[UPDATE])],
    "net_migration_intervals": [(VARIANTS, CONTENT[VARIANTS])],
    "youth_share": [(AGES, CONTENT[AGES])],
    "population_by_age_sex": [(AGES, CONTENT[AGES]), (UPDATE, CONTENT[UPDATE])],
}
