"""How right the checks are on contracts whose answers a person wrote down."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from comity.services.contracts import Report, check, of_text


@dataclass(frozen=True)
class Compared:
    """One check on one contract: what it should say, and what it says."""

    contract: str
    check: str
    wanted: str
    found: str
    why: str
    quote: str


def report_on(path: Path) -> Report:
    return check(of_text(path.name, path.read_text(encoding="utf-8")))


def compared(folder: Path, names: Iterable[str], gold: dict[str, dict[str, str]]) -> list[Compared]:
    out = []
    for name in names:
        report = report_on(folder / f"{name}.txt")
        assert not report.trouble, (name, report.trouble)
        out += [
            Compared(name, o.check, gold[name][o.check], o.answer, str(o.why), o.quote)
            for o in report.outcomes
        ]
    return out


def scores(rows: Iterable[Compared], answer: str) -> dict[str, tuple[int, int, int]]:
    """By check: how often an answer was right, was given, and was wanted."""
    table: dict[str, tuple[int, int, int]] = {}
    for one in rows:
        right, given, wanted = table.get(one.check, (0, 0, 0))
        both = one.found == answer and one.wanted == answer
        table[one.check] = (
            right + both,
            given + (one.found == answer),
            wanted + (one.wanted == answer),
        )
    return table


def share(right: int, of: int) -> str:
    return f"{right / of:.2f}" if of else "  - "


def printed(rows: list[Compared]) -> str:
    """The table of precision and recall, for fails, passes, and all answers."""
    fails, passes = scores(rows, "fail"), scores(rows, "pass")
    lines = ["check     fail: precision recall   pass: precision recall   all answers right"]
    for name in fails:
        mine = [one for one in rows if one.check == name]
        right = sum(one.found == one.wanted for one in mine)
        (a, b, c), (d, e, f) = fails[name], passes[name]
        lines.append(
            f"{name:9s}       {share(a, b)}     {share(a, c)}           {share(d, e)}  "
            f"   {share(d, f)}"
            f"        {right} of {len(mine)}"
        )
    return "\n".join(lines)
