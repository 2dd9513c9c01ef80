"""Sessions with simulated respondents whose weights are known, and what sessions never do."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from comity.agreements.elicitation import EQUAL, Session
from comity.agreements.interviews import as_csv, record, resumed
from comity.agreements.polytope import INSIDE, deepest
from comity.agreements.preferences import from_ranking, from_swing, swings, with_preferences
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import BadScenario, Choice, Interaction, Linear, Scenario, Stated
from comity.agreements.stability import missed, recommended, reweighted
from comity.agreements.tradeoffs import Question, candidates, steps
from tests.agreements.uncertain import uncertain

Ask = Callable[[Session, np.random.Generator], Question | None]


def unknown(scenario: Scenario) -> Scenario:
    """The same negotiation in which nothing is known of the weights of p0."""
    even = {issue.id: 1 / len(scenario.issues) for issue in scenario.issues}
    values = scenario.stated["p0"].values
    return with_preferences(scenario, "p0", Stated(even, values))


def reply(session: Session, question: Question, weights: dict[str, float]) -> Session:
    """What somebody with these weights would say."""
    worth = sum(weights[i] * d for i, d in session.difference(question).items())
    return session.answered(question, "A" if worth > 0 else "B")


def chosen_well(session: Session, rng: np.random.Generator) -> Question | None:
    return session.next_question()


def at_random(session: Session, rng: np.random.Generator) -> Question | None:
    pairs = steps(session.scenario, "p0", session.stated_before.values)
    picks, signs = candidates(pairs, rng)
    a, b = {}, {}
    for pick, sign in zip(picks[0], signs[0], strict=True):
        if sign:
            issue = session.scenario.issues[pairs.issue[pick]].id
            a[issue], b[issue] = pairs.pairs[pick][:: int(sign)]
    return Question(a, b)


def interview(scenario: Scenario, count: int, ask: Ask, *, ranked: bool, seed: int) -> Session:
    blind, weights = unknown(scenario), dict(scenario.stated["p0"].weights)
    reach = swings(scenario, scenario.stated["p0"].values)
    order = sorted(reach, key=lambda issue: -weights[issue] * reach[issue])
    session = Session(blind, "p0", ranking=tuple(order) if ranked else (), seed=seed)
    rng = np.random.default_rng(seed)
    for _ in range(count):
        question = ask(session, rng)
        if question is None:
            break
        session = reply(session, question, weights)
    return session


def error(found: dict[str, float], true: dict[str, float]) -> float:
    return float(np.mean([abs(found[i] - true[i]) for i in true]))


@cache
def outcome(issues: int, count: int, *, ranked: bool, respondents: int) -> np.ndarray:
    """Mean (error of weights, best package found, log gains lost) of: even, at random, ours."""
    told = []
    for seed in range(respondents):
        scenario = uncertain(3, issues, 4, seed)
        true, truth = dict(scenario.stated["p0"].weights), compile_scenario(scenario)
        best = recommended(truth, 10.0)
        sessions = [
            interview(scenario, n, ask, ranked=ranked, seed=seed)
            for n, ask in ((0, at_random), (count, at_random), (count, chosen_well))
        ]
        row = []
        for session in sessions:
            found = recommended(reweighted(scenario, "p0", session.weights()), 10.0)
            assert found is not None
            same = np.array_equal(found, best)
            row.append([error(session.weights(), true), same, min(5, missed(truth, found, 0)[0])])
        told.append(row)
    return np.array(told).mean(axis=0)


@pytest.mark.parametrize(("issues", "count", "ranked"), [(6, 10, False), (9, 10, True)])
def test_questions_chosen_well_find_weights_and_packages(
    issues: int, count: int, ranked: bool
) -> None:
    """Without questions only a ranking is known, where there is one; random ones know it too."""
    nothing, random, ours = outcome(issues, count, ranked=ranked, respondents=8)
    even = np.mean(
        [
            error({f"i{i}": 1 / issues for i in range(issues)}, dict(s.stated["p0"].weights))
            for s in (uncertain(3, issues, 4, seed) for seed in range(8))
        ]
    )
    assert ours[0] < 0.65 * random[0]
    assert ours[0] < 0.5 * min(nothing[0], even)
    assert ours[1] >= max(random[1], nothing[1]) + (0.0 if ranked else 0.2)
    if ranked:
        assert ours[2] < 0.5 * min(random[2], nothing[2])


def test_the_truth_stays_possible_and_every_answer_narrows() -> None:
    scenario = uncertain(2, 6, 4, 21)
    true, width = dict(scenario.stated["p0"].weights), np.inf
    session = Session(unknown(scenario), "p0", seed=1)
    for _ in range(9):
        question = session.next_question()
        assert question is not None
        session = reply(session, question, true)
        ends = session.bounds()
        assert all(low - 1e-9 <= true[i] <= high + 1e-9 for i, (low, high) in ends.items())
        now = sum(high - low for low, high in ends.values())
        assert now <= width + 1e-9
        width = now
    assert session.consistent
    assert session.contradictions == ()
    assert sum(session.weights().values()) == pytest.approx(1)
    assert all(same for _, _, same in session.repeats())


def test_no_question_is_implied_inadmissible_or_impossible() -> None:
    """Both answers leave weights that are possible, whatever was answered before."""
    scenario = unknown(uncertain(2, 5, 4, 3))
    issues = list(scenario.issues)
    issues[0] = replace(
        issues[0],
        options=(
            *issues[0].options[:3],
            replace(issues[0].options[3], inadmissible="no screening"),
        ),
    )
    together = Linear("exclusion", "not both", {("i1", "o1"): 1.0, ("i2", "o2"): 1.0}, high=1.0)
    bonus = Interaction("p0", 1.0, (Choice("i4", frozenset({"o3"})),))
    scenario = replace(
        scenario, issues=tuple(issues), constraints=(together,), interactions=(bonus,)
    )
    session, rng = Session(scenario, "p0", seed=5), np.random.default_rng(0)
    for _ in range(14):
        question = session.next_question()
        if question is None:
            break
        assert set(question.a) == set(question.b)
        assert 2 <= len(question.a) <= 3
        assert all(question.a[i] != question.b[i] for i in question.a)
        for side in (question.a, question.b):
            assert side.get("i0") != "o3"
            assert side.get("i4") != "o3"
            assert not (side.get("i1") == "o1" and side.get("i2") == "o2")
        if question.repeats is None:
            for verdict in ("A", "B"):
                cuts, _ = session.answered(question, verdict)._cuts
                assert deepest(cuts)[0] > INSIDE
        else:  # answered as before, sides swapped
            before = session.answers[question.repeats]
            assert (before.question.a, before.question.b) == (question.b, question.a)
            session = session.answered(question, "B" if before.verdict == "A" else "A")
            continue
        session = session.answered(question, str(rng.choice(["A", "B"])))
    assert session.consistent


def test_contradictions_are_shown_and_named() -> None:
    scenario = uncertain(1, 4, 2, 0)
    one = {f"i{i}": {"o0": 0.0, "o1": 1.0} for i in range(4)}
    scenario = with_preferences(scenario, "p0", Stated(dict.fromkeys(one, 0.25), one))

    def rather(a: str, b: str) -> Question:
        return Question({a: "o1", b: "o0"}, {a: "o0", b: "o1"})

    session = Session(scenario, "p0")
    for a, b in (("i0", "i1"), ("i0", "i3"), ("i1", "i2"), ("i2", "i0")):
        session = session.answered(rather(a, b), "A")
    assert not session.consistent
    assert session.contradictions == ("answer 1", "answer 3", "answer 4")
    assert sum(session.weights().values()) == pytest.approx(1)
    assert "least total error" in session.stated().method
    for leave in (0, 2, 3):
        rest = replace(session, answers=session.answers[:leave] + session.answers[leave + 1 :])
        assert rest.consistent
    swapped = Session(scenario, "p0", ranking=("i3", "i2")).answered(rather("i2", "i3"), "A")
    assert swapped.contradictions == ("ranking 1", "answer 1")


def test_a_repeat_that_differs_is_noticed() -> None:
    scenario = unknown(uncertain(1, 6, 4, 2))
    session = Session(scenario, "p0", seed=3)
    true = {
        issue.id: w
        for issue, w in zip(scenario.issues, (0.3, 0.25, 0.2, 0.1, 0.1, 0.05), strict=True)
    }
    for _ in range(6):
        question = session.next_question()
        assert question is not None
        session = reply(session, question, true)
    again = session.next_question()
    assert again is not None
    assert again.repeats == 1
    first = session.answers[1].verdict
    changed = session.answered(again, first)  # the same letter, but the sides are swapped
    assert [same for _, _, same in changed.repeats()] == [False]
    assert changed.contradictions == ("answer 2", "answer 7")


def test_equal_and_cannot_say() -> None:
    scenario = unknown(uncertain(1, 5, 4, 9))
    session = Session(scenario, "p0")
    question = session.next_question()
    assert question is not None
    silent = session.answered(question, "cannot say")
    assert silent.weights() == pytest.approx(session.weights())
    other = silent.next_question()
    assert other is not None
    assert other.key != question.key
    equal = session.answered(question, "equal")
    size = max(map(abs, session.difference(question).values()))
    for point in equal.samples(50):
        worth = sum(point[i] * d for i, d in session.difference(question).items())
        assert abs(worth) <= EQUAL * size + 1e-9


def test_ranking_and_ratings_are_a_start() -> None:
    scenario = uncertain(1, 4, 3, 6)
    reach = swings(scenario, scenario.stated["p0"].values)
    order = ["i2", "i0", "i3", "i1"]
    swing = [from_ranking(order, reach)[i] * reach[i] for i in order]
    assert swing == pytest.approx(np.array([25, 13, 7, 3]) / 48 * sum(swing))
    ratings = {"i0": 60.0, "i1": 20.0, "i2": 100.0, "i3": 40.0}
    rated = from_swing(ratings, reach)
    assert rated["i0"] * reach["i0"] == pytest.approx(0.6 * rated["i2"] * reach["i2"])
    session = Session(unknown(scenario), "p0", ranking=tuple(order), ratings=ratings)
    assert session.consistent
    assert error(session.weights(), rated) < 0.03


def test_a_session_is_kept_and_taken_up_again() -> None:
    scenario = uncertain(2, 6, 4, 12)
    session = interview(scenario, 7, chosen_well, ranked=True, seed=4)
    kept = record(session, "2026-11-22")
    again = resumed(session.scenario, kept)
    assert record(again, "2026-11-22") == kept
    assert again.next_question() == session.next_question()
    assert len(as_csv(session).splitlines()) == 8
    stated = session.stated("2026-11-22")
    assert (stated.date, "7" in stated.method) == ("2026-11-22", True)
    applied = session.applied()
    weights, values = stated.weights, stated.values
    assert applied.points["p0"]["i3"]["o2"] == pytest.approx(weights["i3"] * values["i3"]["o2"])
    assert applied.points["p1"] == scenario.points["p1"]


def test_asking_ends_when_the_package_is_settled() -> None:
    scenario = uncertain(2, 4, 3, 30)
    open_ended = Session(unknown(scenario), "p0", seed=2)
    assert open_ended.finished(20, 0.1) == ""
    known = interview(scenario, 15, chosen_well, ranked=True, seed=2)
    assert known.finished() in ("settled", "asked")
    assert replace(known, most=99).stability(20, 0.1).share >= 0.9


def test_points_alone_keep_their_scale() -> None:
    """A party with a score sheet: its reservation must mean the same before and after."""
    scenario = replace(uncertain(1, 4, 3, 6), stated={})
    scaled = {i: {o: 100 * p for o, p in told.items()} for i, told in scenario.points["p0"].items()}
    scenario = replace(scenario, points={"p0": scaled})
    session = Session(scenario, "p0")
    ranges = [max(t.values()) - min(t.values()) for t in scaled.values()]
    assert sum(session.weights().values()) == pytest.approx(sum(ranges))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda s: Session(s, "nobody").next_question(), "no party 'nobody'"),
        (lambda s: Session(s, "p0", ranking=("i9",)), "is no issue"),
        (lambda s: Session(s, "p0", ratings={"i0": 0.0}), "from 0 to 100"),
        (lambda s: Session(s, "p0").answered(Question({"i0": "o1"}, {"i0": "o0"}), "A"), "two or"),
        (
            lambda s: Session(s, "p0").answered(
                Question({"i0": "o1", "i1": "o9"}, {"i0": "o0", "i1": "o0"}), "A"
            ),
            "does not have",
        ),
        (
            lambda s: Session(s, "p0").answered(
                Question({"i0": "o1", "i1": "o0"}, {"i0": "o0", "i1": "o1"}), "maybe"
            ),
            "not understood",
        ),
        (lambda s: resumed(s, {"answers": []}), "not complete"),
    ],
)
def test_bad_input_is_told_in_a_sentence(make: Callable[[Scenario], object], sentence: str) -> None:
    with pytest.raises(BadScenario, match=sentence):
        make(unknown(uncertain(1, 3, 3, 1)))
