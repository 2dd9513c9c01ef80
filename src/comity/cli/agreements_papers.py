"""`comity agreements check`, `template` and `examples`: the papers that a broker begins with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.agreements import group
from comity.cli.agreements_asked import SCENARIO, scenario_of
from comity.cli.agreements_shown import head
from comity.cli.agreements_written import finite
from comity.cli.speaking import JSON, check_ending, note, print_json, print_table, say, write
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.agreements.scenario import Issue, Scenario

_WRITES = (".yaml", ".yml", ".json", ".csv")


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("check")(check)
    group.command("template")(template)
    group.command("examples")(examples)


def check(scenario: str = SCENARIO, as_json: bool = JSON) -> None:
    """Read a scenario strictly and say what was understood, and what is odd in it.

    Example: comity agreements check triangle
    """
    asked = scenario_of(scenario)
    plain = _understood(asked)
    if as_json:
        print_json(finite(plain))
        return
    head(asked)
    say(
        f"{len(asked.parties)} parties, {len(asked.issues)} issues, {plain['options']} options "
        f"({len(asked.inadmissible)} removed by the human-rights floor), "
        f"{len(asked.interactions)} interactions, {len(asked.constraints)} constraints, "
        f"about 10^{plain['packages_log10']:.0f} packages."
    )
    rows = [
        [one["label"], one["outside"], one["most_alone"], "yes" if one["stated"] else "no"]
        for one in plain["parties"]
    ]
    columns = ["Party", "Without a deal", "Most it could gain", "Weights stated apart"]
    print_table(columns, rows, title="Parties, in points", right=columns[1:3])
    for constraint in asked.constraints:
        say(f"- {constraint.kind}: {constraint.label}")
    for issue, option in asked.inadmissible:
        say(f"- removed: {issue.label}: {option.label} ({option.inadmissible.rstrip('.')})")
    for warning in asked.warnings:
        say(f"- {warning}")
    say("It can be read." if asked.warnings else "It can be read, and nothing in it is odd.")


def _understood(asked: Scenario) -> dict[str, Any]:
    from math import log10

    from comity.agreements.programme import compile_scenario

    programme = compile_scenario(asked)
    parties = [
        {"id": one.id, "label": one.label, "outside": outside, "most_alone": most}
        | {"stated": one.id in asked.stated}
        for one, outside, most in zip(
            asked.parties, programme.outside.tolist(), programme.reach.tolist(), strict=True
        )
    ]
    sizes = [sum(not o.inadmissible for o in issue.options) for issue in asked.issues]
    return {
        "scenario": asked.id,
        "title": asked.title,
        "illustration": asked.illustration,
        "parties": parties,
        "issues": [issue.id for issue in asked.issues],
        "options": len(programme.options),
        "packages_log10": sum(map(log10, sizes)),
        "interactions": len(asked.interactions),
        "constraints": [{"kind": one.kind, "label": one.label} for one in asked.constraints],
        "removed": [
            {"issue": issue.id, "option": option.id, "reason": option.inadmissible}
            for issue, option in asked.inadmissible
        ],
        "warnings": list(asked.warnings),
    }


def template(
    party: list[str] = typer.Option(
        [], "--party", metavar="ID", help="A party at the table; repeat for each."
    ),
    issue: list[str] = typer.Option(
        ...,
        "--issue",
        metavar="ID",
        help="An issue to be settled, or with --from and --to an issue template (as in "
        "low_skill_quota); repeat for each.",
    ),
    giver: str | None = typer.Option(
        None, "--from", metavar="ID", help="The party that gives what the issue templates name."
    ),
    receiver: str | None = typer.Option(None, "--to", metavar="ID", help="The party that gets it."),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Write a file: .yaml .json .csv."
    ),
) -> None:
    """Make a scenario to fill in: every option worth nothing to everybody yet.

    Example: comity agreements template --party KGZ --party RUS --issue visas -o talks.yaml

    An issue template brings options with levels and points of reference from real instruments,
    and is between the two parties that --from and --to name. An issue of another name is settled
    with no or yes.
    """
    check_ending(output, _WRITES, "A scenario")
    for what, given in (("party", party), ("issue", issue)):
        if twice := [one for one in given if given.count(one) > 1]:
            raise ComityError(f"--{what} names {shown(twice[0])} twice; name each once.")
    from comity.agreements.document_texts import yaml_bytes
    from comity.agreements.documents import scenario_of as read
    from comity.agreements.documents import template as made
    from comity.agreements.documents import write_scenario

    topics = _topics(issue, giver, receiver)
    people = list(dict.fromkeys([*party, *(one for one in (giver, receiver) if one)]))
    if not people:
        raise ComityError("Name the parties at the table, as in --party KGZ --party RUS.")
    document = made(people, topics)
    asked = read(document, "template")
    if output is None:
        typer.echo(yaml_bytes(document).decode().rstrip())
        return
    if output.suffix.lower() in (".yaml", ".yml"):
        write(output, yaml_bytes(document))
    else:
        write_scenario(asked, output)
        note(f"Wrote {output}.")


def _topics(names: list[str], giver: str | None, receiver: str | None) -> list[Issue | str]:
    """The issues to settle: from templates between giver and receiver, else by their name alone."""
    from comity.agreements.templates import for_corridor, issue_templates

    known = {one.id: one for one in issue_templates()}
    if (giver is None) != (receiver is None):
        raise ComityError("--from and --to go together; name the giver and the receiver.")
    if giver is None or receiver is None:
        for name in known.keys() & set(names):
            note(f"{name} is an issue template too; take it with --from and --to.")
        return list(names)
    if not known.keys() & set(names):
        raise ComityError(
            "--from and --to are for issue templates, and no --issue names one; there is "
            f"{', '.join(known)}."
        )
    return [for_corridor(known[one], giver, receiver) if one in known else one for one in names]


def examples(
    name: str | None = typer.Argument(
        None, metavar="[NAME]", help="One of them, told at length. Default: list all."
    ),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Copy it to a file: .yaml .json .csv."
    ),
    as_json: bool = JSON,
) -> None:
    """List the illustrations that ship: issues of real talks, preferences that are nobody's.

    Example: comity agreements examples triangle -o mine.yaml
    """
    from comity.agreements import examples as shipped

    check_ending(output, _WRITES, "A scenario")
    if name is None:
        if output is not None:
            raise ComityError(
                "Name the illustration to copy, as in: examples triangle -o mine.yaml."
            )
        _list(as_json=as_json)
        return
    told = shipped.about(name)
    if output is not None:
        from comity.agreements.documents import write_scenario

        write_scenario(shipped.load(name), output)
        note(f"Wrote {output}.")
    plain = {
        "name": told.name, "title": told.title, "summary": told.summary,
        "illustration": told.illustration, "rule": told.rule, "texts": told.texts,
        "parties": dict(told.parties),
    }  # fmt: skip
    if as_json:
        print_json(plain)
    elif output is None:
        say(told.title, "bold")
        for sentence in (told.illustration, told.summary, told.rule, told.texts):
            say(sentence)
        print_table(["Party", "What weighs most, and why"], [*map(list, told.parties.items())])


def _list(*, as_json: bool) -> None:
    from comity.agreements import examples as shipped

    plain = []
    for name in shipped.names():
        one = shipped.load(name)
        size = {"parties": len(one.parties), "issues": len(one.issues)}
        plain.append({"name": name, "title": one.title} | size)
    if as_json:
        print_json(plain)
        return
    columns = ["Name", "Title", "Parties", "Issues"]
    print_table(columns, [list(one.values()) for one in plain], right=columns[2:])
    say("Their preferences are not any state's; they show the methods.")
