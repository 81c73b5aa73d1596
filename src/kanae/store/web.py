"""Files fetched from the web: resumed where they stopped, verified before they are believed, written whole.

Only commands named ``fetch`` use this module; nothing else in kanae opens a connection.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kanae.errors import StorageError, UpstreamError
from kanae.model.fetching import FetchState
from kanae.store.files import sync_folder, write_whole
from kanae.store.manners import Asking, Manners
from kanae.store.transfer import NotFetchedError, Wanted, mark_path, throw_away, transfer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[str], None]

__all__ = ["NotFetchedError", "Wanted"]

_WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html|<head|<\?xml|<error)", re.IGNORECASE)


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
    wanted: Wanted,
    *,
    fetched: str,
    progress: Progress,
    check: Callable[[Path], None] | None = None,
    asking: Asking | None = None,
) -> Receipt:
    """Fetch a file as :func:`fetch_verified` does, and leave a receipt beside it.

    Args:
        wanted: The file.
        fetched: Today, for the receipt.
        progress: Told how much has come.
        check: Looks at the content before it is believed, and raises when it is not what was expected.
        asking: The turns in which requests are made; by default each at once.

    Raises:
        UpstreamError: When the server refuses, the transfer stops again and again, or the file is not the one wanted.
        StorageError: When the disk does not take it.
    """
    receipt = fetch_verified(
        wanted, fetched=fetched, progress=progress, check=check, asking=asking or Asking(Manners())
    )
    write_whole(_receipt_path(wanted.path), json.dumps(asdict(receipt), indent=1) + "\n")
    return receipt


def fetch_verified(
    wanted: Wanted, *, fetched: str, progress: Progress, check: Callable[[Path], None] | None, asking: Asking
) -> Receipt:
    """Fetch a file, going on where an earlier transfer stopped, and put it in its place once it is verified.

    Args:
        wanted: The file.
        fetched: Today, for the receipt.
        progress: Told how much has come.
        check: Looks at the content before it is believed, and raises when it is not what was expected.
        asking: The turns in which requests are made.

    Raises:
        UpstreamError: When the server refuses, the transfer stops again and again, or the file is not the one wanted.
        StorageError: When the disk does not take it.
        EndedError: When the work is ended meanwhile.
    """
    part = wanted.path.with_name(f".{wanted.path.name}.part")
    try:
        wanted.path.parent.mkdir(parents=True, exist_ok=True)
        etag = transfer(wanted, part, progress, asking)
        receipt = Receipt(wanted.url, part.stat().st_size, _digest(part, "sha256"), etag, fetched)
        _verify(wanted, receipt, part)
        if check is not None:
            _check(check, part)
        _put_in_place(part, wanted.path)
    except NotFetchedError as cause:
        if cause.state is FetchState.OTHER_SIZE:
            throw_away(part)
        raise
    except OSError as cause:
        raise StorageError(
            f"'{wanted.path}' cannot be written: {cause.strerror or cause}.",
            "Free space on the disk, or name another folder.",
        ) from cause
    return receipt


def receipt_of(path: Path) -> Receipt | None:
    """Return the receipt of a fetched file; ``None`` when it has none."""
    try:
        return Receipt(**json.loads(_receipt_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_as_listed(path: Path, size: int, md5: str) -> bool:
    """Tell whether a file stands there with the size and the MD5 of a list."""
    try:
        return path.stat().st_size == size and _digest(path, "md5") == md5
    except OSError:
        return False


def _receipt_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.receipt.json")


def _digest(path: Path, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(kind, usedforsecurity=False)).hexdigest()


def _verify(wanted: Wanted, receipt: Receipt, part: Path) -> None:
    try:
        _refuse_page(wanted, part)
        _refuse_digest(wanted, "sha256", wanted.sha256, receipt.sha256)
        _refuse_few(wanted, receipt.bytes)
        if wanted.md5 is not None:
            _refuse_digest(wanted, "MD5", wanted.md5, _digest(part, "md5"))
    except NotFetchedError:
        throw_away(part)
        raise


def _refuse_page(wanted: Wanted, part: Path) -> None:
    with part.open("rb") as file:
        if wanted.md5 is not None and _WEB_PAGE.match(file.read(512)):
            raise NotFetchedError(
                f"A web page came in place of '{wanted.url}'; it was not kept.",
                "See whether this network asks for a login.",
                FetchState.WEB_PAGE,
            )


def _refuse_few(wanted: Wanted, size: int) -> None:
    if size < wanted.fewest_bytes:
        raise NotFetchedError(
            f"'{wanted.url}' has {size:,} bytes, fewer than the {wanted.fewest_bytes:,} expected; it was not kept.",
            "See whether the address still leads to the file, or to a page that asks for something.",
            FetchState.OTHER_SIZE,
        )


def _refuse_digest(wanted: Wanted, kind: str, expected: str | None, found: str) -> None:
    if expected is not None and found != expected:
        name = "digest" if kind == "sha256" else kind
        raise NotFetchedError(
            f"'{wanted.url}' has the {name} {found[:12]}…, not {expected[:12]}… as expected; it was not kept.",
            f"Run the command again; if the {name} stays, the publisher changed the file.",
            FetchState.OTHER_DIGEST,
        )


def _check(check: Callable[[Path], None], part: Path) -> None:
    try:
        check(part)
    except UpstreamError:
        throw_away(part)
        raise


def _put_in_place(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)
    mark_path(part).unlink(missing_ok=True)
