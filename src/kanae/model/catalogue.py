"""Published files that can be fetched, and what is known of them beforehand."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kanae.model.records import Part, Text, Whole


class Dataset(Part):
    """A published file.

    Attributes:
        id: Id, as ``kanae votes fetch`` takes it.
        file: Name it is kept under.
        title: Title.
        publisher: Who publishes it.
        url: Address of the file.
        page: Page that describes it.
        licence: Its licence, as the publisher states it.
        citation: How to cite it.
        covers: What it holds.
        role: What it is for: ``votes``, ``ideal-points`` or ``older-ideal-points``.
        sha256: Digest of a file that never changes.
        fewest_bytes: Less is no such file.
        most_bytes: More is no such file.
        fewest_rows: Fewer rows stop.
        most_rows: More rows warn.
        columns: Columns it must have.
    """

    id: Text
    file: Text
    title: Text
    publisher: Text
    url: Text
    page: Text
    licence: Text
    citation: Text
    covers: Text
    role: Text
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    fewest_bytes: Whole
    most_bytes: Whole
    fewest_rows: Whole
    most_rows: Whole
    columns: tuple[Text, ...]
