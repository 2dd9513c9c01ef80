"""`comity sync` as a ministry runs it: behind a proxy that opens TLS with its own certificates."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
import trustme

from comity.evidence.embedded import load_embedded
from comity.evidence.store import Store
from tests.cli.speaker import Command
from tests.evidence.sources.loopback import Question, Reply, page, told
from tests.evidence.sources.shape_world_bank import row
from tests.evidence.sync.proxy import Proxy, proxy

NAME = "governance"
KEY = "a-key-that-nobody-may-see"


class Ministry:
    """A machine behind the proxy."""

    def __init__(self, home: Path, through: Proxy, bundle: Path, comity: Command) -> None:
        self.home = home
        self.comity = comity
        self.proxy = through
        self.bundle = bundle
        self.value = 1.0
        self.places = ["AFG", "KGZ", "TJK", "UZB"]

    def answer(self, question: Question) -> Reply:
        """The publisher's table as it stands."""
        code = question.path.rsplit("/", 1)[-1]
        rows = [
            row(code, place, year, self.value) for place in self.places for year in (2023, 2024)
        ]
        return told([{"page": 1, "pages": 1, "lastupdated": "2026-09-01"}, rows])

    def run(self, *words: str, **more: str) -> tuple[int, str, str]:
        """One command: its status, what it said, and what it said beside."""
        settings = {
            "COMITY_HOME": str(self.home),
            "HTTPS_PROXY": self.proxy.url,
            "SSL_CERT_FILE": str(self.bundle),
        }
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (settings | more).items():
                patch.setenv(name, value) if value else patch.delenv(name, raising=False)
            said = self.comity(*words)
        return said.status, said.out, said.err


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the figures that ship."""
    home = tmp_path_factory.mktemp("loaded")
    load_embedded(Store.open(home))
    return home


@pytest.fixture
def ministry(
    tmp_path: Path, loaded: Path, comity: Command, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ministry]:
    """A ministry whose publisher can be changed, and whose tries do not wait."""
    monkeypatch.setattr("comity.evidence.sync.wire._wait", lambda _state: 0.0)
    monkeypatch.setattr("comity.evidence.sync.wire.time.sleep", lambda _seconds: None)
    authority = trustme.CA()
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    home = Path(shutil.copytree(loaded, tmp_path / "home"))
    held: list[Ministry] = []
    with proxy(lambda question: held[0].answer(question), authority) as through:
        held.append(Ministry(home, through, bundle, comity))
        yield held[0]


def test_a_sync_from_the_first_to_a_confirmed_one(ministry: Ministry) -> None:
    """Stored, unchanged, waiting, confirmed: with the status that a timer sees, and the history."""
    status, said, _ = ministry.run("sync", NAME)
    assert (status, said.split(";")[0]) == (0, f"{NAME}: Stored as the release of 2026-09-01")
    assert set(ministry.proxy.connected) == {"api.worldbank.org"}
    assert ministry.run("sync", NAME)[:2] == (
        0, f"{NAME}: As held, from the release of 2026-09-01.\n",
    )  # fmt: skip
    ministry.places.remove("TJK")
    status, said, _ = ministry.run("sync", NAME)
    assert status == 2
    assert "12 of 48 rows are gone" in said
    assert Store.open(ministry.home).read(NAME).height == 48
    status, said, _ = ministry.run("data", "status")
    assert "a release of" in said
    status, said, _ = ministry.run("sync", "--confirm", NAME)
    assert (status, Store.open(ministry.home).read(NAME).height) == (0, 36)
    releases = json.loads(ministry.run("data", "history", NAME, "--json")[1])
    assert [one["origin"] for one in releases] == ["sync", "sync"]
    tries = json.loads(ministry.run("data", "status", NAME, "--json")[1])["tries"]
    assert [one["state"] for one in tries] == [
        "stored", "unchanged", "waiting", "stored",
    ]  # fmt: skip


def test_a_certificate_that_is_not_trusted_is_told_with_the_remedy(ministry: Ministry) -> None:
    """Nobody is asked over a connection that somebody may read."""
    status, said, _ = ministry.run("sync", NAME, SSL_CERT_FILE="")
    assert status == 2
    assert "certificate of api.worldbank.org is not trusted here" in said
    assert "SSL_CERT_FILE" in said
    assert ministry.proxy.asked == []


def test_a_bundle_that_is_none_is_told(ministry: Ministry) -> None:
    """The variable is named, and what to put there."""
    status, _, told_beside = ministry.run("sync", NAME, SSL_CERT_FILE="/nowhere.pem")
    assert status == 2
    assert "SSL_CERT_FILE names (/nowhere.pem)" in told_beside


def test_a_proxy_that_is_away_is_told(ministry: Ministry) -> None:
    """And --json tells it to machines, one object a dataset."""
    ministry.proxy.answer = lambda _q: page(status=404)
    status, said, _ = ministry.run("sync", NAME, "--json")
    (one,) = json.loads(said)
    assert (status, one["state"]) == (2, "unreachable")


def test_a_dry_run_stores_nothing(ministry: Ministry) -> None:
    """But says what would be."""
    status, said, _ = ministry.run("sync", NAME, "--dry-run")
    assert (status, said) == (0, f"{NAME}: Would be stored as the release of 2026-09-01.\n")
    assert NAME not in Store.open(ministry.home).manifest.datasets


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nope"], "No dataset is called 'nope'"),
        (["treaty_actions"], "comity data add FILE --dataset treaty_actions"),
        ([NAME, "--confirm", "--discard"], "do not go together"),
        (["--confirm"], "needs the names"),
        (["--schedule", "--due"], "do not go together"),
        (["--from", "x", "--since", "2020"], "leave out --since"),
        ([NAME, "--since", "2199"], "--since 2199 has not come yet"),
        (["--released", "2020-01-01"], "goes with --from"),
        (["--from", "/nowhere"], "is no folder"),
        (["--from", ".", "--released", "2020"], "takes a day"),
        (["--from", ".", "--released", "2099-01-01"], "has not come yet"),
        (["--confirm", NAME], "No release of governance waits"),
        (["internal_displacements"], "needs the key IDMC_CLIENT_ID"),
    ],
)
def test_what_cannot_be_is_one_sentence(ministry: Ministry, words: list[str], says: str) -> None:
    """Before anybody is asked."""
    status, said, beside = ministry.run("sync", *words)
    assert status == 2
    assert says in beside, said + beside
    assert ministry.proxy.connected == []


def test_keys_come_from_a_file_that_is_its_owners_alone(ministry: Ministry, tmp_path: Path) -> None:
    """One that others may read is refused with the remedy; no key is ever said."""
    keys = tmp_path / "keys.env"
    keys.write_text(f"# ours\nIDMC_CLIENT_ID={KEY}\n")
    keys.chmod(0o644)
    words = ("sync", "internal_displacements")
    status, said, beside = ministry.run(*words, COMITY_KEYS=str(keys))
    assert status == 2
    assert "chmod 600" in beside
    keys.chmod(0o600)
    ministry.answer = lambda _q: page("no", 403)  # type: ignore[method-assign]
    status, said, beside = ministry.run(*words, COMITY_KEYS=str(keys), COMITY_DEBUG="1")
    assert "refuses the key IDMC_CLIENT_ID" in said
    assert any(
        KEY in str(question.query) + str(question.headers) for question in ministry.proxy.asked
    )
    assert KEY not in said + beside
    for path in ministry.home.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path


def test_files_of_a_folder_are_read(ministry: Ministry, tmp_path: Path) -> None:
    """What a person downloaded is weighed like what is fetched; other files are left aside."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    for code in ("VA.EST", "PV.EST", "GE.EST", "RQ.EST", "RL.EST", "CC.EST"):
        body = ministry.answer(Question("", f"/{code}", {}, {})).body
        (folder / f"governance_{code}.json").write_bytes(body)
    (folder / "letter.txt").write_text("hello")
    status, said, beside = ministry.run("sync", "--from", str(folder))
    assert status == 0, said + beside
    assert "letter.txt" in beside
    assert ministry.proxy.connected == []
    assert Store.open(ministry.home).read(NAME)["value"].sum() == 48


