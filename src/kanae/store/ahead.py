"""Work done ahead in a second thread, so that a program need not wait for what it takes next."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

Item = TypeVar("Item")


class _Ended:
    """What stands behind the last item, with the exception that ended the items."""

    def __init__(self, cause: BaseException | None) -> None:
        self.cause = cause


def ahead(items: Iterator[Item], most: int) -> Generator[Item, None, None]:
    """Yield items that a second thread makes ahead; its exceptions are raised where they belong.

    To be closed where not all items are taken: :func:`contextlib.closing`.

    Args:
        items: The items; from now on they are for the second thread alone.
        most: How many may wait.

    Examples:
        >>> list(ahead(iter("kanae"), 2))
        ['k', 'a', 'n', 'a', 'e']
    """
    made: queue.SimpleQueue[Item | _Ended] = queue.SimpleQueue()
    room, is_left = threading.Semaphore(most), threading.Event()

    def make() -> None:
        cause: BaseException | None = None
        try:
            for item in items:
                room.acquire()
                if is_left.is_set():
                    return
                made.put(item)
        except BaseException as error:  # noqa: BLE001  # it is raised again in the thread that waits
            cause = error
        made.put(_Ended(cause))

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    try:
        while not isinstance(item := made.get(), _Ended):
            room.release()
            yield item
    finally:
        is_left.set()
        room.release()
        thread.join()
    if item.cause is not None:
        raise item.cause
