"""Collect every message that people read, and keep the catalogues of the languages in step.

`python -m scripts.messages` writes `core/locales/comity.pot`, merges it into every
`core/locales/<language>/LC_MESSAGES/comity.po` and compiles them; `--check` says what is missing.
A message is an English string given to `_`, `say`, `part`, `listed` or `N_`, a template among the
sections of the dossiers, a text of a page template, a label of the vocabulary of measures, a term
of the glossary, what the catalogue says of a dataset, or a text of the worked examples.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from comity import __version__
from comity.agreements import examples
from comity.core.glossary import terms
from comity.core.measures import measures
from comity.core.places import places
from comity.core.regions import regions
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.lists import rows
from comity.evidence.openness import areas
from comity.evidence.sync import reading
from comity.foresight import break_records, layers
from comity.policy import monitor_records, obligations
from comity.policy.coding import forms
from comity.policy.instruments import instruments
from comity.policy.templates import messages as template_messages
from comity.services.contracts.model import messages as model_messages
from comity.services.contracts.report import messages as contract_messages
from comity.services.placement.forms import messages as placement_messages
from comity.services.recruitment.items import messages as item_messages
from comity.services.recruitment.told import messages as limit_messages
from comity.services.remittances.rules import messages as rule_messages
from comity.services.sharing.known import messages as key_messages
from comity.services.training.examples import messages as training_messages

SERVICES = {
    "contracts/model_clauses.csv": model_messages,
    "contracts/checks.csv": contract_messages,
    "placement/forms.py": placement_messages,
    "recruitment/items.csv": item_messages,
    "recruitment/told.csv": limit_messages,
    "remittances/rules.csv": rule_messages,
    "sharing/data": key_messages,
    "training/examples": training_messages,
}
"""What stands in data files of the services, by room."""
ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/comity"
LOCALES = SOURCE / "core/locales"
HEADER = "# Made by machine, for review by people who speak the language."
LANGUAGES = ("fr", "es", "ru", "ar", "zh")
SAYING = ("_", "Note", "gettext", "say", "part", "listed", "N_", "counted")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_NO_NOUN = (
    "of",
    "in",
    "to",
    "and",
    "on",
    "per",
    "granted",
    "lived",
    "million",
    "US",
    "international",
)
COUNTED = re.compile(
    r"\{(?:n|c|d|out|into)(?:\.bare|\.size)?\} (?!"
    + "|".join(f"{w}\\b" for w in _NO_NOUN)
    + r"|\()[a-zA-Z]"
)


def found() -> Iterator[tuple[str, str]]:
    """Every message with the file it stands in."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.is_relative_to(SOURCE / "cli"):
            continue  # the terminal speaks English
        templates = "briefs/sections" in path.as_posix()
        for message in _of_code(ast.parse(path.read_text(encoding="utf-8")), templates):
            yield message, path.relative_to(SOURCE).as_posix()
    for path in sorted(SOURCE.rglob("*.html")):
        with path.open("rb") as file:
            for _, message, _, _ in extract("jinja2.ext:babel_extract", file):
                text = message if isinstance(message, str) else message[0]
                yield text, path.relative_to(SOURCE).as_posix()
    for measure in measures().values():
        for text in (measure.label, measure.definition, measure.unit):
            yield text, "core/data/measures.csv"
    for region in regions().values():
        yield region.grouping, "core/data/memberships.csv"
        yield region.source, "core/data/memberships.csv"
        if len(region.names) == 1:
            yield region.name, "core/data/memberships.csv"
    for place in places().values():
        if place.note:
            yield place.note, "core/data/places.csv"
    for term in terms().values():
        for text in (term.term, term.definition):
            yield text, "core/data/glossary.csv"
    for entry in catalogue().values():
        for text in _of_dataset(entry):
            yield text, "evidence/catalogue.yaml"
    for area in areas():
        yield area.name, "evidence/free_movement.yaml"
    for text in examples.messages():
        yield text, "agreements/examples"
    for text in template_messages():
        yield text, "policy/templates.py"
    for row in rows("sdg_10_7_2_items"):
        yield row["domain_name"], "evidence/lists/sdg_10_7_2_items.csv"
        yield row["subcategory"], "evidence/lists/sdg_10_7_2_items.csv"
    for text in forms.messages():
        yield text, "policy/coding"
    for one in instruments().values():
        for text in (one.title, one.short, one.why):
            yield text, "policy/instruments.yaml"
    for text in obligations.messages():
        yield text, "policy/obligations.yaml"
    for text in monitor_records.messages():
        yield text, "policy/monitor.yaml"
    for text in break_records.messages():
        yield text, "foresight/breaks.yaml"
    for text in layers.messages():
        yield text, "foresight/layers.yaml"
    for room, service in SERVICES.items():
        for text in service():
            yield text, f"services/{room}"
    for text in (
        reading.ON_FETCH,
        reading.ON_FILE,
        reading.ON_CHANGE,
        reading.STATED,
        reading.GIVEN,
    ):
        yield text, "evidence/sync/reading.py"


