"""The only way out of the house: asks the hosts of the catalogue, and nobody else.

An answer is taken whole or not at all. What fails for a moment is tried again, later each time and
as late as the publisher says; what comes in part is taken up where it ended; what has not changed
is not sent again. A redirect to a host that is not in the catalogue is refused.
"""

from __future__ import annotations

import logging
import random
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import tenacity

from comity import __version__
from comity.core.errors import ComityError
from comity.evidence.sources.contract import Ask, Body
from comity.evidence.sync.answer import Refused, Unready, decoded, headers_of, sound, verified
from comity.evidence.sync.downloads import Downloads, Kept, Slot
from comity.evidence.sync.keys import Keys
from comity.evidence.sync.trust import trusted

TRIES = 5
DEAD = 3
"""Silent hosts, and not one that answers, after which the network is taken to be down."""
LONGEST_WAIT = 300.0
LONGEST_ANSWER = 1200.0
REDIRECTS = 5
_TIMEOUT = httpx.Timeout(60.0, connect=20.0)
_GONE_BY = (404, 410)
_TOLD = ("page", "year", "yearFrom", "time", "sinceTimePeriod", "geo", "offset")
"""Parameters that tell one answer of an address from the next."""

for _name in ("httpx", "httpcore"):  # their lines hold addresses with keys in them
    logging.getLogger(_name).setLevel(logging.WARNING)


