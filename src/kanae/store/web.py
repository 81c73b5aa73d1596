"""Files fetched from the web: resumed where they stopped, verified before they are believed, written whole.

Only commands named ``fetch`` use this module; nothing else in kanae opens a connection.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kanae.errors import StorageError, UpstreamError
from kanae.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[str], None]

PIECE = 256 * 1024
TIMEOUT_SECONDS = 60.0
ATTEMPTS = 4
"""How often a transfer that stops is taken up again before the command gives up; what came is kept for the next run."""

_HEADERS = {"User-Agent": "kanae (research tool; fetches on request only)", "Accept-Encoding": "identity"}

_BROKEN = (http.client.HTTPException, ConnectionError, TimeoutError, OSError)


class _StaySafe(urllib.request.HTTPRedirectHandler):
    """Follow a redirection, but never from an encrypted address to one that is not."""

    def redirect_request(  # the signature of the library
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if req.full_url.startswith("https://") and not newurl.startswith("https://"):
            raise UpstreamError(f"'{req.full_url}' leads to '{newurl}', which is not encrypted.", "Give another --url.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch and what is known of it beforehand.

    Attributes:
        url: Its address, ``http`` or ``https``.
        path: Where it shall stand.
        sha256: Its digest, when it never changes; else ``None``.
        fewest_bytes: Less is no such file.
        most_bytes: More is no such file.
    """

    url: str
    path: Path
    sha256: str | None = None
    fewest_bytes: int = 1
    most_bytes: int = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was fetched; it stands beside the file.

    Attributes:
        url: Address asked.
        bytes: Size.
        sha256: Digest.
        etag: Mark of the version, as the server gives it; empty when it gives none.
        fetched: Day of the transfer, YYYY-MM-DD.
    """

    url: str
    bytes: int
    sha256: str
    etag: str
    fetched: str


def fetch_file(
    wanted: Wanted, *, fetched: str, progress: Progress, check: Callable[[Path], None] | None = None
) -> Receipt:
    """Fetch a file, going on where an earlier transfer stopped, and put it in its place once it is verified.

    Args:
        wanted: The file.
        fetched: Today, for the receipt.
        progress: Told how much has come.
        check: Looks at the content before it is believed, and raises when it is not what was expected.

    Raises:
        UpstreamError: When the server refuses, the transfer stops again and again, or the file is not the one wanted.
        StorageError: When the disk does not take it.
    """
    part = wanted.path.with_name(f".{wanted.path.name}.part")
    try:
        wanted.path.parent.mkdir(parents=True, exist_ok=True)
        etag = _transfer(wanted, part, progress)
        receipt = Receipt(wanted.url, part.stat().st_size, _digest(part), etag, fetched)
        _verify(wanted, receipt, part)
        if check is not None:
            _check(check, part)
        _put_in_place(part, wanted.path)
    except UpstreamError:
        raise
    except OSError as cause:
        raise StorageError(
            f"'{wanted.path}' cannot be written: {cause.strerror or cause}.",
            "Free space on the disk, or name another folder with --to.",
        ) from cause
    write_whole(_receipt_path(wanted.path), json.dumps(asdict(receipt), indent=1) + "\n")
    return receipt


def receipt_of(path: Path) -> Receipt | None:
    """Return the receipt of a fetched file; ``None`` when it has none."""
    try:
        return Receipt(**json.loads(_receipt_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _receipt_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.receipt.json")


def _mark_path(part: Path) -> Path:
    return part.with_name(f"{part.name}.mark")


def _transfer(wanted: Wanted, part: Path, progress: Progress) -> str:
    """Fill the part file and return the mark of the version."""
    stopped: BaseException | None = None
    for _ in range(ATTEMPTS):
        try:
            return _take(wanted, part, progress)
        except urllib.error.HTTPError as refusal:
            raise _refused(wanted, refusal) from refusal
        except urllib.error.URLError as cause:
            if not isinstance(cause.reason, _BROKEN):
                raise _unreachable(wanted, str(cause.reason)) from cause
            stopped = cause
        except _BROKEN as cause:
            if isinstance(cause, OSError) and cause.filename is not None:
                raise  # the disk, not the line
            stopped = cause
    here = part.stat().st_size if part.exists() else 0
    if not here:
        raise _unreachable(wanted, _reason(stopped)) from stopped
    raise UpstreamError(
        f"The transfer of '{wanted.url}' stopped after {here:,} bytes: {_reason(stopped)}.",
        "Run the same command again; it goes on where it stopped.",
    ) from stopped


def _reason(cause: BaseException | None) -> str:
    inner = cause.reason if isinstance(cause, urllib.error.URLError) else cause
    return (str(inner) or type(inner).__name__).rstrip(".")


def _take(wanted: Wanted, part: Path, progress: Progress) -> str:
    start = part.stat().st_size if part.exists() else 0
    mark = _read_mark(part) if start else ""
    if start and not mark:
        start = 0  # without a mark nobody knows whether the rest belongs to it
    asked = {"Range": f"bytes={start}-", "If-Range": mark} if start else {}
    with _open(wanted, asked) as answer:
        etag = _mark_of(answer)
        going_on = answer.status == http.client.PARTIAL_CONTENT and _starts_at(answer, start)
        offset = start if going_on else 0
        left = answer.headers.get("Content-Length")
        whole = offset + int(left) if left and left.isdigit() else None
        _refuse_size(wanted, whole)
        with part.open("ab" if going_on else "wb") as file:
            write_whole(_mark_path(part), etag)
            got = _copy(answer, file, wanted, offset, whole=whole, progress=progress)
        if whole is not None and got < whole:
            message = f"{got:,} of {whole:,} bytes came"
            raise http.client.HTTPException(message)
    if part.stat().st_size != got:
        _throw_away(part)
        raise UpstreamError(
            f"Another transfer of '{wanted.url}' wrote to the same file.", "Let one of them end, and run it again."
        )
    return etag


def _open(wanted: Wanted, asked: dict[str, str]) -> Any:
    if not wanted.url.startswith(("https://", "http://")):
        raise UpstreamError(f"'{wanted.url}' is no web address.", "Give it as https://…")
    opener = urllib.request.build_opener(_StaySafe)
    request = urllib.request.Request(wanted.url, headers={**_HEADERS, **asked})  # noqa: S310  # http or https only
    try:
        return opener.open(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as refusal:
        if refusal.code != http.client.REQUESTED_RANGE_NOT_SATISFIABLE or not asked:
            raise
        whole = urllib.request.Request(wanted.url, headers=_HEADERS)  # noqa: S310  # the same
        return opener.open(whole, timeout=TIMEOUT_SECONDS)


def _mark_of(answer: Any) -> str:
    """Return what tells one version of a file from another; a weak mark does not."""
    etag = answer.headers.get("ETag", "")
    if etag and not etag.startswith("W/"):
        return str(etag)
    return str(answer.headers.get("Last-Modified", ""))


def _read_mark(part: Path) -> str:
    with contextlib.suppress(OSError):
        return _mark_path(part).read_text(encoding="utf-8")
    return ""


def _starts_at(answer: Any, start: int) -> bool:
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {start}-")


def _copy(answer: Any, file: Any, wanted: Wanted, got: int, *, whole: int | None, progress: Progress) -> int:
    while piece := answer.read(PIECE):
        file.write(piece)
        got += len(piece)
        _refuse_size(wanted, got)
        of_all = f" of {whole / 1e6:,.1f}" if whole else ""
        progress(f"{wanted.path.name}: {got / 1e6:,.1f}{of_all} MB")
    return got


def _refuse_size(wanted: Wanted, size: int | None) -> None:
    if size is not None and size > wanted.most_bytes:
        raise UpstreamError(
            f"'{wanted.url}' is larger than {wanted.most_bytes:,} bytes, more than such a file has.",
            "See whether the address still leads to the file; the catalogue stands in votes/catalogue.yml.",
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _verify(wanted: Wanted, receipt: Receipt, part: Path) -> None:
    if wanted.sha256 is not None and receipt.sha256 != wanted.sha256:
        _throw_away(part)
        raise UpstreamError(
            f"'{wanted.url}' has the digest {receipt.sha256[:12]}…, not {wanted.sha256[:12]}… as expected; "
            "it was not kept.",
            "Run the command again; if the digest stays, the publisher changed the file.",
        )
    if receipt.bytes < wanted.fewest_bytes:
        _throw_away(part)
        raise UpstreamError(
            f"'{wanted.url}' has {receipt.bytes:,} bytes, fewer than the {wanted.fewest_bytes:,} expected; "
            "it was not kept.",
            "See whether the address still leads to the file, or to a page that asks for something.",
        )


def _check(check: Callable[[Path], None], part: Path) -> None:
    try:
        check(part)
    except UpstreamError:
        _throw_away(part)
        raise


def _throw_away(part: Path) -> None:
    part.unlink(missing_ok=True)
    _mark_path(part).unlink(missing_ok=True)


def _put_in_place(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
    _mark_path(part).unlink(missing_ok=True)


def _refused(wanted: Wanted, refusal: urllib.error.HTTPError) -> UpstreamError:
    fix = "See whether the address still leads to the file; another can be given with --url."
    if refusal.code in (http.client.TOO_MANY_REQUESTS, http.client.SERVICE_UNAVAILABLE):
        fix = "Wait a while and run the command again; it goes on where it stopped."
    return UpstreamError(f"'{wanted.url}' answers {refusal.code} {refusal.reason}.", fix)


def _unreachable(wanted: Wanted, reason: str) -> UpstreamError:
    return UpstreamError(
        f"'{wanted.url}' cannot be reached: {reason}.", "See whether this machine is connected, and run it again."
    )
