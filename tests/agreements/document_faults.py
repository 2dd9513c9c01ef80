"""Scenarios that are wrong in one place each, and the words in which that is told."""

import json
import math
from typing import Any


def talks(**more: Any) -> dict[str, Any]:
    """Three issues of three options between two parties, all fair and square."""
    options = [{"id": name, "level": level} for name, level in (("o", 0), ("s", 10), ("l", 40))]
    issues = [
        {"id": "x", "giver": "A", "receiver": "B", "options": options},
        {"id": "y", "giver": "B", "receiver": "A", "options": options},
        {"id": "z", "giver": "B", "receiver": "A", "options": options},
    ]
    points = {
        "x": {"o": 0, "s": 1, "l": 4},
        "y": {"o": 0, "s": 3, "l": 5},
        "z": {"o": 1, "s": 1, "l": 1},
    }
    document = {
        "parties": [{"id": "A"}, {"id": "B"}],
        "issues": issues,
        "utilities": {"A": points, "B": points},
        "status_quo": {"x": "o", "y": "o", "z": "o"},
    }
    return json.loads(json.dumps({**document, **more}))  # so that no two parts are one


def changed(*path: str | int, to: Any = None, drop: bool = False) -> dict[str, Any]:
    document = talks()
    at: Any = document
    for key in path[:-1]:
        at = at[key]
    if drop:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return document


STATED = {"weights": {"x": 1}, "values": {"x": {"s": 1}}}
CHOICE = {"issue": "x", "options": ["s"]}


def stated(**more: Any) -> dict[str, Any]:
    document = talks(preferences={"A": {**STATED, **more}})
    del document["utilities"]["A"]
    return document


