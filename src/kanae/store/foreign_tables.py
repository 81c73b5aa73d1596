"""Tables of other makers: CSV, TSV or Parquet, plain or gzipped, whatever the encoding and the delimiter."""

from __future__ import annotations

import codecs
import csv
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from kanae.errors import UpstreamError
from kanae.model.issues import Issue, IssueCode
from kanae.store.files import write_beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

_DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars"}
_USUAL = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_OTHER_FORMATS = {".rda", ".rdata", ".rds", ".dta", ".sav", ".xls", ".xlsx", ".zip"}
_PARQUET = b"PAR1"
_GZIP = b"\x1f\x8b"
_PIECE = 1 << 20
_LARGE = 1 << 24
"""Below this size in bytes a text table opens fast enough."""


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """A column of text in which equal cells share one value.

    Attributes:
        values: The distinct values.
        codes: Place of each cell in ``values``; -1 where the cell is empty.
    """

    values: tuple[str, ...]
    codes: NDArray[np.int64]

    def text(self, row: int) -> str:
        """Return one cell, empty text for an empty cell."""
        code = self.codes[row]
        return self.values[code] if code >= 0 else ""


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table whose header was read, and whose columns can be.

    Attributes:
        name: Name of the file.
        columns: Names of its columns, as written.
        issues: What was unusual about the file.
        content: The file, decompressed.
        delimiter: What stands between cells; empty for Parquet.
        encoding: Encoding of the text.
    """

    name: str
    columns: tuple[str, ...]
    issues: tuple[Issue, ...]
    content: bytes
    delimiter: str
    encoding: str = "utf-8"

    @property
    def first_line(self) -> int | None:
        """Line of the first row, when the file has lines."""
        return 2 if self.delimiter else None

    def read(self, columns: Sequence[str]) -> dict[str, CodedColumn]:
        """Read some of the columns.

        Raises:
            UpstreamError: When rows are malformed, or there are none.
        """
        table = self.parse(columns) if self.delimiter else _native_table(self, columns)
        if not table.num_rows:
            raise UpstreamError(f"'{self.name}' has a header but no rows.", "Download the file again.")
        return {column: _coded(table.column(place)) for place, column in enumerate(columns)}

    def parse(self, columns: Sequence[str]) -> Any:
        """Return some of the columns of a text table as Arrow dictionaries.

        Raises:
            UpstreamError: When rows are malformed.
        """
        try:
            return self._parse(columns, newlines=False)
        except pa.ArrowInvalid:
            pass  # a cell may hold a line break; reading those is slower
        try:
            return self._parse(columns, newlines=True)
        except (pa.ArrowInvalid, pa.ArrowKeyError) as cause:
            reason = str(cause).splitlines()[0][:160].rstrip(".")
            fix = f"Its header has {_DELIMITERS[self.delimiter]}; see whether its rows have them too."
            raise UpstreamError(f"'{self.name}' is malformed: {reason}.", fix) from cause

    def _parse(self, columns: Sequence[str], *, newlines: bool) -> Any:
        coded = pa.dictionary(pa.int32(), pa.string())
        return pa_csv.read_csv(
            pa.BufferReader(self.content),
            read_options=pa_csv.ReadOptions(column_names=list(self.columns), skip_rows=1, encoding=self.encoding),
            parse_options=pa_csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=newlines),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(columns),
                column_types=dict.fromkeys(columns, coded),
                null_values=[""],  # «NA» may be Namibia
                strings_can_be_null=True,
            ),
        )


def open_table(path: Path) -> ForeignTable:
    r"""Open a table and read its header.

    Raises:
        UpstreamError: When the file is missing, empty, of another format, or has no delimiter.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "votes.csv")
        ...     _ = path.write_text("rcid;vote\n3;yes\n")
        ...     table = open_table(path)
        >>> table.columns, str(table.issues[0].code)
        (('rcid', 'vote'), 'K402')
    """
    quick = _quick_copy_of(path)
    if quick is not None:
        return ForeignTable(path.name, _parquet_columns(path, quick), (), quick, "")
    raw = _content(path)
    if raw[:4] == _PARQUET:
        return ForeignTable(path.name, _parquet_columns(path, raw), (), raw, "")
    if b"\0" in raw[:4096]:
        raise UpstreamError(f"'{path.name}' is not a text table.", "Save it as CSV in UTF-8, or as Parquet.")
    encoding, issues = _encoding(path.name, raw)
    header = raw[: raw.find(b"\n") + 1 or len(raw)].decode(encoding).removeprefix("\ufeff").strip("\r\n")
    delimiter = max(_DELIMITERS, key=lambda mark: len(_cells(header, mark)))
    columns = tuple(cell.strip() for cell in _cells(header, delimiter))
    if len(columns) == 1:
        raise UpstreamError(
            f"'{path.name}' has one column, '{header[:60]}': no delimiter was found.",
            "Save it with commas, tabs or semicolons between the cells.",
        )
    usual = _USUAL.get(_suffix(path))
    if usual is not None and delimiter != usual:
        message = f"has {_DELIMITERS[delimiter]} between the cells, not {_DELIMITERS[usual]}"
        issues.append(Issue(path.name, 1, IssueCode.UNUSUAL_DELIMITER, message, "See whether the rows are whole."))
    return ForeignTable(path.name, _unique(columns), tuple(issues), raw, delimiter, encoding)


def write_quick_copy(path: Path) -> None:
    """Write a hidden copy of a large text table as Parquet, which opens many times faster; the file itself stays.

    A table about which something is to be said, such as its encoding, gets none, so that it is said each time.

    Raises:
        UpstreamError: When the table cannot be read.
        StorageError: When the disk does not take the copy.
    """
    table = open_table(path)
    if not table.delimiter or table.issues or len(table.content) < _LARGE:
        return
    columns = table.parse(table.columns)
    write_beside(_quick_path(path), lambda beside: pq.write_table(columns, beside, compression="zstd"))


def _quick_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.parquet")


def _quick_copy_of(path: Path) -> bytes | None:
    """Return the copy of a table, when it is not older than the table."""
    try:
        quick = _quick_path(path)
        return quick.read_bytes() if quick.stat().st_mtime_ns >= path.stat().st_mtime_ns else None
    except OSError:
        return None


def _content(path: Path) -> bytes:
    if _suffix(path) in _OTHER_FORMATS:
        raise UpstreamError(f"'{path.name}' is in a format kanae does not read.", "Save it as CSV or Parquet.")
    try:
        raw = path.read_bytes()
        content = gzip.decompress(raw) if raw[:2] == _GZIP else raw
    except FileNotFoundError as cause:
        raise UpstreamError(f"There is no file '{path}'.", "Name an existing file, or: kanae votes fetch") from cause
    except (gzip.BadGzipFile, EOFError) as cause:
        raise UpstreamError(f"'{path.name}' is a broken gzip file.", "Download it again.") from cause
    except OSError as cause:
        raise UpstreamError(f"'{path}' cannot be read: {cause.strerror}.", "Name a file you may read.") from cause
    if not content or content.isspace():
        raise UpstreamError(f"'{path.name}' is empty.", "Download it again.")
    return content


def _suffix(path: Path) -> str:
    return Path(path.name.removesuffix(".gz")).suffix.lower()


def _encoding(name: str, raw: bytes) -> tuple[str, list[Issue]]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UpstreamError(f"'{name}' is UTF-16.", "Save it as UTF-8.")
    wrong = _first_not_utf8(raw)
    if wrong is not None:
        line = raw.count(b"\n", 0, wrong) + 1
        message = "is not UTF-8; read as Latin-1"
        fix = "See whether the names with accents are right."
        return _western(raw), [Issue(name, line, IssueCode.FOREIGN_ENCODING, message, fix)]
    return "utf-8", []


def _first_not_utf8(raw: bytes) -> int | None:
    """Return where the first byte that is not UTF-8 stands; in pieces, as a copy of a large file is costly."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(raw), _PIECE):
        piece, kept = raw[start : start + _PIECE], len(decoder.getstate()[0])
        if not kept and piece.isascii():
            continue
        try:
            decoder.decode(piece, final=start + _PIECE >= len(raw))
        except UnicodeDecodeError as cause:
            return start - kept + cause.start
    return None


