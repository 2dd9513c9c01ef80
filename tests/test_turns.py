"""Tests run side by side; who wants to be alone is, and does not wait for ever."""

import threading
from pathlib import Path

from tests.conftest import _turn


def entered(
    folder: Path, *, alone: bool, leave: threading.Event
) -> tuple[threading.Event, threading.Thread]:
    """Somebody who wants to enter; the event tells that he is in, and he stays until told."""
    inside = threading.Event()

    def stay() -> None:
        with _turn(folder, alone=alone):
            inside.set()
            leave.wait(60)

    thread = threading.Thread(target=stay)
    thread.start()
    return inside, thread


def test_many_may_be_in_at_a_time_but_nobody_beside_who_is_alone(tmp_path: Path) -> None:
    first, second, third = (threading.Event() for _ in range(3))
    one, one_thread = entered(tmp_path, alone=False, leave=first)
    assert one.wait(60)
    beside, beside_thread = entered(tmp_path, alone=False, leave=first)
    assert beside.wait(60), "two may be in"
    alone, alone_thread = entered(tmp_path, alone=True, leave=second)
    assert not alone.wait(0.2), "the others are still in"
    late, late_thread = entered(tmp_path, alone=False, leave=third)
    assert not late.wait(0.2), "somebody waits to be alone: nobody enters before"
    first.set()
    assert alone.wait(60)
    assert not late.wait(0.2), "somebody is alone"
    second.set()
    assert late.wait(60)
    third.set()
    for thread in (one_thread, beside_thread, alone_thread, late_thread):
        thread.join(60)
        assert not thread.is_alive()
