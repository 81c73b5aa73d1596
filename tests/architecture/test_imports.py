"""What may import what, and what a newcomer does not have to wait for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kanae"

HEAVY = (
    *("babel", "docx", "duckdb", "geographiclib", "icalendar", "isal", "jinja2", "numpy", "pandas", "polars"),
    *("pyarrow", "pyspark", "scipy", "shapefile", "shapely", "sqlglot", "vl_convert", "xlsxwriter"),
)

HOMES = {
    "babel": ("report",),
    "docx": ("report",),
    "duckdb": ("store",),
    "geographiclib": ("measures",),
    "google": ("store",),
    "icalendar": ("report",),
    "isal": ("store",),
    "jinja2": ("report",),
    "py4j": ("store",),
    "pydantic": ("model", "ledger"),
    "pyspark": ("store",),
    "scipy": ("measures",),
    "shapefile": ("store",),
    "shapely": ("store",),
    "sqlglot": ("events",),
    "typer": ("cli",),
    "urllib": ("store",),
    "xlsxwriter": ("store",),
    "yaml": ("store",),
}
"""Outside package → parts of kanae that may import it."""


def modules_after(statement: str) -> set[str]:
    script = f"import sys\n{statement}\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


def imports_of(path: Path) -> set[str]:
    """Return the outside packages that a file imports when it runs; those for type checkers alone are left out."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
        waiting.extend(ast.iter_child_nodes(node))
    return found


def test_every_import_contract_is_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(SOURCE.parents[1])
    assert lint_imports() == 0, capsys.readouterr().out


def test_importing_kanae_imports_nothing_from_outside() -> None:
    outside = modules_after("import kanae") & {*HEAVY, "pydantic", "typer", "yaml"}
    assert outside == set()


def test_opening_a_ledger_imports_no_table_or_page_package() -> None:
    assert modules_after("import kanae; kanae.open_ledger()") & {*HEAVY, "typer"} == set()


def test_asking_for_help_imports_neither_records_nor_tables() -> None:
    statement = (
        "import contextlib, sys; sys.argv = ['kanae', '--help']\n"
        "from kanae.cli import main\n"
        "with contextlib.suppress(SystemExit): main()"
    )
    assert modules_after(statement) & {*HEAVY, "pydantic", "yaml"} == set()


def test_what_reads_events_imports_no_records_as_each_of_its_processes_would_hold_them() -> None:
    imported = modules_after("import kanae.events.turns, kanae.workflow.events")
    assert "pyarrow" in imported
    assert imported & {"duckdb", "pandas", "pydantic", "scipy", "yaml"} == set()


@pytest.mark.parametrize("package", sorted(HOMES))
def test_an_outside_package_has_one_home(package: str) -> None:
    users = {path.relative_to(SOURCE).parts[0] for path in sorted(SOURCE.rglob("*.py")) if package in imports_of(path)}
    assert users <= set(HOMES[package])


def test_no_module_is_named_after_leftovers() -> None:
    names = {path.stem for path in SOURCE.rglob("*.py")}
    assert names & {"utils", "util", "helpers", "common", "misc"} == set()
