"""What a coder fills in: the example of every template is a row that its scheme reads."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from comity.core.errors import BadTable
from comity.core.sheets import read_table
from comity.core.templates import template_bytes
from comity.policy.coding import SCHEMAS, demig, gcm, gcr, impic, mgi, mipex
from comity.policy.templates import template

READS: dict[str, Callable[[pl.DataFrame, str], object]] = {
    "mipex": mipex.code,
    "impic": impic.code,
    "demig": demig.code,
    "mgi": mgi.code,
    "gcm": gcm.coverage,
    "gcr": gcr.report,
}


@pytest.mark.parametrize("name", READS)
def test_the_example_of_a_template_is_read(name: str, tmp_path: Path) -> None:
    assert list(READS) == list(SCHEMAS)
    form = template(name)
    row = {field.name: field.example for field in form.fields}
    path = tmp_path / f"{name}.csv"
    path.write_bytes(template_bytes(form, ".csv") + pl.DataFrame([row]).write_csv(
        include_header=False).encode())  # fmt: skip
    READS[name](read_table(path), path.name)


def test_an_empty_template_says_that_nothing_was_read(tmp_path: Path) -> None:
    path = tmp_path / "mipex.csv"
    path.write_bytes(template_bytes(template("mipex"), ".csv"))
    with pytest.raises(BadTable, match=r"mipex\.csv has no rows below its heading"):
        mipex.code(read_table(path), path.name)


def test_an_untouched_plan_covers_nothing(tmp_path: Path) -> None:
    path = tmp_path / "gcm.csv"
    path.write_bytes(template_bytes(template("gcm"), ".csv"))
    assert gcm.coverage(read_table(path), path.name).covered == 0


def test_the_documentation_names_every_column() -> None:
    told = (Path(__file__).parents[3] / "docs/policy-coding.md").read_text("utf-8")
    for schema in SCHEMAS.values():
        missing = [one.name for one in schema.columns if f"`{one.name}`" not in told]
        assert missing == [], schema.name
    for codes in (mipex.AREAS, impic.FIELDS, demig.AREAS, mgi.DOMAINS):
        assert [code for code in codes if f"`{code}`" not in told] == []
