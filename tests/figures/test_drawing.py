"""Drawing elsewhere: the same pictures, and nobody is left behind when the server goes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.figures.drawing import Elsewhere, Here

BARS = json.dumps(
    {
        "data": {"values": [{"a": "Узбекистан", "b": 3}, {"a": "أوزبكستان", "b": 5}]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "b", "type": "quantitative"},
            "y": {"field": "a", "type": "nominal"},
        },
        "config": {"font": "IBM Plex Sans"},
    },
    ensure_ascii=False,
)


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    drawer = Elsewhere()
    yield drawer
    drawer.close()


def test_a_picture_is_the_same_wherever_it_is_drawn(elsewhere: Elsewhere) -> None:
    picture = elsewhere.svg(BARS)
    assert picture == Here().svg(BARS)
    assert "Узбекистан" in picture
    assert elsewhere.png(picture, 2) == Here().png(picture, 2)


@pytest.mark.parametrize("spec", ["{", '{"mark": "nonsense", "data": 5}'])
def test_what_cannot_be_drawn_is_refused_alike(elsewhere: Elsewhere, spec: str) -> None:
    with pytest.raises(ValueError, match=r".") as here:
        Here().svg(spec)
    with pytest.raises(ValueError, match=r".") as there:
        elsewhere.svg(spec)
    said = [str(refusal.value).splitlines() for refusal in (there, here)]
    reason = [[line for line in lines if not line.lstrip().startswith("at ")] for lines in said]
    assert reason[0] == reason[1]  # how the calls below it are written changes as they are compiled
    assert "".join(reason[0])
    assert elsewhere.svg(BARS)


def test_a_killed_drawer_costs_nothing_but_time(elsewhere: Elsewhere) -> None:
    picture = elsewhere.svg(BARS)
    assert elsewhere._process is not None
    first = elsewhere._process.pid
    os.kill(first, signal.SIGKILL)
    assert elsewhere.svg(BARS) == picture
    assert elsewhere.svg(BARS) == picture
    assert elsewhere._process is not None
    assert elsewhere._process.pid != first


def test_the_drawer_ends_with_the_server_however_that_ends() -> None:
    script = (
        "from comity.figures.drawing import Elsewhere; import time; drawer = Elsewhere(); "
        "print(drawer._started().pid, flush=True); time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    drawer = int(server.stdout.readline())
    server.kill()
    server.wait()
    server.stdout.close()
    until = time.monotonic() + 20
    while _alive(drawer) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _alive(drawer)


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
