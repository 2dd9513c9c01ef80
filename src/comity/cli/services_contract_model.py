"""`comity services contract-model`: a model contract to fill in, for either side of a job."""

from __future__ import annotations

from pathlib import Path

import typer

from comity.cli import speaking
from comity.cli.services import group


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("contract-model")(contract_model)


def contract_model(
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="Write a file; its ending says in which form: .docx .pdf .md .txt.",
    ),
    domestic: bool = typer.Option(
        False, "--domestic", help="Add the clauses for work in a household."
    ),
    fill: Path | None = typer.Option(
        None,
        "--fill",
        metavar="FIELDS",
        help="Fill in the blanks from a table of field,value (.csv .xlsx) or from .json.",
    ),
    template: Path | None = typer.Option(
        None,
        "--template",
        metavar="FILE",
        help="Write the table of blanks to fill in (.csv or .xlsx) and stop.",
    ),
    as_json: bool = speaking.JSON,
) -> None:
    """Write a model contract with every term that a fair contract states.

    Example: comity services contract-model --domestic -o contract.docx

    Each clause names the checks of `comity services contract` that it answers, and its source.
    Blanks without a value stay lines to write on. It is not legal advice.
    """
    from comity.services.contracts import model as models

    if template is not None:
        from comity.core.templates import template_bytes

        speaking.check_ending(template, (".csv", ".xlsx"), "The table of blanks")
        speaking.write(template, template_bytes(models.template(), template.suffix.lower()))
        return
    speaking.check_ending(output, (".docx", ".pdf", ".md", ".txt"), "The model contract")
    found = models.model(domestic=domestic)
    if fill is not None:
        values = models.read_values(fill)
        found = models.fill(found, values)
        _say_what_is_open(values)
    if as_json:
        speaking.print_json(models.as_json(found))
    if output is not None:
        from comity.briefs.contracts import model_bytes

        speaking.write(output, model_bytes(found, output.suffix.lower()))
    elif not as_json:
        from comity.services.contracts.model_written import written

        typer.echo(written(found, ".txt").decode(), nl=False)


def _say_what_is_open(values: dict[str, str]) -> None:
    from comity.services.contracts.model import blanks

    if left := [one.name for one in blanks() if not values.get(one.name, "").strip()]:
        speaking.note(f"Blanks without a value: {', '.join(left)}.")
