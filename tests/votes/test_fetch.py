"""Fetching over a loopback server: whole, interrupted and resumed, refused, changed."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.request import Request

import pytest
from typer.testing import CliRunner

from kanae.cli import command_line
from kanae.errors import MeasureError, StorageError, UpstreamError
from kanae.store.manners import Manners
from kanae.store.transfer import StaySafe
from kanae.store.web import Receipt, Wanted, fetch_file, receipt_of
from kanae.votes.catalogue import catalogue, dataset, inspect
from kanae.votes.tally import Tally
from kanae.workflow.vote_files import fetch_votes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kanae.model.catalogue import Dataset

CONTENT = b"rcid,session,ccode,vote\n" + b"".join(b"%d,74,2,%d\n" % (row, row % 3 + 1) for row in range(60_000))


@dataclass
class Server:
    """What the server answers with, and what it was asked."""

    content: bytes = CONTENT
    etag: str = '"one"'
    status: int = 200
    break_after: list[int] = field(default_factory=list)
    """After how many bytes the next answers stop; when the list is used up, answers are whole."""
    ranges: list[str | None] = field(default_factory=list)
    knows_ranges: bool = True
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/votes.csv"


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            state.ranges.append(asked)
            if state.status != 200:
                self.send_error(state.status)
                return
            start = 0
            if asked and state.knows_ranges and self.headers.get("If-Range") == state.etag:
                start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start >= len(state.content):
                self.send_error(416)
                return
            rest = state.content[start:]
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(state.content) - 1}/{len(state.content)}")
            self.send_header("Content-Length", str(len(rest)))
            self.send_header("ETag", state.etag)
            self.end_headers()
            self.wfile.write(rest[: state.break_after.pop(0)] if state.break_after else rest)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    http.shutdown()
    http.server_close()
    thread.join()


def fetch(wanted: Wanted) -> Receipt:
    return fetch_file(wanted, fetched="2026-11-25", progress=lambda _: None)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_a_file_comes_whole_with_its_receipt(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    receipt = fetch(Wanted(server.url, path))
    assert path.read_bytes() == CONTENT
    assert receipt.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert receipt_of(path) == receipt
    assert json.loads((tmp_path / "votes.csv.receipt.json").read_text())["fetched"] == "2026-11-25"
    assert leftovers(tmp_path) == []


def test_an_interrupted_transfer_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.break_after = [300_000, 100_000]
    fetch(Wanted(server.url, tmp_path / "votes.csv"))
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=300000-", "bytes=400000-"]


def test_a_transfer_that_stops_again_and_again_is_taken_up_by_the_next_run(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    server.break_after = [1000] * Manners().attempts
    with pytest.raises(UpstreamError, match="stopped after 4,000 bytes") as caught:
        fetch(Wanted(server.url, path))
    assert "goes on where it stopped" in caught.value.fix
    assert not path.exists()
    fetch(Wanted(server.url, path))
    assert path.read_bytes() == CONTENT
    assert server.ranges[-1] == "bytes=4000-"


def test_a_file_that_changed_meanwhile_begins_anew(server: Server, tmp_path: Path) -> None:
    server.break_after = [1000] * Manners().attempts
    with pytest.raises(UpstreamError, match="stopped"):
        fetch(Wanted(server.url, tmp_path / "votes.csv"))
    server.content, server.etag = CONTENT[::-1], '"two"'
    fetch(Wanted(server.url, tmp_path / "votes.csv"))
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT[::-1]


def test_a_server_that_knows_no_ranges_is_asked_again_from_the_start(server: Server, tmp_path: Path) -> None:
    server.break_after, server.knows_ranges = [5000], False
    fetch(Wanted(server.url, tmp_path / "votes.csv"))
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT


def test_a_part_that_is_already_whole_is_not_trusted_without_its_end(server: Server, tmp_path: Path) -> None:
    (tmp_path / ".votes.csv.part").write_bytes(CONTENT + b"more")
    (tmp_path / ".votes.csv.part.mark").write_text(server.etag)
    fetch(Wanted(server.url, tmp_path / "votes.csv"))
    assert (tmp_path / "votes.csv").read_bytes() == CONTENT


def test_a_wrong_digest_is_not_kept_and_the_old_file_stays(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("old")
    with pytest.raises(UpstreamError, match="not 000000000000… as expected"):
        fetch(Wanted(server.url, path, sha256="0" * 64))
    assert path.read_text() == "old"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("status", [403, 404, 429, 503])
def test_a_refusal_is_named_with_its_number(server: Server, tmp_path: Path, status: int) -> None:
    server.status = status
    with pytest.raises(UpstreamError, match=f"answers {status}"):
        fetch(Wanted(server.url, tmp_path / "votes.csv"))
    assert list(tmp_path.iterdir()) == []
    assert len(server.ranges) == 1


def test_a_page_in_place_of_the_file_is_too_small(server: Server, tmp_path: Path) -> None:
    server.content = b"<html>please log in</html>"
    with pytest.raises(UpstreamError, match="fewer than the 1,000 expected"):
        fetch(Wanted(server.url, tmp_path / "votes.csv", fewest_bytes=1000))
    assert leftovers(tmp_path) == []


def test_a_file_without_end_is_stopped(server: Server, tmp_path: Path) -> None:
    with pytest.raises(UpstreamError, match="larger than 1,000 bytes"):
        fetch(Wanted(server.url, tmp_path / "votes.csv", most_bytes=1000))


def test_a_machine_without_network_says_so(server: Server, tmp_path: Path) -> None:
    with pytest.raises(UpstreamError, match="cannot be reached"):
        fetch(Wanted("http://127.0.0.1:9/votes.csv", tmp_path / "votes.csv"))


def test_an_encrypted_address_does_not_lead_to_one_that_is_not() -> None:
    asked = Request("https://data.example/votes.csv")
    with pytest.raises(UpstreamError, match="not encrypted"):
        StaySafe().redirect_request(asked, io.BytesIO(), 302, "Found", {}, "http://data.example/votes.csv")


def test_two_transfers_at_once_do_not_make_one_file(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / ".votes.csv.part"

    def with_another(text: str) -> None:
        if text.startswith("votes.csv:") and part.stat().st_size < 2 * len(CONTENT):
            with part.open("ab") as another:
                another.write(b"x" * len(CONTENT))

    with pytest.raises(UpstreamError, match="Another transfer"):
        fetch_file(Wanted(server.url, tmp_path / "votes.csv"), fetched="2026-11-25", progress=with_another)
    assert not (tmp_path / "votes.csv").exists()


def test_only_web_addresses_are_opened(tmp_path: Path) -> None:
    with pytest.raises(UpstreamError, match="no web address"):
        fetch(Wanted("file:///etc/passwd", tmp_path / "votes.csv"))


def test_a_folder_that_takes_nothing_is_named(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        fetch(Wanted(server.url, tmp_path / "file" / "votes.csv"))


def expected(**changes: object) -> Dataset:
    known = dataset("general-assembly").model_copy(
        update={"columns": ("rcid", "vote"), "fewest_rows": 10, "most_rows": 100_000, "fewest_bytes": 1}
    )
    return known.model_copy(update=changes)


def test_rows_and_columns_are_held_against_what_is_expected(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_bytes(CONTENT)
    assert inspect(path, expected(), Tally()) == 60_000
    with pytest.raises(UpstreamError, match="60,000 rows, fewer than the 70,000"):
        inspect(path, expected(fewest_rows=70_000), Tally())
    with pytest.raises(UpstreamError, match="no column 'ms_vote'"):
        inspect(path, expected(columns=("rcid", "ms_vote")), Tally())
    tally = Tally()
    inspect(path, expected(most_rows=1000), tally)
    assert [str(issue.code) for issue in tally.issues] == ["K413"]


def test_the_catalogue_names_licence_and_citation_and_official_addresses() -> None:
    hosts = ("https://digitallibrary.un.org/", "https://dataverse.harvard.edu/", "https://raw.githubusercontent.com/")
    for row in catalogue():
        assert row.licence
        assert row.citation
        assert row.url.startswith(hosts)
        assert row.fewest_rows <= row.most_rows


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(MeasureError, match="not in the catalogue") as caught:
        fetch_votes(["ideal-point"], lambda _: None)
    assert "ideal-points" in caught.value.fix


POINTS = b"ccode\tyear\tIdealPointFP\n" + b"".join(b"2\t%d\t2.5\n" % (1946 + row % 80) for row in range(30_000))


def test_the_command_fetches_says_where_and_how_to_cite(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    server.content = POINTS[: POINTS.index(b"\n", 240_000) + 1] + b"2\t2020\t2.5\n" * 6000
    server.break_after = [100_000]
    done = CliRunner().invoke(command_line(), ["votes", "fetch", "ideal-points", "--url", server.url])
    assert done.exit_code == 2, done.output  # more rows than expected
    path = tmp_path / "kanae" / "votes" / "ideal_points_1946_2025.tab"
    assert str(path) in done.stdout
    assert path.read_bytes() == server.content
    assert "cite: Bailey" in done.stderr
    assert "K413" in done.stderr


def test_nothing_was_fetched_and_the_command_to_do_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for command in ("similarity", "divergent", "ideal", "check"):
        done = CliRunner().invoke(command_line(), ["votes", command])
        assert isinstance(done.exception, UpstreamError)
        assert "kanae votes fetch" in str(done.exception)
