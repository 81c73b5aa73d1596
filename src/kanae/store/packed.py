"""Files in zip, in gzip or plain, read as blocks of whole lines that never fill the memory.

A file is believed only at its end, when its check sum is known: what reads the blocks must be ready to give them up.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from typing import IO, TYPE_CHECKING

from isal import isal_zlib

from kanae.errors import UpstreamError
from kanae.model.events import FileState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
MOST_UNPACKED = 200
"""Times the size of the packed file that it may unpack to; published event files reach 10."""
ALWAYS_ALLOWED = 1 << 26
"""Bytes below which nothing is called a bomb."""

_PACKED_AT_ONCE = 1 << 18
_LOCAL_HEADER = 30
_ENCRYPTED = 1
_ZIP, _GZIP = b"PK", b"\x1f\x8b"
_WEB_PAGE = re.compile(rb"\s*(<!doctype html|<html|<\?xml|<head|<error)", re.IGNORECASE)


class SpoiledFileError(UpstreamError):
    """A file cannot be read to its end.

    Attributes:
        state: What is the matter.
    """

    def __init__(self, state: FileState, what: str) -> None:
        super().__init__(what, "Download it again.")
        self.state = state


def plain_name(name: str) -> str:
    """Return the name of a file without what says how it is packed.

    Examples:
        >>> plain_name("20191024143000.export.CSV.zip"), plain_name("events.tab")
        ('20191024143000.export.CSV', 'events.tab')
    """
    return re.sub(r"\.(zip|gz)$", "", name, flags=re.IGNORECASE)


def size_and_digest(path: Path) -> tuple[int, str]:
    """Return the bytes a file takes on the disk, and their MD5.

    Raises:
        SpoiledFileError: When the system does not let it be read.
    """
    total, size = hashlib.md5(usedforsecurity=False), 0
    try:
        with path.open("rb") as file:
            while piece := file.read(BLOCK):
                total.update(piece)
                size += len(piece)
    except OSError as cause:
        raise SpoiledFileError(FileState.UNREADABLE, f"cannot be read: {cause.strerror}") from cause
    return size, total.hexdigest()


def blocks_of(path: Path) -> Iterator[bytes]:
    r"""Yield the unpacked bytes of a file in blocks of about half a mebibyte, cut at ends of lines.

    Raises:
        SpoiledFileError: When it cannot be read to its end; blocks yielded before are then not to be believed.

    Examples:
        >>> import gzip, tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "a.gz")
        ...     _ = path.write_bytes(gzip.compress(b"1\n2\n3"))
        ...     list(blocks_of(path))
        [b'1\n2\n', b'3']
    """
    try:
        with path.open("rb") as file:
            yield from _whole_lines(_pieces(file, path.name.lower()))
    except OSError as cause:
        raise SpoiledFileError(FileState.UNREADABLE, f"cannot be read: {cause.strerror}") from cause


def _whole_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        cut = piece.rfind(b"\n") + 1
        if not cut:
            rest += piece
            if len(rest) > LONGEST_LINE:
                raise SpoiledFileError(FileState.NO_LINES, f"no end of a line within {LONGEST_LINE:,} bytes")
            continue
        yield rest + piece[:cut] if rest else piece[:cut]
        rest = piece[cut:]
    if rest:
        yield rest


def _pieces(file: IO[bytes], name: str) -> Iterator[bytes]:
    head = file.read(512)
    file.seek(0)
    if _WEB_PAGE.match(head):
        raise SpoiledFileError(FileState.WEB_PAGE, "is a web page")
    if head.startswith(_ZIP):
        return _zip_pieces(file)
    if head.startswith(_GZIP):
        return _gzip_pieces(file)
    if head and name.endswith((".zip", ".gz")):
        raise SpoiledFileError(FileState.NOT_PACKED, f"begins with {head[:8]!r}")
    return iter(lambda: file.read(BLOCK), b"")


def _zip_pieces(file: IO[bytes]) -> Iterator[bytes]:
    member = _only_member(file)
    if member.flag_bits & _ENCRYPTED or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SpoiledFileError(FileState.ENCRYPTED, "is encrypted or packed in another way than published files")
    _refuse_bomb(member.file_size, member.compress_size)
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER)
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    packed = _limited(file, member.compress_size)
    check, size = 0, 0
    inflated = _inflated(packed, -isal_zlib.MAX_WBITS, member.file_size)
    for piece in packed if member.compress_type == zipfile.ZIP_STORED else inflated:
        check = isal_zlib.crc32(piece, check)
        size += len(piece)
        yield piece
    if (check, size) != (member.CRC, member.file_size):
        raise SpoiledFileError(FileState.CORRUPT, f"check sum {check:08x} where {member.CRC:08x} is written")


def _only_member(file: IO[bytes]) -> zipfile.ZipInfo:
    try:
        with zipfile.ZipFile(file) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except zipfile.BadZipFile as cause:
        raise SpoiledFileError(FileState.TRUNCATED, "ends too early: the list of what is in it is missing") from cause
    if len(members) != 1:
        names = ", ".join(member.filename for member in members[:3])
        raise SpoiledFileError(FileState.MEMBERS, f"holds {len(members)} files: {names}")
    return members[0]


def _limited(file: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (piece := file.read(min(_PACKED_AT_ONCE, size))):
        size -= len(piece)
        yield piece


def _gzip_pieces(file: IO[bytes]) -> Iterator[bytes]:
    return _inflated(iter(lambda: file.read(_PACKED_AT_ONCE), b""), isal_zlib.MAX_WBITS | 16)


def _inflated(packed: Iterator[bytes], window: int, size: int = 0) -> Iterator[bytes]:
    """Inflate one stream after another; gzip files may hold several.

    Args:
        packed: What is packed.
        window: What kind of stream it is.
        size: How many bytes it is said to hold, if that is known: room for no more is asked for where it ends.
    """
    inflater, taken, given = isal_zlib.decompressobj(window), 0, 0
    for piece in packed:
        taken += len(piece)
        waiting = piece
        while waiting:
            if inflater.eof:
                if not waiting.strip(b"\0"):  # tape archivers fill up with zeros
                    break
                inflater = isal_zlib.decompressobj(window)
            try:
                out = inflater.decompress(waiting, min(size - given, BLOCK) if given < size else BLOCK)
            except isal_zlib.error as cause:  # type: ignore[misc]  # its stub takes the class for an instance
                raise SpoiledFileError(FileState.CORRUPT, f"cannot be unpacked: {cause}") from cause
            given += len(out)
            _refuse_bomb(given, taken)
            if out:
                yield out
            waiting = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
    if rest := inflater.flush():
        yield rest
    if not inflater.eof:
        raise SpoiledFileError(FileState.TRUNCATED, "ends too early")


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > ALWAYS_ALLOWED and unpacked > MOST_UNPACKED * packed:
        raise SpoiledFileError(FileState.BOMB, f"unpacks to {unpacked:,} bytes and more")
