"""What keeps a process of kanae small and quick to start."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


def stay_lean() -> None:
    """Let Arrow and DuckDB do without pandas, and numpy without threads, none of which kanae ever uses.

    Both load pandas wherever it is installed; numpy's OpenBLAS starts a thread for each processor, with room of its
    own. For processes of kanae alone, before anything else is imported: nothing in them can import pandas afterwards.

    Examples:
        >>> import subprocess, sys
        >>> code = "from kanae.store.lean import stay_lean; stay_lean()"
        >>> code += "; import sys, pyarrow; pyarrow.array([1]); print('pandas' in sys.modules)"
        >>> subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        'False'
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.meta_path.insert(0, _WithoutPandas())


class _WithoutPandas:  # none of importlib.abc, which takes longer to import than all that is here
    def find_spec(self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)
