"""What tests of fetching share: a quick fetch of a day, and what is found in the folder afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kanae.events.fetched import FETCHED
from kanae.workflow.event_fetch import USUAL_MANNERS, FetchReport, fetch_events, plan_fetch

if TYPE_CHECKING:
    from pathlib import Path

    from kanae.model.fetching import EventStream

DAY = date(2019, 10, 24)
TEXT = "20191024"
ONE = "20191024143000.export.CSV.zip"
QUICK = replace(USUAL_MANNERS, first_wait_seconds=0.001, longest_wait_seconds=2.0, timeout_seconds=0.3)


def fetch(
    folder: Path, *chosen: EventStream, first: date = DAY, last: date = DAY, on: date = date(2019, 10, 26)
) -> FetchReport:
    planned = plan_fetch(chosen, first, last, folder)
    return fetch_events(planned, today=on, seed=1, tell=lambda _: None, manners=QUICK)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".") and path.name != FETCHED)


def left_over(folder: Path) -> list[str]:
    return sorted(
        path.name for path in folder.iterdir() if path.name.startswith(".") and path.name not in {".lists", ".lock"}
    )


def states(report: FetchReport) -> list[tuple[str, str]]:
    return [(slot.stamp, slot.state) for slot in report.missing]
