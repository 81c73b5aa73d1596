"""Texts that took long to make, kept for the next time."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

from kanae.errors import StorageError
from kanae.store.files import write_whole
from kanae.store.location import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable


def remembered(shelf: str, key: str, make: Callable[[], str]) -> str:
    """Return a text made before for the same key, else make it and keep it.

    A cache that cannot be read or written is no error: the text is made again.

    Args:
        shelf: Folder of the cache, such as ``drawings``.
        key: All that the text depends on.
        make: Makes the text.
    """
    path = cache_folder() / shelf / hashlib.sha256(key.encode()).hexdigest()
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return path.read_text(encoding="utf-8")
    text = make()
    with contextlib.suppress(StorageError):
        write_whole(path, text)
    return text