def _of_dataset(entry: Dataset) -> Iterator[str]:
    yield from (entry.title, entry.summary, entry.counts, entry.counted, entry.frequency)
    yield from (entry.who_counted, entry.vintage_note, *entry.caveats)
    for column in entry.columns:
        yield from (column.description, column.type, column.unit or "")
    if fetched := entry.fetched:
        yield from (fetched.lag, *(fetched.caveats or ()))
        yield fetched.key.obtain if fetched.key else ""


def _of_code(tree: ast.AST, templates: bool) -> Iterator[str]:
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SAYING:
            texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
            yield from (text for text in texts if isinstance(text, str) and len(text) > 1)
        elif templates and isinstance(node, ast.Constant) and isinstance(node.value, str):
            template = re.search(r"\{[a-z]", node.value) and " " in node.value
            if template and id(node) not in documented:
                yield node.value


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def template() -> Catalog:
    """The catalogue of all messages, without translations."""
    catalogue = Catalog(
        project="Comity", version=__version__, charset="utf-8", fuzzy=False, header_comment=HEADER
    )
    for message, files in _places().items():
        key = (message, message) if COUNTED.search(message) else message
        catalogue.add(key, locations=[(file, 1) for file in files])
    return catalogue


@cache
def _places() -> dict[str, list[str]]:
    """Every message once, with the files in which it stands: read once for all languages."""
    places: dict[str, list[str]] = {}
    for message, place in found():
        if message.strip() not in ("", "{n}", "{n.size}", "{list}"):
            places.setdefault(message, [])
            if place not in places[message]:
                places[message].append(place)
    return places


def path_of(language: str) -> Path:
    """Where a language's catalogue lies."""
    return LOCALES / language / "LC_MESSAGES" / "comity.po"


def merged(language: str) -> Catalog:
    """A language's catalogue with the messages of today; translations that still fit are kept."""
    path = path_of(language)
    catalogue = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(template(), no_fuzzy_matching=True, keep_user_comments=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.project, catalogue.version = "Comity", __version__
    catalogue.header_comment = HEADER
    return catalogue


def faults(language: str) -> list[str]:
    """What is wrong with a language: missing, or with other placeholders than the message."""
    wrong = []
    for message in merged(language):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[0]
        said = list(message.string) if isinstance(message.string, tuple) else [message.string or ""]
        if not all(said):
            wrong.append(f"not translated: {source}")
        wanted = set(PLACEHOLDER.findall(source))
        wrong += [
            f"placeholders differ: {source} -> {text}"
            for text in said
            if text and set(PLACEHOLDER.findall(text)) != wanted
        ]
    return wrong


def _written(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, sort_output=True, include_lineno=False, omit_header=False)
    text = re.sub(
        rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To)[^\n]*\n',
        b"",
        buffer.getvalue(),
    )
    return text


def main() -> int:
    """Write or check all catalogues."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    if options.parse_args().check:
        wrong = {language: faults(language) for language in LANGUAGES}
        for language, lines in wrong.items():
            for line in lines:
                sys.stdout.write(f"{language}: {line}\n")
        return 1 if any(wrong.values()) else 0
    LOCALES.mkdir(exist_ok=True)
    (LOCALES / "comity.pot").write_bytes(_written(template()))
    for language in LANGUAGES:
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = merged(language)
        path.write_bytes(_written(catalogue))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        sys.stdout.write(f"{language}: {len(faults(language))} faults\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