class Wire:
    """Asks publishers, one address after the other.

    `pauses` are the seconds to leave between two questions to a host; no other host is asked, and
    `turn_to` narrows them to those of one dataset. `fresh` is the moment from which an answer in
    the folder is taken without asking again: the start of a sync that was interrupted. `transport`,
    `sleep` and `now` stand in for the network and the clock in tests.
    """

    def __init__(
        self,
        pauses: Mapping[str, float],
        downloads: Downloads,
        keys: Keys | None = None,
        *,
        fresh: datetime | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] | None = None,
        now: Callable[[], float] = time.monotonic,
        progress: Callable[[str, int], None] | None = None,
    ) -> None:
        self.pauses = pauses
        self.hosts = frozenset(pauses)
        self.downloads = downloads
        self.keys = keys or Keys()
        self.fresh = fresh
        self.bodies: list[Body] = []
        self._sleep = sleep or (lambda seconds: time.sleep(seconds))
        self._now = now
        self._progress = progress or (lambda _name, _size: None)
        self._next: dict[str, float] = {}
        self._silent: dict[str, str] = {}
        self._heard = False
        try:
            self._client = httpx.Client(
                transport=transport,
                verify=transport is not None or trusted(),
                timeout=_TIMEOUT,
                follow_redirects=False,
                headers={
                    "User-Agent": f"Comity/{__version__} (migration statistics; httpx)",
                    "Accept-Encoding": "gzip",
                },
            )
        except (httpx.InvalidURL, ImportError, ValueError):  # what it says may hold a password
            raise Refused(
                "The proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names cannot be used: write "
                "http://HOST:PORT there; SOCKS proxies are not supported."
            ) from None

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.close()

    def turn_to(
        self,
        hosts: Iterable[str],
        fresh: datetime | None = None,
        progress: Callable[[str, int], None] | None = None,
    ) -> None:
        """Ask these hosts only from now on, and begin a new list of bodies."""
        self.hosts = frozenset(hosts) & self.pauses.keys()
        self.fresh = fresh
        self.bodies = []
        self._progress = progress or self._progress

    def get(self, ask: Ask) -> Body:
        """What the address answers; raises `ComityError` in one sentence where it does not."""
        slot = self.downloads.slot(ask)
        kept = slot.kept()
        if not (kept and self.fresh and kept.retrieved_at >= self.fresh):
            kept = self._patiently(ask, slot, kept)
        body = Body(
            _called(ask),
            kept.data,
            _plain(ask),
            kept.retrieved_at,
            _moment(kept.modified),
        )
        self.bodies.append(body)
        return body

    def _patiently(self, ask: Ask, slot: Slot, kept: Kept | None) -> Kept:
        """Ask up to five times; a refusal for good, or a host that was silent, not again."""
        if said := self._silent.get(httpx.URL(ask.url).host):
            raise Refused(said)
        most = TRIES if self._heard or len(self._silent) < DEAD else 1
        tries = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(most),
            wait=_wait,
            retry=tenacity.retry_if_exception_type(Unready),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return tries(self._once, ask, slot, kept)
        except Unready as error:
            times = f"{most} times" if most > 1 else "once"
            sentence = f"{error} It was tried {times}; try again later."
            if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                self._silent[httpx.URL(ask.url).host] = sentence
            raise Refused(sentence) from error

    def _once(self, ask: Ask, slot: Slot, kept: Kept | None) -> Kept:
        host = httpx.URL(ask.url).host
        begun = slot.begun()
        asked = self._headers(ask)
        if begun:
            asked |= {"Range": f"bytes={begun['size']}-", "If-Range": begun["mark"]}
        elif kept:
            asked |= {"If-None-Match": kept.etag} if kept.etag else {}
            asked |= {"If-Modified-Since": kept.modified} if kept.modified else {}
        try:
            with self._answered(ask, asked) as answer:
                return self._taken(ask, slot, kept, answer, begun)
        except httpx.HTTPError as error:
            raise _explained(error, host) from error

    def _headers(self, ask: Ask) -> dict[str, str]:
        asked = dict(ask.headers)
        if ask.secret and ask.secret.where == "header" and ask.secret.name in self.keys.held:
            asked[ask.secret.called] = ask.secret.shape.format(self.keys.held[ask.secret.name])
        return asked

    def _answered(self, ask: Ask, headers: dict[str, str]) -> _Answer:
        """The open answer, after redirects among the hosts of the catalogue."""
        params = httpx.QueryParams([*ask.params])
        if ask.secret and ask.secret.where == "query" and ask.secret.name in self.keys.held:
            held = self.keys.held[ask.secret.name]
            params = params.add(ask.secret.called, ask.secret.shape.format(held))
        url = httpx.URL(ask.url)
        if params:
            url = url.copy_merge_params(params)
        first = url.host
        for _ in range(REDIRECTS + 1):
            self._may_ask(url, first)
            self._in_turn(url.host)
            if url.host != first and ask.secret:
                headers = {k: v for k, v in headers.items() if k != ask.secret.called}
            request = self._client.build_request("GET", url, headers=headers)
            response = self._client.send(request, stream=True)
            self._heard = True
            if not response.has_redirect_location:
                return _Answer(response)
            target = response.headers["location"]
            response.close()
            url = _joined(url, target, first)
        raise Refused(f"{first} sends on and on without an answer; it was given up.")

    def _may_ask(self, url: httpx.URL, first: str) -> None:
        if url.scheme == "https" and url.host in self.hosts and url.port in (None, 443):
            return
        if url.host == first and url.host in self.hosts:
            raise Refused(f"{first} sends on to another port or without TLS; not followed.")
        if url.host == first:
            raise Refused(f"{first} is not a host of the catalogue; it was not asked.")
        where = f"{url.scheme}://{url.host}"
        raise Refused(
            f"{first} sends on to {where}, which is no host of the catalogue; not followed."
        )

    def _in_turn(self, host: str) -> None:
        """Leave the host its pause."""
        wait = self._next.get(host, 0.0) - self._now()
        if wait > 0:
            self._sleep(wait)
        self._next[host] = self._now() + self.pauses.get(host, 0.5)

    def _taken(
        self,
        ask: Ask,
        slot: Slot,
        kept: Kept | None,
        answer: _Answer,
        begun: dict[str, object] | None,
    ) -> Kept:
        response = answer.response
        host = response.request.url.host
        status = response.status_code
        if status == 304 and kept and not begun:
            return slot.confirm(kept, _plain(ask))
        if status == 416 and begun:
            slot.forget_part()
            raise Unready(f"{host} has another file by now; it is fetched anew.")
        if status == 429 or status >= 500 or status == 408:
            raise Unready(f"{host} answered {status}.", after=_retry_after(response))
        if status not in (200, 206):
            raise Refused(_turned_away(status, host, ask))
        on = status == 206 and begun is not None
        if status == 206 and not (on and _starts_at(response, begun)):
            slot.forget_part()
            raise Unready(f"{host} sent another part of the file than was asked for.")
        raw = self._received(ask, slot, response, on=on)
        encoding = str(begun["encoding"]) if on and begun else _encoding(response)
        slot_headers = headers_of(response)
        try:
            verified(raw, response, host, whole=not on)
            data = decoded(raw, encoding, host, ask.most)
            sound(data, ask.form, _called(ask))
        except ComityError:
            slot.forget_part()
            raise
        return slot.keep(data, _plain(ask), slot_headers)

    def _received(self, ask: Ask, slot: Slot, response: httpx.Response, *, on: bool) -> bytes:
        """All bytes as they were sent, written to the part as they come."""
        host = response.request.url.host
        stated = response.headers.get("content-length", "")
        if stated.isdigit() and int(stated) > ask.most:
            raise Refused(
                f"{host} offers {int(stated):,} bytes for {_called(ask)}, more than the "
                f"{ask.most:,} that are taken in."
            )
        mark = _mark(response)
        started = self._now()
        size = slot.part.stat().st_size if on else 0
        with slot.writing(mark, _encoding(response), on=on) as file:
            for chunk in response.iter_raw():
                size += len(chunk)
                if size > ask.most:
                    raise Refused(
                        f"{host} sends more than {ask.most:,} bytes for {_called(ask)}; it was "
                        "stopped."
                    )
                if self._now() - started > LONGEST_ANSWER:
                    raise Unready(f"{host} needed more than {LONGEST_ANSWER / 60:.0f} minutes.")
                file.write(chunk)
                self._progress(_called(ask), size)
        return slot.part.read_bytes()


