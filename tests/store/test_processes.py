"""Processes beside this one: they answer, fail in the words of the work, or end without an answer."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import kanae
from kanae.errors import StorageError
from kanae.store.processes import Beside, NoAnswerError, start_python

MODULE = """
import os, sys
from kanae.errors import StorageError
from kanae.store.processes import serve

def work(job, note):
    for number in range(job):
        note(number)
    if job == 0:
        raise StorageError("The disk is full.", "Make room.")
    if job == 1:
        os._exit(9)
    return "pandas" in sys.modules, job

if __name__ == "__main__":
    serve(work)
"""


@pytest.fixture(autouse=True)
def _module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work_beside.py").write_text(textwrap.dedent(MODULE), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def given(job: int) -> Beside:
    beside = Beside("work_beside")
    beside.give(job, lambda _: None)
    return beside


def test_news_come_before_the_answer() -> None:
    news: list[int] = []
    beside = Beside("work_beside")
    beside.give(3, news.append)
    assert beside.answer() == (False, 3)
    assert news == [0, 1, 2]
    assert beside.is_done(0)


@pytest.mark.skipif(os.name != "posix", reason="process groups are of POSIX")
def test_an_interrupt_from_the_keyboard_does_not_reach_a_process_beside() -> None:
    with start_python("work_beside") as started:  # the terminal interrupts the whole group of the command
        assert os.getpgid(started.pid) != os.getpgid(0)


def test_a_process_that_is_let_go_ends_without_a_job() -> None:
    beside = Beside("work_beside")
    beside.let_go()
    assert beside._process.poll() is not None


def test_an_error_of_the_work_is_raised_with_its_words() -> None:
    with pytest.raises(StorageError, match=r"The disk is full\.\n  fix: Make room\."):
        given(0).answer()


def test_a_process_that_ends_without_an_answer_is_told_from_one_that_answers() -> None:
    with pytest.raises(NoAnswerError):
        given(1).answer()


@pytest.mark.parametrize("job", [b"", pickle.dumps(3)])
def test_a_process_whose_owner_was_ended_ends_without_a_word(job: bytes) -> None:
    paths = os.pathsep.join((str(Path(kanae.__file__).parents[1]), os.environ["PYTHONPATH"]))
    with subprocess.Popen(
        [sys.executable, "-m", "work_beside"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.close()
        process.stdin.write(job)
        process.stdin.close()
        assert process.wait() == 1
        assert process.stderr is not None
        assert process.stderr.read() == b""
