"""The page and files of US CBP, in the shape that a published dictionary of columns describes.

https://www.cbp.gov/document/stats/nationwide-encounters
https://github.com/rfordatascience/tidytuesday/blob/main/data/2024/2024-11-26/readme.md (columns)
Names of files: .../files/2026-07/nationwide-encounters-fy23-fy26-jun-aor.csv, and
.../files/assets/documents/2023-Nov/nationwide-encounters-fy20-fy23-aor.csv before.
"""

from collections.abc import Sequence

from tests.evidence.sources.loopback import Question, Reply, page

HEADINGS = (
    "Fiscal Year,Month Grouping,Month (abbv),Component,Land Border Region,Area of Responsibility,"
    "AOR (Abbv),Demographic,Citizenship,Title of Authority,Encounter Type,Encounter Count"
)
FOLDER = "/sites/default/files"
OLD = f"{FOLDER}/assets/documents/2023-Nov/nationwide-encounters-fy20-fy20-aor.csv"
BEFORE = f"{FOLDER}/2020-12/nationwide-encounters-fy20-fy21-nov-aor.csv"
NEW = f"{FOLDER}/2021-01/nationwide-encounters-fy20-fy21-dec-aor.csv"
PAGE = f"""<html><body><a href="{BEFORE}">November</a><a href="{NEW}">December</a>
<a href="https://www.cbp.gov{OLD}">2020</a><a href="{NEW.replace("aor", "state")}">States</a>"""
MONTHS = ("OCT", "NOV", "DEC", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP")


def row(
    year: str, month: str, who: str, count: object, region: str = "Southwest Land Border"
) -> str:
    """One row of a file."""
    return (
        f"{year},FYTD,{month},U.S. Border Patrol,{region},Yuma Sector,YUM,Single Adults,{who},"
        f"Title 8,Apprehensions,{count}"
    )


def file(rows: Sequence[str]) -> bytes:
    """A file with its mark of UTF-8."""
    return b"\xef\xbb\xbf" + "\r\n".join([HEADINGS, *rows, ""]).encode()


def year_2020(count: int = 10) -> list[str]:
    """The fiscal year 2020, from October 2019 to September 2020."""
    return [row("2020", month, "MEXICO", count) for month in MONTHS]


OLDER = [
    *year_2020(),
    row("2020", "OCT", '"CHINA, PEOPLES REPUBLIC OF"', 3),
    row("2020", "OCT", "MEXICO", 5),
]
NEWER = [
    *year_2020(20)[3:],
    row("2021 (FYTD)", "OCT", "MYANMAR (BURMA)", 1),
    row("2021 (FYTD)", "OCT", "OTHER", '"1,000"'),
    row("2021 (FYTD)", "OCT", "TURKEY", 0),
    row("2021 (FYTD)", "OCT", "TURKEY", 900, "Northern Land Border"),
]


def answer(question: Question) -> Reply:
    """The page, or one of the files it links to."""
    files = {OLD: file(OLDER), NEW: file(NEWER)}
    if question.path == "/document/stats/nationwide-encounters":
        return page(PAGE)
    return Reply(files[question.path]) if question.path in files else page(status=404)


SHAPES = {"border_encounters_us": answer}
FILES = {
    "border_encounters_us": [
        ("nationwide-encounters-fy20-fy20-aor.csv", file(OLDER)),
        ("nationwide-encounters-fy20-fy21-dec-aor.csv", file(NEWER)),
    ]
}