class _Answer:
    """An open answer, closed when its block ends."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, *_error: object) -> None:
        self.response.close()


def _wait(state: tenacity.RetryCallState) -> float:
    """Seconds before the next try: as the publisher says, else 1, 2, 4, 8 with jitter."""
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, Unready) else None
    backoff = 2.0 ** (state.attempt_number - 1)
    jitter = random.uniform(0, backoff)
    return min(LONGEST_WAIT, max(after or 0.0, backoff / 2 + jitter))


def _retry_after(response: httpx.Response) -> float | None:
    """The seconds that Retry-After asks for, written as a number or as a moment (RFC 9110)."""
    said = response.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return float(min(int(said), 86_400))
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _explained(error: httpx.HTTPError, host: str) -> ComityError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Refused(
                f"The certificate of {host} is not trusted here ({cause.verify_message}): if your "
                "network inspects traffic, name its certificates in SSL_CERT_FILE."
            )
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ProxyError):
        return Unready(f"The proxy refuses to reach {host}; check HTTPS_PROXY.")
    if isinstance(error, httpx.TimeoutException):
        return Unready(f"{host} does not answer in time.")
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError):
        return Unready(f"{host} broke off in the middle of its answer.")
    if isinstance(error, httpx.ConnectError):
        return Unready(f"{host} cannot be reached; check the network and HTTPS_PROXY.")
    return Unready(f"{host} could not be asked ({type(error).__name__}).")


def _turned_away(status: int, host: str, ask: Ask) -> str:
    if status in (401, 403):
        if ask.secret:
            return (
                f"{host} refuses the key {ask.secret.name} ({status}); check it, or ask the "
                "publisher for another."
            )
        return f"{host} refuses to answer ({status}) for {_called(ask)}."
    if status in _GONE_BY:
        return f"{host} has nothing at {httpx.URL(ask.url).path} any more ({status})."
    return f"{host} answered {status} for {_called(ask)}, which is no answer that can be used."


def _joined(url: httpx.URL, target: str, first: str) -> httpx.URL:
    try:
        return url.join(target)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(f"{first} sends on to an address that is none; not followed.") from error


def _starts_at(response: httpx.Response, begun: dict[str, object] | None) -> bool:
    stated = response.headers.get("content-range", "")
    return begun is not None and stated.startswith(f"bytes {begun['size']}-")


def _mark(response: httpx.Response) -> str | None:
    """What tells this version of a file from another: a strong ETag, else its date."""
    etag = response.headers.get("etag")
    if etag and not etag.startswith("W/"):
        return str(etag)
    modified = response.headers.get("last-modified")
    return str(modified) if modified else None


def _encoding(response: httpx.Response) -> str:
    return str(response.headers.get("content-encoding", "")).strip().lower()


def _plain(ask: Ask) -> str:
    """The address as it may be shown and recorded: no key was ever put in it."""
    url = httpx.URL(ask.url)
    return str(url.copy_merge_params([*ask.params]) if ask.params else url)


def _called(ask: Ask) -> str:
    """How sentences call an answer: its host, the end of its path, and its page or period."""
    url = httpx.URL(ask.url)
    parts = [part for part in url.path.split("/") if part]
    while len(parts) > 1 and sum(map(len, parts)) + len(parts) > 70:
        del parts[0]
    more = [f", {name} {value}" for name, value in ask.params if name in _TOLD and len(value) < 20]
    return f"{url.host}/{'/'.join(parts)}{''.join(more[:2])}"


def _moment(said: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(said) if said else None
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
    except (ValueError, TypeError, OverflowError):  # the last: a moment before or after all years
        return None
