"""Each library that Comity stands on does here, in a few lines, what Comity needs it for."""

import datetime as dt
import io
import re
import ssl
import tomllib
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Annotated

import altair
import babel
import docx
import duckdb
import fontpkg
import highspy
import httpx
import jinja2
import jsonstat_validator
import numba
import numpy as np
import polars as pl
import pydantic
import pypdf
import pyscipopt
import pytest
import tenacity
import trustme
import typer
import typst
import uvicorn
import vl_convert
import yaml
from axe_playwright_python.sync_playwright import Axe
from babel.dates import format_date
from babel.numbers import format_decimal
from fastapi import FastAPI, Query
from fastapi.testclient import TestClient
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser
from rich.console import Console
from rich.table import Table
from sklearn.ensemble import HistGradientBoostingRegressor
from starlette.datastructures import UploadFile
from starlette.requests import Request
from typer.testing import CliRunner

ROOT = Path(__file__).parent.parent
PEOPLE = pl.DataFrame(
    {"origin": ["TJK", "UZB"], "destination": ["RUS", "KAZ"], "value": [415_676, None]}
)


def test_polars_writes_and_reads_parquet_and_csv(tmp_path: Path) -> None:
    PEOPLE.write_parquet(tmp_path / "people.parquet")
    PEOPLE.write_csv(tmp_path / "people.csv")
    assert pl.read_parquet(tmp_path / "people.parquet").equals(PEOPLE)
    assert pl.read_csv(tmp_path / "people.csv").equals(PEOPLE)


def test_polars_writes_xlsx_through_xlsxwriter_and_reads_it_through_fastexcel(
    tmp_path: Path,
) -> None:
    PEOPLE.write_excel(tmp_path / "people.xlsx", worksheet="Люди")
    back = pl.read_excel(tmp_path / "people.xlsx", sheet_name="Люди", engine="calamine")
    assert back.equals(PEOPLE)


def test_duckdb_reads_a_parquet_file_that_polars_wrote(tmp_path: Path) -> None:
    PEOPLE.write_parquet(tmp_path / "people.parquet", compression="zstd")
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select origin, value from read_parquet(?) order by origin",
            [str(tmp_path / "people.parquet")],
        ).fetchall()
    assert rows == [("TJK", 415_676), ("UZB", None)]


def test_numpy_draws_the_same_numbers_for_the_same_seed() -> None:
    first, second = (np.random.default_rng(7).normal(size=1_000) for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_numba_compiles_a_loop_that_threads_run_side_by_side() -> None:
    @numba.njit(nogil=True)  # type: ignore[untyped-decorator]
    def steps(n: int) -> int:
        total = 0
        for i in range(n):
            total += i * i
        return total

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(steps, [10, 1_000])) == [285, 332_833_500]


def test_scikit_learn_grows_the_same_trees_for_the_same_seed() -> None:
    steps = np.linspace(0, 1, 400)[:, None]
    target = np.where(steps[:, 0] > 0.5, 3.0, 1.0)

    def grown() -> np.ndarray:
        model = HistGradientBoostingRegressor(loss="absolute_error", max_iter=60, random_state=0)
        return model.fit(steps, target).predict(np.array([[0.2], [0.8]]))

    assert grown().tobytes() == grown().tobytes()
    assert grown() == pytest.approx([1.0, 3.0], abs=0.05)


def test_highs_and_scip_find_the_same_whole_numbers() -> None:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    one, two = solver.addIntegral(0, 4), solver.addIntegral(0, 4)
    solver.addConstr(3 * one + 2 * two <= 10.5)
    solver.maximize(2 * one + 1.5 * two)
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    model = pyscipopt.Model()
    model.hideOutput()
    a, b = (model.addVar(vtype="I", ub=4) for _ in range(2))
    top = model.addVar(lb=None)
    model.addCons(3 * a + 2 * b <= 10.5)
    model.addCons(top <= pyscipopt.log(1 + 2 * a + 1.5 * b))
    model.setObjective(top, "maximize")
    model.optimize()
    best = solver.getInfo().objective_function_value
    assert best == pytest.approx(7.0)
    assert model.getObjVal() == pytest.approx(np.log1p(best), abs=1e-6)


def test_numpy_and_polars_exchange_columns() -> None:
    assert PEOPLE["value"].drop_nulls().to_numpy().sum() == 415_676
    assert pl.Series("x", np.arange(3)).to_list() == [0, 1, 2]


def test_pydantic_reads_a_document_and_refuses_a_wrong_one() -> None:
    class Row(pydantic.BaseModel):
        origin: Annotated[str, pydantic.Field(pattern="^[A-Z]{3}$")]
        since: dt.date

    assert Row.model_validate_json('{"origin": "TJK", "since": "2024-07-01"}').since.year == 2024
    with pytest.raises(pydantic.ValidationError, match="origin"):
        Row.model_validate({"origin": "Tajikistan", "since": "2024-07-01"})


