"""What kanae promises to keep."""

from __future__ import annotations

import ast
from pathlib import Path

import kanae

INIT = Path(kanae.__file__)


def test_every_public_name_is_in_all() -> None:
    tree = ast.parse(INIT.read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    assert {name for name in defined if not name.startswith("_")} <= set(kanae.__all__)


def test_every_name_in_all_is_there() -> None:
    assert [name for name in kanae.__all__ if not hasattr(kanae, name)] == []


def test_all_is_sorted() -> None:
    assert list(kanae.__all__) == sorted(kanae.__all__)


def test_the_package_says_that_it_is_typed() -> None:
    assert (INIT.parent / "py.typed").is_file()
