"""Items made ahead in a second thread: in order, with their exceptions, and never more than may wait."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kanae.store.ahead import ahead

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_an_exception_comes_behind_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("broken")

    found = ahead(items(), 1)
    assert [next(found), next(found)] == [1, 2]
    with pytest.raises(ValueError, match="broken"):
        next(found)


def test_who_leaves_early_leaves_no_thread_and_no_more_than_may_wait() -> None:
    made = []

    def items() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    before = threading.active_count()
    with closing(ahead(items(), 3)) as found:
        assert next(found) == 0
    assert threading.active_count() == before
    assert len(made) <= 6