def test_fastapi_answers_and_describes_itself() -> None:
    app = FastAPI()

    @app.get("/corridors/{pair}")
    def corridor(pair: str, year: Annotated[int, Query(ge=1990)] = 2024) -> dict[str, str | int]:
        return {"pair": pair, "year": year}

    client = TestClient(app)
    assert client.get("/corridors/TJK-RUS?year=2020").json() == {"pair": "TJK-RUS", "year": 2020}
    assert client.get("/corridors/TJK-RUS?year=12").status_code == 422
    assert "/corridors/{pair}" in client.get("/openapi.json").json()["paths"]


def test_uvicorn_loads_an_application() -> None:
    config = uvicorn.Config(FastAPI(), host="127.0.0.1", port=0, log_level="error")
    config.load()
    assert config.loaded
    assert uvicorn.Server(config).started is False


def test_httpx_asks_and_tenacity_asks_again() -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(200 if len(asked) == 3 else 503, json={"year": 2024})

    client = httpx.Client(transport=httpx.MockTransport(answer))
    tries = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(5),
        retry=tenacity.retry_if_result(lambda response: response.status_code != 200),
        sleep=lambda _seconds: None,
    )
    assert tries(client.get, "https://example.org/").json() == {"year": 2024}
    assert asked == ["example.org"] * 3


def test_jsonstat_is_checked() -> None:
    cube = {
        "version": "2.0", "class": "dataset", "label": "x", "id": ["time"], "size": [2],
        "dimension": {"time": {"category": {"index": ["2023", "2024"]}}}, "value": {"1": 7},
    }  # fmt: skip
    jsonstat_validator.validate_jsonstat(cube)
    with pytest.raises(Exception, match=r"size|value|dimension"):
        jsonstat_validator.validate_jsonstat(cube | {"size": [3]})


def test_trustme_issues_a_certificate() -> None:
    authority = trustme.CA()
    context = ssl.create_default_context()
    authority.configure_trust(context)
    assert authority.issue_cert("example.org").cert_chain_pems
    assert context.get_ca_certs()[-1]["subject"]


def test_jinja_escapes_what_it_is_given() -> None:
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.from_string("<p>{{ name }}</p>")
    assert page.render(name="<b>Türkiye</b>") == "<p>&lt;b&gt;Türkiye&lt;/b&gt;</p>"
    with pytest.raises(jinja2.UndefinedError):
        page.render()


def test_typer_runs_a_command() -> None:
    app = typer.Typer()

    @app.command()
    def show(pair: str, year: int = 2024) -> None:
        typer.echo(f"{pair} {year}")

    result = CliRunner().invoke(app, ["TJK-RUS", "--year", "2020"])
    assert (result.exit_code, result.stdout) == (0, "TJK-RUS 2020\n")
    assert CliRunner().invoke(app, []).exit_code == 2


def test_rich_draws_a_table() -> None:
    table = Table("origin", "value")
    table.add_row("TJK", "415,676")
    out = StringIO()
    Console(file=out, width=40).print(table)
    assert "415,676" in out.getvalue()


def test_babel_writes_as_each_language_does() -> None:
    assert format_decimal(415_676.5, locale="ru") == "415\N{NO-BREAK SPACE}676,5"
    assert format_date(dt.date(2024, 7, 1), "long", locale="fr") == "1 juillet 2024"
    assert babel.Locale("ar").territories["UZ"] == "أوزبكستان"
    assert babel.Locale("ar").text_direction == "rtl"


BARS = {
    "data": {"values": [{"where": "RUS", "people": 415_676}]},
    "mark": "bar",
    "encoding": {
        "x": {"field": "people", "type": "quantitative"},
        "y": {"field": "where", "type": "nominal"},
    },
}


def test_vl_convert_draws_without_asking_any_host() -> None:
    drawn = vl_convert.vegalite_to_svg(BARS, allowed_base_urls=[])
    assert drawn.startswith("<svg")
    assert "RUS" in drawn
    assert vl_convert.svg_to_png(drawn)[:4] == b"\x89PNG"


def test_vl_convert_carries_the_vega_lite_whose_schema_altair_ships() -> None:
    versions = {tuple(v.split(".")[:1]) for v in vl_convert.get_vegalite_versions()}
    assert (altair.SCHEMA_VERSION.lstrip("v").split(".")[0],) in versions
    altair.Chart.from_dict(BARS)


@pytest.mark.parametrize(
    ("family", "weight", "letters"),
    [
        ("IBM Plex Sans", 400, "Aé→−Ққ"),
        ("IBM Plex Serif", 600, "Aé→−Ққ"),
        ("IBM Plex Sans Arabic", 400, "Aéأوز"),
    ],
)
def test_packaged_fonts_have_the_letters_that_fonttools_reads(
    family: str, weight: int, letters: str
) -> None:
    font = TTFont(fontpkg.path(family, weight), lazy=True)
    assert all(ord(letter) in font.getBestCmap() for letter in letters)