def test_due_asks_for_what_is_due_among_the_names(ministry: Ministry) -> None:
    """A second try on the same day asks nobody."""
    assert ministry.run("sync", "--due", NAME)[0] == 0
    asked = len(ministry.proxy.asked)
    status, _, beside = ministry.run("sync", "--due", NAME)
    assert (status, len(ministry.proxy.asked)) == (0, asked)
    assert "Nothing is due" in beside


def test_keys_of_a_windows_editor_are_read_and_the_remedy_can_be_pasted(
    ministry: Ministry, tmp_path: Path
) -> None:
    """A mark before the first line is no sign of the key; a folder with a space is quoted."""
    keys = tmp_path / "our keys.env"
    keys.write_text(f"IDMC_CLIENT_ID={KEY}\r\n", encoding="utf-8-sig")
    keys.chmod(0o640)
    words = ("sync", "internal_displacements")
    assert f"chmod 600 '{keys}'" in ministry.run(*words, COMITY_KEYS=str(keys))[2]
    keys.chmod(0o600)
    ministry.answer = lambda _q: page("no", 403)  # type: ignore[method-assign]
    assert "refuses the key" in ministry.run(*words, COMITY_KEYS=str(keys))[1]


@pytest.mark.parametrize("named", ["http://127.0.0.1:none", "socks5://u:secret@127.0.0.1:1"])
def test_a_proxy_that_cannot_be_used_is_told(ministry: Ministry, named: str) -> None:
    """One sentence, without the password that may stand in it."""
    status, said, beside = ministry.run("sync", NAME, HTTPS_PROXY=named)
    assert status == 2
    assert "http://HOST:PORT" in beside
    assert "secret" not in said + beside


def test_the_schedule_is_printed_and_names_this_command(ministry: Ministry) -> None:
    """Units that systemd accepts, where systemd is there to ask; and a line for cron."""
    status, said, _ = ministry.run("sync", "--schedule")
    assert status == 0
    assert f"COMITY_HOME={ministry.home}" in said
    assert said.rstrip().endswith("sync --due")


def test_a_table_of_what_is_held_stands_in_the_status(ministry: Ministry) -> None:
    """Every dataset that can be fetched, whether it is held or not."""
    status, said, _ = ministry.run("data", "status", "--json")
    assert status == 0
    by_name = {one["dataset"]: one for one in json.loads(said)}
    assert by_name["economy"]["state"] == "never asked"
    assert by_name[NAME]["held"] is None
    assert by_name["internal_displacements"]["key"] == "IDMC_CLIENT_ID"


def test_figures_fetched_are_shown_like_those_that_shipped(ministry: Ministry) -> None:
    """`data show` tells the release, its day, and the empty reason column."""
    ministry.run("sync", NAME)
    status, said, _ = ministry.run("data", "show", NAME, "--rows", "2")
    assert status == 0
    assert "update of 2026-09-01" in said
    frame = Store.open(ministry.home).read(NAME)
    assert frame["flag"].dtype == pl.String