def _western(raw: bytes) -> str:
    """Prefer the Windows form of Latin-1, which has curly quotes where Latin-1 has control characters."""
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _cells(header: str, delimiter: str) -> list[str]:
    return next(csv.reader([header], delimiter=delimiter), [])


def _unique(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Number columns without a name or with that of another, as R's row names are."""
    seen: set[str] = set()
    names: list[str] = []
    for place, column in enumerate(columns):
        name = column if column and column not in seen else f"{column}#{place}"
        seen.add(name)
        names.append(name)
    return tuple(names)


def _parquet_columns(path: Path, raw: bytes) -> tuple[str, ...]:
    try:
        return tuple(pq.ParquetFile(pa.BufferReader(raw)).schema_arrow.names)
    except pa.ArrowInvalid as cause:
        raise UpstreamError(f"'{path.name}' is a broken Parquet file.", "Download it again.") from cause


def _native_table(table: ForeignTable, columns: Sequence[str]) -> Any:
    try:
        return pq.read_table(pa.BufferReader(table.content), columns=list(columns)).select(list(columns))
    except (pa.ArrowInvalid, OSError) as cause:
        raise UpstreamError(f"'{table.name}' is a broken Parquet file.", "Download it again.") from cause


def _coded(column: Any) -> CodedColumn:
    coded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    array = coded.unify_dictionaries().combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0)
    codes = pc.fill_null(pc.cast(array.indices, pa.int64()), -1).to_numpy(zero_copy_only=False)
    return CodedColumn(tuple(_as_text(value) for value in array.dictionary.to_pylist()), codes)


def _as_text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00").strip()
