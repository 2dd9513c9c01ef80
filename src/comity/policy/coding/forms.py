"""The tables that a coder fills in: each scheme's columns, with a cell of each as an example."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.core.tables import Schema
from comity.core.templates import Field, Template
from comity.policy.coding import SCHEMAS
from comity.policy.coding.gcm import objectives, principles
from comity.policy.coding.gcr import indicators

_TITLES = {
    "mipex": "Rules for integration, in the manner of MIPEX",
    "impic": "Rules on immigration, in the manner of IMPIC",
    "demig": "Measures that changed policy, in the manner of DEMIG POLICY",
    "mgi": "Rules and institutions, in the manner of the Migration Governance Indicators",
    "gcm": "Actions under the objectives of the Global Compact for Migration",
    "gcr": "Indicators of the Global Compact on Refugees",
}
_EXAMPLES = {
    "mipex": ("KGZ", "2024", "education", "12", "a", "50", "Act on education 2023, art. 15"),
    "impic": ("KGZ", "2024", "labour_migration", "conditions", "fee", "low_skilled", "numeric",
              "50", "0", "200", "", "Decree 12 of 2022, art. 4"),
    "demig": ("KGZ", "2022", "Act on external migration", "Ends the quota for nurses", "national",
              "legal_entry_stay", "quota", "skilled", "all_foreign", "-1", "2",
              "Official gazette 2022/14"),
    "mgi": ("KGZ", "2024", "migrants_rights", "health_1", "partial", "Act on health care", "art. 9",
            "2021-05-01", "https://example.org/act", "", ""),
    "gcm": ("6", "License recruitment agencies", "Ministry of Labour", "2027-06-30", "100000",
            "USD", "agencies licensed", "Decree 12 of 2026"),
    "gcr": ("KEN", "2.2.1", "2024-12-31", "reported", "", "300000", "400000",
            "Ministry of Education, school census 2024"),
}  # fmt: skip


def _template(schema: Schema) -> Template:
    fields = [
        Field(column.name, column.description, example, optional=column.nullable)
        for column, example in zip(schema.columns, _EXAMPLES[schema.name], strict=True)
    ]
    if schema.name != "gcm":
        return Template(schema.name, _TITLES[schema.name], tuple(fields))
    fields.insert(1, Field("title", "title of the objective, not read", optional=True))
    rows = tuple({"objective": str(one.number), "title": one.title} for one in objectives())
    return Template(schema.name, _TITLES[schema.name], tuple(fields), rows)


TEMPLATES = tuple(_template(schema) for schema in SCHEMAS.values())


def messages() -> Iterator[str]:
    """The texts of forms and lists that pages show, for the catalogues of the languages."""
    for one in TEMPLATES:
        yield from (field.description for field in one.fields)
    yield from principles()
    yield from (one.proxies for one in objectives() if re.search("[a-z]{3}", one.proxies))
    for each in indicators().values():
        yield each.text
