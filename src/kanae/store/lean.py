"""What keeps a process of kanae small and quick to start."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType


def leave_out_pandas() -> None:
    """Let Arrow and DuckDB do without pandas, which kanae never uses and both load wherever it is installed.

    For processes of kanae alone: nothing in them can import pandas afterwards.

    Examples:
        >>> import subprocess, sys
        >>> code = "from kanae.store.lean import leave_out_pandas; leave_out_pandas()"
        >>> code += "; import sys, pyarrow; pyarrow.array([1]); print('pandas' in sys.modules)"
        >>> subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        'False'
    """
    sys.meta_path.insert(0, _WithoutPandas())


class _WithoutPandas:  # none of importlib.abc, which takes longer to import than all that is here
    def find_spec(self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(name=fullname)