def test_typst_writes_tagged_pdf_that_pypdf_reads() -> None:
    source = b"""#set document(title: "T")
#set text(font: "IBM Plex Sans Arabic", lang: "ar")
#title()
#sys.inputs.said"""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[fontpkg.path("IBM Plex Sans Arabic", 400).parent],
    )
    made = typst.compile(
        source, font_paths=fonts, sys_inputs={"said": "#panic() 415"}, pdf_standards=["ua-1"]
    )
    read = pypdf.PdfReader(io.BytesIO(made))
    assert "#panic() 415" in read.pages[0].extract_text()
    assert read.trailer["/Root"]["/Lang"] == "ar"


def test_docx_gives_back_its_paragraphs_and_tables() -> None:
    written = docx.Document()
    written.add_paragraph("Wages are paid each month.")
    written.add_table(rows=1, cols=2).rows[0].cells[1].text = "900 USD"
    buffer = io.BytesIO()
    written.save(buffer)
    read = docx.Document(io.BytesIO(buffer.getvalue()))
    assert read.paragraphs[0].text == "Wages are paid each month."
    assert read.tables[0].rows[0].cells[1].text == "900 USD"


def test_starlette_reads_a_form_with_a_file_through_multipart() -> None:
    app = FastAPI()

    @app.post("/")
    async def sizes(request: Request) -> dict[str, int]:
        form = await request.form()
        file = form["file"]
        assert isinstance(file, UploadFile)
        return {str(file.filename): len(await file.read())}

    assert TestClient(app).post("/", files={"file": ("a.txt", b"four")}).json() == {"a.txt": 4}


def test_yaml_keeps_dates_and_refuses_objects() -> None:
    record = yaml.safe_load("{title: Конвенция, adopted: 1951-07-28, parties: [TJK, KGZ]}")
    assert record["adopted"] == dt.date(1951, 7, 28)
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load("!!python/object/apply:os.getcwd []")


@pytest.mark.browser
def test_playwright_drives_the_chromium_of_the_system(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1 dir=rtl>أوزبكستان</h1>")
    assert page.get_by_role("heading").inner_text() == "أوزبكستان"
    page.close()


@pytest.mark.browser
def test_axe_finds_what_is_wrong_on_a_page_with_a_strict_policy(browser: Browser) -> None:
    policy = {"Content-Security-Policy": "default-src 'none'; img-src 'self'"}
    page = browser.new_page()
    answer = "<!doctype html><title>T</title><img src=x.png>"
    page.route("**/*", lambda r: r.fulfill(body=answer, content_type="text/html", headers=policy))
    page.goto("http://comity.test/")
    found = {one["id"] for one in Axe().run(page).response["violations"]}
    page.close()
    assert {"image-alt", "html-has-lang"} <= found


# --- The locks ---------------------------------------------------------------------------------

LOCKS = ("run", "dev", "bench")
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[0-9][\w.]*)(?: ; (?P<marker>.+))?$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}$")


def _statements(lock: str) -> list[list[str]]:
    """Each pin of a lock with its hashes: backslashes say which lines belong together."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return [one.split(" \\\n") for one in re.split(r"(?<!\\)\n", text) if one]


def _pins(lock: str) -> dict[tuple[str, str], str]:
    """The version by name and marker."""
    found = (PIN.match(lines[0]) for lines in _statements(lock))
    return {(pin["name"], pin["marker"] or ""): pin["version"] for pin in found if pin}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w-]", one, maxsplit=1)[0].lower() for one in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_with_hashes_and_no_address(lock: str) -> None:
    for pin, *hashes in _statements(lock):
        assert PIN.match(pin), pin
        assert hashes, f"{pin} has no hash"
        assert all(HASH.match(line) for line in hashes), pin


def test_locks_agree_and_the_product_is_part_of_each() -> None:
    run = _pins("run").items()
    assert run <= _pins("dev").items()
    assert run <= _pins("bench").items()
    shared = _pins("dev").keys() & _pins("bench").keys()
    assert all(_pins("dev")[key] == _pins("bench")[key] for key in shared)


def test_locks_hold_what_the_project_asks_for() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project = settings["project"]
    run = _names(project["dependencies"]) | _names(settings["build-system"]["requires"])
    extras = {"run": [], **project["optional-dependencies"]}
    for lock in LOCKS:
        assert run | _names(extras[lock]) <= {name for name, _ in _pins(lock)}, lock
    assert _names(settings["dependency-groups"]["build"]) == _names(
        settings["build-system"]["requires"]
    )


def test_pandas_stays_out_of_the_product() -> None:
    strangers = {"pandas", "pyarrow", "ibis-framework"}
    assert not strangers & {name for lock in ("run", "dev") for name, _ in _pins(lock)}


def test_each_dependency_has_its_sentence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = _names(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        asked |= _names(extra)
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = {name.lower() for name in re.findall(r"^- .*?\*\*([\w-]+)\*\*", page, re.MULTILINE)}
    assert asked <= explained
