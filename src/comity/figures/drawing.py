"""Drawing by vl-convert: here, or in a process of its own that leaves a server free to answer.

vl-convert keeps the whole interpreter waiting while it draws. A server therefore asks another
process, through pipes: a line with what is wanted and the length of what follows, then that. The
process ends when its input does, so that it cannot outlive the server, however that ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from functools import cache
from typing import IO, Any, Protocol

from comity.figures.fonts import font_folders


class Drawer(Protocol):
    """Whoever turns a specification into SVG, and SVG into PNG."""

    def svg(self, spec: str) -> str:
        """The SVG of a Vega-Lite specification, given as JSON."""

    def png(self, picture: str, scale: float) -> bytes:
        """The PNG of an SVG, `scale` times its size."""


class Here:
    """Draws in this process, one picture at a time."""

    _lock = threading.Lock()

    def svg(self, spec: str) -> str:
        """The SVG of a Vega-Lite specification; raises `ValueError` where it is none."""
        import vl_convert

        with self._lock:
            _fonts_registered()
            return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])

    def png(self, picture: str, scale: float) -> bytes:
        """The PNG of an SVG, `scale` times its size."""
        import vl_convert

        with self._lock:
            _fonts_registered()
            return bytes(vl_convert.svg_to_png(picture, scale=scale))


@cache
def _fonts_registered() -> None:
    """Make the packaged fonts known to vl-convert, once in a process."""
    import vl_convert

    for folder in font_folders():
        vl_convert.register_font_directory(str(folder))


class Elsewhere:
    """Draws in a process of its own, which is started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def svg(self, spec: str) -> str:
        """The SVG of a Vega-Lite specification; raises `ValueError` where it is none."""
        return self._asked({"what": "svg"}, spec).decode()

    def png(self, picture: str, scale: float) -> bytes:
        """The PNG of an SVG, `scale` times its size."""
        return self._asked({"what": "png", "scale": scale}, picture)

    def _asked(self, wanted: dict[str, Any], text: str) -> bytes:
        with self._lock:
            try:
                process = self._process or self._started()
                assert process.stdin is not None
                assert process.stdout is not None
                _write(process.stdin, wanted, text.encode())
                answer, body = _read(process.stdout)
            except (OSError, EOFError):  # the process is gone: draw here, and start another later
                self._end()
                return _drawn(wanted, text.encode())
        if "wrong" in answer:
            raise ValueError(answer["wrong"])
        return body

    def _started(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C in a terminal is for the server
        )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()


def _drawn(wanted: dict[str, Any], body: bytes) -> bytes:
    if wanted["what"] == "svg":
        return Here().svg(body.decode()).encode()
    return Here().png(body.decode(), wanted["scale"])


def _write(stream: IO[bytes], head: dict[str, Any], body: bytes) -> None:
    stream.write(json.dumps({**head, "length": len(body)}).encode() + b"\n" + body)
    stream.flush()


def _read(stream: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The next head and what follows it; raises `EOFError` where the other side is gone."""
    line = stream.readline()
    head = json.loads(line) if line.endswith(b"\n") else None
    body = stream.read(head["length"]) if head else b""
    if head is None or len(body) < head["length"]:
        raise EOFError
    return head, body


def main() -> None:
    """Draw what standard input asks for until it ends."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            wanted, body = _read(asked)
        except EOFError:
            return
        try:
            _write(answers, {}, _drawn(wanted, body))
        except ValueError as error:
            _write(answers, {"wrong": str(error)}, b"")