def bound(**form: Any) -> dict[str, Any]:
    return talks(constraints=[form])


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    (
        "unknown key",
        changed("partys", to=[]),
        "partys: 'partys' is not known here; did you mean 'parties'?",
    ),
    (
        "unknown key inside",
        changed("issues", 0, "lable", to="X"),
        "issues.x.lable: 'lable' is not known here; did you mean 'label'?",
    ),
    (
        "other schema",
        changed("schema", to="exchange-graph/1"),
        "schema: 'exchange-graph/1' is no scenario",
    ),
    ("no parties", changed("parties", drop=True), "'parties' is missing; add it."),
    ("no points", changed("utilities", drop=True), "'utilities' is missing; say what"),
    ("nobody", changed("parties", to=[]), "parties: the list has 0 entries"),
    ("party without id", changed("parties", 1, to={"label": "B"}), "parties#2: 'id' is missing"),
    (
        "party is text",
        changed("parties", 1, to="B"),
        "parties#2: the text 'B' stands where names with values belong",
    ),
    ("party twice", changed("parties", 1, to={"id": "A"}), "the party 'A' stands twice"),
    (
        "id is a number",
        changed("parties", 1, to={"id": 7}),
        "id: the number 7 stands where text belongs",
    ),
    ("blank id", changed("parties", 1, "id", to="  "), "an id has 1 to 100 letters"),
    ("id of two lines", changed("parties", 1, "id", to="B\nC"), "an id has 1 to 100 letters"),
    (
        "half a letter",
        changed("parties", 1, "label", to="\ud800"),
        "parties.B.label: the text holds a sign",
    ),
    (
        "country",
        changed("parties", 1, "country", to="Atlantis"),
        "parties.B.country: No country, area or region is known as 'Atlantis'",
    ),
    (
        "reservation is text",
        changed("parties", 1, "reservation", to="5"),
        "parties.B.reservation: the text '5' stands where a number belongs",
    ),
    (
        "reservation is a truth value",
        changed("parties", 1, "reservation", to=True),
        "parties.B.reservation: 'true' stands where a number",
    ),
    (
        "worthless money",
        changed("parties", 1, "money", to=0),
        "parties.B.money: 0 stands where a number of 1e-12 or more",
    ),
    ("no issues", changed("issues", to=[]), "issues: the list has 0 entries"),
    ("issue twice", changed("issues", 1, "id", to="x"), "issues: the issue 'x' stands twice"),
    (
        "no options",
        changed("issues", 1, "options", to=[]),
        "issues.y.options: the list has 0 entries",
    ),
    (
        "options twice",
        changed("issues", 1, "options", to=["o", "s", "o"]),
        "issues.y.options: the option 'o' stands twice",
    ),
    (
        "all inadmissible",
        changed("issues", 1, "options", to=[{"id": "o", "inadmissible": True}]),
        "issues.y.options: every option is inadmissible",
    ),
    (
        "type",
        changed("issues", 1, "type", to="orderd"),
        "issues.y.type: 'orderd' is no type of issue; did you mean 'ordered'?",
    ),
    (
        "two types",
        changed("issues", 1, to={"id": "y", "type": "ordered", "kind": "onoff", "options": ["o"]}),
        "it contradicts the type",
    ),
    (
        "on/off of three",
        changed("issues", 1, "type", to="onoff"),
        "issues.y.options: an on/off issue has two options, not 3",
    ),
    (
        "giver",
        changed("issues", 1, "giver", to="b"),
        "issues.y.giver: 'b' is no party of this scenario; did you mean 'B'?",
    ),
    (
        "level",
        changed("issues", 1, "options", 1, "level", to="10"),
        "issues.y.options.s.level: the text '10' stands",
    ),
    (
        "status quo",
        changed("status_quo", "y", to="O"),
        "status_quo.y: 'O' is no option of y; did you mean 'o'?",
    ),
    ("status quo of nothing", changed("status_quo", "q", to="o"), "status_quo.q: 'q' is no issue"),
    (
        "two status quos",
        changed("issues", 1, "status_quo", to="s"),
        "status_quo.y: the issue itself says 's'",
    ),
    (
        "points of nobody",
        changed("utilities", "C", to={}),
        "utilities.C: 'C' is no party of this scenario; there is A, B.",
    ),
    (
        "points on nothing",
        changed("utilities", "A", "q", to={}),
        "utilities.A.q: 'q' is no issue of this scenario",
    ),
    (
        "points for nothing",
        changed("utilities", "A", "x", "q5", to=1),
        "utilities.A.x.q5: 'q5' is no option of x; there is o, s, l.",
    ),
    (
        "NaN",
        changed("utilities", "A", "x", "s", to=math.nan),
        "utilities.A.x.s: nan is not a number to compute with",
    ),
    (
        "infinity",
        changed("utilities", "A", "x", "s", to=-math.inf),
        "utilities.A.x.s: -inf is not a number",
    ),
    ("too large", changed("utilities", "A", "x", "s", to=10**400), "utilities.A.x.s: 1000000"),
    (
        "a truth value",
        changed("utilities", "A", "x", "s", to=False),
        "utilities.A.x.s: 'false' stands where a number",
    ),
    (
        "points are a list",
        changed("utilities", "A", "x", to=[1, 2]),
        "utilities.A.x: a list stands where names with values",
    ),
    (
        "weights negative",
        stated(weights={"x": -1}),
        "preferences.A.weights.x: -1 stands where a number of 0 or more",
    ),
    ("weights zero", stated(weights={"x": 0}), "preferences.A.weights: every weight is zero"),
    (
        "value beyond",
        stated(values={"x": {"s": 2}}),
        "preferences.A.values.x.s: 2 stands where a number from -1 to 1",
    ),
    ("spread", stated(spread=1.5), "preferences.A.spread: 1.5 stands where a number from 0 to 1"),
    (
        "bounds",
        stated(low={"x": 0.5}, high={"x": 0.8}),
        "preferences.A: the weight of x, 1, is not between",
    ),
    (
        "both",
        talks(preferences={"A": STATED}),
        "preferences: the points of A stand under utilities too",
    ),
    (
        "interaction",
        talks(interactions=[{"party": "A", "value": 1, "all_of": []}]),
        "interactions#1.all_of: the list has 0",
    ),
    (
        "same issue",
        talks(interactions=[{"party": "A", "value": 1, "all_of": [CHOICE, CHOICE]}]),
        "interactions#1.all_of: the issue 'x' stands twice",
    ),
    (
        "choice of nothing",
        talks(interactions=[{"party": "A", "value": 1, "all_of": [{"issue": "x"}]}]),
        "interactions#1.all_of#1: name either one 'option'",
    ),
    (
        "form",
        bound(type="implicaton"),
        "constraints#1.type: 'implicaton' is no type of constraint; did you mean 'implication'?",
    ),
    ("form without type", bound(limit=4), "constraints#1: 'type' is missing"),
    (
        "implication within",
        bound(type="implication", **{"if": CHOICE, "then": CHOICE}),
        "'if' and 'then' name the same issue",
    ),
    (
        "negative limit",
        bound(type="budget", party="A", limit=-1, costs={}),
        "constraints#1.limit: -1 stands where a number of 0 or more",
    ),
    (
        "negative cost",
        bound(type="budget", party="A", limit=1, costs={"x": {"s": -2}}),
        "constraints#1.costs.x.s: -2 stands",
    ),
    (
        "cost of nothing",
        bound(type="budget", party="A", limit=1, costs={"x": {"t": 2}}),
        "constraints#1.costs.x.t: 't' is no option of x",
    ),
    (
        "cap of both",
        bound(type="cap", limit=1, issues=["x"], places={}),
        "constraints#1: give either 'places'",
    ),
    (
        "too many of",
        bound(type="at_least", count=2, choices=[CHOICE]),
        "constraints#1.count: only 1 choices are named",
    ),
    (
        "half a count",
        bound(type="at_most", count=1.5, choices=[CHOICE]),
        "constraints#1.count: 1.5 stands where a whole number",
    ),
    ("parity of one", bound(type="parity", issues=["x"], delta=1), "parity is between two issues"),
    (
        "own counter",
        bound(type="reciprocity", issue="x", counter=["x"]),
        "x cannot be given in return for itself",
    ),
    (
        "other giver",
        bound(type="reciprocity", issue="x", counter=["y"], party="B"),
        "A is the giver of x",
    ),
    (
        "open purse",
        bound(type="budget", amounts={"x": {"s": 1}}, high=2, party="A", open=True),
        "constraints#1.open: a budget is never open to all",
    ),
    (
        "balance with itself",
        bound(type="balance", parties=["A", "A"], ratio=2),
        "a balance is between two parties",
    ),
    (
        "upside down",
        bound(type="linear", amounts={}, low=2, high=1),
        "constraints#1.low: 2 is above the high of 1",
    ),
    (
        "fund to itself",
        talks(payments={"funds": [{"payer": "A", "receiver": "A", "limit": 1}]}),
        "payments.funds#1: A would pay itself",
    ),
    (
        "negative fund",
        talks(payments={"funds": [{"payer": "A", "receiver": "B", "limit": -1}]}),
        "payments.funds#1.limit: -1",
    ),
    ("negative pot", talks(payments={"limits": {"A": -1}}), "payments.limits.A: -1"),
    (
        "bounded without bounds",
        talks(payments={"limits": {"A": 1}, "unlimited": True}),
        "payments.unlimited: limits are given too",
    ),
    (
        "overhead of nothing",
        talks(payments={"overhead": 1}),
        "payments.overhead: nobody pays into the pot",
    ),
    (
        "unlimited is a word",
        talks(payments={"unlimited": "very"}),
        "payments.unlimited: the text 'very' stands where true or false",
    ),
    (
        "provenance too deep",
        talks(provenance={"a": {"b": {"c": {"d": "e"}}}}),
        "provenance.a.b.c.d: it is nested too deep",
    ),
    (
        "too many parties",
        changed("parties", to=[{"id": f"p{n}"} for n in range(501)]),
        "parties: the list has 501 entries",
    ),
    (
        "too many issues",
        changed("issues", to=[{"id": f"i{n}", "options": ["a"]} for n in range(5001)]),
        "issues: the list has 5,001 entries",
    ),
    (
        "too many options",
        changed(
            "issues",
            to=[{"id": f"i{n}", "options": [f"o{m}" for m in range(50_001)]} for n in range(2)],
        ),
        "issues.i1: the scenario has more than 100,000 options",
    ),
]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join(f'*{old}' for _ in range(9))}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
FILES: list[tuple[str, str | bytes, str]] = [
    ("t.json", "", "t.json is empty"),
    ("t.yaml", "# nothing\n", "t.yaml is empty"),
    ("t.csv", "", "t.csv is empty"),
    ("t.json", "[]", "t.json holds no names with values at its top"),
    ("t.yaml", "- a\n- b", "t.yaml holds no names with values at its top"),
    ("t.yaml", "just words", "t.yaml holds no names with values at its top"),
    ("t.json", '{"parties": [\n{"id": "A",}]}', "t.json, line 2, column"),
    (
        "t.json",
        '{"utilities": {"A": {"x": {"s": 1, "s": 2}}}}',
        "t.json, utilities.A.x: 's' stands twice",
    ),
    ("t.json", '{"id": "a", "id": "b"}', "t.json, the top: 'id' stands twice"),
    ("t.json", '{"id": ' + "[" * 100_000 + "}", "t.json is nested deeper"),
    ("t.json", '{"id": ' + "9" * 5000 + "}", "t.json holds a number with too many digits"),
    (
        "t.json",
        '{"parties": "Z\xfcrich"}'.encode("latin-1"),
        "t.json, line 1: a letter is not in UTF-8",
    ),
    (
        "t.yaml",
        "parties:\n  - Z\xfcrich".encode("latin-1"),
        "t.yaml, line 2: a letter is not in UTF-8",
    ),
    ("t.yaml", b"a: \x00", "t.yaml holds a sign that YAML does not allow"),
    ("t.yaml", "id: a\nid: b", "t.yaml, line 2: 'id' stands twice"),
    ("t.yaml", "a: [1, 2\nb: 3", "t.yaml, line 2: this is not YAML"),
    ("t.yaml", "a: 1\n---\nb: 2", "t.yaml, line 2: this is not YAML"),
    ("t.yaml", "[a, b]: 2", "t.yaml, line 1: a name must be text"),
    ("t.yaml", "a: *b", "t.yaml, line 1: this is not YAML"),
    ("t.yaml", "a: &a\n  b: *a", "t.yaml, line 2: the alias *a contains itself"),
    ("t.yaml", BOMB, "t.yaml, line 6: the document is deeper or, with its aliases, larger"),
    ("t.yaml", "a: " + "[" * 100_000, "t.yaml, line 1: the document is deeper"),
    ("t.yaml", "a: !!python/object/apply:os.system [true]", "t.yaml, a: 'a' is not known here"),
    ("t.toml", "", "t.toml: Comity reads scenarios from .json"),
    ("t.csv", "party,issue,option\nA,x,o", "t.csv, row 1: the column 'utility' is missing"),
    (
        "t.csv",
        "party,issue,option,utility,levle\nA,x,o,1,2",
        "t.csv, row 1: 'levle' is no column of a scenario; did you mean 'level'?",
    ),
    (
        "t.csv",
        "party,issue,option,utility\nA,x,o,1\nA,x,o,1",
        "t.csv, row 3, column option: row 2 is about the same",
    ),
    (
        "t.csv",
        "party,issue,option,utility\nA,x,o,1\n,x,o,1",
        "t.csv, row 3, column party: it is blank",
    ),
    (
        "t.csv",
        "party,issue,option,utility\nA,x,o,1\nA,x,s,many",
        "t.csv, row 3, column utility: the text 'many' stands",
    ),
    (
        "t.csv",
        "party,issue,option,utility\nA,x,o,1\nA,x,s,NaN",
        "t.csv, row 3, column utility: NaN is not a number",
    ),
    (
        "t.csv",
        "party,issue,option,utility\nA,x,o,1\nA,x,s,1e999",
        "t.csv, row 3, column utility: 1e999 is not a number",
    ),
    (
        "t.csv",
        "party;issue;option;utility\nA;x;o;1\nA;x;s;1,5",
        "t.csv, row 3, column utility: the text '1,5' stands",
    ),
    (
        "t.csv",
        "party,issue,option,utility,reservation\nA,x,o,1,5\nA,x,s,1,6",
        "t.csv, row 3, column reservation: '6' contradicts '5' in row 2",
    ),
    (
        "t.csv",
        "party,issue,option,utility,giver\nA,x,o,1,\nA,x,s,1,C",
        "t.csv, row 3, column giver: 'C' is no party",
    ),
    (
        "t.csv",
        "party,issue,option,utility,status_quo\nA,x,o,1,yes\nA,x,s,1,yes",
        "t.csv, row 3, column status_quo: row 2 says that 'o'",
    ),
    (
        "t.csv",
        "party,issue,option,utility,status_quo\nA,x,o,1,today",
        "t.csv, row 2, column status_quo: 'today' is neither yes nor no",
    ),
    (
        "t.csv",
        "party,issue,option,utility,inadmissible\nA,x,o,1,yes",
        "t.csv, issues.x.options: every option is inadmissible",
    ),
    ("t.csv", "party,issue,option,utility\nA,x,o", "t.csv, row 2: 3 cells where the heading has 4"),
    (
        "t.csv",
        "party,issue,option,utility\nZ\xfcrich,x,o,1".encode("latin-1"),
        "t.csv, row 2: a letter is not in UTF-8",
    ),
]
