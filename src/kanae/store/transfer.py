"""One transfer: asked with manners, going on where an earlier one stopped, into a part file beside the place."""

from __future__ import annotations

import contextlib
import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kanae.errors import UpstreamError
from kanae.model.fetching import FetchState
from kanae.store.files import write_whole
from kanae.store.manners import host_of, seconds_to_wait

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kanae.store.manners import Asking, Manners

    Progress = Callable[[str], None]

PIECE = 256 * 1024

_HEADERS = {"User-Agent": "kanae (research tool; fetches on request only)", "Accept-Encoding": "identity"}

_BROKEN = (http.client.HTTPException, ConnectionError, TimeoutError, OSError)
_NOT_FOUND = (http.client.NOT_FOUND, http.client.GONE)
_NOT_NOW = (429, 500, 502, 503, 504)


class NotFetchedError(UpstreamError):
    """A file did not come, or not as it should be.

    Attributes:
        state: What is the matter.
    """

    def __init__(self, what: str, fix: str, state: FetchState = FetchState.REFUSED) -> None:
        super().__init__(what, fix)
        self.state = state


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch and what is known of it beforehand.

    Attributes:
        url: Its address, ``http`` or ``https``.
        path: Where it shall stand.
        sha256: Its digest, when it never changes; else ``None``.
        fewest_bytes: Less is no such file.
        most_bytes: More is no such file.
        md5: The digest a list gives; else ``None``.
    """

    url: str
    path: Path
    sha256: str | None = None
    fewest_bytes: int = 1
    most_bytes: int = 2_000_000_000
    md5: str | None = None


class StaySafe(urllib.request.HTTPRedirectHandler):
    """Follow a redirection, but never from an encrypted address to one that is not.

    Args:
        same_host: Follow it only to the same host.
    """

    def __init__(self, *, same_host: bool = False) -> None:
        self._same_host = same_host

    def redirect_request(  # the signature of the library
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """Return the request that follows, or raise when it leads where it must not."""
        leads = f"'{req.full_url}' leads to '{newurl}'"
        if req.full_url.startswith("https://") and not newurl.startswith("https://"):
            fp.close()
            raise NotFetchedError(f"{leads}, which is not encrypted.", "Give another --url.")
        if self._same_host and host_of(newurl) != host_of(req.full_url):
            fp.close()
            raise NotFetchedError(f"{leads}, which is another host.", "See whether the publisher moved.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def transfer(wanted: Wanted, part: Path, progress: Progress, asking: Asking) -> str:
    """Fill the part file and return the mark of the version.

    Raises:
        NotFetchedError: When the server refuses, or the transfer stops again and again.
        OSError: When the disk does not take it.
        EndedError: When the work is ended meanwhile.
    """
    stopped: BaseException | None = None
    for attempt in range(asking.manners.attempts):
        if attempt:
            asking.wait(asking.manners.wait_before(attempt, wanted.url))
        try:
            with asking.turn(wanted.url):
                return _take(wanted, part, progress, asking.manners)
        except urllib.error.HTTPError as refusal:
            refusal.close()
            stopped = refusal
            _wait_out(wanted, refusal, asking, attempt + 1)
        except urllib.error.URLError as cause:
            if not isinstance(cause.reason, _BROKEN):
                raise _unreachable(wanted, str(cause.reason)) from cause
            stopped = cause
        except _BROKEN as cause:
            if isinstance(cause, OSError) and cause.filename is not None:
                raise  # the disk, not the line
            stopped = cause
    if isinstance(stopped, urllib.error.HTTPError):
        raise _refused(wanted, stopped) from stopped
    here = part.stat().st_size if part.exists() else 0
    if not here:
        raise _unreachable(wanted, _reason(stopped)) from stopped
    raise NotFetchedError(
        f"The transfer of '{wanted.url}' stopped after {here:,} bytes: {_reason(stopped)}.",
        "Run the same command again; it goes on where it stopped.",
        FetchState.STOPPED,
    ) from stopped


def throw_away(part: Path) -> None:
    """Remove a part file and its mark."""
    part.unlink(missing_ok=True)
    mark_path(part).unlink(missing_ok=True)


def mark_path(part: Path) -> Path:
    """Return where the mark of the version stands of which the part file is a part."""
    return part.with_name(f"{part.name}.mark")


def _wait_out(wanted: Wanted, refusal: urllib.error.HTTPError, asking: Asking, attempt: int) -> None:
    """Put requests off as long as the server asks for; raise when it does not mean «later»."""
    if refusal.code not in _NOT_NOW or not asking.manners.waits_when_refused:
        raise _refused(wanted, refusal) from refusal
    told = seconds_to_wait(refusal.headers.get("Retry-After"), datetime.now(tz=UTC))
    if told is not None and told > asking.manners.longest_wait_seconds:
        raise NotFetchedError(
            f"'{wanted.url}' answers {refusal.code} and asks to wait {told:,.0f} seconds.",
            "Run the same command again after that time; it goes on where it stopped.",
        ) from refusal
    asking.put_off(wanted.url, asking.manners.wait_before(attempt, wanted.url) if told is None else told)


def _reason(cause: BaseException | None) -> str:
    inner = cause.reason if isinstance(cause, urllib.error.URLError) else cause
    return (str(inner) or type(inner).__name__).rstrip(".")


def _take(wanted: Wanted, part: Path, progress: Progress, manners: Manners) -> str:
    start = part.stat().st_size if part.exists() else 0
    mark = _read_mark(part) if start else ""
    if start and not mark:
        start = 0  # without a mark nobody knows whether the rest belongs to it
    asked = {"Range": f"bytes={start}-", "If-Range": mark} if start else {}
    with _open(wanted, asked, manners) as answer:
        etag = _mark_of(answer)
        going_on = answer.status == http.client.PARTIAL_CONTENT and _starts_at(answer, start)
        offset = start if going_on else 0
        left = answer.headers.get("Content-Length")
        whole = offset + int(left) if left and left.isdigit() else None
        _refuse_page(wanted, answer)
        _refuse_size(wanted, whole)
        with part.open("ab" if going_on else "wb") as file:
            write_whole(mark_path(part), etag)
            got = _copy(answer, file, wanted, offset, whole=whole, progress=progress, manners=manners)
        if whole is not None and got < whole:
            message = f"{got:,} of {whole:,} bytes came"
            raise http.client.HTTPException(message)
    if part.stat().st_size != got:
        throw_away(part)
        raise NotFetchedError(
            f"Another transfer of '{wanted.url}' wrote to the same file.", "Let one of them end, and run it again."
        )
    return etag


def _open(wanted: Wanted, asked: dict[str, str], manners: Manners) -> Any:
    if not wanted.url.startswith(("https://", "http://")):
        raise NotFetchedError(f"'{wanted.url}' is no web address.", "Give it as https://…")
    opener = urllib.request.build_opener(StaySafe(same_host=manners.same_host))
    request = urllib.request.Request(wanted.url, headers={**_HEADERS, **asked})  # noqa: S310  # http or https only
    try:
        return opener.open(request, timeout=manners.timeout_seconds)
    except urllib.error.HTTPError as refusal:
        if refusal.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE or not asked:
            raise
        whole = urllib.request.Request(wanted.url, headers=_HEADERS)  # noqa: S310  # the same
        return opener.open(whole, timeout=manners.timeout_seconds)


def _mark_of(answer: Any) -> str:
    """Return what tells one version of a file from another; a weak mark does not."""
    etag = answer.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return str(etag)
    return str(answer.headers.get("Last-Modified", ""))


def _read_mark(part: Path) -> str:
    with contextlib.suppress(OSError):
        return mark_path(part).read_text(encoding="utf-8")
    return ""


def _starts_at(answer: Any, start: int) -> bool:
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {start}-")


def _copy(
    answer: Any, file: Any, wanted: Wanted, got: int, *, whole: int | None, progress: Progress, manners: Manners
) -> int:
    begun, before = time.monotonic(), got
    while piece := answer.read1(PIECE):
        file.write(piece)
        got += len(piece)
        _refuse_size(wanted, got)
        of_all = f" of {whole / 1e6:,.1f}" if whole else ""
        progress(f"{wanted.path.name}: {got / 1e6:,.1f}{of_all} MB")
        seconds = time.monotonic() - begun
        if seconds > manners.timeout_seconds and got - before < manners.fewest_bytes_a_second * seconds:
            message = f"only {got - before:,} bytes came in {seconds:,.0f} seconds"
            raise http.client.HTTPException(message)
    return got


def _refuse_page(wanted: Wanted, answer: Any) -> None:
    if wanted.md5 is not None and answer.headers.get_content_type() == "text/html":
        raise NotFetchedError(
            f"A web page came in place of '{wanted.url}'.",
            "See whether this network asks for a login.",
            FetchState.WEB_PAGE,
        )


def _refuse_size(wanted: Wanted, size: int | None) -> None:
    if size is not None and size > wanted.most_bytes:
        raise NotFetchedError(
            f"'{wanted.url}' is larger than {wanted.most_bytes:,} bytes, more than such a file has.",
            "See whether the address still leads to the file; the catalogue names its page.",
            FetchState.OTHER_SIZE,
        )


def _refused(wanted: Wanted, refusal: urllib.error.HTTPError) -> NotFetchedError:
    fix = "See whether the address still leads to the file; another can be given with --url."
    if refusal.code in _NOT_NOW:
        fix = "Wait a while and run the command again; it goes on where it stopped."
    state = FetchState.NOT_FOUND if refusal.code in _NOT_FOUND else FetchState.REFUSED
    return NotFetchedError(f"'{wanted.url}' answers {refusal.code} {refusal.reason}.", fix, state)


def _unreachable(wanted: Wanted, reason: str) -> NotFetchedError:
    return NotFetchedError(
        f"'{wanted.url}' cannot be reached: {reason}.",
        "See whether this machine is connected, and run it again.",
        FetchState.UNREACHABLE,
    )
