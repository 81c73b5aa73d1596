"""Some kinds can be read before the others; what is read stays the same."""

from __future__ import annotations

import pytest

from kanae.ledger.load import Ahead, Reading, read_folder
from kanae.model.records import KINDS
from kanae.store.location import find_ledger


@pytest.fixture(scope="module")
def plain() -> Reading:
    return read_folder(find_ledger())


@pytest.mark.parametrize("kinds", [("claims", "codelists", "sources"), (), tuple(KINDS)])
def test_what_is_read_ahead_is_told_once_and_the_reading_is_the_same(plain: Reading, kinds: tuple[str, ...]) -> None:
    told: list[dict[str, int]] = []

    def begin(read: Reading) -> None:
        told.append({"codelists": len(read.codelists)} | {name: len(rows) for name, rows in read.rows.items()})

    read = read_folder(find_ledger(), ahead=Ahead(kinds, begin))
    sizes = {"codelists": len(plain.codelists)} | {name: len(rows) for name, rows in plain.rows.items()}
    assert told == [{name: size if name in kinds else 0 for name, size in sizes.items()}]
    assert read.digest == plain.digest
    assert read.rows == plain.rows
    assert list(read.codelists.items()) == list(plain.codelists.items())
    assert read.issues == plain.issues
