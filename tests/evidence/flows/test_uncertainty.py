"""Intervals hold the estimate, do not depend on who drew what, and widen with the errors."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import ComityError
from comity.evidence.flows.drawing import Job, Pool, block, potentials_of
from comity.evidence.flows.errors import Errors
from comity.evidence.flows.estimation import Options, of_inputs
from comity.evidence.flows.quantiles import Tails
from comity.evidence.flows.uncertainty import POOL, Spread, spread
from tests.evidence.flows.small_world import by_sex, small_world, widths

CLOSED: Pool = (("closed-minimum", 1),)
REVERSE: Pool = (("difference-reverse", 1),)


def bytes_of(found: Spread) -> bytes:
    return b"".join(
        getattr(getattr(band, name), end).tobytes()
        for band in found.bands.values()
        for name in ("flows", "arrivals", "departures", "net", "total")
        for end in ("low", "high")
    )


def test_any_split_over_blocks_and_processes_gives_the_same_bytes() -> None:
    world = small_world()
    told: list[tuple[int, int]] = []
    alone = spread(world, draws=15, workers=1, sexes=by_sex(world))
    odd = spread(
        world, draws=15, workers=1, sexes=by_sex(world), block_size=4,
        progress=lambda done, of: told.append((done, of)),
    )  # fmt: skip
    shared = spread(world, draws=15, workers=2, sexes=by_sex(world), block_size=5)
    assert bytes_of(alone) == bytes_of(odd) == bytes_of(shared)
    assert told == [(4, 15), (8, 15), (12, 15), (15, 15)]
    assert bytes_of(alone) != bytes_of(spread(world, draws=15, seed=2))


def test_every_interval_holds_its_estimate_and_widening_is_told() -> None:
    world = small_world()
    found = spread(world, draws=30, sexes=by_sex(world))
    for band in found.bands.values():
        for one in (band.flows, band.arrivals, band.departures, band.net, band.total):
            assert (one.low <= one.value).all()
            assert (one.value <= one.high).all()
    assert sum(found.methods.values()) == 30
    assert {*found.methods} == {method for method, _ in POOL}
    np.testing.assert_array_equal(found.both.flows.value, of_inputs(world, "pseudo-bayes").flows)
    apart = spread(
        world, draws=20, errors=Errors(0, 0, 0), pool=CLOSED, method="difference-reverse"
    )
    assert apart.both.flows_widened > 0.9


def test_women_and_men_add_up_to_the_estimate_of_both() -> None:
    world = small_world()
    bands = spread(world, draws=10, sexes=by_sex(world)).bands
    both = bands["female"].flows.value + bands["male"].flows.value
    np.testing.assert_allclose(both, bands["total"].flows.value, rtol=1e-9)
    assert bands["female"].total.high < bands["total"].total.high


def test_without_errors_one_method_has_no_width() -> None:
    band = spread(
        small_world(), draws=12, pool=CLOSED, method=CLOSED[0][0], errors=Errors(0, 0, 0)
    ).both
    for one in (band.flows, band.arrivals, band.net, band.total):
        np.testing.assert_allclose(one.low, one.value, rtol=1e-6, atol=1e-4)
        np.testing.assert_allclose(one.high, one.value, rtol=1e-6, atol=1e-4)


@pytest.mark.parametrize("part", ["stocks", "people", "net"])
def test_wider_errors_give_wider_intervals(part: str) -> None:
    def width(factor: float) -> float:
        nothing = Errors(0, 0, 0)
        band = spread(
            small_world(), draws=25, pool=CLOSED, method=CLOSED[0][0],
            errors=replace(nothing, **{part: factor}),
        ).both  # fmt: skip
        return widths(band.flows.low, band.flows.high)

    assert 0 < 1.3 * width(0.5) < width(1) < width(2) / 1.3


def test_sums_are_taken_within_draws_and_bounds_are_quantiles_of_draws() -> None:
    world = small_world()
    found = spread(world, draws=50, level=0.7).both
    shares: Pool = tuple((name, weight / 8) for name, weight in POOL)
    job = potentials_of(Job(world, None, shares, Options(), Errors(), 1, {}))
    made = block(job, 0, 50)
    ends = [0.15, 0.85]
    tables = made.flows["total"].astype(float).reshape(50, 6, 6)
    low, high = np.quantile(tables, ends, axis=0)
    value = found.flows.value
    np.testing.assert_allclose(found.flows.low, np.minimum(low, value), rtol=1e-6)
    np.testing.assert_allclose(found.flows.high, np.maximum(high, value), rtol=1e-6)
    low, high = np.quantile(tables.sum(axis=(1, 2)), ends)
    assert found.total.low == pytest.approx(low)
    assert found.total.high == pytest.approx(high)
    assert found.total.high - found.total.low < widths(found.flows.low, found.flows.high)


def test_tails_do_not_depend_on_the_order_of_draws() -> None:
    chance = np.random.default_rng(3)
    values = chance.standard_normal((101, 9)).astype(np.float32)
    for level in (0.5, 0.8, 0.99):
        tails, back = Tails(9, 101, level), Tails(9, 101, level)
        for first in range(0, 101, 8):
            tails.add(values[first : first + 8])
        for first in reversed(range(0, 101, 30)):
            back.add(values[first : first + 30])
        ends = np.quantile(values.astype(float), [(1 - level) / 2, (1 + level) / 2], axis=0)
        for one, other, bound in zip(tails.bounds(), back.bounds(), ends, strict=True):
            assert one.tobytes() == other.tobytes()
            np.testing.assert_allclose(one, bound, rtol=1e-5)


def test_a_draw_that_cannot_be_is_drawn_anew_and_counted() -> None:
    world = small_world()
    deaths = world.deaths.copy()
    deaths[0] = 0.97 * world.pop_start[0]  # a few per cent more, and more die than there are
    dying = replace(world, deaths=deaths)
    found = spread(dying, draws=20, workers=1)
    assert found.redrawn > 5
    assert bytes_of(found) == bytes_of(spread(dying, draws=20, workers=1, block_size=9))
    hopeless = replace(world, deaths=2 * world.pop_start)
    with pytest.raises(ComityError, match="in 100 attempts: A draw left a place without people"):
        spread(hopeless, draws=2, pool=REVERSE, method="difference-reverse")


def test_what_makes_no_sense_is_refused_in_a_sentence() -> None:
    world = small_world()
    for wrong, words in (
        ({"draws": 1}, "two draws"),
        ({"level": 1.0}, "between 0 and 1"),
        ({"pool": (("guess", 1),)}, "mend it"),
        ({"pool": (("closed-minimum", 0),)}, "above zero"),
    ):
        with pytest.raises(ComityError, match=words):
            spread(world, **wrong)  # type: ignore[arg-type]
    with pytest.raises(ComityError, match="natives"):
        spread(replace(world, natives=False))


ENDLESS = """
from comity.evidence.flows.uncertainty import spread
from tests.evidence.flows.small_world import small_world
if __name__ == "__main__":
    spread(small_world(), draws=200_000, workers=2, progress=lambda *_: print("made", flush=True))
"""


def children(parent: int) -> list[int]:
    """The processes that a process started, as Linux tells them."""
    written = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(number) for number in written.split()]


def lives(number: int) -> bool:
    try:
        said = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return said.rpartition(")")[2].split()[0] not in "ZX"


@pytest.mark.alone
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_nobody_draws_on_when_the_one_who_asked_is_gone(
    how: signal.Signals, tmp_path: Path
) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("Only Linux lists the children of a process in /proc.")
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS, encoding="utf-8")
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, script], env=os.environ | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as asking:  # fmt: skip
        assert asking.stdout
        assert asking.stdout.readline() == "made\n"
        started = children(asking.pid)
        assert len(started) >= 2
        asking.send_signal(how)
        until = time.monotonic() + 5
        while any(map(lives, [asking.pid, *started])) and time.monotonic() < until:
            time.sleep(0.05)
        left = [number for number in started if lives(number)]
        for number in left:
            os.kill(number, signal.SIGKILL)
        asking.kill()
        _, complaints = asking.communicate()
    assert left == []
    assert "UnpicklingError" not in complaints
    assert complaints.count("Traceback") == (1 if how == signal.SIGINT else 0), complaints
