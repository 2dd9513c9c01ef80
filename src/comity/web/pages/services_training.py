"""What training together costs and brings: the pages.

A partnership that somebody sends is worked out in memory for one answer, and no answer is kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import ComityError
from comity.core.sheets import table_bytes, workbook_bytes
from comity.services.training.beside import known_beside
from comity.services.training.document import Partnership
from comity.services.training.examples import NAMES, load, text
from comity.services.training.reading import READS, read_partnership
from comity.services.training.scenario import scenario_of
from comity.services.training.telling import HEADS, head_of
from comity.services.training.weighing import Weighed, weigh
from comity.services.training.written import as_json, sheets
from comity.web import services_urls, urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.library import Library
from comity.web.sending import File, Given, Sent, unkept
from comity.web.state import View
from comity.web.taking import ENDINGS, frame, taken
from comity.web.templating import render_page
from comity.web.training_shown import Shown

router = APIRouter()
HERE = "/services/training"
ANSWERS = ("page", "json", "csv", "xlsx", "scenario")
"""In which form the answer to a partnership that was sent is given."""

_YAML = "application/yaml; charset=utf-8"


@router.get(HERE)
@router.get(f"{HERE}.json")
@router.get(f"{HERE}.csv")
@router.get(f"{HERE}.xlsx")
def index(request: Request, library: Books, view: Seen) -> Response:
    """The worked examples, and the form that takes a partnership of one's own."""
    chosen, ending = view.alone(), ending_of(request)
    if ending == ".json":
        return twin(json_bytes({"examples": listed(library)}), ending, HERE)
    if ending:
        return twin(table_bytes(frame(listed(library)), ending), ending, HERE)

    def page() -> bytes:
        return _entrance(request, library, chosen)

    return html(library.page((HERE, chosen), page))


def listed(library: Library) -> list[dict[str, Any]]:
    """The examples, each with what it comes to."""
    found = []
    for name in NAMES:
        one = weighed_of(library, name)
        told = one.told
        found.append(
            {
                "id": name,
                "title": told.title,
                "occupation": told.occupation.label,
                "isco": told.occupation.isco,
                "outcome": head_of(one),
                "says": HEADS[head_of(one)],
                "gain_for_all": one.gains,
                "illustration": told.illustration,
            }
        )
    return found


def weighed_of(library: Library, name: str) -> Weighed:
    """An example, weighed once; raises `NoSuchExample`."""
    told = load(name)
    return library.wall(("training", name), lambda: weigh(told))


@router.get(f"{HERE}/template.yaml")
def template() -> Response:
    """A document to fill in."""
    return _saved(text("template"), "template")


@router.get(f"{HERE}/{{name}}/document.yaml")
def document(name: str) -> Response:
    """The document of an example."""
    return _saved(text(load(name).id), name)


@router.get(f"{HERE}/{{name}}/scenario.yaml")
def scenario(library: Books, name: str) -> Response:
    """The negotiation scenario of an example."""
    one = weighed_of(library, name)
    return _saved(
        library.page((HERE, name, "scenario"), lambda: _scenario(one)), f"{name}-scenario"
    )


@router.get(f"{HERE}/{{name}}")
def example(request: Request, library: Books, view: Seen, name: str) -> Response:
    """One worked example."""
    asked, ending = urls.split_ending(name, ENDINGS)
    chosen, told = view.alone(), load(asked)
    address = services_urls.service("training", of=told.id)
    one = weighed_of(library, asked)
    if ending:
        made = library.page((address, chosen, ending), lambda: _file(library, one, chosen, ending))
        return twin(made, ending, address)

    def page() -> bytes:
        return _page(request, library, one, chosen)

    return html(library.page((address, chosen), page))


@router.post(HERE)
def own(request: Request, library: Books, view: Seen, given: Given) -> Response:
    """A partnership that was sent; where something is amiss, the form again, and what it is."""
    chosen = view.alone()
    try:
        form = _form(given)
        one = weigh(_sent(given))
    except ComityError as error:
        return unkept(html(_entrance(request, library, chosen, str(error)), 400))
    if form == "scenario":
        return unkept(_saved(_scenario(one), "scenario"))
    if form != "page":
        body = _file(library, one, chosen, f".{form}")
        return unkept(twin(body, f".{form}", "training-partnership"))
    return unkept(html(_page(request, library, one, chosen, own=True)))


def _form(given: Sent) -> str:
    form = given.fields.get("answer", ANSWERS[0])
    if form not in ANSWERS:
        raise ComityError(f"An answer is given as one of {', '.join(ANSWERS)}.")
    return form


def _sent(given: Sent) -> Partnership:
    """The partnership that was sent: a file, or text in the field of the form."""
    if file := given.files.get("file"):
        return _read(file)
    if written := given.fields.get("text"):
        return _read(File("partnership.yaml", written.encode()))
    raise ComityError(f"Choose a file ({', '.join(READS)}), or write the partnership in the field.")


def _read(file: File) -> Partnership:
    return read_partnership(Path(file.name[-80:]), data=file.data)


def _scenario(one: Weighed) -> bytes:
    made: str = yaml.dump(
        scenario_of(one), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100
    )
    return made.encode()


def _saved(body: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="comity-training-{name}.yaml"'}
    return Response(body, media_type=_YAML, headers=headers)


def _file(library: Library, one: Weighed, view: View, ending: str) -> bytes:
    known = known_beside(library.evidence(view.as_of), one.told)
    if ending == ".json":
        return json_bytes(as_json(one, known))
    tables = sheets(one, known)
    if ending == ".csv":
        return table_bytes(tables["Parties"], ending)
    return workbook_bytes({name: table for name, table in tables.items() if table.height})


def _entrance(request: Request, library: Library, view: View, trouble: str = "") -> bytes:
    examples = [Shown(weighed_of(library, name), (), view, 0) for name in NAMES]
    take = taken(lambda ending: services_urls.service("training", view, ending))
    return render_page(
        request, "services/training.html", view, examples=examples, take=take, trouble=trouble
    )


def _page(
    request: Request, library: Library, one: Weighed, view: View, *, own: bool = False
) -> bytes:
    evidence = library.evidence(view.as_of)
    shown = Shown(one, known_beside(evidence, one.told), view, evidence.today.year)

    def address(ending: str) -> str:
        return services_urls.service("training", view, ending, of=one.told.id)

    return render_page(
        request,
        "services/training_one.html",
        view,
        shown=shown,
        told=one.told,
        own=own,
        take=[] if own else taken(address),
    )
