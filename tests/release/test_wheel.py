"""The wheel and the sdist, as someone gets them who has no checkout.

The wheel goes into an empty environment without asking anyone; kanae's dependencies are lent to it from the
environment that runs the tests, kanae itself is not.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(packages: Path) -> Path:
    return next(packages.glob("*.whl"))


@pytest.fixture(scope="module")
def kanae(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment of its own and return its command."""
    folder = tmp_path_factory.mktemp("home") / ".venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--no-index", "--no-deps", "--no-compile", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    site.joinpath("lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "kanae"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path


def run(kanae: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = kept | {"HOME": str(folder), "PYTHONUTF8": "1"}
    return subprocess.run(
        [str(kanae), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_installed_kanae_is_not_the_checkout(kanae: Path, empty: Path) -> None:
    script = "import kanae; print(kanae.__file__)"
    done = subprocess.run(
        [str(kanae.with_name("python")), "-c", script], cwd=empty, capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).is_relative_to(kanae.parents[1])


def test_the_version_names_the_ledger_and_its_day(kanae: Path, empty: Path) -> None:
    done = run(kanae, empty, "--version")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("kanae ")
    assert "covered to 20" in done.stdout


def test_the_shipped_ledger_is_clean(kanae: Path, empty: Path) -> None:
    done = run(kanae, empty, "ledger", "check")
    assert done.returncode == 0, done.stdout
    assert not done.stderr.startswith("0 records")


@pytest.mark.parametrize("lang", ["en", "ja", "ko"])
def test_the_brief_is_written(kanae: Path, empty: Path, lang: str) -> None:
    page = empty / "brief.html"
    done = run(kanae, empty, "brief", "--lang", lang, "--out", str(page))
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert f'lang="{lang}"' in text
    assert "</html>" in text


def test_the_wheel_holds_the_whole_ledger_and_nothing_else_of_the_checkout(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    ledger = ROOT / "ledger"
    shipped = {f"kanae/shipped_ledger/{path.relative_to(ledger).as_posix()}" for path in ledger.rglob("*.yml")}
    assert shipped <= names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"kanae"}


def test_the_sdist_holds_the_ledger_and_the_licences(packages: Path) -> None:
    with tarfile.open(next(packages.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    ledger = {path.relative_to(ROOT).as_posix() for path in (ROOT / "ledger").rglob("*.yml")}
    assert ledger <= names
    assert {"LICENSE", "ledger/LICENSE", "README.md", "README.ja.md", "README.ko.md", "CITATION.cff"} <= names
